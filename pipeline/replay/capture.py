"""Messages of topics, from an offset or a time to another, without a consumer group."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Generator, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime

from kafka import KafkaConsumer
from kafka.consumer.fetcher import ConsumerRecord
from kafka.errors import KafkaError, OffsetOutOfRangeError

from pipeline.replay.capture_file import Message
from pipeline.settings import Settings
from pipeline.stage.clients import connection
from pipeline.stage.messages import Partition

_POLL_MS = 500
_SILENCE_S = 60.0  # a broker that gives nothing of what it has for so long is gone
_LOG_APPEND = 1


class RangeError(Exception):
    """What was asked for is not in the topics; the message says what is."""


@dataclass(frozen=True, slots=True)
class Bound:
    """Where a capture begins or ends: the same for all partitions; all None is the topic's own bound."""

    offset: int | None = None
    time: datetime | None = None
    last: int | None = None
    """The last so many offsets of each partition (some may hold a transaction's marker, no message)."""


@dataclass(frozen=True, slots=True)
class Selection:
    """Which messages to keep."""

    partitions: Collection[int] | None = None
    keys: Collection[bytes] = ()
    headers: Collection[tuple[str, bytes]] = ()
    """Each must be there with this value."""

    def takes(self, message: Message) -> bool:
        """Tell whether a message is wanted."""
        return (
            (self.partitions is None or message.partition in self.partitions)
            and (not self.keys or message.key in self.keys)
            and all(wanted in message.headers for wanted in self.headers)
        )


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a capture is, in offsets."""

    done: int
    total: int


def capture(
    settings: Settings,
    topics: Collection[str],
    start: Bound,
    end: Bound,
    selection: Selection,
    *,
    follow: bool = False,
    progress: Callable[[Progress], None] = lambda _: None,
) -> Generator[Message]:
    """Messages that are committed, in order per partition; what is wrong with the range is said at once.

    Args:
        settings: where the broker is, and how to speak to it.
        topics: names.
        start: the first offset or time, inclusive.
        end: the last, exclusive; without one, the end as it is now.
        selection: which messages to keep.
        follow: go on after the end, until the reader has enough.
        progress: told after each fetch.

    Raises:
        RangeError: a topic, a partition or an offset is not there.
        KafkaError: the broker cannot be reached, or refuses.
    """
    consumer = _consumer(settings)
    try:
        partitions = _partitions(consumer, topics, selection.partitions)
        found = _ranges(consumer, partitions, start, end)
        consumer.assign(partitions)
        for partition, (first, _) in found.items():
            consumer.seek(partition, first)
    except BaseException:
        consumer.close()
        raise
    return _closing(consumer, _fetched(consumer, found, selection, follow, progress))


def _closing(consumer: KafkaConsumer, messages: Generator[Message]) -> Generator[Message]:
    with closing(consumer), closing(messages):
        yield from messages


def ranges(
    settings: Settings, topics: Collection[str], start: Bound, end: Bound, selection: Selection
) -> dict[Partition, tuple[int, int]]:
    """The first offset, inclusive, and the last, exclusive, of each partition; raises as :func:`capture` does."""
    with closing(_consumer(settings)) as consumer:
        return _ranges(consumer, _partitions(consumer, topics, selection.partitions), start, end)


def _consumer(settings: Settings) -> KafkaConsumer:
    return KafkaConsumer(
        **connection(settings),
        enable_auto_commit=False,
        auto_offset_reset="none",
        isolation_level="read_committed",
        max_poll_records=5_000,
        fetch_max_wait_ms=_POLL_MS,
    )


def _partitions(consumer: KafkaConsumer, topics: Collection[str], wanted: Collection[int] | None) -> list[Partition]:
    found = []
    known = consumer.topics()
    for topic in topics:
        if topic not in known:
            raise RangeError(f"topic {topic!r} does not exist, or this user may not see it")
        held = sorted(consumer.partitions_for_topic(topic) or ())
        if missing := sorted(set(wanted or ()) - set(held)):
            raise RangeError(f"topic {topic!r} has partitions {held[0]} to {held[-1]}, and none {missing}")
        found += [Partition(topic, number) for number in held if wanted is None or number in wanted]
    return found


def _ranges(
    consumer: KafkaConsumer, partitions: list[Partition], start: Bound, end: Bound
) -> dict[Partition, tuple[int, int]]:
    """Begin (inclusive) and end (exclusive) of each partition."""
    first, last = consumer.beginning_offsets(partitions), consumer.end_offsets(partitions)
    begins = first | _offsets(consumer, start, first, last)
    ends = last | _offsets(consumer, end, first, last)
    for partition, begin in begins.items():
        if begin < first[partition]:
            raise RangeError(
                f"{partition.topic}/{partition.partition}: offset {begin} is gone (retention); the topic begins at "
                f"{first[partition]} now: --from {first[partition]}, or --from beginning"
            )
    return {p: (begins[p], min(ends[p], last[p])) for p in partitions}


def _offsets(
    consumer: KafkaConsumer, bound: Bound, first: Mapping[Partition, int], last: Mapping[Partition, int]
) -> dict[Partition, int]:
    """The offsets that a bound asks for; none where it is the topic's own."""
    if bound.offset is not None:
        return dict.fromkeys(first, bound.offset)
    if bound.last is not None:
        return {p: max(first[p], last[p] - bound.last) for p in first}
    if bound.time is not None:
        at = int(bound.time.astimezone(UTC).timestamp() * 1000)
        found = consumer.offsets_for_times(dict.fromkeys(first, at))
        return {p: found[p].offset if found.get(p) else last[p] for p in first}
    return {}


def _fetched(
    consumer: KafkaConsumer,
    ranges: Mapping[Partition, tuple[int, int]],
    selection: Selection,
    follow: bool,
    progress: Callable[[Progress], None],
) -> Generator[Message]:
    begin = {p: first for p, (first, _) in ranges.items()}
    total = sum(max(0, end - first) for first, end in ranges.values())
    left, done, heard = {p for p, (first, end) in ranges.items() if first < end}, 0, time.monotonic()
    while left or follow:
        try:
            fetched = consumer.poll(timeout_ms=_POLL_MS)
        except OffsetOutOfRangeError as error:
            raise RangeError(f"offsets are gone (retention) since this capture began: {error}") from None
        for partition, held in fetched.items():
            end = ranges[partition][1]
            yield from (m for m in map(_message, held) if (follow or m.offset < end) and selection.takes(m))
        # The position also passes the markers of transactions, which are no messages.
        positions = {p: consumer.position(p) for p in ranges}
        if not follow:
            for partition in [p for p in left if positions[p] >= ranges[p][1]]:
                left.discard(partition)
                consumer.pause(partition)
        now_done = sum(min(positions[p], ranges[p][1]) - begin[p] for p in ranges if begin[p] < ranges[p][1])
        if now_done > done or follow:
            done, heard = now_done, time.monotonic()
            progress(Progress(done, total))
        elif time.monotonic() - heard > _SILENCE_S:
            raise KafkaError(f"the broker gave nothing for {_SILENCE_S:g} s, {total - done} offsets before the end")


def _message(held: ConsumerRecord) -> Message:
    return Message(
        held.topic, held.partition, held.offset, held.timestamp, held.key, held.value,
        tuple((name, None if value is None else bytes(value)) for name, value in held.headers or ()),
        held.timestamp_type == _LOG_APPEND,
    )  # fmt: skip
