"""The layers of a record, and what it depends on besides its article."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

LAYERS = ("entities", "dates", "places", "events")


@dataclass(frozen=True, slots=True)
class EnricherSettings:
    """What a record depends on besides its article."""

    gazetteer: Path | None = None
    """The gazetteer's file; None is the one that the package was built with."""
    layers: tuple[str, ...] = LAYERS
    """The layers to fill, in any order; the others stay empty."""
    place_adjectives: bool = False
    """Whether "Georgian" is a mention of Georgia, where the article names Georgia or a place in it."""
    place_alternatives_below: float = 0.6
    """Confidence below which a location has its alternatives."""
    place_abstain_below: float = 0.0
    """Confidence below which a name has no location."""
    place_homes: Path | None = None
    """Where the sources of articles are at home (see :mod:`pipeline.places.homes`); None for nothing known."""
    include_text: bool = True
    """Whether the record carries the article's title and body."""
    refuse_other_languages: bool = False
    """Whether an article that is not in English is refused; otherwise its record has empty layers."""
