"""Which finding of one record is which of the other: by where they stand in the text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from pipeline.replay.difference.changes import JsonObject

Key = tuple[str, int, int]
"""Field, start and end, in the text after."""


@dataclass(frozen=True, slots=True)
class Shift:
    """From positions in a text before to positions in the text after, around the stretch that differs."""

    same_until: int = 0
    same_from: int = 0
    by: int = 0

    @classmethod
    def between(cls, before: str, after: str) -> Shift:
        """Find the one stretch that holds all that differs."""
        start = _common(before, after)
        rest = min(len(before), len(after)) - start
        end = _common(before[::-1][:rest], after[::-1][:rest])
        return cls(start, len(before) - end, len(after) - len(before))

    def position(self, before: int) -> int:
        """The position after."""
        return before if before < self.same_from else before + self.by


NO_SHIFT = Shift()


@dataclass(frozen=True, slots=True)
class Alignment:
    """Positions in title and body before, as they are after."""

    title: Shift = NO_SHIFT
    body: Shift = NO_SHIFT

    @classmethod
    def between(cls, before: JsonObject, after: JsonObject) -> Alignment:
        """Align the texts of two articles; a text that is left out counts as equal."""
        shifts = {}
        for field in ("title", "body"):
            old, new = before.get(field), after.get(field)
            shifts[field] = NO_SHIFT if old == new or None in (old, new) else Shift.between(old or "", new or "")
        return cls(**shifts)

    def key(self, span: JsonObject) -> Key:
        """The key of a span before."""
        shift = self.title if span["field"] == "title" else self.body
        if shift is NO_SHIFT:
            return key(span)
        return span["field"], shift.position(span["start"]), shift.position(span["end"])

    def keys(self, spans: Collection[JsonObject]) -> frozenset[Key]:
        """The keys of spans before."""
        return frozenset(map(self.key, spans))


def _common(one: str, other: str) -> int:
    """How many characters two texts begin with in common."""
    return next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def key(span: JsonObject) -> Key:
    """The key of a span after."""
    return span["field"], span["start"], span["end"]


def keys(spans: Collection[JsonObject]) -> frozenset[Key]:
    """The keys of spans after."""
    return frozenset(map(key, spans))


def overlap(one: Key, other: Key) -> bool:
    """Whether two spans share a character."""
    return one[0] == other[0] and one[1] < other[2] and other[1] < one[2]


@dataclass(frozen=True, slots=True)
class Pairing:
    """Indices of findings before and after that are the same one, and of the others."""

    pairs: tuple[tuple[int, int], ...]
    lost: tuple[int, ...]
    added: tuple[int, ...]


def pair(
    before: Sequence[frozenset[Key]],
    after: Sequence[frozenset[Key]],
    likeness: Callable[[int, int], float],
    fallback: Callable[[int, int], float],
) -> Pairing:
    """Pair findings: first those with most spans in common, then those that a fallback finds alike.

    Args:
        before: the spans of each finding before, as they are after.
        after: the spans of each finding after.
        likeness: of an index before and one after, decides between equal numbers of common spans.
        fallback: likewise, for those that have no span in common; 0 for those that are not the same one.
    """
    common: dict[tuple[int, int], int] = defaultdict(int)
    owners: dict[Key, list[int]] = defaultdict(list)
    for j, spans in enumerate(after):
        for span in spans:
            owners[span].append(j)
    for i, spans in enumerate(before):
        for span in spans:
            for j in owners.get(span, ()):
                common[i, j] += 1
    found = _greedy({ij: (shared, likeness(*ij)) for ij, shared in common.items()}, {}, set())
    left = [i for i in range(len(before)) if i not in found]
    free = set(range(len(after))) - set(found.values())
    alike = {(i, j): (score, 0.0) for i in left for j in sorted(free) if (score := fallback(i, j))}
    found = _greedy(alike, found, set(found.values()))
    taken = set(found.values())
    return Pairing(
        tuple(sorted(found.items())),
        tuple(i for i in range(len(before)) if i not in found),
        tuple(j for j in range(len(after)) if j not in taken),
    )


def _greedy(
    scores: dict[tuple[int, int], tuple[float, float]], found: dict[int, int], taken: set[int]
) -> dict[int, int]:
    """Take the best pair, then the best of those left, and so on; the first one where they are equal."""
    found = dict(found)
    for i, j in sorted(scores, key=lambda ij: (-scores[ij][0], -scores[ij][1], ij)):
        if i not in found and j not in taken:
            found[i] = j
            taken.add(j)
    return found
