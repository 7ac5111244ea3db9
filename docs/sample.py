"""The record in the README: that of our own sample, cut short.

``python -m docs.sample`` enriches ``samples/restoration.txt`` and writes it between the lines
``<!-- sample -->`` and ``<!-- end of sample -->``.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from pipeline.article.decode import Limits, decode
from pipeline.enricher import Enricher
from pipeline.record import encode

ROOT = Path(__file__).parents[1]
PUBLISHED_MS = 1_705_665_600_000  # 2024-01-19 12:00 UTC, as the demo publishes it
_SAMPLE = re.compile(r"(?<=<!-- sample -->\n).*?(?=<!-- end of sample -->)", re.DOTALL)
_WIDTH = 116
_MORE = "…"


def cut_short(record: dict[str, Any]) -> dict[str, Any]:
    """Keep of each layer what shows best, and of each list its beginning."""
    events = record["events"]
    best = max(events, key=_telling)
    actors = {actor.get("entity") for actor in best["sources"] + best["targets"]}
    kept = {
        "entities": [entity for entity in record["entities"] if entity["id"] in actors] or record["entities"][:1],
        "locations": [
            place for place in record["locations"] if place["id"] == best.get("location", {}).get("location")
        ],
        "dates": [date for date in record["dates"] if date["id"] == best.get("date", {}).get("date")],
        "events": [best],
    }
    shown = {**record, **{layer: (held or record[layer][:1]) + [_MORE] for layer, held in kept.items()}}
    article = dict(record["article"])
    article["body"] = article["body"][:60].replace("\n", " ") + _MORE
    article["sha256"] = article["sha256"][:8] + _MORE
    shown["article"] = article
    return {key: _shorter(value) for key, value in shown.items()}


def _telling(event: dict[str, Any]) -> tuple[bool, int]:
    """How much of an event a reader would see: first of all who did it to whom."""
    known = {"date", "location", "attribution", "casualties"}
    return bool(event["sources"] and event["targets"]), len(set(event) & known)


def _shorter(value: Any) -> Any:  # noqa: ANN401 - JSON
    if isinstance(value, dict):
        lists = {"mentions", "references", "repeats", "aliases"}
        return {
            key: [*held[:1], _MORE] if key in lists and len(held) > 1 else _shorter(held) for key, held in value.items()
        }
    return [_shorter(held) for held in value] if isinstance(value, list) else value


def lay_out(value: Any, before: int = 0, indent: int = 0) -> str:  # noqa: ANN401 - JSON
    """Write JSON with each value on one line where it fits."""
    line = json.dumps(value, ensure_ascii=False)
    if len(line) + indent + before <= _WIDTH or not isinstance(value, dict | list):
        return "…" if value == _MORE else line.replace(f'"{_MORE}"', _MORE)
    if isinstance(value, dict):
        parts = [f'"{key}": {lay_out(held, len(key) + 4, indent + 2)}' for key, held in value.items()]
    else:
        parts = [lay_out(held, 0, indent + 2) for held in value]
    start, end = "{}" if isinstance(value, dict) else "[]"
    inside = " " * (indent + 2)
    return start + "\n" + ",\n".join(inside + part for part in parts) + "\n" + " " * indent + end


def main() -> None:
    """Write the sample's record into the README."""
    value = (ROOT / "samples" / "restoration.txt").read_bytes()
    article = decode(value, content_type="text/plain", timestamp_ms=PUBLISHED_MS, limits=Limits())
    record = json.loads(encode(Enricher.load().enrich_one(article)))
    shown = f"\n```json\n{lay_out(cut_short(record))}\n```\n\n"
    readme = ROOT / "README.md"
    readme.write_text(_SAMPLE.sub(lambda _: shown, readme.read_text()))


if __name__ == "__main__":
    main()
