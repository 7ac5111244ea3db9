"""Where the articles of a replay come from: a capture, or a range of topics, in an order that is always the same."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Protocol

from pipeline.replay.capture import Bound, Selection, capture, ranges
from pipeline.replay.capture_file import Message, read_capture
from pipeline.replay.load import restored
from pipeline.replay.sending import Done
from pipeline.settings import Settings
from pipeline.stage.messages import Partition


class Source(Protocol):
    """Articles to replay, in a fixed order."""

    @property
    def identity(self) -> str:
        """What tells this source from others; a stopped replay goes on with the same one."""
        ...

    @property
    def partitions(self) -> list[Partition]:
        """The partitions that the articles come from."""
        ...

    @property
    def total(self) -> int:
        """How many messages there are at most."""
        ...

    def messages(self, done: Done) -> Iterator[Message]:
        """The messages behind those that are done.

        Raises:
            CaptureError, RangeError, LoadError, KafkaError, OSError: as the source has it.
        """
        ...


@dataclass(frozen=True, slots=True)
class CaptureSource:
    """The messages of a capture, read through and checked when this is made.

    Raises:
        CaptureError, LoadError, OSError: the capture cannot be used.
    """

    path: Path
    selection: Selection = field(default_factory=Selection)
    cut: bool = False
    restore: bool = False
    """The capture holds dead letters: take what they were."""
    limit: int | None = None
    identity: str = field(init=False)
    partitions: list[Partition] = field(init=False)
    total: int = field(init=False)

    def __post_init__(self) -> None:
        with self.path.open("rb") as content:
            digest = hashlib.file_digest(content, "sha256").hexdigest()
        seen, total = set(), 0
        for message in self.messages(Done()):
            seen.add(Partition(message.topic, message.partition))
            total += 1
        object.__setattr__(self, "identity", repr((digest, self.selection, self.restore, self.limit)))
        object.__setattr__(self, "partitions", sorted(seen))
        object.__setattr__(self, "total", total)

    def messages(self, done: Done) -> Iterator[Message]:
        """The messages behind those that are done."""
        held = read_capture(self.path, cut=self.cut)
        wanted = (restored(message) if self.restore else message for message in held if self.selection.takes(message))
        return islice(wanted, done.messages, self.limit)


@dataclass(frozen=True, slots=True)
class TopicSource:
    """A range of topics, one partition after the other; where it ends is found when this is made.

    Raises:
        RangeError: a topic, a partition or an offset is not there.
        KafkaError: the broker cannot be reached, or refuses.
    """

    settings: Settings
    topics: Collection[str]
    start: Bound = field(default_factory=Bound)
    end: Bound = field(default_factory=Bound)
    selection: Selection = field(default_factory=Selection)
    limit: int | None = None
    _ranges: dict[Partition, tuple[int, int]] = field(init=False)

    def __post_init__(self) -> None:
        found = ranges(self.settings, self.topics, self.start, self.end, self.selection)
        object.__setattr__(self, "_ranges", dict(sorted(found.items())))

    @property
    def identity(self) -> str:
        """As asked for: where the topics end, and begin by retention, may be elsewhere when a replay goes on."""
        return repr((sorted(self.topics), self.start, self.end, self.selection, self.limit))

    @property
    def partitions(self) -> list[Partition]:
        """The partitions that the articles come from."""
        return list(self._ranges)

    @property
    def total(self) -> int:
        """How many offsets there are; some may hold a transaction's marker, no message."""
        offsets = sum(max(0, end - begin) for begin, end in self._ranges.values())
        return offsets if self.limit is None else min(offsets, self.limit)

    def messages(self, done: Done) -> Iterator[Message]:
        """The messages behind the last one that is done."""
        left = None if self.limit is None else self.limit - done.messages
        return islice(self._behind(_position(done)), left)

    def _behind(self, last: tuple[Partition, int] | None) -> Iterator[Message]:
        for partition, (begin, end) in self._ranges.items():
            first = begin
            if last and partition <= last[0]:
                if partition < last[0]:
                    continue
                first = last[1] + 1
            if first < end:
                yield from self._of(partition, first, end)

    def _of(self, partition: Partition, first: int, end: int) -> Iterator[Message]:
        selection = Selection([partition.partition], self.selection.keys, self.selection.headers)
        yield from capture(self.settings, [partition.topic], Bound(offset=first), Bound(offset=end), selection)


def _position(done: Done) -> tuple[Partition, int] | None:
    if done.source is None:
        return None
    topic, partition, offset = done.source.rsplit("/", 2)
    return Partition(topic, int(partition)), int(offset)
