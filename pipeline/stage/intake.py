"""The consuming side: messages of the partitions that this member owns, and where it stands in them."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable

import structlog
from kafka import KafkaConsumer
from kafka.consumer.subscription_state import ConsumerRebalanceListener
from kafka.errors import KafkaError
from kafka.structs import ConsumerGroupMetadata, MemberState, OffsetAndMetadata

from pipeline.settings import Settings
from pipeline.stage.clients import open_consumer
from pipeline.stage.messages import Incoming, Partition
from pipeline.stage.metrics import Metrics
from pipeline.stage.partitions import InFlight, Slot

log = structlog.get_logger(__name__)

_ANSWER_MS = 5_000
_JOIN_SECONDS = 1.0
_WATCH_SECONDS = 5.0
# A consumer of kafka-python 3.0.0 to 3.0.8 could stop fetching partitions that it kept in a
# rebalance, without an error. The versions that we allow do not; if one ever does again, the
# consumer is opened anew.
_STALLED_SECONDS = 60.0


class _Ownership(ConsumerRebalanceListener):  # type: ignore[misc]  # kafka-python has no types
    def __init__(self, gone: Callable[[Collection[Partition]], None], metrics: Metrics) -> None:
        self._gone = gone
        self._metrics = metrics

    def on_partitions_assigned(self, assigned: Collection[Partition]) -> None:
        self._metrics.rebalanced()
        log.info("partitions assigned", partitions=sorted(p.partition for p in assigned))

    def on_partitions_revoked(self, revoked: Collection[Partition]) -> None:
        log.info("partitions revoked", partitions=sorted(p.partition for p in revoked))
        self._gone(revoked)

    def on_partitions_lost(self, lost: Collection[Partition]) -> None:
        log.warning("partitions lost: this member was thrown out of its group", count=len(lost))
        self._gone(lost)


class Intake:
    """Reads the input topic as a member of the consumer group. Used from one thread.

    Args:
        settings: the stage's settings.
        in_flight: where messages are kept until committed; partitions that go are released there at once.
        dropped: called with the slots that became void.
        metrics: counts rebalances, and holds the lag.
    """

    def __init__(
        self, settings: Settings, in_flight: InFlight, dropped: Callable[[list[Slot]], None], metrics: Metrics
    ) -> None:
        self._settings = settings
        self._in_flight = in_flight
        self._dropped = dropped
        self._metrics = metrics
        self._consumer: KafkaConsumer | None = None
        self._watched = self._settled = 0.0
        self._positions: dict[Partition, tuple[int, float]] = {}
        self.member: ConsumerGroupMetadata | None = None
        """The membership under which everything in flight was fetched, and only may be committed."""
        self.joined = False
        """Whether the group had this member at the last poll, with partitions or without."""

    def open(self) -> None:
        """Join the group.

        Raises:
            KafkaError: no broker could be reached within one try.
        """
        self.close()
        consumer = open_consumer(self._settings)
        # A member that leads its group before it knows the topic assigns nothing to anybody.
        consumer.partitions_for_topic(self._settings.input_topic)
        self._settled = time.monotonic()
        consumer.subscribe([self._settings.input_topic], listener=_Ownership(self._gone, self._metrics))
        self._consumer = consumer

    def input_partitions(self) -> int:
        """The number of partitions of the input topic."""
        return len(self._open.partitions_for_topic(self._settings.input_topic) or ())

    def poll(self, timeout: float, *, full: bool) -> list[Slot]:
        """Fetch messages and take them in; rebalances happen only in here.

        Args:
            timeout: seconds to wait for the first message.
            full: take nothing in (back-pressure), but stay a member of the group.

        Raises:
            KafkaError: kafka-python could not go on; opening the intake again may help.
        """
        consumer = self._open
        paused, owned = consumer.paused(), consumer.assignment()
        if full and paused != owned:
            consumer.pause(*owned)
        elif not full and paused:
            consumer.resume(*paused)
        batches = consumer.poll(timeout_ms=int(max(timeout, self._patience()) * 1000))
        slots = [
            self._in_flight.add(
                Incoming(partition, m.offset, m.timestamp, m.key, m.value, tuple((k, v or b"") for k, v in m.headers))
            )
            for partition, messages in batches.items()
            for m in messages
        ]
        if not self._still_a_member():
            return []
        self._metrics.read(sum(not slot.begun for slot in slots))
        return slots

    def _patience(self) -> float:
        """The least seconds to poll, which are more while a rebalance goes on."""
        consumer, now = self._open, time.monotonic()
        if consumer.group_metadata().state == MemberState.STABLE:
            self._settled = now
            return 0.0
        # kafka-python 3.0.12 forgets a rebalance that its leader began for a change of metadata when a poll
        # ends in the middle of it: it then neither rejoins nor sends heartbeats. Asked to rejoin, it takes
        # up the rebalance that is under way, and begins no other.
        consumer._coordinator.request_rejoin()
        return _JOIN_SECONDS

    def _still_a_member(self) -> bool:
        """Whether what a poll just gave can be committed; if not, the consumer goes back.

        The group may have gone on without us in there, and kafka-python does not always say so: a
        member that is told only while it joins that it was thrown out keeps its partitions and its
        place in them without a word, though another member has worked on them. So whatever was
        fetched under one generation is committed under that generation or not at all.
        """
        now = self._open.group_metadata()
        self.joined = bool(now.member_id) and now.generation_id >= 0
        if not self.joined:
            return False
        before, self.member = self.member, now
        if before is None or (before.generation_id, before.member_id) == (now.generation_id, now.member_id):
            return True
        self.rewind()
        return False

    def rewind(self) -> None:
        """Drop everything in flight and go back to the committed offsets.

        Raises:
            KafkaError: the broker did not answer; the intake has to be opened anew.
        """
        consumer = self._open
        self._in_flight.rewind()
        for partition in consumer.assignment():
            offset = consumer.committed(partition, timeout_ms=_ANSWER_MS)
            if offset is None:
                offset = self._in_flight.began(partition)
            if offset is not None:
                consumer.seek(partition, offset)

    def commit(self, offsets: dict[Partition, OffsetAndMetadata]) -> None:
        """Commit offsets outside of a transaction: for delivery at least once.

        Raises:
            KafkaError: they are not committed, or it is not known whether they are.
        """
        self._open.commit(offsets, timeout_ms=_ANSWER_MS)

    def watch(self) -> bool:
        """Measure the lag every few seconds; a broker that does not answer is not our concern here.

        Returns:
            Whether the consumer stopped fetching or found no place in its group, so that it must be opened anew.
        """
        now = time.monotonic()
        if now - self._watched < _WATCH_SECONDS:
            return False
        self._watched = now
        if now - self._settled > self._settings.max_poll_interval + self._settings.session_timeout:
            log.error("the consumer found no place in its group; it is opened anew")
            return True
        consumer = self._open
        owned = consumer.assignment()
        self._positions = {p: held for p, held in self._positions.items() if p in owned}
        stalled = []
        try:
            ends = consumer.end_offsets(list(owned), timeout_ms=_ANSWER_MS) if owned else {}
            for partition, end in ends.items():
                position = consumer.position(partition, timeout_ms=_ANSWER_MS)
                if position is not None and self._stands_still(partition, position, end, now):
                    stalled.append(partition.partition)
        except KafkaError as error:
            log.debug("the lag could not be measured", error=str(error))
        if stalled:
            log.error("the consumer stopped fetching; it is opened anew", partitions=stalled)
        return bool(stalled)

    def _stands_still(self, partition: Partition, position: int, end: int, now: float) -> bool:
        self._metrics.lag(partition.topic, partition.partition, max(0, end - position))
        before, since = self._positions.get(partition, (position, now))
        waits = position < end and position == before and partition not in self._open.paused()
        self._positions[partition] = (position, since if waits else now)
        return waits and now - since > _STALLED_SECONDS

    def close(self) -> None:
        """Leave the group; what is in flight becomes void."""
        if self._consumer is not None:
            consumer, self._consumer = self._consumer, None
            try:
                consumer.close(autocommit=False, timeout_ms=_ANSWER_MS)
            except KafkaError as error:
                log.warning("the consumer did not leave its group in order", error=str(error))
            self._in_flight.rewind()
            self.member, self.joined = None, False

    @property
    def _open(self) -> KafkaConsumer:
        assert self._consumer is not None, "open() comes first"
        return self._consumer

    def _gone(self, partitions: Iterable[Partition]) -> None:
        partitions = list(partitions)
        self._dropped(self._in_flight.release(partitions))
        for partition in partitions:
            self._positions.pop(partition, None)
            self._metrics.partition_left(*partition)
