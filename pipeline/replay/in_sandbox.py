"""Articles through the whole stage, a process of its own on a throwaway Kafka."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from array import array
from collections import Counter
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

from pipeline.replay.capture import Bound, Progress, Selection, capture
from pipeline.replay.capture_file import Message
from pipeline.replay.outcomes import source_of
from pipeline.replay.shelf import Shelf, Ticket
from pipeline.sandbox import Sandbox
from pipeline.settings import PREFIX, Settings
from pipeline.stage.clients import NULL, open_producer
from pipeline.stage.dead_letter import ERROR_PREFIX, SOURCE_HEADER
from pipeline.stage.messages import Partition

_DELIVERY_S = 60.0
_STOP_S = 60.0
_SILENCE_S = 120.0  # beside the time of two tries of an article; loading the model takes some seconds
_KEPT_LOG = 2_000  # characters


class StageError(Exception):
    """The stage in the sandbox did not do its work; the message has the end of its log."""


def through_stage(
    messages: Iterable[Message], settings: Settings, partitions: Sequence[Partition]
) -> Generator[Message]:
    """The records, tombstones and dead letters that a stage publishes, in the order of the messages.

    Each partition that the messages come from is one of the sandbox's input topic. What comes out
    names the messages by their own topics and offsets again.

    Args:
        messages: articles as captured.
        settings: those of the stage; brokers and security are the sandbox's.
        partitions: all partitions that messages come from.

    Raises:
        SandboxError: the sandbox does not start.
        StageError: the stage ends, or stands still.
        KafkaError: the sandbox fails.
    """
    with Sandbox(properties={"auto.create.topics.enable": "false"}) as broker:
        inside = settings.model_copy(
            update={"bootstrap_servers": broker.bootstrap_servers, "security_protocol": "PLAINTEXT"}
        )
        for topic in (inside.input_topic, inside.output_topic, inside.dead_letter_topic):
            broker.create_topic(topic, max(1, len(partitions)))
        with _stage(inside) as stage:
            origins = _Origins(partitions)
            _send(inside, messages, origins)
            yield from _in_order(_published(inside, stage), origins)


class _Origins:
    """Which message is which in the sandbox: number k of lane i there, from this offset here, in the order sent."""

    def __init__(self, partitions: Sequence[Partition]) -> None:
        self._partitions = partitions
        self._lanes = {partition: lane for lane, partition in enumerate(partitions)}
        self._sent = array("q")
        self._offsets = array("q")

    def lane(self, message: Message) -> int:
        """The partition of the sandbox for a message that is sent next."""
        lane = self._lanes[Partition(message.topic, message.partition)]
        self._sent.append(lane)
        self._offsets.append(message.offset)
        return lane

    def __iter__(self) -> Iterator[tuple[tuple[int, int], Partition, int]]:
        """Lane and number there, partition and offset here."""
        numbers: Counter[int] = Counter()
        for lane, offset in zip(self._sent, self._offsets, strict=True):
            yield (lane, numbers[lane]), self._partitions[lane], offset
            numbers[lane] += 1


def _send(settings: Settings, messages: Iterable[Message], origins: _Origins) -> None:
    """Fill the input topic; without transactions, so that the offsets there count the messages."""
    failed: list[BaseException] = []
    with closing(open_producer(settings, None)) as producer:
        for message in messages:
            producer.send(
                settings.input_topic,
                key=message.key,
                value=NULL if message.value is None else message.value,
                headers=[(name, value or b"") for name, value in message.headers],
                partition=origins.lane(message),
                timestamp_ms=message.timestamp_ms if message.timestamp_ms >= 0 else None,
            ).add_errback(failed.append)
        producer.flush(timeout=_DELIVERY_S)
    if failed:
        raise failed[0]


def _published(settings: Settings, stage: _Stage) -> Generator[Message]:
    """What the stage commits, as it comes."""
    heard = time.monotonic()
    silence = _SILENCE_S + 2 * settings.article_timeout

    def watch(_: Progress) -> None:
        stage.must_run()
        if time.monotonic() - heard > silence:
            raise stage.error(f"it published nothing for {silence:g} s")

    topics = (settings.output_topic, settings.dead_letter_topic)
    for message in capture(settings, topics, Bound(), Bound(), Selection(), follow=True, progress=watch):
        heard = time.monotonic()
        yield message


def _in_order(published: Generator[Message], origins: _Origins) -> Iterator[Message]:
    waiting: dict[tuple[int, int], tuple[Message, Ticket | None]] = {}
    with Shelf() as shelf, closing(published):
        for there, partition, offset in origins:
            while there not in waiting:
                message = next(published)
                _, lane, number = (source_of(message) or "").rsplit("/", 2)
                ticket = None if message.value is None else shelf.put(message.value)
                waiting[int(lane), int(number)] = replace(message, value=None), ticket
            message, ticket = waiting.pop(there)
            value = None if ticket is None else shelf.get(ticket)
            headers = _renamed(message.headers, partition, offset)
            yield replace(message, partition=partition.partition, value=value, headers=headers)


def _renamed(
    headers: tuple[tuple[str, bytes | None], ...], partition: Partition, offset: int
) -> tuple[tuple[str, bytes | None], ...]:
    """The headers of an outcome with the message's own place; the stage's headers are behind those of the message."""
    own = {
        SOURCE_HEADER: f"{partition.topic}/{partition.partition}/{offset}",
        ERROR_PREFIX + "topic": partition.topic,
        ERROR_PREFIX + "partition": str(partition.partition),
        ERROR_PREFIX + "offset": str(offset),
    }
    renamed = [(name, own.pop(name).encode() if name in own else value) for name, value in reversed(headers)]
    return tuple(reversed(renamed))


class _Stage:
    def __init__(self, process: subprocess.Popen[bytes], log: Path) -> None:
        self._process = process
        self._log = log

    def must_run(self) -> None:
        """Raise StageError when it has ended."""
        if self._process.poll() is not None:
            raise self.error(f"it ended with exit code {self._process.returncode}")

    def error(self, why: str) -> StageError:
        """Say why, with the end of its log."""
        return StageError(f"the stage in the sandbox: {why}; its log ends with:\n{self._log.read_text()[-_KEPT_LOG:]}")

    def stop(self) -> None:
        """Let it finish; kill it where it does not."""
        self._process.terminate()
        try:
            self._process.wait(_STOP_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


@contextmanager
def _stage(settings: Settings) -> Iterator[_Stage]:
    """``dateline run`` with these settings."""
    ours = {**settings.environment(), f"{PREFIX}HTTP_HOST": "127.0.0.1", f"{PREFIX}HTTP_PORT": "0"}
    others = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
    with tempfile.TemporaryDirectory(prefix="dateline-replay-") as folder:
        log = Path(folder) / "stage.log"
        with log.open("wb") as output:
            process = subprocess.Popen(
                [sys.executable, "-m", "pipeline.cli", "run"], env=others | ours, stdout=output, stderr=output
            )
        stage = _Stage(process, log)
        try:
            yield stage
        finally:
            stage.stop()
