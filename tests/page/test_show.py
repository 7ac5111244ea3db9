"""``dateline show --html`` writes the page of a record or an article."""

import json
from collections.abc import Callable
from pathlib import Path

from typer.testing import CliRunner

from pipeline.cli import app
from tests.page.browser import Tab
from tests.page.pages import record, single

Show = Callable[..., Tab]


def test_a_record_becomes_a_page_in_a_file_or_on_standard_output(tmp_path: Path) -> None:
    records, page = tmp_path / "records.jsonl", tmp_path / "page.html"
    records.write_text(json.dumps(record("one")) + "\n" + json.dumps(record("two", title="Second")) + "\n")
    written = CliRunner().invoke(app, ["show", str(records), "-n", "2", "--html", "-o", str(page)])
    assert (written.exit_code, written.output) == (0, "")
    printed = CliRunner().invoke(app, ["show", str(records), "-n", "2", "--html"])
    assert printed.stdout_bytes == page.read_bytes()
    assert "<title>Second</title>" in printed.stdout


def test_an_article_becomes_a_page_too(tmp_path: Path) -> None:
    article, page = tmp_path / "article.txt", tmp_path / "page.html"
    article.write_text("Norway's foreign minister met rebels in Geneva on Friday.")
    ended = CliRunner().invoke(app, ["show", str(article), "--html", "-o", str(page), "--published-at", "2024-05-05"])
    assert ended.exit_code == 0, ended.output
    assert '"search":"Norway\'s foreign minister met rebels in Geneva on Friday."' in page.read_text()


def test_a_file_that_cannot_be_written_and_a_file_without_page_are_errors(tmp_path: Path) -> None:
    records = tmp_path / "records.jsonl"
    records.write_text(json.dumps(record()))
    ended = CliRunner().invoke(app, ["show", str(records), "--html", "-o", str(tmp_path / "no" / "page.html")])
    assert (ended.exit_code, "No such file" in ended.output) == (1, True)
    ended = CliRunner().invoke(app, ["show", str(records), "-o", str(tmp_path / "page.html")])
    assert (ended.exit_code, "goes with --html" in ended.output) == (2, True)


def test_a_single_record_needs_no_list_and_its_headline_stands_once(shown: Show) -> None:
    tab = shown(single(record()))
    assert tab.run("document.querySelector('#articles').checkVisibility()") is False
    headings = "[...document.querySelectorAll('h1, .headline')].filter(e => e.getBoundingClientRect().width > 1).map(e => e.textContent)"
    assert tab.run(headings) == ["Envoys meet"]
