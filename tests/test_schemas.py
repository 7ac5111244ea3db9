import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from pipeline.schemas import DIALECT, ERROR_PREFIX, SCHEMAS, text
from pipeline.stage.dead_letter import DeadLetter

FOLDER = Path(__file__).parents[1] / "schemas"


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_committed_schema_is_the_one_that_the_code_makes(name: str) -> None:
    committed = (FOLDER / f"{name}.schema.json").read_text()
    assert committed == text(name), "stale: run python -m pipeline.schemas"


def test_no_other_schema_is_committed() -> None:
    assert {path.name for path in FOLDER.iterdir()} == {f"{name}.schema.json" for name in SCHEMAS}


@pytest.mark.parametrize("name", SCHEMAS)
def test_schemas_are_valid_and_know_no_null(name: str) -> None:
    schema = SCHEMAS[name]()
    assert schema["$schema"] == DIALECT
    Draft202012Validator.check_schema(schema)
    assert '"null"' not in text(name)
    assert '"default"' not in text(name)


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_property_is_described(name: str) -> None:
    schema = SCHEMAS[name]()
    for kind in (schema, *schema.get("$defs", {}).values()):
        assert [key for key, held in kind["properties"].items() if "description" not in held] == []


def test_an_article_needs_a_body_and_may_hold_more() -> None:
    validator = Draft202012Validator(SCHEMAS["article"]())
    assert validator.is_valid({"body": "x", "section": ["world"]})
    assert not validator.is_valid({"title": "x"})
    assert not validator.is_valid({"body": 7})


def test_a_record_with_a_field_that_we_do_not_know_is_no_record() -> None:
    schema: dict[str, Any] = SCHEMAS["record"]()
    assert schema["additionalProperties"] is False
    assert {"schema", "id", "article", "entities", "events", "event_types"} <= set(schema["required"])


def test_the_headers_of_a_dead_letter_fit_their_schema() -> None:
    letter = DeadLetter("invalid-utf8", "byte 7 is no UTF-8", "articles.raw", 3, 41)
    headers = {name: value.decode() for name, value in letter.headers()}
    assert all(name.startswith(ERROR_PREFIX) for name in headers)
    validator = Draft202012Validator({**SCHEMAS["dead-letter"](), "additionalProperties": False})
    assert [error.message for error in validator.iter_errors(headers)] == []
    assert not validator.is_valid({**headers, ERROR_PREFIX + "offset": "?"})


def test_schemas_are_indented_json() -> None:
    for name in SCHEMAS:
        assert json.loads(text(name)) == SCHEMAS[name]()
