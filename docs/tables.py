"""The tables in the documentation that the code knows best: settings, metrics, fields of a record, kinds of change.

``python -m docs.tables`` writes them between the lines ``<!-- table: NAME -->`` and
``<!-- end of table -->``; a test fails when they are stale.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from pydantic_core import PydanticUndefined

from pipeline.replay.comparison import RATES
from pipeline.schemas import record
from pipeline.settings import PREFIX, Settings
from pipeline.stage.metrics import Metrics

ROOT = Path(__file__).parents[1]
DOCUMENTS = tuple(ROOT / name for name in ("README.md", "docs/operators.md", "docs/records.md", "docs/replay.md"))
_TABLE = re.compile(r"(?<=<!-- table: )(\S+)( -->\n).*?(?=<!-- end of table -->)", re.DOTALL)

# What nearly every installation sets, in the order in which one asks for it.
_FIRST = (
    "bootstrap_servers", "input_topic", "output_topic", "dead_letter_topic", "group_id", "workers", "delivery",
    "http_port", "article_timeout",
)  # fmt: skip


def settings(names: Iterable[str]) -> str:
    """Make the table of settings."""
    rows = (
        (f"`{PREFIX}{name.upper()}`", _default(name), Settings.model_fields[name].description or "") for name in names
    )
    return _table(("setting", "default", "what it does"), rows)


def metrics() -> str:
    """Make the table of what ``/metrics`` exports."""
    rows = (
        (f"`{name}`", kind, ", ".join(f"`{label}`" for label in labels), meaning)
        for name, kind, labels, meaning in Metrics().families()
    )
    return _table(("metric", "kind", "labels", "meaning"), rows)


def fields() -> str:
    """Make the tables of the fields of a record, one for each kind of object, in reading order."""
    schema = record()
    kinds = {"Record": schema, **schema["$defs"]}
    return "\n".join(
        f"### {kind}\n\n{kinds[kind]['description']}\n\n{_table(('field', 'type', 'meaning'), _fields(kinds[kind]))}"
        for kind in _reading_order("Record", kinds)
    )


def kinds() -> str:
    """Make the table of what a threshold of ``diff`` can name."""
    return _table(("kind", "what it is"), ((f"`{name}`", meaning) for name, meaning in RATES.items()))


TABLES: dict[str, Callable[[], str]] = {
    "first-settings": lambda: settings(_FIRST),
    "settings": lambda: settings(Settings.model_fields),
    "metrics": metrics,
    "fields": fields,
    "kinds": kinds,
}


def with_tables(document: str) -> str:
    """Put every table into a document as the code knows it now."""
    return _TABLE.sub(lambda found: f"{found[1]}{found[2]}\n{TABLES[found[1]]()}\n", document)


def _default(name: str) -> str:
    value = Settings.model_fields[name].default
    if value is PydanticUndefined:
        return "the cores it may use"
    if value is None:
        return ""
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    return f"`{','.join(value)}`" if isinstance(value, tuple) else f"`{value}`"


def _fields(kind: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    for name, held in kind["properties"].items():
        mark = "" if name in kind["required"] else "?"
        yield f"`{name}`{mark}", _type(held), held["description"]


def _type(held: dict[str, Any]) -> str:
    if "$ref" in held:
        kind = held["$ref"].rpartition("/")[2]
        return f"[{kind}](#{kind.lower()})"
    if held.get("type") == "array":
        return f"list of {_type(held['items'])}"
    if "const" in held:
        return f"`{held['const']}`"
    if "enum" in held:
        return ", ".join(f"`{value}`" for value in held["enum"])
    if held.get("type") == "object":
        return "number by name"
    return str(held["type"])


def _reading_order(kind: str, kinds: dict[str, Any]) -> list[str]:
    """List the kinds as a reader meets them: first the object, then what its fields refer to."""
    order, waiting = [], [kind]
    while waiting:
        current = waiting.pop(0)
        if current not in order:
            order.append(current)
            held = (field.get("items", field) for field in kinds[current]["properties"].values())
            waiting += [field["$ref"].rpartition("/")[2] for field in held if "$ref" in field]
    return order


def _table(heading: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = (heading, ("---",) * len(heading), *rows)
    return "".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |\n" for line in lines)


if __name__ == "__main__":
    for path in DOCUMENTS:
        path.write_text(with_tables(path.read_text()))
