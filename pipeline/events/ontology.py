"""PLOVER's types, modes and contexts and CAMEO's codes, with the mapping both ways."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import cast, get_args

from pipeline.record import EventType
from pipeline.tsv import rows

DATA = Path(__file__).parent / "data"
TYPES: tuple[EventType, ...] = get_args(EventType)


@dataclass(frozen=True, slots=True)
class TypeEntry:
    """One of PLOVER's types: its quad class, the CAMEO code of its unspecified form, its meaning."""

    name: EventType
    quad_class: int
    cameo: str
    gloss: str


@dataclass(frozen=True, slots=True)
class ModeEntry:
    """A mode of a type, the CAMEO code that it stands for, and other names for it."""

    type: EventType
    name: str
    cameo: str
    aliases: tuple[str, ...]
    gloss: str


@dataclass(frozen=True, slots=True)
class CameoEntry:
    """A CAMEO code with its published name and Goldstein score, and the PLOVER type and mode it falls under."""

    code: str
    name: str
    goldstein: float
    type: EventType | None
    mode: str | None


@dataclass(frozen=True, slots=True)
class Ontology:
    """All of it, by name."""

    types: dict[str, TypeEntry]
    modes: dict[tuple[str, str], ModeEntry]
    contexts: dict[str, tuple[str, frozenset[str]]]
    cameo: dict[str, CameoEntry]

    def mode(self, event_type: str, name: str) -> str | None:
        """The mode's own name for a name or an alias of it; None where the type has no such mode."""
        if (event_type, name) in self.modes:
            return name
        return next((m.name for (t, _), m in self.modes.items() if t == event_type and name in m.aliases), None)

    def code(self, event_type: str, mode: str | None) -> str:
        """The CAMEO code of a type and mode."""
        entry = self.modes.get((event_type, mode or ""))
        return entry.cameo if entry else self.types[event_type].cameo


@cache
def load_ontology() -> Ontology:
    """The ontology of the package's data files."""
    folder = DATA / "ontology"
    return Ontology(
        types={c[0]: TypeEntry(cast("EventType", c[0]), int(c[1]), c[2], c[3]) for c in rows(folder / "types.tsv", 4)},
        modes={
            (c[0], c[1]): ModeEntry(cast("EventType", c[0]), c[1], c[2], tuple(filter(None, c[3].split(","))), c[4])
            for c in rows(folder / "modes.tsv", 5)
        },
        contexts={c[0]: (c[1], frozenset(c[2].split())) for c in rows(folder / "contexts.tsv", 3)},
        cameo={
            c[0]: CameoEntry(c[0], c[1], float(c[2]), cast("EventType", c[3]) if c[3] else None, c[4] or None)
            for c in rows(folder / "cameo.tsv", 5)
        },
    )
