"""JSON Schemas of the article, the record and the dead letter, made from their dataclasses.

``python -m pipeline.schemas`` writes them into ``schemas/``. Absent means unknown: a
property that may be absent is optional, and never null.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from pydantic import ConfigDict, TypeAdapter

from pipeline.record import ALWAYS_PRESENT, Record

DIALECT = "https://json-schema.org/draft/2020-12/schema"
ERROR_PREFIX = "dateline-error-"
"""Before the names of the headers that say why a message is a dead letter."""
Schema = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Envelope:
    """Dateline's own JSON for an article. Fields that are not listed here are ignored."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(use_attribute_docstrings=True)

    body: str
    """The text, plain or HTML."""
    id: str | None = None
    """The article's id; without it, a hash of the url, or of the body."""
    url: str | None = None
    """Where the article was published."""
    source: str | None = None
    """Name or host of the outlet."""
    title: str | None = None
    """The headline."""
    language: str | None = None
    """Language of the text, such as en; without it, the text tells."""
    published_at: str | None = None
    """ISO 8601 time, or date alone; without it, the timestamp of the message."""


def article() -> Schema:
    """Make the schema of our own envelope of an article."""
    schema = _closed(TypeAdapter(Envelope).json_schema(), "An article", "urn:dateline:schema:article:1")
    return _optional(schema)


def record() -> Schema:
    """Make the schema of a record."""
    schema = _closed(TypeAdapter(Record).json_schema(), "A record", "urn:dateline:schema:record:1")
    return _optional(schema, ALWAYS_PRESENT | {"schema"})


def dead_letter() -> Schema:
    """Make the schema of the headers that a dead letter carries behind the original ones, as an object of texts."""
    from pipeline.stage.dead_letter import DeadLetter  # noqa: PLC0415 - the core has no Kafka

    schema = _closed(
        TypeAdapter(DeadLetter).json_schema(), "Headers of a dead letter", "urn:dateline:schema:dead-letter:1"
    )
    schema = _optional(schema)
    schema["properties"] = {
        ERROR_PREFIX + name.replace("_", "-"): _as_text(property_) for name, property_ in schema["properties"].items()
    }
    schema["required"] = [ERROR_PREFIX + name.replace("_", "-") for name in schema["required"]]
    # The original headers stand beside ours.
    schema["additionalProperties"] = True
    return schema


SCHEMAS: Mapping[str, Callable[[], Schema]] = {"article": article, "record": record, "dead-letter": dead_letter}


def text(name: str) -> str:
    """Write one schema as it stands in ``schemas/``."""
    return json.dumps(SCHEMAS[name](), indent=2, ensure_ascii=False) + "\n"


def _closed(generated: Schema, title: str, identity: str) -> Schema:
    return {"$schema": DIALECT, "$id": identity, **generated, "title": title}


def _optional(schema: Schema, always: frozenset[str] | set[str] = frozenset()) -> Schema:
    """Drop null, defaults and generated titles; what is written even when empty is required."""
    for kind in (schema, *schema.get("$defs", {}).values()):
        properties = kind.get("properties", {})
        for name, property_ in properties.items():
            properties[name] = _without_null(property_)
        required = set(kind.get("required", ())) | (always & set(properties))
        kind["required"] = [name for name in properties if name in required]
        if kind is not schema:
            kind.pop("title", None)
    return schema


def _without_null(property_: Schema) -> Schema:
    kept = {key: value for key, value in property_.items() if key not in ("default", "title")}
    if choices := kept.pop("anyOf", None):
        (only,) = (choice for choice in choices if choice != {"type": "null"})
        kept |= only
    if kept.get("items", {}).get("title"):
        del kept["items"]["title"]
    return kept


def _as_text(property_: Schema) -> Schema:
    number = {"pattern": "^[0-9]+$"} if property_["type"] == "integer" else {}
    return {**property_, "type": "string", **number}


def write(folder: Path) -> None:
    """Write every schema into a folder."""
    folder.mkdir(exist_ok=True)
    for name in SCHEMAS:
        (folder / f"{name}.schema.json").write_text(text(name))


if __name__ == "__main__":
    write(Path(__file__).parents[1] / "schemas")
