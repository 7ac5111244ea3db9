"""What holds for every record, whatever the article: the schema, the offsets, the references."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from pipeline.article import Article
from pipeline.enricher import Enricher
from pipeline.layers import EnricherSettings
from pipeline.record import (
    Actor,
    ArticleOfRecord,
    Entity,
    Event,
    EventDate,
    Location,
    Mention,
    ProducedBy,
    Record,
    Span,
    encode,
)
from pipeline.schemas import SCHEMAS

JsonObject = dict[str, Any]

NEWS = (
    "PORT LOUIS (Reuters) — Foreign Minister Ilse Brandvold met her Kenyan counterpart in Nairobi on Tuesday.",
    "Rebels shelled the town of Goma on Jan. 16, killing at least 11 people, the army said.",
    "“We will not attend,” Norway’s envoy told reporters – and he accused Sweden of spying.",
    "France and Germany agreed on 3 May 2021 to send aid to the Republic of Chad.",
    "Thousands protested in São Paulo last week against the planned sanctions.",
    "NATO threatened to withdraw from talks with the U.N. unless Turkey signs.",
)
# All of Unicode but surrogates, which no UTF-8 holds.
ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
PIECES = st.lists(st.one_of(st.sampled_from(NEWS), ANY_TEXT), min_size=1, max_size=6)
BODIES = st.builds(str.join, st.sampled_from(["", " ", "\n", "\n\n", "\u2028", "\U0001f5de"]), PIECES)
PUBLISHED = st.sampled_from([None, "2024-02-29", "0001-01-01", "9999-12-31T23:59:59Z"])


@cache
def validator() -> Draft202012Validator:
    return Draft202012Validator(SCHEMAS["record"]())


@pytest.fixture(scope="module")
def enricher() -> Enricher:
    return Enricher.load()


def spans(value: Any) -> Iterator[JsonObject]:
    """Every object of a record that points at text."""
    if isinstance(value, dict):
        if {"field", "start", "end"} <= set(value):
            yield value
        for held in value.values():
            yield from spans(held)
    elif isinstance(value, list):
        for held in value:
            yield from spans(held)


def check(record: JsonObject) -> None:
    """Assert what holds for every record that carries its text."""
    assert [error.message for error in validator().iter_errors(record)] == []
    for span in spans(record):
        text = record["article"][span["field"]]
        assert 0 <= span["start"] <= span["end"] <= len(text)
        found = text[span["start"] : span["end"]]
        if "text" in span:
            # A trigger of several stretches names them all, and stands where its head does.
            assert found == span["text"] or (" … " in span["text"] and found in span["text"].split(" … "))
    check_references(record)


def check_references(record: JsonObject) -> None:
    ids = {layer: [found["id"] for found in record[layer]] for layer in ("entities", "locations", "dates", "events")}
    for layer, letter in (("entities", "E"), ("locations", "L"), ("dates", "D"), ("events", "V")):
        assert ids[layer] == [f"{letter}{number}" for number in range(1, len(ids[layer]) + 1)]
    for location in record["locations"]:
        assert location.get("entity", "E1") in [*ids["entities"], "E1"]
    for event in record["events"]:
        for actor in (*event["sources"], *event["targets"], event.get("attribution", {})):
            assert "entity" not in actor or actor["entity"] in ids["entities"]
        assert event.get("date", {}).get("date") in [None, *ids["dates"]]
        assert event.get("location", {}).get("location") in [None, *ids["locations"]]
    assert sum(record["event_types"].values()) == len(record["events"])


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)
@given(body=BODIES, title=st.none() | ANY_TEXT | st.sampled_from(NEWS), published_at=PUBLISHED)
def test_every_record_fits_the_schema_and_its_mentions_the_text(
    enricher: Enricher, body: str, title: str | None, published_at: str | None
) -> None:
    article = Article(id="1", body=body, title=title, language="en", published_at=published_at)
    encoded = encode(enricher.enrich_one(article))
    record = json.loads(encoded)
    assert (record["article"]["body"], record["article"].get("title")) == (body, title)
    check(record)


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)
@given(body=BODIES)
def test_the_same_article_gives_the_same_bytes(enricher: Enricher, body: str) -> None:
    article = Article(id="1", body=body, language="en", published_at="2024-01-19")
    assert encode(enricher.enrich_one(article)) == encode(enricher.enrich_one(article))


def test_news_gives_finds_in_every_layer(enricher: Enricher) -> None:
    """So that the properties above speak of something."""
    article = Article(id="1", body="\n\n".join(NEWS), language="en", published_at="2024-01-19")
    record = json.loads(encode(enricher.enrich_one(article)))
    check(record)
    assert all(record[layer] for layer in ("entities", "locations", "dates", "events"))


def test_another_language_gives_a_record_with_empty_layers(enricher: Enricher) -> None:
    record = json.loads(
        encode(enricher.enrich_one(Article(id="1", body="Der Minister reiste nach Genf.", language="de")))
    )
    check(record)
    assert record["article"]["language"] == "de"
    assert [record[layer] for layer in ("entities", "locations", "dates", "events")] == [[], [], [], []]


def test_without_its_text_a_record_still_fits_the_schema() -> None:
    enricher = Enricher.load(EnricherSettings(layers=(), include_text=False))
    record = json.loads(encode(enricher.enrich_one(Article(id="1", body=NEWS[0], title="T", language="en"))))
    assert [error.message for error in validator().iter_errors(record)] == []
    assert "body" not in record["article"]
    assert "title" not in record["article"]
    assert record["article"]["characters"] == len(NEWS[0])


def full_record() -> Record:
    mention = Mention("body", 0, 3, "Ölf")
    return Record(
        id="1",
        article=ArticleOfRecord("1", "none", 3, "0" * 64, body="Ölf"),
        entities=(Entity("E1", "GPE", "Ölf", (mention,)),),
        locations=(Location("L1", "Ölf", 1.0, 2.5, (mention,)),),
        events=(
            Event("V1", "AID", "070", 2, 7.0, mention, Span("body", 0, 3), "actual", negated=False,
                  sources=(Actor(mention, "E1"),), date=EventDate("2024", "stated")),
        ),
        event_types={"AID": 1},
        produced_by=ProducedBy("0", "m", "l", "g"),
    )  # fmt: skip


def test_what_is_unknown_is_left_out_and_layers_are_kept() -> None:
    record = json.loads(encode(full_record()))
    assert record["dates"] == []
    assert record["events"][0]["targets"] == []
    assert not {"country", "aliases", "references"} & set(record["entities"][0])
    assert "casualties" not in record["events"][0]
    assert b"null" not in encode(full_record())
    check(record)


def test_the_bytes_of_a_record_are_one_line_of_utf_8_in_the_order_of_the_fields() -> None:
    encoded = encode(full_record())
    assert b"\n" not in encoded
    assert '"Ölf"'.encode() in encoded
    assert list(json.loads(encoded))[:4] == ["schema", "id", "article", "entities"]
