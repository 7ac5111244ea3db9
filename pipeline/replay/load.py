"""Messages of captures back into topics, each once, also when the load is stopped and begun again."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from kafka import KafkaConsumer, KafkaProducer
from kafka.errors import KafkaError
from kafka.structs import ConsumerGroupMetadata, OffsetAndMetadata

from pipeline.replay.capture_file import Message, read_capture
from pipeline.settings import Settings
from pipeline.stage.clients import NULL, connection, open_producer
from pipeline.stage.dead_letter import ERROR_PREFIX
from pipeline.stage.messages import Partition

_BATCH = 2_000  # messages of one transaction
_BATCH_BYTES = 16 << 20
_DELIVERY_S = 60.0
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
    """The message that a dead letter was: its topic and headers; the others come as they are.

    Raises:
        LoadError: it is no dead letter of ours, or its value was left out.
    """
    told = {name: (value or b"").decode() for name, value in message.headers if name.startswith(ERROR_PREFIX)}
    where = f"{message.topic}/{message.partition}/{message.offset}"
    try:
        topic, partition = told[ERROR_PREFIX + "topic"], int(told[ERROR_PREFIX + "partition"])
    except (KeyError, ValueError):
        raise LoadError(f"{where} is no dead letter: headers {ERROR_PREFIX}topic and -partition are missing") from None
    if ERROR_PREFIX + "value-bytes" in told:
        raise LoadError(f"{where}: its value was too large to be kept; capture it from {topic} instead")
    kept = tuple(header for header in message.headers if not header[0].startswith(ERROR_PREFIX))
    return replace(message, topic=topic, partition=partition, headers=kept)


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
    that was stopped goes on there, and one that is whole sends nothing again. A header without a
    value comes back with an empty one: kafka-python sends no other.

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
        LoadError: a topic is missing, too narrow or not empty.
        CaptureError: a capture is cut, foreign or damaged; nothing was sent then.
        KafkaError: the broker refuses, or cannot be reached.
    """
    counts = plan.counted()
    total = sum(counts.values())
    if not total:
        return 0
    name = f"dateline-load-{plan.identity()}"
    anchor = Partition(min(counts).topic, 0)
    # Opened first: it ends the transaction that a stopped load has left open, so that its place is known.
    producer = open_producer(settings, name)
    try:
        producer.init_transactions()
        done = _place(settings, name, anchor, counts, repartition=repartition, append=append)
        progress(done, total)
        sender = _Sender(producer, name, anchor, repartition)
        for sent in _batches(plan.messages(), done, pace):
            sender.send(sent, done)
            done += len(sent)
            progress(done, total)
    finally:
        producer.close(timeout=5)
    return sender.sent


def _place(
    settings: Settings, name: str, anchor: Partition, counts: dict[Partition, int], *, repartition: bool, append: bool
) -> int:
    """How many messages are in already; checks the topics of a load that is new."""
    with closing(KafkaConsumer(**connection(settings), group_id=name, enable_auto_commit=False)) as consumer:
        known = consumer.topics()
        for topic in sorted({partition.topic for partition in counts}):
            if topic not in known:
                raise LoadError(f"topic {topic!r} does not exist, or this user may not see it; create it first")
            held = {Partition(topic, number) for number in consumer.partitions_for_topic(topic) or ()}
            if not repartition and (beyond := {p for p in counts if p.topic == topic} - held):
                raise LoadError(
                    f"topic {topic!r} has {len(held)} partitions and no {max(beyond).partition}: "
                    "give it as many as the captured one, or use --repartition"
                )
        done: int = consumer.committed(anchor) or 0
        if not done and not append:
            _must_be_empty(consumer, counts)
        return done


def _must_be_empty(consumer: KafkaConsumer, counts: dict[Partition, int]) -> None:
    for topic in sorted({partition.topic for partition in counts}):
        held = [Partition(topic, number) for number in consumer.partitions_for_topic(topic) or ()]
        first, last = consumer.beginning_offsets(held), consumer.end_offsets(held)
        if full := sum(last[p] - first[p] for p in held):
            raise LoadError(f"topic {topic!r} is not empty ({full} offsets); --append loads behind what is there")


@dataclass(slots=True)
class _Sender:
    producer: KafkaProducer
    name: str
    anchor: Partition
    repartition: bool
    sent: int = 0

    def send(self, messages: Sequence[Message], done: int) -> None:
        """One transaction: the messages, and how many are in after them."""
        producer = self.producer
        producer.begin_transaction()
        try:
            futures = [
                producer.send(
                    message.topic,
                    key=message.key,
                    value=NULL if message.value is None else message.value,
                    headers=[(name, value or b"") for name, value in message.headers],
                    partition=None if self.repartition else message.partition,
                    timestamp_ms=message.timestamp_ms,
                )
                for message in messages
            ]
            producer.flush(timeout=_DELIVERY_S)
            for future in futures:
                future.get(timeout=_DELIVERY_S)
            place = {self.anchor: OffsetAndMetadata(done + len(messages), "", -1)}
            producer.send_offsets_to_transaction(place, ConsumerGroupMetadata(self.name))
        except KafkaError:
            producer.abort_transaction()
            raise
        producer.commit_transaction()
        self.sent += len(messages)


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
        time.sleep(max(0.0, due - time.monotonic()))
        opened = opened if batch else time.monotonic()
        batch.append(message)
        size += len(message.value or b"") + len(message.key or b"")
    if batch:
        yield batch
