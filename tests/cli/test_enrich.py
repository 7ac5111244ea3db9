"""``dateline enrich`` as a process, with real workers."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

DATELINE = [sys.executable, "-c", "from pipeline.cli import main; main()"]
ENVIRON = {**os.environ, "DATELINE_WORKERS": "2", "DATELINE_LAYERS": "dates"}
BODY = "The ministers of both countries met in the capital on Tuesday and agreed to meet again."


def run(*arguments: str | Path, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    command = [*DATELINE, "enrich", *map(str, arguments)]
    return subprocess.run(command, input=given, capture_output=True, env=ENVIRON, check=False)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("articles")
    lines = [
        json.dumps({"id": str(number), "title": "T", "body": BODY * (1 + 20 * (number % 2))}) for number in range(40)
    ]
    lines[3], lines[17] = '{"body": "cut', '{"body": 7}'
    (folder / "a.jsonl").write_text("\n".join(lines) + "\n")
    (folder / "b.txt").write_text(BODY)
    (folder / "c.txt").write_bytes(b"Talks \xff failed")
    return folder


@pytest.fixture(scope="module")
def done(folder: Path) -> subprocess.CompletedProcess[bytes]:
    return run(folder, "-o", folder / "records.out", "--published-at", "2024-01-19")


def records(folder: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in (folder / "records.out").read_bytes().splitlines()]


def test_records_come_in_the_order_of_the_input(folder: Path, done: subprocess.CompletedProcess[bytes]) -> None:
    wanted = [str(number) for number in range(40) if number not in (3, 17)]
    found = [str(record["id"]) for record in records(folder)]
    assert found[:-1] == wanted
    assert len(found) == 39, done.stderr


def test_what_cannot_be_read_is_named_by_its_place_and_the_rest_goes_on(
    folder: Path, done: subprocess.CompletedProcess[bytes]
) -> None:
    complaints = done.stderr.decode().splitlines()
    assert [line.partition(": ")[0] for line in complaints] == [
        f"{folder}/a.jsonl:4",
        f"{folder}/a.jsonl:18",
        f"{folder}/c.txt",
    ]
    assert done.returncode == 1
    assert done.stdout == b""


def test_an_article_that_does_not_say_when_takes_the_given_time(
    folder: Path, done: subprocess.CompletedProcess[bytes]
) -> None:
    article = records(folder)[-1]["article"]
    assert isinstance(article, dict)
    assert str(article["published_at"]).startswith("2024-01-19")
    assert article["published_at_basis"] == "message"


def test_standard_input_to_standard_output() -> None:
    done = run(given=json.dumps({"id": "x", "body": BODY}).encode())
    assert (done.returncode, done.stderr) == (0, b"")
    assert [json.loads(line)["id"] for line in done.stdout.splitlines()] == ["x"]


def test_a_reader_that_has_seen_enough_is_no_error(folder: Path) -> None:
    command = [*DATELINE, "enrich", str(folder / "b.txt")]
    read, write = os.pipe()
    os.close(read)
    with os.fdopen(write, "wb") as closed:
        done = subprocess.run(command, stdout=closed, stderr=subprocess.PIPE, env=ENVIRON, check=False)
    assert (done.returncode, done.stderr) == (0, b"")


def test_workers_that_cannot_start_are_an_error_that_says_why(folder: Path) -> None:
    environ = {**ENVIRON, "DATELINE_GAZETTEER": str(folder / "none")}
    command = [*DATELINE, "enrich", str(folder / "b.txt")]
    done = subprocess.run(command, capture_output=True, env=environ, check=False)
    assert done.returncode == 1
    assert "a worker cannot start" in done.stderr.decode()
    assert "Traceback" not in done.stderr.decode()


def test_a_file_that_is_not_there_is_refused_before_work_begins(tmp_path: Path) -> None:
    done = run(tmp_path / "none.txt")
    assert (done.returncode, done.stdout) == (1, b"")
    assert done.stderr.decode() == f"{tmp_path}/none.txt: no such file\n"
