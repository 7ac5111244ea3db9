"""Asking, promising, refusing and threatening: the code of what is said from the code of the deed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pipeline.events.ontology import DATA, load_ontology
from pipeline.record import EventType
from pipeline.tsv import rows

_SAYING = {"02": "request", "10": "demand", "03": "agree", "12": "reject", "13": "threaten"}
_COLUMNS = ("request", "demand", "agree", "reject", "threaten")
_KIND: dict[str, EventType] = {"agree": "AGREE", "reject": "REJECT", "threaten": "THREATEN"}
_COOPERATIVE = frozenset({"04", "05", "06", "07", "08"})
_WELCOME = _COOPERATIVE | {"03"}
_HOSTILE = frozenset({"14", "16", "17", "18", "19", "20"})


@dataclass(frozen=True, slots=True)
class Code:
    """A PLOVER type and mode with its CAMEO code."""

    type: EventType
    cameo: str
    mode: str | None


@cache
def load_compositions(path: Path = DATA / "compose.tsv") -> dict[str, dict[str, str]]:
    """Codes of saying by the code of the deed."""
    return {cells[0]: dict(zip(_COLUMNS, cells[1:], strict=True)) for cells in rows(path, 6)}


def composed(saying: Code, deed: str, *, sworn: bool = False) -> Code:
    """The code of asking for (promising, refusing, threatening) a deed.

    Args:
        saying: the code of the word that asks; it stays where it is exact already.
        deed: the CAMEO code of what it asks for.
        sworn: whether the word gives one's word, which makes a threat of a hostile deed: "vowed to bomb".
    """
    column = _SAYING.get(saying.cameo[:2])
    if sworn and column == "agree" and deed[:2] in _HOSTILE:
        return _of("THREATEN", _look(deed, "threaten")) or saying
    if column is None or (len(saying.cameo) > 2 and saying.cameo[2:] not in ("0", "1", "5")):
        return saying
    return _of(saying.type, _look(deed, column)) or saying


def intended(deed: Code) -> Code:
    """What the intention of a deed is: a promise where it is cooperative, a threat where it is hostile."""
    root = deed.cameo[:2]
    column = "agree" if root in _COOPERATIVE else "threaten" if root in _HOSTILE else ""
    return (_of(_KIND[column], _look(deed.cameo, column)) if column else None) or deed


def refused(deed: Code) -> Code:
    """What the refusal of a deed is: a rejection where it is cooperative."""
    return (_of("REJECT", _look(deed.cameo, "reject")) if deed.cameo[:2] in _WELCOME else None) or deed


def _look(deed: str, column: str) -> str:
    table = load_compositions()
    for length in range(len(deed), 1, -1):
        if deed[:length] in table:
            return table[deed[:length]][column]
    return ""


def _of(kind: EventType, cameo: str) -> Code | None:
    if not cameo:
        return None
    entry = load_ontology().cameo[cameo]
    return Code(entry.type or kind, cameo, entry.mode)
