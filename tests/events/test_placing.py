"""Where an event happened: which of the places that its sentence names, or none."""

from __future__ import annotations

from functools import cache

import pytest

from pipeline.article import Article
from pipeline.enricher import Enricher
from pipeline.events.placing import load_measures, load_weights


@cache
def enricher() -> Enricher:
    return Enricher.load()


def places(body: str) -> dict[str, str | None]:
    """The place of each event, by its trigger."""
    record = enricher().enrich_one(Article("a", body, published_at="2024-01-19"))
    where = ((event.trigger.text, event.location and event.location.mention) for event in record.events)
    return {trigger: mention.text if mention else None for trigger, mention in where}


@pytest.mark.parametrize(
    ("body", "trigger", "place"),
    [
        ("Russian missiles hit a school in Kharkiv, the governor said in Kyiv.", "hit", "Kharkiv"),
        (
            "Eleven officers were killed in an attack in the town of Rask, in Sistan and Baluchestan.",
            "killed in … attack",
            "Rask",
        ),
        ("The ministers of Kenya and Uganda met in Nairobi on Friday.", "met", "Nairobi"),
        ("Rebels shelled the village of Adwarta from the hills above it.", "shelled", "Adwarta"),
        ("Germany condemned the government of Belarus.", "condemned", None),
        ("Protesters marched on Friday.", "marched", None),
        ("In Mallawi, 260 kilometres south of Cairo, gunmen shot dead a guard.", "shot dead", "Mallawi"),
        ("Soldiers shot dead two men in the West Bank town of Tulkarm.", "shot dead", "Tulkarm"),
    ],
)
def test_the_place_is_the_one_that_the_event_hangs_on(body: str, trigger: str, place: str | None) -> None:
    assert places(body)[trigger] == place


def test_the_measures_of_places_are_single_lower_case_words() -> None:
    measures = load_measures()
    assert {"south", "kilometres"} <= measures
    assert all(word and word == word.lower().strip() and " " not in word for word in measures)


def test_the_weights_have_a_bias_and_are_finite() -> None:
    weights = load_weights()
    assert "bias" in weights
    assert all(abs(weight) < 10 for weight in weights.values())


def test_a_place_told_before_is_meant_by_its_kind() -> None:
    told = "The rebels attacked a police station in Goma on Monday. On Tuesday gunmen killed an officer in the city."
    assert places(told) == {"attacked": "Goma", "killed": "city"}
    (_, killed) = enricher().enrich_one(Article("a", told, published_at="2024-01-19")).events
    assert killed.location is not None
    assert killed.location.basis == "context"
    assert killed.location.location == "L1"
