"""Messages a second of capture and load, beside kafka-python's own loop without our format.

python -m bench.replay [--messages N] [--turns N]
Everything is measured in one run on this machine, by turns; quote the ratios.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable
from functools import partial
from itertools import count
from pathlib import Path
from statistics import mean

from kafka import KafkaConsumer, KafkaProducer
from kafka.structs import TopicPartition
from rich.console import Console
from rich.table import Table

from pipeline.replay.capture import Bound, Selection, capture
from pipeline.replay.capture_file import CaptureWriter
from pipeline.replay.load import Plan, load
from pipeline.sandbox import Sandbox
from pipeline.settings import Settings

_VALUE = Path("samples/restoration.txt")
_PARTITIONS = 2
_names = count()


def fill(kafka: Sandbox, messages: int) -> str:
    """A new topic with so many copies of the sample."""
    topic = new_topic(kafka)
    plain_load(kafka, topic, [_VALUE.read_bytes()] * messages)
    return topic


def new_topic(kafka: Sandbox) -> str:
    """An empty topic."""
    topic = f"bench-{next(_names)}"
    kafka.create_topic(topic, partitions=_PARTITIONS)
    return topic


def plain_capture(kafka: Sandbox, topic: str, messages: int) -> list[bytes]:
    """Values of a topic by the loop that one would write."""
    consumer = KafkaConsumer(bootstrap_servers=kafka.bootstrap_servers, enable_auto_commit=False)
    owned = [TopicPartition(topic, number) for number in range(_PARTITIONS)]
    consumer.assign(owned)
    consumer.seek_to_beginning(*owned)
    values = []
    for message in consumer:
        values.append(message.value)
        if len(values) == messages:
            break
    consumer.close()
    return values


def plain_load(kafka: Sandbox, topic: str, values: list[bytes]) -> None:
    """Values into a topic by the loop that one would write, with the compression of the stage."""
    producer = KafkaProducer(bootstrap_servers=kafka.bootstrap_servers, compression_type="zstd")
    for number, value in enumerate(values):
        producer.send(topic, value, partition=number % _PARTITIONS)
    producer.flush()
    producer.close()


def our_capture(settings: Settings, topic: str, path: Path) -> None:
    """A topic into a capture."""
    with CaptureWriter(path) as writer:
        for message in capture(settings, [topic], Bound(), Bound(), Selection()):
            writer.write(message)


def rate(messages: int, work: Callable[[], object]) -> float:
    """Messages a second."""
    start = time.perf_counter()
    work()
    return messages / (time.perf_counter() - start)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--messages", type=int, default=20_000)
    parser.add_argument("--turns", type=int, default=3)
    asked = parser.parse_args()
    n: int = asked.messages
    rates: dict[str, list[float]] = {"plain loop, out": [], "capture": [], "plain loop, in": [], "load": []}
    with Sandbox() as kafka, tempfile.TemporaryDirectory() as folder:
        settings = Settings.load(None, {"DATELINE_BOOTSTRAP_SERVERS": kafka.bootstrap_servers})
        topic, path = fill(kafka, n), Path(folder) / "capture.jsonl"
        values = plain_capture(kafka, topic, n)
        for _ in range(asked.turns):
            rates["plain loop, out"].append(rate(n, lambda: plain_capture(kafka, topic, n)))
            rates["capture"].append(rate(n, lambda: our_capture(settings, topic, path)))
            plain, ours = new_topic(kafka), new_topic(kafka)
            rates["plain loop, in"].append(rate(n, partial(plain_load, kafka, plain, values)))
            rates["load"].append(rate(n, partial(load, settings, Plan((path,), ours))))
    table = Table(
        "what", "messages/s", "ratio", title=f"{n:,} messages of {len(values[0]):,} bytes, {asked.turns} turns"
    )
    for ours_name, plain_name in (("capture", "plain loop, out"), ("load", "plain loop, in")):
        own, other = mean(rates[ours_name]), mean(rates[plain_name])
        table.add_row(plain_name, f"{other:,.0f}", "")
        table.add_row(ours_name, f"{own:,.0f}", f"{own / other:.2f} of the plain loop")
    Console().print(table)


if __name__ == "__main__":
    main()
