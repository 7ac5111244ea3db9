"""Which coded events are kept."""

from __future__ import annotations

from functools import cache

from pipeline.article import Article
from pipeline.enricher import Enricher
from pipeline.events.accepting import LEAST_AMONG_MANY, PARTS, load_acceptance, load_groups
from pipeline.events.learned import DIMENSIONS
from pipeline.record import Event

ARTICLE = (
    "Kenya's president met the Ugandan foreign minister in Nairobi on Friday. "
    "The bakery will offer free bread to its customers on Sunday. "
    "Police arrested three smugglers near the border. "
    "The club beat its neighbours and received a trophy. "
    "The town's band plays every week. "
    "A florist on the square sells roses. "
    "The lake was calm in the evening. "
    "Two boats came back before dark."
)


@cache
def enricher() -> Enricher:
    return Enricher.load()


def events(body: str) -> tuple[Event, ...]:
    return enricher().enrich_one(Article("a", body, published_at="2024-01-19")).events


def test_an_article_keeps_what_a_coder_would_and_leaves_out_daily_life() -> None:
    assert [event.type for event in events(ARTICLE)] == ["CONSULT", "COERCE"]


def test_every_event_of_an_article_is_as_probable_as_asked() -> None:
    found = events(ARTICLE)
    assert found
    assert all(event.confidence is not None and event.confidence >= LEAST_AMONG_MANY for event in found)


def test_the_weights_have_a_vector_for_each_part() -> None:
    acceptance = load_acceptance()
    assert acceptance is not None
    for weights in (acceptance.alone, acceptance.among_many):
        assert weights.dense.shape == (len(PARTS), DIMENSIONS)
        assert "bias" in weights.sparse


def test_every_group_of_actors_is_of_known_codes() -> None:
    assert {"GOV", "MIL", "REB", "NGO", "IGO"} <= set(load_groups())
