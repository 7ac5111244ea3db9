"""What the stage would publish for messages, without a stage: to a file or a topic, and on after a stop."""

from __future__ import annotations

import hashlib
import time
from collections import Counter
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

import pipeline
from pipeline.replay.capture_file import CaptureError, CaptureWriter, Message, read_capture
from pipeline.replay.enrichment import enriched
from pipeline.replay.outcomes import source_of
from pipeline.replay.sending import Done, Target, TopicError, place, send
from pipeline.replay.source import Source
from pipeline.settings import Settings
from pipeline.stage.clients import open_producer
from pipeline.stage.dead_letter import ERROR_PREFIX, Routing
from pipeline.stage.messages import Incoming, Partition
from pipeline.stage.run import worker_settings
from pipeline.stage.tasks import Enriched, Task

Make = Callable[[Iterable[Message]], Generator[Message]]
"""Makes the outcomes of articles, one for one and in order."""
_BATCH = 500  # messages of one transaction
_BATCH_BYTES = 16 << 20
_WHOLE = "whole"  # the place of a replay that is finished
_LATE_S = 5.0  # how long outcomes wait for others of their transaction


@dataclass(slots=True)
class Account:
    """What has come of the articles so far, those of an earlier run included."""

    records: int = 0
    tombstones: int = 0
    dead_letters: Counter[str] = field(default_factory=Counter)
    done: Done = field(default_factory=Done)
    enriched: int = 0
    """Articles that were enriched in this run."""
    seconds: Counter[str] = field(default_factory=Counter)
    """Per step, over those articles and all workers."""

    def add(self, message: Message) -> None:
        """Count one outcome."""
        reason = next((value for name, value in message.headers if name == ERROR_PREFIX + "reason"), None)
        if reason is not None:
            self.dead_letters[reason.decode()] += 1
        elif message.value is None:
            self.tombstones += 1
        else:
            self.records += 1
        self.done = Done(self.done.messages + 1, source_of(message))

    def time(self, outcome: Enriched) -> None:
        """Count the time of one article."""
        self.enriched += 1
        self.seconds.update(outcome.seconds)


def outcomes(messages: Iterable[Message], settings: Settings, account: Account) -> Generator[Message]:
    """The records, tombstones and dead letters of messages, one for one and in order, as the stage publishes them.

    Offsets are those of the messages; see :class:`Numbering`.

    Args:
        messages: articles as captured.
        settings: workers, topics, and all that bears on records.
        account: takes the time of each article.

    Raises:
        WorkerStartError: the workers cannot start.
    """
    routing = Routing(settings.output_topic, settings.dead_letter_topic, settings.max_request_size)
    with closing(enriched(messages, settings, _task)) as pairs:
        for message, outcome in pairs:
            if isinstance(outcome, Enriched):
                account.time(outcome)
            out = routing.outgoing(_incoming(message), outcome)
            yield replace(message, topic=out.topic, key=out.key, value=out.value, headers=out.headers, log_append=False)


class Numbering:
    """Gives messages the offsets that a topic without transactions would."""

    def __init__(self) -> None:
        self._next: Counter[Partition] = Counter()

    def number(self, message: Message) -> Message:
        """The message with the next offset of its partition."""
        partition = Partition(message.topic, message.partition)
        self._next[partition] += 1
        return replace(message, offset=self._next[partition] - 1)


def identity(source: Source, settings: Settings) -> str:
    """Name a replay after all that its result hangs on: the source, the settings, and this version's own files."""
    package = Path(pipeline.__file__).parent
    files = sorted(path for path in package.rglob("*") if path.is_file() and path.suffix != ".pyc")
    stamps = [(str(path), path.stat().st_size, path.stat().st_mtime_ns) for path in files]
    topics = (settings.output_topic, settings.dead_letter_topic, settings.max_request_size)
    told = repr((source.identity, worker_settings(settings), topics, stamps))
    return hashlib.sha256(told.encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Work:
    """One replay."""

    source: Source
    """The articles."""
    make: Make
    """Makes their outcomes."""
    name: str
    """Its :func:`identity`."""
    account: Account
    """Counts what has come."""
    progress: Callable[[int], None]
    """Told how many are done."""

    def made(self) -> Generator[Message]:
        """The outcomes that are not done, each counted when it is given."""
        self.progress(self.account.done.messages)
        with closing(self.make(self.source.messages(self.account.done))) as outcomes:
            for outcome in outcomes:
                self.account.add(outcome)
                yield outcome
                self.progress(self.account.done.messages)


def to_file(work: Work, path: Path) -> None:
    """Write outcomes as a capture; what an earlier run has written is taken over.

    Until it is whole, the capture has another name, which :func:`part_of` gives.
    """
    part, numbering = part_of(path, work.name), Numbering()
    with _continued(part, work.account, numbering) as writer, closing(work.made()) as made:
        for outcome in made:
            writer.write(numbering.number(outcome))
    part.replace(path)


def part_of(path: Path, name: str) -> Path:
    """Where the capture of a replay is until it is whole."""
    return path.with_name(f"{path.stem}.{name}.part{path.suffix}")


def stale_parts(path: Path, name: str) -> list[Path]:
    """What replays of other names have left unfinished."""
    return sorted(set(path.parent.glob(part_of(path, "*").name)) - {part_of(path, name)})


@contextmanager
def _continued(part: Path, account: Account, numbering: Numbering) -> Iterator[CaptureWriter]:
    """A writer that begins with what the part holds, and takes its place once it has all of that."""
    following = part.with_stem(part.stem + ".next")
    with CaptureWriter(following) as writer:
        if part.exists():
            with suppress(CaptureError):  # damaged: what was read before is whole
                for message in read_capture(part, cut=True):
                    writer.write(message)
                    numbering.number(message)
                    account.add(message)
        following.replace(part)
        yield writer


def to_topic(work: Work, settings: Settings, topic: str, *, append: bool) -> None:
    """Send outcomes to a topic, dead letters too, each once also when it is stopped and begun again.

    Args:
        work: the replay; of an earlier run it counts the number alone.
        settings: where the broker is, and how to speak to it.
        topic: the topic; outcomes go to the partitions of their articles, counted round.
        append: the topic may hold messages already.

    Raises:
        TopicError: the topic is missing, not empty, or holds all of this replay already.
        KafkaError: the broker refuses, or cannot be reached.
    """
    target = Target(f"dateline-replay-{work.name}", [Partition(topic, 0)])
    producer = open_producer(settings, target.name)
    try:
        producer.init_transactions()
        done = place(settings, target, check_partitions=True, append=append)
        if done.source == _WHOLE:
            raise TopicError(f"topic {topic!r} holds this replay already, with its {done.messages} articles")
        work.account.done = done
        count = len(producer.partitions_for(topic))
        with closing(work.made()) as made:
            for batch in _batches(made):
                sent = [replace(outcome, topic=topic, partition=outcome.partition % count) for outcome in batch]
                send(producer, target, sent, work.account.done)
        # Or what comes into a partition that is done would be taken for done when the same is asked for again.
        send(producer, target, [], Done(work.account.done.messages, _WHOLE))
    finally:
        producer.close(timeout=5)


def _batches(messages: Iterable[Message]) -> Iterator[list[Message]]:
    batch: list[Message] = []
    size, opened = 0, time.monotonic()
    for message in messages:
        batch.append(message)
        size += len(message.value or b"")
        if len(batch) >= _BATCH or size >= _BATCH_BYTES or time.monotonic() - opened > _LATE_S:
            yield batch
            batch, size, opened = [], 0, time.monotonic()
    if batch:
        yield batch


def _task(number: int, message: Message) -> Task | None:
    if message.value is None:
        return None
    return Task(number, message.value, _incoming(message).content_type, message.timestamp_ms)


def _incoming(message: Message) -> Incoming:
    """A message as the stage takes it in: a header without a value counts as an empty one."""
    headers = tuple((name, value or b"") for name, value in message.headers)
    partition = Partition(message.topic, message.partition)
    return Incoming(partition, message.offset, message.timestamp_ms, message.key, message.value, headers)
