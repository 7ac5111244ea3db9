"""Messages of captures back into topics, each once, also when the load is stopped and begun again."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from pipeline.replay.capture_file import Message, read_capture
from pipeline.replay.sending import Done, Target, place, send
from pipeline.settings import Settings
from pipeline.stage.clients import open_producer
from pipeline.stage.dead_letter import ERROR_PREFIX
from pipeline.stage.messages import Partition

_BATCH = 2_000  # messages of one transaction
_BATCH_BYTES = 16 << 20
_LATE_S = 0.2  # how long a message may wait for the others of its transaction


class LoadError(Exception):
    """The captures cannot be loaded; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast to send: messages a second, or real time times a factor; both None is as fast as it goes."""

    rate: float | None = None
    factor: float | None = None

    def due(self, number: int, message: Message, first: Message) -> float:
        """Seconds after the first message at which this one is to be sent."""
        if self.rate:
            return number / self.rate
        if self.factor:
            return (message.timestamp_ms - first.timestamp_ms) / 1000 / self.factor
        return 0.0


def restored(message: Message) -> Message:
    """The message that a dead letter was: its topic, place and headers; the others come as they are.

    Raises:
        LoadError: it is no dead letter of ours, or its value was left out.
    """
    told = {name: (value or b"").decode() for name, value in message.headers if name.startswith(ERROR_PREFIX)}
    where = f"{message.topic}/{message.partition}/{message.offset}"
    try:
        topic = told[ERROR_PREFIX + "topic"]
        partition, offset = int(told[ERROR_PREFIX + "partition"]), int(told[ERROR_PREFIX + "offset"])
    except (KeyError, ValueError):
        raise LoadError(
            f"{where} is no dead letter: headers {ERROR_PREFIX}topic, -partition and -offset are missing"
        ) from None
    if ERROR_PREFIX + "value-bytes" in told:
        raise LoadError(f"{where}: its value was too large to be kept; capture it from {topic} instead")
    kept = tuple(header for header in message.headers if not header[0].startswith(ERROR_PREFIX))
    return replace(message, topic=topic, partition=partition, offset=offset, headers=kept)


@dataclass(frozen=True, slots=True)
class Plan:
    """Captures, and where their messages go."""

    files: tuple[Path, ...]
    topic: str | None
    """None: the topic that each message came from, or was a dead letter of."""
    restore: bool = False
    cut: bool = False

    def messages(self) -> Iterator[Message]:
        """What will be sent, in order.

        Raises:
            CaptureError, LoadError, OSError: a file or a message cannot be used.
        """
        for file in self.files:
            for message in read_capture(file, cut=self.cut):
                wanted = restored(message) if self.restore else message
                yield replace(wanted, topic=self.topic) if self.topic else wanted

    def identity(self) -> str:
        """Name this load after the content of its files and its target."""
        digest = hashlib.sha256(repr((self.topic, self.restore)).encode())
        for file in self.files:
            with file.open("rb") as content:
                digest.update(hashlib.file_digest(content, "sha256").digest())
        return digest.hexdigest()[:16]

    def counted(self) -> dict[Partition, int]:
        """Read everything once, so that nothing is sent of a capture that is damaged: messages per partition."""
        counts: dict[Partition, int] = {}
        for message in self.messages():
            partition = Partition(message.topic, message.partition)
            counts[partition] = counts.get(partition, 0) + 1
        return counts


def load(
    settings: Settings,
    plan: Plan,
    *,
    pace: Pace = Pace(),
    repartition: bool = False,
    append: bool = False,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> int:
    """Send the messages of a plan, in transactions that hold the place in the plan too.

    The place is the offset of a consumer group named after the content of the captures: a load
    that was stopped goes on there, and one that is whole sends nothing again.

    Args:
        settings: where the broker is, and how to speak to it.
        plan: what goes where.
        pace: how fast.
        repartition: let the keys decide about partitions, rather than the capture.
        append: load into topics that hold messages already.
        progress: told how many messages are in, of how many.

    Returns:
        How many messages were sent now.

    Raises:
        LoadError: a message cannot be restored; nothing was sent then.
        TopicError: a topic is missing, too narrow or not empty.
        CaptureError: a capture is cut, foreign or damaged; nothing was sent then.
        KafkaError: the broker refuses, or cannot be reached.
    """
    counts = plan.counted()
    total = sum(counts.values())
    if not total:
        return 0
    target = Target(f"dateline-load-{plan.identity()}", counts)
    # Opened first: it ends the transaction that a stopped load has left open, so that its place is known.
    producer = open_producer(settings, target.name)
    try:
        producer.init_transactions()
        begun = done = place(settings, target, check_partitions=not repartition, append=append).messages
        progress(done, total)
        for batch in _batches(plan.messages(), done, pace):
            done += len(batch)
            send(producer, target, batch, Done(done), partitions=not repartition)
            progress(done, total)
    finally:
        producer.close(timeout=5)
    return done - begun


def _batches(messages: Iterator[Message], done: int, pace: Pace) -> Iterator[list[Message]]:
    """What each transaction sends, when it is due."""
    batch: list[Message] = []
    size, first, began, opened = 0, None, time.monotonic(), 0.0
    for number, message in enumerate(islice(messages, done, None)):
        first = first or message
        due = began + pace.due(number, message, first)
        # Full, or its first message would wait too long for the others.
        if batch and (len(batch) >= _BATCH or size >= _BATCH_BYTES or due - opened > _LATE_S):
            yield batch
            batch, size = [], 0
        if (wait := due - time.monotonic()) > 0:  # a sleep of nothing hands the processor over, for each message
            time.sleep(wait)
        opened = opened if batch else time.monotonic()
        batch.append(message)
        size += len(message.value or b"") + len(message.key or b"")
    if batch:
        yield batch
