"""A replay gives what the stage would, in the order of its articles, and goes on after a stop."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from random import Random

import orjson
import pytest
from typer.testing import CliRunner, Result

from pipeline.cli import app
from pipeline.replay.capture_file import CaptureWriter, Message, read_capture
from pipeline.replay.outcomes import source_of

ENVIRON = {"DATELINE_LAYERS": "dates", "DATELINE_WORKERS": "1"}
BODY = "The ministers of both countries met in the capital on Tuesday and agreed to meet again. "


def article(number: int) -> bytes:
    return orjson.dumps({"id": f"a{number}", "body": BODY * (1 + number % 3), "language": "en"})


def message(number: int, value: bytes | None) -> Message:
    headers = (("trace", b"x"), ("null", None))
    return Message("live.raw", number % 3, 500 + number, 1_705_600_000_000 + number, b"k%d" % number, value, headers)


def write(path: Path, messages: Iterable[Message]) -> Path:
    with CaptureWriter(path) as writer:
        for held in messages:
            writer.write(held)
    return path


@pytest.fixture(scope="module")
def capture(tmp_path_factory: pytest.TempPathFactory) -> Path:
    values: list[bytes | None] = [article(number) for number in range(40)]
    values[3], values[11], values[17] = None, b"Talks \xff failed", b'{"body": 7}'
    messages = [message(number, value) for number, value in enumerate(values)]
    return write(tmp_path_factory.mktemp("capture") / "raw.jsonl", messages)


def replay(*arguments: str | Path, **environ: str) -> Result:
    return CliRunner().invoke(app, ["replay", *map(str, arguments)], env={**ENVIRON, **environ})


@pytest.fixture(scope="module")
def whole(capture: Path) -> bytes:
    path = capture.with_name("whole.jsonl")
    done = replay(capture, "-o", path)
    assert done.exit_code == 0, done.output
    assert "40 articles: 37 records, 1 tombstones, 1 dead letters for" in done.output
    return path.read_bytes()


def test_every_message_ends_in_its_record_tombstone_or_dead_letter(capture: Path, whole: bytes, tmp_path: Path) -> None:
    (tmp_path / "c").write_bytes(whole)
    given, found = list(read_capture(capture)), list(read_capture(tmp_path / "c"))
    assert [source_of(m) for m in found] == [f"{m.topic}/{m.partition}/{m.offset}" for m in given]
    assert [(m.partition, m.timestamp_ms, m.key) for m in found] == [
        (m.partition, m.timestamp_ms, m.key) for m in given
    ]
    assert {n for n, m in enumerate(found) if m.topic == "articles.dead"} == {11, 17}
    assert found[3].value is None
    assert found[11].value == b"Talks \xff failed"
    assert found[11].headers[:2] == (("trace", b"x"), ("null", b""))
    assert orjson.loads(found[0].value or b"")["dates"][0]["mention"]["text"] == "Tuesday"


@pytest.mark.parametrize("environ", [{"DATELINE_WORKERS": "2"}, {"DATELINE_WORKER_BATCH_ARTICLES": "3"}])
def test_the_bytes_are_the_same_whatever_the_workers_and_batches(
    capture: Path, whole: bytes, tmp_path: Path, environ: dict[str, str]
) -> None:
    assert replay(capture, "-o", tmp_path / "r", **environ).exit_code == 0
    assert (tmp_path / "r").read_bytes() == whole


def test_the_records_are_the_same_whatever_the_partitions(capture: Path, whole: bytes, tmp_path: Path) -> None:
    other = [
        Message("other", 0, n, m.timestamp_ms, m.key, m.value, m.headers) for n, m in enumerate(read_capture(capture))
    ]
    (tmp_path / "whole").write_bytes(whole)
    assert replay(write(tmp_path / "one.zst", other[::-1]), "-o", tmp_path / "r.zst").exit_code == 0
    same = CliRunner().invoke(app, ["diff", str(tmp_path / "whole"), str(tmp_path / "r.zst"), "--json", "-"])
    told = orjson.loads(same.stdout)["summary"]
    assert (told["rates"]["events.changed"], told["rates"]["dates.changed"]) == (0, 0)
    # A tombstone and a dead letter that no one can read are known by their message alone, which is another one here.
    assert [(kind["kind"], kind["count"]) for kind in told["kinds"]] == [("articles.added", 3), ("articles.lost", 3)]


@pytest.mark.parametrize(("name", "sign"), [("out.jsonl", signal.SIGKILL), ("out.jsonl.zst", signal.SIGINT)])
def test_a_replay_that_was_stopped_goes_on_to_the_same_bytes(
    capture: Path, tmp_path: Path, name: str, sign: signal.Signals
) -> None:
    random = Random(7)  # what cannot be compressed reaches the disk at once
    long = write(tmp_path / "long.jsonl", [message(n, random.randbytes(8_000).hex().encode()) for n in range(1_000)])
    output, environ = tmp_path / name, {**ENVIRON, "DATELINE_LAYERS": ""}
    command = [sys.executable, "-m", "pipeline.cli", "replay", str(long), "-o", str(output)]
    stopped = subprocess.Popen(command, env={**os.environ, **environ}, stderr=subprocess.PIPE)
    parts: list[Path] = []
    while not any(part.stat().st_size for part in parts):
        time.sleep(0.005)
        parts = [part for part in tmp_path.glob("out*.part*") if ".next" not in part.name]  # that one is renamed
        assert stopped.poll() is None
    stopped.send_signal(sign)
    stopped.communicate()
    assert stopped.returncode == (130 if sign == signal.SIGINT else -sign)
    assert not output.exists()
    kept = len(list(read_capture(parts[0], cut=True)))
    assert 0 < kept < 1_000
    again = replay(long, "-o", output, **environ)
    assert again.output.startswith("1000 articles: 1000 records\nmilliseconds an article: ")
    assert replay(long, "-o", tmp_path / ("whole" + output.suffix), **environ).exit_code == 0
    assert output.read_bytes() == (tmp_path / ("whole" + output.suffix)).read_bytes()
    assert list(tmp_path.glob("out*.part*")) == []


def test_dead_letters_are_replayed_as_what_they_were(capture: Path, whole: bytes, tmp_path: Path) -> None:
    (tmp_path / "whole").write_bytes(whole)
    dead = write(tmp_path / "dead", [m for m in read_capture(tmp_path / "whole") if m.topic == "articles.dead"])
    assert replay(dead, "--restore", "-o", tmp_path / "again").exit_code == 0
    again = list(read_capture(tmp_path / "again"))
    assert [source_of(m) for m in again] == ["live.raw/2/511", "live.raw/2/517"]
    assert [m.headers for m in again] == [m.headers for m in read_capture(dead)]


def test_without_the_sandbox_the_extra_is_named(capture: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules["pipeline.cli.replay"], "find_spec", lambda _: None)
    done = replay(capture, "-o", tmp_path / "r", "--sandbox")
    assert (done.exit_code, done.output) == (1, "The sandbox is not installed: install dateline[sandbox].\n")


def test_what_other_settings_left_unfinished_is_not_taken_over(capture: Path, whole: bytes, tmp_path: Path) -> None:
    part = tmp_path / "r.0123456789abcdef.part.jsonl"
    part.write_bytes(capture.read_bytes())
    done = replay(capture, "-o", tmp_path / "r.jsonl")
    assert f"{part}: left by another version, or with other settings; delete it" in done.output
    assert (tmp_path / "r.jsonl").read_bytes() == whole


def test_a_selection_is_kept_to(capture: Path, tmp_path: Path) -> None:
    assert replay(capture, "-o", tmp_path / "r", "--partition", "1", "--limit", "2").exit_code == 0
    assert [m.key for m in read_capture(tmp_path / "r")] == [b"k1", b"k4"]


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("none.jsonl", "-o", "r"), 2, "none.jsonl: no such file; a topic is written topic:none.jsonl"),
        (("raw", "--sandbox", "--to", "t"), 2, "--sandbox goes with -o"),
        (("raw",), 2, "give one of -o and --to"),
        (("raw", "-o", "r", "--last", "3"), 2, "--from, --until and --last are for topics"),
        (("topic:raw", "-o", "r", "--restore"), 2, "--cut and --restore are for captures"),
        (("raw", "-o", "r.parquet"), 2, "a replay writes .jsonl or .zst"),
        (("cut", "-o", "r"), 1, "cut after 1 messages"),
        (("raw", "-o", "/dev/full/r"), 1, "Not a directory"),
    ],
)
def test_what_cannot_be_replayed_is_said(
    capture: Path, tmp_path: Path, arguments: tuple[str, ...], code: int, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "raw").write_bytes(capture.read_bytes())
    (tmp_path / "cut").write_bytes(capture.read_bytes().splitlines(keepends=True)[0])
    done = replay(*arguments)
    assert done.exit_code == code
    assert words in " ".join(done.output.replace("│", " ").split())
    assert not (tmp_path / "r").exists()
