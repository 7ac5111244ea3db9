"""What a producer upstream and a reader downstream do."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import orjson
from kafka import KafkaConsumer, KafkaProducer
from kafka.structs import TopicPartition


@dataclass(frozen=True)
class Topics:
    """The three topics of one test."""

    input: str
    output: str
    dead: str

    def settings(self, group: str) -> dict[str, str]:
        return {
            "input_topic": self.input,
            "output_topic": self.output,
            "dead_letter_topic": self.dead,
            "group_id": group,
        }


@dataclass(frozen=True)
class Read:
    """One message as a downstream reader sees it."""

    topic: str
    partition: int
    offset: int
    key: bytes | None
    value: bytes | None
    headers: dict[str, bytes]
    timestamp: int

    @property
    def source(self) -> tuple[int, int]:
        """Partition and offset of the input message, from a record's headers or a dead letter's."""
        if "dateline-source" in self.headers:
            _, partition, offset = self.headers["dateline-source"].decode().split("/")
            return int(partition), int(offset)
        return int(self.headers["dateline-error-partition"]), int(self.headers["dateline-error-offset"])


def article(number: int) -> bytes:
    body = f"Protesters marched in Lahore on Friday. Police arrested {number + 2} people near the court."
    return orjson.dumps({"id": f"article-{number}", "body": body, "language": "en"})


def send(servers: str, topic: str, values: Iterable[bytes | None], partitions: int, *, first: int = 0) -> int:
    """Send values round robin over the partitions, keyed by their number; returns how many."""
    producer = KafkaProducer(bootstrap_servers=servers, acks="all")
    count = 0
    for number, value in enumerate(values, first):
        producer.send(topic, value, key=f"k{number}".encode(), partition=number % partitions)
        count += 1
    producer.flush()
    producer.close()
    return count


def read_all(servers: str, topics: Iterable[str], enough: Callable[[list[Read]], bool], seconds: float) -> list[Read]:
    """What a ``read_committed`` reader sees, from the beginning until ``enough`` says so, or the time is over."""
    consumer = KafkaConsumer(
        bootstrap_servers=servers, isolation_level="read_committed", enable_auto_commit=False, group_id=None
    )
    owned = [TopicPartition(t, p) for t in topics for p in sorted(consumer.partitions_for_topic(t) or ())]
    consumer.assign(owned)
    consumer.seek_to_beginning(*owned)
    found: list[Read] = []
    end = time.monotonic() + seconds
    while time.monotonic() < end and not enough(found):
        for messages in consumer.poll(timeout_ms=300).values():
            for m in messages:
                headers = dict(m.headers)
                found.append(Read(m.topic, m.partition, m.offset, m.key, m.value, headers, m.timestamp))
    consumer.close()
    return found


def check_exactly_once(found: list[Read], count: int, partitions: int) -> None:
    """Each of the articles 0 to count - 1 is there once, and each input partition is in order."""
    sources = [message.source for message in found]
    expected = {(number % partitions, number // partitions) for number in range(count)}
    doubled = len(sources) - len(set(sources))
    lost = expected - set(sources)
    assert (len(lost), doubled) == (0, 0), f"lost and doubled, of {count}"
    for output in {(message.topic, message.partition) for message in found}:
        for partition in range(partitions):
            offsets = [m.source[1] for m in found if (m.topic, m.partition) == output and m.source[0] == partition]
            assert offsets == sorted(offsets), f"partition {partition} is out of order in {output}"
