"""The one place where records, dead letters and consumed offsets become durable together.

Why nothing is lost or doubled, whatever happens here:

1. Everything was enriched before; a transaction only sends bytes, and lasts milliseconds.
2. Records and offsets are in one Kafka transaction: readers see both or neither.
3. The offsets carry the membership under which their messages were fetched. A member that was
   thrown out meanwhile is refused by the broker; a membership without a generation, which the
   broker would not check, is refused here.
4. A transaction ends here in one of three ways. COMMITTED: the broker said so. ABORTED: the broker
   confirmed the abort, so nothing happened and the results may be sent again. UNKNOWN: anything
   else, above all any error or silence after the commit was asked for. Then this producer is never
   used again: :meth:`recover` opens a new one, whose ``init_transactions`` waits until the broker
   has finished or aborted what the old one left, and shuts the old one out by its epoch. After
   that the committed offsets tell the truth, and the caller goes back to them.
5. kafka-python waits for some answers without a limit, so each transaction runs in a thread of
   its own that is given a budget. One that overruns it is UNKNOWN; its thread begins no further
   step, and what it may still send is shut out as in 4.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any, Protocol, TypeVar

from kafka import KafkaProducer
from kafka.errors import KafkaError, KafkaTimeoutError, MessageSizeTooLargeError, RecordListTooLargeError
from kafka.partitioner.default import murmur2
from kafka.structs import ConsumerGroupMetadata, OffsetAndMetadata

from pipeline.stage.clients import NULL
from pipeline.stage.messages import Outgoing, Partition

T = TypeVar("T")
_TOO_LARGE = (MessageSizeTooLargeError, RecordListTooLargeError)


class Outcome(Enum):
    """How a transaction ended."""

    COMMITTED = "committed"
    ABORTED = "aborted"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Publication:
    """How a transaction ended, and why it did not commit."""

    outcome: Outcome
    why: str = ""
    too_large: tuple[int, ...] = ()
    """Indices of messages that the broker refused for their size."""


class Publisher(Protocol):
    """Makes messages and offsets durable. Used from one thread."""

    def publish(
        self, messages: Sequence[Outgoing], offsets: Mapping[Partition, int], member: ConsumerGroupMetadata | None
    ) -> Publication:
        """Publish messages and commit the offsets behind them; never raises."""
        ...

    def recover(self) -> None:
        """Make the publisher usable, at start and after an UNKNOWN outcome; earlier attempts are settled then.

        Raises:
            KafkaError: the broker did not answer in time: try again.
        """
        ...

    def close(self) -> None:
        """Let go of the broker without waiting for it."""
        ...


class TransactionalPublisher:
    """Exactly once: messages and offsets in one transaction.

    Args:
        open_producer: opens a transactional producer.
        input_partitions: number of partitions of the input topic.
        budget: seconds that one transaction may take before its outcome counts as unknown.
    """

    def __init__(
        self, open_producer: Callable[[], KafkaProducer], input_partitions: Callable[[], int], budget: float
    ) -> None:
        self._open = open_producer
        self._input_partitions = input_partitions
        self._budget = budget
        self._producer: KafkaProducer | None = None

    def recover(self) -> None:
        self.close()
        producer = self._open()
        try:
            bounded(producer.init_transactions, self._budget)
        except BaseException:
            _abandon(producer)
            raise
        self._producer = producer

    def publish(
        self, messages: Sequence[Outgoing], offsets: Mapping[Partition, int], member: ConsumerGroupMetadata | None
    ) -> Publication:
        if member is None or member.generation_id < 0 or not member.member_id:
            return Publication(Outcome.ABORTED, "this consumer is no member of its group now")
        producer, abandoned = self._producer, threading.Event()
        if producer is None:
            return Publication(Outcome.UNKNOWN, "there is no producer yet")
        try:
            ended = bounded(lambda: self._transaction(producer, messages, offsets, member, abandoned), self._budget)
        except KafkaTimeoutError as error:
            abandoned.set()
            ended = Publication(Outcome.UNKNOWN, str(error))
        if ended.outcome is Outcome.UNKNOWN:
            self.close()
        return ended

    def _transaction(
        self,
        producer: KafkaProducer,
        messages: Sequence[Outgoing],
        offsets: Mapping[Partition, int],
        member: ConsumerGroupMetadata | None,
        abandoned: threading.Event,
    ) -> Publication:
        too_large: tuple[int, ...] = ()
        try:
            producer.begin_transaction()
            too_large = deliver(producer, messages, self._input_partitions())
            if not too_large and not abandoned.is_set():
                producer.send_offsets_to_transaction(_with_metadata(offsets), member)
        except Exception as error:
            why = _words(error)
        else:
            if not too_large and not abandoned.is_set():
                return _commit(producer)
            why = "messages are too large"
        if abandoned.is_set():
            return Publication(Outcome.UNKNOWN, why)
        try:
            producer.abort_transaction()
        except Exception as error:
            return Publication(Outcome.UNKNOWN, f"{why}; then the abort failed: {_words(error)}")
        return Publication(Outcome.ABORTED, why, too_large)

    def close(self) -> None:
        if self._producer is not None:
            _abandon(self._producer)
            self._producer = None


class FlushingPublisher:
    """At least once: messages are flushed, then the offsets committed; a crash between the two doubles messages.

    Args:
        open_producer: opens a producer without transactions.
        commit: commits offsets through the consumer; raises KafkaError.
        input_partitions: number of partitions of the input topic.
        budget: seconds that publishing may take.
    """

    def __init__(
        self,
        open_producer: Callable[[], KafkaProducer],
        commit: Callable[[dict[Partition, OffsetAndMetadata]], None],
        input_partitions: Callable[[], int],
        budget: float,
    ) -> None:
        self._open = open_producer
        self._commit = commit
        self._input_partitions = input_partitions
        self._budget = budget
        self._producer: KafkaProducer | None = None

    def recover(self) -> None:
        self.close()
        self._producer = self._open()

    def publish(
        self,
        messages: Sequence[Outgoing],
        offsets: Mapping[Partition, int],
        member: ConsumerGroupMetadata | None,  # noqa: ARG002 - the consumer commits, and knows its own
    ) -> Publication:
        producer = self._producer
        if producer is None:
            return Publication(Outcome.UNKNOWN, "there is no producer yet")
        try:
            too_large = bounded(lambda: deliver(producer, messages, self._input_partitions()), self._budget)
            if too_large:
                # What was not too large is there already and will come again: at least once.
                return Publication(Outcome.ABORTED, "messages are too large", too_large)
            self._commit(_with_metadata(offsets))
        except KafkaError as error:
            return Publication(Outcome.UNKNOWN, _words(error))
        return Publication(Outcome.COMMITTED)

    def close(self) -> None:
        if self._producer is not None:
            _abandon(self._producer)
            self._producer = None


def deliver(producer: KafkaProducer, messages: Sequence[Outgoing], input_partitions: int) -> tuple[int, ...]:
    """Send messages and wait until the broker has them all.

    Returns:
        Indices of messages that are too large for the broker; empty when all are delivered.

    Raises:
        KafkaError: a message could not be delivered for another reason.
    """
    too_large: list[int] = []
    futures: list[tuple[int, Any]] = []
    counts = {topic: len(producer.partitions_for(topic) or ()) for topic in {m.topic for m in messages}}
    for index, message in enumerate(messages):
        try:
            future = producer.send(
                message.topic,
                key=message.key,
                value=NULL if message.value is None else message.value,
                headers=list(message.headers),
                partition=output_partition(message, counts[message.topic], input_partitions),
                timestamp_ms=message.timestamp_ms if message.timestamp_ms >= 0 else None,
            )
        except _TOO_LARGE:
            too_large.append(index)
        else:
            futures.append((index, future))
    # Each future is asked for itself: flush() gives up on batches that the client splits because the
    # broker found them too large together.
    failed: Exception | None = None
    for index, future in futures:
        try:
            future.get()
        except _TOO_LARGE:
            too_large.append(index)
        except Exception as error:
            failed = failed or error
    if failed and not too_large:
        raise failed
    return tuple(sorted(too_large))


def output_partition(message: Outgoing, count: int, input_partitions: int) -> int:
    """The partition that a message goes to.

    The number of its input partition where the topics have equally many, so that order is kept
    whatever the keys; otherwise by key as Kafka's own clients do, or without a key by input partition.
    """
    if count == input_partitions or message.key is None:
        return int(message.origin.partition % count)
    return int((murmur2(message.key) & 0x7FFFFFFF) % count)


def bounded(action: Callable[[], T], seconds: float) -> T:
    """Run an action that may wait for ever, and give up on it after some seconds.

    Raises:
        KafkaTimeoutError: it took longer; its thread is left to itself.
    """
    done: list[T] = []
    failed: list[BaseException] = []

    def run() -> None:
        try:
            done.append(action())
        except BaseException as error:
            failed.append(error)

    thread = threading.Thread(target=run, name="dateline-transaction", daemon=True)
    thread.start()
    thread.join(seconds)
    if failed:
        raise failed[0]
    if not done:
        raise KafkaTimeoutError(f"the broker did not answer within {seconds:g} s")
    return done[0]


def _commit(producer: KafkaProducer) -> Publication:
    try:
        producer.commit_transaction()
    except Exception as error:
        return Publication(Outcome.UNKNOWN, _words(error))
    return Publication(Outcome.COMMITTED)


def _abandon(producer: KafkaProducer) -> None:
    """Close a producer without waiting: its requests may hang on a broker that is gone."""

    def close() -> None:
        with contextlib.suppress(Exception):
            producer.close(timeout=0)

    threading.Thread(target=close, name="dateline-close", daemon=True).start()


def _with_metadata(offsets: Mapping[Partition, int]) -> dict[Partition, OffsetAndMetadata]:
    return {partition: OffsetAndMetadata(offset, "", -1) for partition, offset in offsets.items()}


def _words(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
