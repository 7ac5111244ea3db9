"""The dates of events beside times that only say how long, with all layers."""

from __future__ import annotations

from functools import cache

import pytest

from pipeline.article import Article
from pipeline.enricher import Enricher


@cache
def enricher() -> Enricher:
    return Enricher.load()


@pytest.mark.parametrize(
    ("text", "kind", "date"),
    [
        ("Students protested for weeks against the president.", "PROTEST", "2024-05-03"),
        (
            "The minister visited Ankara on Thursday. A few hours earlier rebels attacked a base.",
            "ASSAULT",
            "2024-05-02",
        ),
        ("In recent years the group has attacked villages.", "ASSAULT", None),
    ],
)
def test_how_long_takes_no_day_away_and_some_time_does(text: str, kind: str, date: str | None) -> None:
    article = Article("a", text, language="en", published_at="2024-05-03T12:00:00Z")
    event = next(event for event in enricher().enrich_one(article).events if event.type == kind)
    assert (event.date.value if event.date else None) == date
