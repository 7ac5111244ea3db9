"""A demonstration: a real broker, articles in, the stage, records out, one of them shown.

``python -m pipeline.sandbox.demo [PATH…]`` takes the articles of ``samples/``, or those of the paths given. The record
of the first one is shown.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

import orjson
from kafka import KafkaConsumer, KafkaProducer
from rich.console import Console

from pipeline.cli.inputs import Input, InputError, files, from_files
from pipeline.cli.rendering import JsonObject, render
from pipeline.sandbox import Sandbox, SandboxError

_SAMPLES = (Path("samples/restoration.json"), Path("samples"))
_PUBLISHED_MS = 1_705_665_600_000
"""2024-01-19 12:00 UTC. Plain text carries no date, so the timestamp of its message counts: this one for all."""
_INPUT, _OUTPUT, _DEAD = "articles.raw", "articles.enriched", "articles.dead"
_PARTITIONS = 2
_WAIT_SECONDS = 90
_START_SECONDS = 300  # the first time, the broker's jars are fetched meanwhile
_WIDTH = 120  # longer lines are hard to read
_LAYERS = (("entity", "entities"), ("location", "locations"), ("date", "dates"), ("event", "events"))

_NEXT = """
[bold]What to try next[/bold]

  .venv/bin/dateline show samples/ninjs.json               another sample, or an article of yours, in the same way
  .venv/bin/dateline enrich samples -o records.jsonl       files to records, without Kafka
  .venv/bin/dateline sandbox                               this Kafka again, until Ctrl-C; it prints its address
  DATELINE_BOOTSTRAP_SERVERS=… .venv/bin/dateline check    is your own Kafka ready for the stage?
  DATELINE_BOOTSTRAP_SERVERS=… .venv/bin/dateline run      the stage on it
"""


class DemoError(RuntimeError):
    """The demonstration cannot go on; the message says why."""


def main(arguments: Sequence[str]) -> int:
    """Run the demonstration.

    Args:
        arguments: files or folders of articles; none for the samples.

    Returns:
        The exit code: 0, or 1 when something did not work; it says what.
    """
    console = Console()
    try:
        paths = dict.fromkeys(files([Path(path) for path in arguments] or _SAMPLES))
        articles = list(from_files(paths))
        _demonstrate(articles, console)
    except (InputError, SandboxError, DemoError) as error:
        console.print(str(error), style="red", markup=False, highlight=False)
        return 1
    return 0


def _demonstrate(articles: Sequence[Input], console: Console) -> None:
    began = time.monotonic()

    def say(words: str) -> None:
        console.print(f"[dim]{time.monotonic() - began:5.1f} s[/dim]  {words}", highlight=False)

    say("starting Apache Kafka (the first time, its jars are fetched: 44 MB), and the stage (dateline run)")
    # The stage loads its model while the broker starts; its asking for topics must not create them.
    broker = Sandbox(properties={"auto.create.topics.enable": "false"})
    with (
        tempfile.TemporaryDirectory(prefix="dateline-demo-") as folder,
        _stage(broker, Path(folder) / "stage.log") as stage,
        broker,
    ):
        for topic in (_INPUT, _OUTPUT, _DEAD):
            broker.create_topic(topic, _PARTITIONS)
        _send(broker, articles)
        say(f"sent {len(articles)} articles to the topic {_INPUT}")
        ends = _ends(broker, stage, len(articles))
        say("each has come to its end:")
        for article, (topic, record) in zip(articles, ends, strict=True):
            line = f"         {article.place:<26} → {topic:<17} {_summary(record)}"
            console.print(line, highlight=False, soft_wrap=True)
        _stop(stage)
    say("stopped the stage and the broker")
    shown = next((record for topic, record in ends if topic == _OUTPUT), None)
    if shown is None:
        raise DemoError("no article became a record")
    console.print()
    console.print(render(shown), width=min(console.width, _WIDTH))
    console.print(_NEXT, highlight=False, soft_wrap=True)


def _send(broker: Sandbox, articles: Sequence[Input]) -> None:
    """Send the articles; the key is an article's number, by which its end is found again."""
    with closing(KafkaProducer(bootstrap_servers=broker.bootstrap_servers)) as producer:
        for number, article in enumerate(articles):
            headers = [("content-type", article.content_type.encode())] if article.content_type else []
            producer.send(_INPUT, article.value, key=b"%d" % number, headers=headers, timestamp_ms=_PUBLISHED_MS)
        producer.flush(_WAIT_SECONDS)


@contextmanager
def _stage(broker: Sandbox, log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """``dateline run`` on the broker, as its users start it; told to stop at the end."""
    ours = {
        "DATELINE_BOOTSTRAP_SERVERS": broker.bootstrap_servers,
        "DATELINE_INPUT_TOPIC": _INPUT,
        "DATELINE_OUTPUT_TOPIC": _OUTPUT,
        "DATELINE_DEAD_LETTER_TOPIC": _DEAD,
        "DATELINE_HTTP_HOST": "127.0.0.1",
        "DATELINE_HTTP_PORT": "0",
        "DATELINE_STARTUP_TIMEOUT": str(_START_SECONDS),
    }
    others = {name: value for name, value in os.environ.items() if not name.startswith("DATELINE_")}
    with log.open("wb") as output:
        stage = subprocess.Popen(
            [sys.executable, "-m", "pipeline.cli", "run"], env=others | ours, stdout=output, stderr=output
        )
    try:
        yield stage
    except DemoError as error:
        said = log.read_text(errors="replace")[-2000:]
        raise DemoError(f"{error}; its log ends with:\n{said}") from None
    finally:
        _stop(stage)


def _stop(stage: subprocess.Popen[bytes]) -> None:
    """Let the stage finish, while its broker is still there."""
    stage.terminate()
    try:
        stage.wait(_WAIT_SECONDS)
    except subprocess.TimeoutExpired:
        stage.kill()
        stage.wait()


def _ends(broker: Sandbox, stage: subprocess.Popen[bytes], count: int) -> list[tuple[str, JsonObject]]:
    """Wait for all articles: the topic that each ended in, and its record (empty for a dead letter)."""
    found: dict[int, tuple[str, JsonObject]] = {}
    with closing(
        KafkaConsumer(
            _OUTPUT,
            _DEAD,
            bootstrap_servers=broker.bootstrap_servers,
            group_id=None,
            auto_offset_reset="earliest",
            isolation_level="read_committed",
        )
    ) as consumer:
        end = time.monotonic() + _WAIT_SECONDS
        while len(found) < count:
            if stage.poll() is not None:
                raise DemoError(f"the stage ended with exit code {stage.returncode}")
            if time.monotonic() > end:
                raise DemoError(f"after {_WAIT_SECONDS} s the stage has finished {len(found)} of {count} articles")
            for messages in consumer.poll(timeout_ms=200).values():
                for message in messages:
                    record = orjson.loads(message.value) if message.topic == _OUTPUT and message.value else {}
                    found[int(message.key)] = (message.topic, record)
    return [found[number] for number in range(count)]


def _summary(record: JsonObject) -> str:
    if not record:
        return ""
    counts = ((len(record[layer]), one, layer) for one, layer in _LAYERS)
    return ", ".join(f"{count} {one if count == 1 else layer}" for count, one, layer in counts)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
