"""What capture, load, replay and diff cost: beside kafka-python's own loop, beside ``enrich``, and on its own.

python -m bench.replay [--messages N] [--articles N] [--records N] [--turns N] [topics] [replay] [diff]
Everything is measured in one run on this machine, by turns; quote the ratios.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from itertools import count
from pathlib import Path
from statistics import mean
from typing import Any

import orjson
from kafka import KafkaConsumer, KafkaProducer
from kafka.structs import TopicPartition
from rich.console import Console
from rich.table import Table

from pipeline.replay.capture import Bound, Selection, capture
from pipeline.replay.capture_file import CaptureWriter, Message
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


def topics(asked: argparse.Namespace) -> Table:
    """Capture and load beside the plain loops."""
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
    return table


def dateline(*arguments: str | Path) -> tuple[float, float]:
    """Run a command; processor seconds and MB of it and its workers."""
    command = [sys.executable, "-m", "pipeline.cli", *map(str, arguments)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, code, used = os.wait4(process.pid, 0)
    if code:
        raise RuntimeError(f"{command} ended with {code}")
    return used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def replays(asked: argparse.Namespace) -> Table:
    """Replay of a capture beside enrich of the same articles."""
    body = _VALUE.read_text()
    values = [orjson.dumps({"id": str(number), "body": f"{body}\n{number}"}) for number in range(asked.articles)]
    seconds: dict[str, list[float]] = {"enrich": [], "replay": []}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "articles.jsonl").write_bytes(b"\n".join(values))
        with CaptureWriter(folder / "capture.jsonl") as writer:
            for number, value in enumerate(values):
                writer.write(Message("articles.raw", 0, number, 1_705_665_600_000, None, value))
        for _ in range(asked.turns):
            for command, given in (("enrich", "articles.jsonl"), ("replay", "capture.jsonl")):
                seconds[command].append(dateline(command, folder / given, "-o", folder / "out.jsonl")[0])
    table = Table("what", "processor seconds", "ratio", title=f"{asked.articles:,} articles, {asked.turns} turns")
    plain, ours = mean(seconds["enrich"]), mean(seconds["replay"])
    table.add_row("enrich", f"{plain:.2f}", "")
    table.add_row("replay", f"{ours:.2f}", f"{ours / plain:.3f} of enrich")
    return table


def write_records(path: Path, records: list[dict[str, Any]], numbers: range) -> None:
    """Records over and over, each with its number for an id; none is kept, since a child process starts as large."""
    with path.open("wb") as file:
        for number in numbers:
            file.write(orjson.dumps(records[number % len(records)] | {"id": str(number)}) + b"\n")


def diffs(asked: argparse.Namespace) -> Table:
    """Diff of records that all differ, in the same order and in the reverse one."""
    table = Table("order", "processor seconds", "MB", title=f"diff of {asked.records:,} records, every one changed")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        dateline("enrich", "samples", "-o", folder / "samples.jsonl", "--published-at", "2024-01-19")
        held = [orjson.loads(line) for line in (folder / "samples.jsonl").read_bytes().splitlines()]
        write_records(folder / "before.jsonl", held, range(asked.records))
        for record in held:
            record["events"][0]["type"] = "COERCE"
            del record["events"][1], record["entities"][1]["mentions"][0]
            record["entities"][2]["type"] = "ORG"
            record["locations"][0]["latitude"] = 0.0
        for order, numbers in (("same", range(asked.records)), ("reverse", range(asked.records)[::-1])):
            write_records(folder / "after.jsonl", held, numbers)
            report = ("--json", folder / "diff.json", "--html", folder / "diff.html")
            seconds, memory = dateline("diff", folder / "before.jsonl", folder / "after.jsonl", *report)
            table.add_row(order, f"{seconds:.1f}", f"{memory:,.0f}")
    return table


PARTS: dict[str, Callable[[argparse.Namespace], Table]] = {"diff": diffs, "topics": topics, "replay": replays}


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []], default=[])
    parser.add_argument("--messages", type=int, default=20_000)
    parser.add_argument("--articles", type=int, default=200)
    parser.add_argument("--records", type=int, default=10_000)
    parser.add_argument("--turns", type=int, default=3)
    asked = parser.parse_args()
    for name, part in PARTS.items():
        if name in asked.parts or not asked.parts:
            Console().print(part(asked))


if __name__ == "__main__":
    main()
