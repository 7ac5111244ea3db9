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
    include_text: bool = True
    """Whether the record carries the article's title and body."""
    refuse_other_languages: bool = False
    """Whether an article that is not in English is refused; otherwise its record has empty layers."""
