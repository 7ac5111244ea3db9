"""The stage: consume, enrich, publish, until told to stop.

One thread moves messages; worker processes enrich. The thread never waits long for anything, so
the consumer group always hears from it.
"""

from __future__ import annotations

import itertools
import time
from collections import Counter
from collections.abc import Callable
from threading import Event

import structlog
from kafka.errors import AuthorizationError, KafkaError

from pipeline.settings import Settings
from pipeline.stage.dead_letter import Routing, too_large
from pipeline.stage.intake import Intake
from pipeline.stage.messages import Outgoing
from pipeline.stage.metrics import Metrics
from pipeline.stage.partitions import InFlight, Slot, next_offsets
from pipeline.stage.tasks import Enriched, Task
from pipeline.stage.transaction import Outcome, Publisher
from pipeline.stage.workers import WorkerPool

log = structlog.get_logger(__name__)

_BUSY_POLL = 0.005  # seconds; while workers are busy their results are what the loop waits for
_IDLE_POLL = 0.2
_COLLECT = 0.05
_SUPPLIED_POLL = 0.1  # seconds between polls while every worker has articles waiting: polls cost processor time
_RETRY = 0.5  # seconds between tries to reach a broker that is away
_ABORTS = 5  # aborts in a row after which the producer is opened anew


class Stage:
    """Moves articles from the input topic through the workers to the output topic.

    Args:
        settings: the stage's settings.
        pool: worker processes, started.
        metrics: counts what happens.
        open_publisher: makes the publisher, given the intake.
        stop: set from outside to end the stage after what is in flight.
    """

    def __init__(
        self,
        settings: Settings,
        pool: WorkerPool,
        metrics: Metrics,
        open_publisher: Callable[[Intake], Publisher],
        stop: Event,
    ) -> None:
        self._settings = settings
        self._pool = pool
        self._metrics = metrics
        self._stop = stop
        self._in_flight = InFlight()
        self._intake = Intake(settings, self._in_flight, self._forget, metrics)
        self._publisher = open_publisher(self._intake)
        self._routing = Routing(settings.output_topic, settings.dead_letter_topic, settings.max_request_size)
        self._ids = itertools.count()
        self._tasks: dict[int, Slot] = {}
        self._aborts = 0
        self._waiting_since: float | None = None
        self._replaced = 0
        self._polled = 0.0
        self._lost_broker = False
        self.turned = time.monotonic()
        """When the loop last went round."""

    def ready(self) -> tuple[bool, str]:
        """Whether messages flow: workers are up, and the group has this member."""
        if not self._pool.alive:
            return False, "workers are loading the model"
        if self._lost_broker:
            return False, "waiting for the broker"
        return (True, "ready") if self._intake.joined else (False, "joining the consumer group")

    def run(self) -> None:
        """Work until ``stop`` is set, then finish what is in flight.

        Raises:
            WorkerStartError: workers cannot start.
            AuthorizationError: the broker refuses this stage.
        """
        self._settle(reopen=True)
        try:
            while not self._stop.is_set():
                self._turn()
            self._drain()
        finally:
            self._publisher.close()
            self._intake.close()

    def _turn(self) -> None:
        try:
            self._fetch()
            if self._intake.watch():
                self._settle(reopen=True)
        except AuthorizationError:
            raise
        except KafkaError as error:
            log.warning("the consumer failed; it is opened anew", error=f"{type(error).__name__}: {error}")
            self._settle(reopen=True)
        self._collect()
        self._publish()
        self._report()

    def _fetch(self) -> None:
        flight, now = self._in_flight, time.monotonic()
        supplied = len(self._tasks) > self._settings.workers * self._settings.worker_batch_articles
        if supplied and now - self._polled < _SUPPLIED_POLL:
            return
        self._polled = now
        full = flight.messages >= self._settings.in_flight_articles or flight.bytes >= self._settings.in_flight_bytes
        slots = self._intake.poll(_BUSY_POLL if flight.messages else _IDLE_POLL, full=full)
        tasks = []
        for slot in slots:
            if slot.begun:
                continue  # fetched again after going back; its worker has it, or had it
            slot.begun = True
            if slot.message.value is None:
                slot.outgoing = self._routing.outgoing(slot.message, None)
                continue
            number = next(self._ids)
            self._tasks[number] = slot
            message = slot.message
            tasks.append(Task(number, message.value or b"", message.content_type, message.timestamp_ms))
        self._pool.submit(tasks)

    def _collect(self) -> None:
        for number, outcome in self._pool.collect(_COLLECT if self._tasks else 0):
            slot = self._tasks.pop(number, None)
            if slot is None:
                continue  # its partition went to another member
            if isinstance(outcome, Enriched):
                self._metrics.steps(outcome.seconds)
            slot.outgoing = self._routing.outgoing(slot.message, outcome)

    def _publish(self) -> None:
        slots = self._in_flight.finished(self._settings.batch_articles)
        if not slots or not self._intake.joined:
            self._waiting_since = None
            return
        now = time.monotonic()
        self._waiting_since = self._waiting_since or now
        late = now - self._waiting_since >= self._settings.batch_linger
        if len(slots) >= self._settings.batch_articles or late or not self._tasks:
            self._waiting_since = None
            self._commit(slots)

    def _commit(self, slots: list[Slot]) -> bool:
        """Publish finished slots and commit their offsets; says whether they are durable now."""
        messages = [slot.outgoing for slot in slots if slot.outgoing is not None]
        began = time.perf_counter()
        publication = self._publisher.publish(messages, next_offsets(slots), self._intake.member)
        self._metrics.step("publish", time.perf_counter() - began)
        self._metrics.transaction(publication.outcome.value)
        if publication.outcome is Outcome.COMMITTED:
            self._aborts = 0
            self._in_flight.committed(slots)
            self._count(messages)
            return True
        log.warning("a transaction did not commit", outcome=publication.outcome.value, why=publication.why)
        self._aborts += 1
        if publication.outcome is Outcome.UNKNOWN or self._aborts >= _ABORTS:
            self._settle(reopen=False)
            return False
        return bool(publication.too_large) and self._sift(slots)

    def _sift(self, slots: list[Slot]) -> bool:
        """Find the message that the broker takes for too large, and turn it into a dead letter.

        The broker judges batches, and the client cannot always split them; one message at a time is
        sure. The abort is certain, so all results stay. With a new producer each time:
        kafka-python's numbering of messages is out of step after a batch was refused.
        """
        try:
            self._publisher.recover()
        except (KafkaError, OSError) as error:
            log.warning("no new producer yet", error=f"{type(error).__name__}: {error}")
            self._settle(reopen=False)
            return False
        if len(slots) == 1:
            slots[0].outgoing = self._smaller(slots[0])
        return all(self._commit([slot]) for slot in slots)

    def _smaller(self, slot: Slot) -> Outgoing:
        """What to send instead of a message that the broker found too large."""
        sent = slot.outgoing
        size = len((sent.value if sent else None) or b"")
        return self._routing.dead_letter(
            slot.message, too_large(size), with_value=sent is not None and sent.kind == "record"
        )

    def _settle(self, *, reopen: bool) -> None:
        """Get to a known state, waiting for the broker as long as it takes.

        Afterwards earlier transactions are finished or aborted for good, nothing is in flight, and
        the consumer stands at the committed offsets.

        Args:
            reopen: with a new consumer, at start and when the old one failed; otherwise the old one rewinds.
        """
        self._aborts, began = 0, time.monotonic()
        while not self._stop.is_set():
            try:
                self._publisher.recover()
                self._intake.open() if reopen else self._intake.rewind()
            except AuthorizationError:
                raise
            except (KafkaError, OSError) as error:
                self._lost_broker = True
                self.turned = time.monotonic()
                log.warning(
                    "waiting for the broker",
                    seconds=round(self.turned - began),
                    error=f"{type(error).__name__}: {error}",
                )
                self._stop.wait(_RETRY)
            else:
                self._lost_broker = False
                return

    def _drain(self) -> None:
        """Finish and publish what is in flight, within the time that the settings give."""
        log.info("stopping", in_flight=self._in_flight.messages)
        end = time.monotonic() + self._settings.shutdown_timeout
        while self._in_flight.messages and time.monotonic() < end:
            try:
                self._intake.poll(0, full=True)
            except KafkaError as error:
                log.warning("the consumer failed while stopping", error=f"{type(error).__name__}: {error}")
                break
            self._collect()
            slots = self._in_flight.finished(self._settings.batch_articles)
            if not self._intake.joined or (slots and not self._commit(slots)):
                break
        if self._in_flight.messages:
            log.warning("stopped with articles in flight; they will be read again", count=self._in_flight.messages)

    def _forget(self, slots: list[Slot]) -> None:
        gone = {id(slot) for slot in slots}
        ids = [number for number, slot in self._tasks.items() if id(slot) in gone]
        for number in ids:
            del self._tasks[number]
        self._pool.cancel(ids)

    def _count(self, messages: list[Outgoing]) -> None:
        kinds = Counter(message.kind for message in messages)
        records, tombstones = kinds.pop("record", 0), kinds.pop("tombstone", 0)
        self._metrics.committed(records=records, tombstones=tombstones, dead_letters=kinds.elements())
        for reason, count in kinds.items():
            log.warning("dead letters", reason=reason, count=count)

    def _report(self) -> None:
        self.turned = time.monotonic()
        self._metrics.in_flight(self._in_flight.messages, self._in_flight.bytes)
        self._metrics.workers_alive(self._pool.alive)
        while self._replaced < self._pool.replaced:
            self._replaced += 1
            self._metrics.worker_replaced()
            log.warning("a worker was replaced", replaced=self._replaced)
