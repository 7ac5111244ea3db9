"""One source through two versions or two configurations, each a process of its own."""

from __future__ import annotations

import sys
from pathlib import Path

import orjson
import pytest
from typer.testing import CliRunner, Result

from pipeline.cli import app
from pipeline.replay.capture_file import CaptureWriter, Message

ROOT = Path(__file__).parents[2]
BODY = "The ministers of both countries met in the capital on Tuesday and agreed to meet again."


def diff(*arguments: str | Path) -> Result:
    environ = {"DATELINE_WORKERS": "1", "COLUMNS": "200", "DATELINE_LAYERS": None}
    return CliRunner().invoke(app, ["diff", *map(str, arguments)], env=environ)


def installed(path: Path, layers: str) -> Path:
    """An interpreter of another environment, whose version finds other things."""
    path.write_text(f'#!/bin/sh\nDATELINE_LAYERS={layers} PYTHONPATH="{ROOT}" exec "{sys.executable}" "$@"\n')
    path.chmod(0o755)
    return path


@pytest.fixture
def capture(tmp_path: Path) -> Path:
    with CaptureWriter(tmp_path / "raw.zst") as writer:
        writer.write(Message("raw", 0, 7, 1_705_600_000_000, b"k", BODY.encode(), (("content-type", b"text/plain"),)))
        writer.write(Message("raw", 0, 8, 1_705_600_000_000, b"k", b"\xff"))
    return tmp_path / "raw.zst"


def test_two_installed_versions_are_compared_on_a_capture(capture: Path, tmp_path: Path) -> None:
    old, new = installed(tmp_path / "old", "dates"), installed(tmp_path / "new", "")
    done = diff(capture, "--python-a", old, "--python-b", new, "--json", tmp_path / "json")
    assert done.exit_code == 0, done.output
    told = orjson.loads((tmp_path / "json").read_bytes())
    assert [kind["kind"] for kind in told["summary"]["kinds"]] == ["dates.lost"]
    assert told["summary"]["rates"]["dates.lost"] == 1
    assert told["summary"]["identical"] == 1
    assert [told["summary"][side]["name"] for side in ("before", "after")] == [str(old), str(new)]
    assert told["summary"]["before"]["seconds"] > 0


def test_two_configurations_are_compared_on_articles_in_a_file(tmp_path: Path) -> None:
    (tmp_path / "articles.jsonl").write_bytes(orjson.dumps({"id": "a", "body": BODY}) + b'\n{"body": 7}\n')
    for name, layers in (("a", '["dates"]'), ("b", '["dates", "entities"]')):
        (tmp_path / f"{name}.toml").write_text(f"layers = {layers}")
    configs = ("--config-a", tmp_path / "a.toml", "--config-b", tmp_path / "b.toml")
    done = diff(tmp_path / "articles.jsonl", *configs, "--fail-above", "dates.lost=0", "--fail-above", "dates.added=0")
    assert done.exit_code == 0, done.output
    assert "0 of 1 articles changed" in done.output


@pytest.mark.parametrize("program", ["exit 3", "exec /no/such/python"])
def test_a_version_that_does_not_do_its_work_ends_with_two(capture: Path, tmp_path: Path, program: str) -> None:
    broken = tmp_path / "python"
    broken.write_text(f"#!/bin/sh\n{program}\n")
    broken.chmod(0o755)
    done = diff(capture, "--python-a", broken)
    assert done.exit_code == 2
    assert f"{broken}: ended with exit code" in done.output
    gone = diff(capture, "--python-a", tmp_path / "none")
    assert (gone.exit_code, "No such file or directory" in gone.output) == (2, True)
