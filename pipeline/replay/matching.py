"""Outcomes of two sides, article by article, whatever their order, in memory that does not grow with the articles."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import replace
from itertools import zip_longest

from pipeline.replay.outcomes import Outcome
from pipeline.replay.shelf import Shelf, Ticket

Pair = tuple[Outcome | None, Outcome | None]


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
    with Shelf() as shelf:
        sides = (_Waiting(shelf), _Waiting(shelf))
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
    for number in before.left():
        mate = after.take([("id", identity)]) if (identity := before.identity(number)) else None
        if mate:
            yield before.read(number), mate
        else:
            alone.append(number)
    for number in alone:
        yield before.read(number), None
    for number in after.left():
        yield None, after.read(number)


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


class _Waiting:
    """Outcomes without a mate yet; their content is on a shelf."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._held: dict[int, tuple[Outcome, Ticket]] = {}
        self._by_key: dict[Hashable, deque[int]] = defaultdict(deque)
        self._added = 0

    def add(self, outcome: Outcome) -> None:
        """Keep an outcome."""
        self._held[self._added] = replace(outcome, content=b""), self._shelf.put(outcome.content)
        for key in _own(outcome):
            self._by_key[key].append(self._added)
        self._added += 1

    def take(self, keys: Iterable[Hashable]) -> Outcome | None:
        """Give out the first outcome that waits under one of the keys."""
        for key in keys:
            waiting = self._by_key.get(key)
            while waiting:
                number = waiting.popleft()
                if number in self._held:
                    return self.read(number)
            self._by_key.pop(key, None)
        return None

    def left(self) -> list[int]:
        """The outcomes that still wait, in their order."""
        return list(self._held)

    def identity(self, number: int) -> str | None:
        """The id of an outcome that waits."""
        return self._held[number][0].id

    def read(self, number: int) -> Outcome:
        """Give out an outcome."""
        outcome, ticket = self._held.pop(number)
        return replace(outcome, content=self._shelf.get(ticket))
