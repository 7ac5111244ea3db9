"""What a page shows: articles as one or two versions of the pipeline read them, and what changed in between."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

Layer = Literal["article", "entities", "locations", "dates", "events"]
JsonObject = dict[str, Any]


@dataclass(frozen=True, slots=True)
class PageChange:
    """One thing that is other after than before."""

    kind: str
    """The kind of change, in words that a reader can filter by: ``event retyped``."""
    layer: Layer
    """The layer of the record that it is in."""
    before: str | None
    """Local id of what changed, in the record before: ``V1``. None where it was not there."""
    after: str | None
    """Local id of what changed, in the record after. None where it is gone."""
    text: str
    """One line for a person: ``ASSAULT became COERCE``."""


@dataclass(frozen=True, slots=True)
class PageArticle:
    """One article with the record of each side."""

    id: str
    """The article's id."""
    before: JsonObject | None
    """The record before, decoded; ``{"dead_letter": {…}}`` for a dead letter; None where that side has none."""
    after: JsonObject | None
    """The record after, likewise."""
    changes: tuple[PageChange, ...] = ()
    """What changed, in the order to be read."""


@dataclass(frozen=True, slots=True)
class Page:
    """A report over many articles, or one article."""

    title: str
    """What the page is about."""
    articles: Sequence[PageArticle]
    """In the order to be read."""
    before_name: str | None
    """What the side before is called: a file, a version. None where the page shows one side."""
    after_name: str
    """What the side after is called."""
    counts: Mapping[str, int]
    """Figures for the head of the page by their label: ``articles compared``, ``with changes``."""
