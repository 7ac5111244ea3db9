"""``dateline diff`` on files: what it prints and writes, and its exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from pipeline.cli import app
from tests.replay.records import line, record


def diff(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, ["diff", *map(str, arguments)], env={"COLUMNS": "160"})


@pytest.fixture
def before(tmp_path: Path) -> Path:
    path = tmp_path / "before.jsonl"
    path.write_bytes(b"".join(line(record(name)) for name in "abcd"))
    return path


@pytest.fixture
def after(tmp_path: Path) -> Path:
    other = record("b")
    other["events"][1]["type"] = "COERCE"
    path = tmp_path / "after.jsonl"
    path.write_bytes(b"".join(map(line, (other, record("a"), record("d"), record("c")))))
    return path


def test_the_terminal_shows_what_changed_with_its_words(before: Path, after: Path) -> None:
    done = diff(before, after)
    assert done.exit_code == 0
    assert "1 of 4 articles changed (25.0%); 3 are the same to the byte." in done.output
    assert "ASSAULT → COERCE" in done.output
    assert "on Tuesday. Rebels shelled Vienna and fired" in done.output


def test_a_change_above_its_threshold_ends_with_one(before: Path, after: Path) -> None:
    below = diff(before, after, "--fail-above", "events.retyped=10%", "--fail-above", "events.lost=0")
    assert (below.exit_code, "passes  events.retyped: 8.33%" in below.output) == (0, True)
    above = diff(before, after, "--fail-above", "events.retyped=5%", "--fail-above", "events.lost=0")
    assert (above.exit_code, "ABOVE  events.retyped: 8.33%, allowed 5.00%" in above.output) == (1, True)


def test_json_says_the_same_to_programs(before: Path, after: Path) -> None:
    done = diff(before, after, "--json", "-", "--fail-above", "articles.changed=0")
    told = json.loads(done.stdout)
    assert [article["id"] for article in told["articles"]] == ["b"]
    (change,) = told["articles"][0]["changes"]
    assert (change["kind"], change["before"], change["after"]) == ("events.retyped", "V2", "V2")
    assert told["summary"]["rates"]["articles.changed"] == 0.25
    assert (told["passed"], told["above"][0]["rate"]) == (False, 0.25)


def test_html_has_the_changed_articles_up_to_a_number(before: Path, after: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    assert diff(before, after, "--html", page).exit_code == 0
    assert "ASSAULT “shelled” became COERCE" in page.read_text()
    after.write_bytes(after.read_bytes().replace(b"CONSULT", b"AGREE"))
    assert diff(before, after, "--html", page, "--html-articles", "3").exit_code == 0
    assert '"changed, not shown here":1' in page.read_text()


def test_equal_results_have_no_difference(before: Path) -> None:
    done = diff(before, before, "--fail-above", "articles.bytes=0")
    assert done.exit_code == 0
    assert "0 of 4 articles changed (0.0%); 4 are the same to the byte." in done.output


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("before.jsonl", "none.jsonl"), "none.jsonl: no such file; a topic is written topic:none.jsonl"),
        (("before.jsonl",), "give two results; or one source, and what differs"),
        (("before.jsonl", "after.jsonl", "--config-b", "c.toml"), "give two results; or one source"),
        (("before.jsonl", "after.jsonl", "--fail-above", "event.lost=0"), "did you mean events.lost?"),
        (("before.jsonl", "after.jsonl", "--html", "none/page.html"), "No such file or directory"),
        (("before.jsonl", "article.json"), "article.json, line 1: is no record"),
        (("before.jsonl", "newer.jsonl"), "is of schema dateline.record/2"),
    ],
)
def test_what_cannot_be_compared_ends_with_two_and_says_why(
    before: Path, after: Path, arguments: tuple[str, ...], words: str
) -> None:
    folder = before.parent
    (folder / "article.json").write_text('{"body": "Talks failed."}')
    (folder / "newer.jsonl").write_bytes(line(record() | {"schema": "dateline.record/2"}))
    done = diff(*(folder / word if word.endswith((".jsonl", ".json", ".html")) else word for word in arguments))
    assert done.exit_code == 2
    assert words in " ".join(done.output.replace("│", " ").split()).replace(f"{folder}/", "")


def test_the_kinds_of_change_are_listed() -> None:
    listed = diff("--kinds")
    assert listed.exit_code == 0
    assert "events.retyped" in listed.output
