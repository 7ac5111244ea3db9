import io
from typing import Any

import pytest
from rich.console import Console

from pipeline.cli.rendering import render


def mention(text: str, start: int, field: str = "body") -> dict[str, Any]:
    return {"field": field, "start": start, "end": start + len(text), "text": text}


@pytest.fixture
def record() -> dict[str, Any]:
    body = "Talks in Geneva on Friday [sic] \x1b[31mfailed, Mira Olden said."
    return {
        "schema": "dateline.record/1",
        "id": "1",
        "article": {"id": "1", "title": "Talks fail", "body": body, "language": "en", "published_at": "2024-05-05",
                    "published_at_basis": "message", "characters": len(body), "sha256": "0"},
        "entities": [{"id": "E1", "type": "PERSON", "name": "Mira Olden", "mentions": [mention("Mira Olden", 45)]}],
        "locations": [{"id": "L1", "name": "Geneva", "latitude": 46.2022, "longitude": 6.1457, "country": "CH",
                       "mentions": [mention("Geneva", 9)], "confidence": 0.5}],
        "dates": [{"id": "D1", "type": "DATE", "mention": mention("Friday", 19), "value": "2024-05-03"}],
        "events": [{"id": "V1", "type": "CONSULT", "cameo": "046", "quad_class": 1, "goldstein": 7.0,
                    "trigger": mention("Talks", 0), "sentence": {"field": "body", "start": 0, "end": 62},
                    "status": "planned", "negated": True, "rule": "consult.tsv:7",
                    "sources": [{"entity": "E1", "mention": mention("Mira Olden", 45), "sector": "GOV"}],
                    "targets": [], "location": {"basis": "stated", "location": "L1"},
                    "casualties": {"killed": {"low": 3, "high": 3}}}],
        "event_types": {"CONSULT": 1},
        "produced_by": {"dateline": "0", "model": "m", "lexicon": "l", "gazetteer": "g"},
    }  # fmt: skip


def shown(record: dict[str, Any]) -> str:
    out = io.StringIO()
    Console(file=out, width=120, force_terminal=False).print(render(record))
    return out.getvalue()


def test_a_record_shows_who_what_where_and_when(record: dict[str, Any]) -> None:
    text = shown(record)
    for part in ("Talks fail", "2024-05-05 (time of the message)", "CONSULT", "CAMEO 046", "not planned", "killed: 3", "consult.tsv:7",
                 "Mira Olden GOV", "46.2022, 6.1457", "50%", "2024-05-03"):  # fmt: skip
        assert part in text


def test_foreign_text_neither_steers_the_terminal_nor_is_taken_for_markup(record: dict[str, Any]) -> None:
    record["entities"][0]["name"] = "[bold]Olden[/bold]\x07"
    text = shown(record)
    assert "\x1b" not in text
    assert "\x07" not in text
    assert "[sic]" in text
    assert "[bold]Olden[/bold]" in text


def test_a_record_without_text_or_finds_is_still_shown(record: dict[str, Any]) -> None:
    for layer in ("entities", "locations", "dates", "events"):
        record[layer] = []
    del record["article"]["body"], record["article"]["title"]
    text = shown(record)
    assert "no title" in text
    assert "Who" not in text


def test_mentions_are_marked_where_they_stand(record: dict[str, Any]) -> None:
    out = io.StringIO()
    Console(file=out, width=120, force_terminal=True, color_system="standard").print(render(record))
    assert "\x1b[1;34mGeneva\x1b[0m" in out.getvalue()
    assert "\x1b[1;33mFriday\x1b[0m" in out.getvalue()
