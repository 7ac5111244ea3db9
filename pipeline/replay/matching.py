"""Outcomes of two sides, article by article, whatever their order, in memory that does not grow with the articles."""

from __future__ import annotations

import tempfile
from collections import defaultdict, deque
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import Any

from pipeline.replay.outcomes import Outcome

Pair = tuple[Outcome | None, Outcome | None]
_IN_MEMORY = 32 << 20  # bytes of waiting outcomes; more wait in a temporary file


def matched(before: Iterable[Outcome], after: Iterable[Outcome]) -> Iterator[Pair]:
    """Pair the outcomes of two sides; each comes in exactly one pair.

    Two are of one article when it has the same id and came from the same message. Where the sides
    read different topics, or say nothing of messages, the id alone decides, in order of appearance.
    What has no id (dead letters, tombstones) is known by the message that it came from.

    Args:
        before: outcomes in any order.
        after: outcomes in any order; equal orders are fastest.

    Yields:
        Pairs as they are found, then what is only before, then what is only after.
    """
    with tempfile.SpooledTemporaryFile(_IN_MEMORY) as store:
        sides = (_Waiting(store), _Waiting(store))
        for one, other in zip_longest(before, after):
            if one is not None and other is not None and _fit(one, other):
                yield one, other
                continue
            if one is not None:
                if mate := sides[1].take(_exact(one)):
                    yield one, mate
                else:
                    sides[0].add(one)
            if other is not None:
                if mate := sides[0].take(_exact(other)):
                    yield mate, other
                else:
                    sides[1].add(other)
        yield from _rest(*sides)


def _rest(before: _Waiting, after: _Waiting) -> Iterator[Pair]:
    alone = []
    for handle in before.left():
        mate = after.take([("id", identity)]) if (identity := before.identity(handle)) else None
        if mate:
            yield before.read(handle), mate
        else:
            alone.append(handle)
    for handle in alone:
        yield before.read(handle), None
    for handle in after.left():
        yield None, after.read(handle)


def _fit(one: Outcome, other: Outcome) -> bool:
    if one.id and other.id:
        return one.id == other.id and (one.source == other.source or None in (one.source, other.source))
    return one.source is not None and one.source == other.source


def _exact(outcome: Outcome) -> list[Hashable]:
    """Under which keys a mate is waiting, the best first."""
    keys: list[Hashable] = []
    if outcome.id:
        keys.append(("both", outcome.id, outcome.source) if outcome.source else ("id", outcome.id))
        keys += [("bare", outcome.id)] if outcome.source else []
    if outcome.source:
        keys.append(("nameless" if outcome.id else "source", outcome.source))
    return keys


def _own(outcome: Outcome) -> list[Hashable]:
    """Under which keys an outcome waits."""
    identity, source = outcome.id, outcome.source
    keys: list[Hashable] = []
    if identity:
        keys += [("id", identity), ("both", identity, source) if source else ("bare", identity)]
    if source:
        keys += [("source", source)] if identity else [("source", source), ("nameless", source)]
    return keys


@dataclass(slots=True)
class _Handle:
    outcome: Outcome
    """Without its content."""
    start: int
    length: int


class _Waiting:
    """Outcomes without a mate yet; their content is in the store."""

    def __init__(self, store: tempfile.SpooledTemporaryFile[bytes]) -> None:
        self._store: Any = store
        self._handles: dict[int, _Handle] = {}
        self._by_key: dict[Hashable, deque[int]] = defaultdict(deque)
        self._added = 0

    def add(self, outcome: Outcome) -> None:
        """Keep an outcome."""
        self._store.seek(0, 2)
        self._handles[self._added] = _Handle(replace(outcome, content=b""), self._store.tell(), len(outcome.content))
        self._store.write(outcome.content)
        for key in _own(outcome):
            self._by_key[key].append(self._added)
        self._added += 1

    def take(self, keys: Iterable[Hashable]) -> Outcome | None:
        """Give out the first outcome that waits under one of the keys."""
        for key in keys:
            waiting = self._by_key.get(key)
            while waiting:
                number = waiting.popleft()
                if number in self._handles:
                    return self.read(number)
            self._by_key.pop(key, None)
        return None

    def left(self) -> list[int]:
        """The outcomes that still wait, in their order."""
        return list(self._handles)

    def identity(self, number: int) -> str | None:
        """The id of an outcome that waits."""
        return self._handles[number].outcome.id

    def read(self, number: int) -> Outcome:
        """Give out an outcome."""
        handle = self._handles.pop(number)
        self._store.seek(handle.start)
        return replace(handle.outcome, content=self._store.read(handle.length))
