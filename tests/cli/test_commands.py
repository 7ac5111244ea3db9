import json
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from pipeline.cli import app
from pipeline.events import LexiconError

COMMANDS = [command.callback.__name__ for command in app.registered_commands if command.callback]


def dateline(*arguments: str, **environ: str) -> Result:
    return CliRunner().invoke(app, list(arguments), env={"COLUMNS": "200", **environ})


@pytest.mark.parametrize("command", COMMANDS)
def test_the_help_of_every_command_shows_an_example(command: str) -> None:
    help_text = dateline(command, "--help")
    assert help_text.exit_code == 0
    example = help_text.output.partition("Example: ")[2]
    assert f"dateline {command}" in example


def test_the_fixed_commands_are_there() -> None:
    assert {"run", "enrich", "show", "check", "schema", "sandbox", "capture", "load"} <= set(COMMANDS)


@pytest.mark.parametrize("name", ["article", "record", "dead-letter"])
def test_schema_prints_what_is_committed(name: str) -> None:
    committed = Path(__file__).parents[2] / "schemas" / f"{name}.schema.json"
    assert dateline("schema", name).output == committed.read_text()


@pytest.mark.parametrize("command", ["run", "enrich", "check", "sandbox"])
def test_settings_that_cannot_be_used_end_a_command_at_once(command: str) -> None:
    ended = dateline(command, DATELINE_WORKER="2")
    assert ended.exit_code == 2
    assert "did you mean DATELINE_WORKERS?" in ended.output


def test_help_loads_neither_model_nor_kafka() -> None:
    heavy = ("spacy", "kafka", "numpy", "pydantic", "rich.table")
    code = f"import sys, pipeline.cli; print([name for name in {heavy} if name in sys.modules])"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert loaded.stdout.strip() == "[]"


def test_check_says_what_is_wrong_and_what_to_do() -> None:
    ended = dateline("check", DATELINE_BOOTSTRAP_SERVERS="127.0.0.1:1", DATELINE_SASL_PASSWORD_FILE="/nowhere/password")
    assert ended.exit_code == 1
    assert "✓ settings" in ended.output
    assert "✗ broker: 127.0.0.1:1" in ended.output
    assert "✗ sasl_password_file: /nowhere/password: No such file" in ended.output
    assert "DATELINE_BOOTSTRAP_SERVERS" in ended.output


def test_show_refuses_what_is_not_there(tmp_path: Path) -> None:
    assert "no such file" in dateline("show", str(tmp_path / "a.json")).output
    (tmp_path / "a.jsonl").write_text("{}\n")
    ended = dateline("show", "--number", "2", str(tmp_path / "a.jsonl"))
    assert (ended.exit_code, "there is no number 2" in ended.output) == (1, True)


def test_show_takes_a_record_without_loading_the_model(tmp_path: Path) -> None:
    record = {
        "schema": "dateline.record/1", "id": "1", "event_types": {}, "produced_by": {"dateline": "0.1.0"},
        "article": {"id": "1", "title": "A day without news", "published_at_basis": "none"},
        "entities": [], "locations": [], "dates": [], "events": [],
    }  # fmt: skip
    path = tmp_path / "records.jsonl"
    path.write_text(json.dumps(record) + "\n")
    # The gazetteer does not exist: enriching anything would fail.
    ended = dateline("show", str(path), DATELINE_GAZETTEER="/nowhere")
    assert ended.exit_code == 0
    assert "A day without news" in ended.output


def test_a_gazetteer_that_is_missing_is_told_in_one_line_with_what_to_do() -> None:
    sample = Path(__file__).parents[2] / "samples" / "ninjs.json"
    shown = dateline("show", str(sample), DATELINE_GAZETTEER="/nowhere")
    assert shown.exit_code == 1
    assert len(shown.output.splitlines()) == 1
    assert "no gazetteer at /nowhere" in shown.output
    assert "python -m pipeline.places.build" in shown.output
    checked = dateline("check", DATELINE_GAZETTEER="/nowhere", DATELINE_BOOTSTRAP_SERVERS="127.0.0.1:1")
    assert "look at DATELINE_GAZETTEER" in checked.output


def test_a_wrong_line_of_the_lexicon_is_told_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise LexiconError("aid.tsv:3: unknown type 'AIDD'; did you mean 'AID'?")

    monkeypatch.setattr("pipeline.enricher.EventStep.load", fail)
    sample = Path(__file__).parents[2] / "samples" / "ninjs.json"
    assert dateline("show", str(sample)).output.splitlines() == ["aid.tsv:3: unknown type 'AIDD'; did you mean 'AID'?"]
    checked = dateline("check", DATELINE_BOOTSTRAP_SERVERS="127.0.0.1:1").output
    assert "mend this line" in checked
    assert "DATELINE_GAZETTEER" not in checked


def test_a_wrong_line_of_another_table_is_told_in_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    table = tmp_path / "words.tsv"
    table.write_text("kind\tword\tvalue\nmonth\tmay\n", "utf-8")
    monkeypatch.setattr("pipeline.dates.words._TABLE", table)
    sample = Path(__file__).parents[2] / "samples" / "ninjs.json"
    (shown,) = dateline("show", str(sample)).output.splitlines()
    assert "words.tsv, line 2: expected 3 cells" in shown
    assert "mend this line" in dateline("check", DATELINE_BOOTSTRAP_SERVERS="127.0.0.1:1").output
