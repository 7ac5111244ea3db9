"""Messages into topics, each once: the place in the work is committed with the messages."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from contextlib import closing
from dataclasses import dataclass

from kafka import KafkaConsumer, KafkaProducer
from kafka.errors import KafkaError
from kafka.structs import ConsumerGroupMetadata, OffsetAndMetadata

from pipeline.replay.capture_file import Message
from pipeline.settings import Settings
from pipeline.stage.clients import NULL, connection
from pipeline.stage.messages import Partition

_DELIVERY_S = 60.0


class TopicError(Exception):
    """A topic that cannot be sent to; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Done:
    """How far some work is."""

    messages: int = 0
    source: str | None = None
    """``topic/partition/offset`` of the last one's origin, where the work tells of it."""


@dataclass(frozen=True, slots=True)
class Target:
    """The topics that some work sends to, and where it keeps its place."""

    name: str
    """The transactional id, and the consumer group whose offset is the place."""
    partitions: Collection[Partition]
    """Those that are sent to; the least of them by topic holds the place."""

    @property
    def anchor(self) -> Partition:
        """Under which partition the place is kept."""
        return Partition(min(self.partitions).topic, 0)

    @property
    def topics(self) -> list[str]:
        """The topics that are sent to."""
        return sorted({partition.topic for partition in self.partitions})


def place(settings: Settings, target: Target, *, check_partitions: bool, append: bool) -> Done:
    """How far the work is; checks the topics of work that is new.

    Args:
        settings: where the broker is, and how to speak to it.
        target: where the messages go.
        check_partitions: the partitions must be there by their numbers.
        append: the topics may hold messages already.

    Raises:
        TopicError: a topic is missing, too narrow or not empty.
        KafkaError: the broker refuses, or cannot be reached.
    """
    with closing(KafkaConsumer(**connection(settings), group_id=target.name, enable_auto_commit=False)) as consumer:
        known = consumer.topics()
        for topic in target.topics:
            if topic not in known:
                raise TopicError(f"topic {topic!r} does not exist, or this user may not see it; create it first")
            held = {Partition(topic, number) for number in consumer.partitions_for_topic(topic) or ()}
            beyond = {partition for partition in target.partitions if partition.topic == topic} - held
            if check_partitions and beyond:
                raise TopicError(
                    f"topic {topic!r} has {len(held)} partitions and no {max(beyond).partition}: "
                    "give it as many as the captured one, or use --repartition"
                )
        committed = consumer.committed(target.anchor, metadata=True)
        if committed and committed.offset:
            return Done(committed.offset, committed.metadata or None)
        if not append:
            _must_be_empty(consumer, target.topics)
        return Done()


def _must_be_empty(consumer: KafkaConsumer, topics: Collection[str]) -> None:
    for topic in topics:
        held = [Partition(topic, number) for number in consumer.partitions_for_topic(topic) or ()]
        first, last = consumer.beginning_offsets(held), consumer.end_offsets(held)
        if full := sum(last[p] - first[p] for p in held):
            raise TopicError(f"topic {topic!r} is not empty ({full} offsets); --append adds to what is there")


def send(
    producer: KafkaProducer, target: Target, messages: Sequence[Message], done: Done, *, partitions: bool = True
) -> None:
    """Send messages in one transaction that also says how far the work is then.

    A header without a value comes out with an empty one: kafka-python sends no other.

    Args:
        producer: a transactional one, initialised.
        target: where the place is kept.
        messages: what to send; offsets count for nothing.
        done: how far the work is with them.
        partitions: send to the partitions of the messages; otherwise the keys decide.

    Raises:
        KafkaError: nothing was sent, or with an error at the very end it may have been: the place tells.
    """
    producer.begin_transaction()
    try:
        futures = [
            producer.send(
                message.topic,
                key=message.key,
                value=NULL if message.value is None else message.value,
                headers=[(name, value or b"") for name, value in message.headers],
                partition=message.partition if partitions else None,
                timestamp_ms=message.timestamp_ms if message.timestamp_ms >= 0 else None,
            )
            for message in messages
        ]
        producer.flush(timeout=_DELIVERY_S)
        for future in futures:
            future.get(timeout=_DELIVERY_S)
        held = {target.anchor: OffsetAndMetadata(done.messages, done.source or "", -1)}
        producer.send_offsets_to_transaction(held, ConsumerGroupMetadata(target.name))
    except KafkaError:
        producer.abort_transaction()
        raise
    producer.commit_transaction()
