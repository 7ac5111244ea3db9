"""Replays from topics, to topics and through the stage, on a real broker."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import orjson
from typer.testing import CliRunner, Result

from pipeline.cli import app
from pipeline.replay.capture_file import read_capture
from pipeline.replay.outcomes import source_of
from pipeline.sandbox import Sandbox
from tests.kafka.test_capture_and_load import new_topic
from tests.kafka.topics import article, send


def environ(kafka: Sandbox) -> dict[str, str]:
    return {"DATELINE_BOOTSTRAP_SERVERS": kafka.bootstrap_servers, "DATELINE_LAYERS": "", "DATELINE_WORKERS": "1"}


def dateline(kafka: Sandbox, *arguments: str | Path) -> Result:
    return CliRunner().invoke(app, list(map(str, arguments)), env=environ(kafka))


def test_a_topic_is_replayed_in_the_same_order_every_time(kafka: Sandbox, tmp_path: Path) -> None:
    topic = new_topic(kafka, 3)
    send(kafka.bootstrap_servers, topic, [*map(article, range(20)), b"\xff", None], 3)
    first, again, part = (tmp_path / name for name in ("first", "again", "part"))
    for output in (first, again):
        done = dateline(kafka, "replay", f"topic:{topic}", "-o", output)
        assert done.output.startswith("22 articles: 20 records, 1 tombstones, 1 dead letters for invalid-utf8")
    assert first.read_bytes() == again.read_bytes()
    assert dateline(kafka, "replay", f"topic:{topic}", "-o", part, "--last", "2", "--partition", "1").exit_code == 0
    assert [source_of(m) for m in read_capture(part)] == [f"{topic}/1/5", f"{topic}/1/6"]


def test_a_replay_to_a_topic_that_was_killed_goes_on_without_loss_or_doubles(kafka: Sandbox, tmp_path: Path) -> None:
    topic, target, count = new_topic(kafka, 2), new_topic(kafka, 2), 3_000
    send(kafka.bootstrap_servers, topic, map(article, range(count)), 2)
    command = [sys.executable, "-m", "pipeline.cli", "replay", f"topic:{topic}", "--to", target]
    killed = subprocess.Popen(command, env={**os.environ, **environ(kafka)})
    capture = ("capture", target, "-o", tmp_path / "seen")
    while dateline(kafka, *capture).exit_code or not list(read_capture(tmp_path / "seen")):
        assert killed.poll() is None
        time.sleep(0.05)
    killed.send_signal(signal.SIGKILL)
    killed.wait()
    seen = len(list(read_capture(tmp_path / "seen")))
    assert seen < count
    again = dateline(kafka, "replay", f"topic:{topic}", "--to", target)
    assert again.output.startswith(f"{count} articles (")
    assert dateline(kafka, *capture).exit_code == 0
    sources = [source_of(m) for m in read_capture(tmp_path / "seen")]
    assert sorted(sources, key=str) == sorted((f"{topic}/{n % 2}/{n // 2}" for n in range(count)), key=str)
    assert "holds this replay already, with its 3000 articles" in dateline(kafka, *command[3:]).output
    assert "is not empty" in dateline(kafka, "replay", f"topic:{topic}", "--to", target, "--limit", "5").output


def test_the_whole_stage_gives_the_bytes_that_a_replay_gives(kafka: Sandbox, tmp_path: Path) -> None:
    topic, capture = new_topic(kafka, 3), tmp_path / "raw.zst"
    send(kafka.bootstrap_servers, topic, [*map(article, range(30)), b"\xff", None], 3)
    assert dateline(kafka, "capture", topic, "-o", capture, "--from", "2").exit_code == 0
    assert dateline(kafka, "replay", capture, "-o", tmp_path / "plain").exit_code == 0
    staged = dateline(kafka, "replay", capture, "-o", tmp_path / "staged", "--sandbox")
    assert staged.output.strip() == "26 articles: 24 records, 1 tombstones, 1 dead letters for invalid-utf8"
    assert (tmp_path / "staged").read_bytes() == (tmp_path / "plain").read_bytes()


def test_topics_are_compared_with_captures(kafka: Sandbox, tmp_path: Path) -> None:
    topic, target, capture = new_topic(kafka), new_topic(kafka), tmp_path / "c"
    send(kafka.bootstrap_servers, topic, [*map(article, range(8)), b"\xff"], 2)
    assert dateline(kafka, "replay", f"topic:{topic}", "-o", capture).exit_code == 0
    assert dateline(kafka, "replay", f"topic:{topic}", "--to", target).exit_code == 0
    same = dateline(kafka, "diff", capture, f"topic:{target}", "--json", "-")
    assert orjson.loads(same.stdout)["summary"]["identical"] == 9
    gone = dateline(kafka, "diff", capture, "topic:no-such-topic")
    assert (gone.exit_code, "'no-such-topic' does not exist" in gone.output) == (2, True)
