"""Places told together: "Paris, Texas", "Pandi in Bulacan", "Bangor Maine", "Long Beach, CA"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from pipeline.tsv import rows

_DATA = Path(__file__).parent / "data"
_BINDS = re.compile(r",?\s+in\s+(?:the\s+)?|\s*,\s*|\s*\(\s*| ")
_POSTAL = re.compile(r",\s*([A-Z]{2,3})\b(?!\.)")
_KINDS: Mapping[str, str] = dict.fromkeys(
    ("city", "town", "village", "suburb", "township", "hamlet", "municipality", "capital", "port", "resident"), "town"
) | dict.fromkeys(
    ("state", "province", "county", "parish", "district", "region", "governorate", "prefecture", "department"),
    "division",
)
_KIND_BEFORE = re.compile(r"\b([a-z]+?)s?\s+of\s+(?:the\s+)?\Z", re.IGNORECASE)
_KIND_AFTER = re.compile(r"\s+([a-z]+?)(?:s|ies)?\b")
_KIND_WITHIN = re.compile(r"\s([A-Za-z]+)\Z")
_AROUND = 30  # characters read on each side of a name
_FARTHEST = 12  # characters between two names that belong together


@cache
def postal_codes() -> dict[str, str]:
    """Names of states and provinces by their postal codes, which mean them after the name of a town only."""
    return dict(rows(_DATA / "postal.tsv", 2, filled=2))


def binds(between: str) -> bool:
    """Whether two names with this text between them tell a place and what holds it."""
    return len(between) <= _FARTHEST and _BINDS.fullmatch(between) is not None


def postal_after(text: str, end: int) -> tuple[int, int, str] | None:
    """Start, end and name of the state whose postal code follows a town's name ("Long Beach, CA"), or None."""
    match = _POSTAL.match(text, end)
    name = postal_codes().get(match[1]) if match else None
    return (match.start(1), match.end(1), name) if match and name else None


def kind_told(text: str, start: int, end: int) -> str | None:
    """Whether the words around a name ("the city of", "province") say "town" or "division"; None where neither."""
    words = (
        _KIND_WITHIN.search(text, start, end),
        _KIND_AFTER.match(text, end, end + _AROUND),
        _KIND_BEFORE.search(text[max(0, start - _AROUND) : start]),
    )
    return next((kind for word in words if word and (kind := _KINDS.get(word[1].lower()))), None)
