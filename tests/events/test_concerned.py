"""Who is the target where the frame of the trigger names none: with the lexicon of the package."""

from __future__ import annotations

from functools import cache

import pytest

from pipeline.article import Article
from pipeline.enricher import Enricher
from pipeline.record import Event
from tests.events.coding_of import names


@cache
def enricher() -> Enricher:
    return Enricher.load()


def first(sentence: str) -> Event:
    return enricher().enrich_one(Article("a", sentence, language="en")).events[0]


@pytest.mark.parametrize(
    ("sentence", "targets"),
    [
        ("Norway refused to allow the ship to enter its waters.", ["ship"]),
        ("Kenya rejected an appeal lodged by Somalia.", ["Somalia"]),
        ("The army threatened to attack unless Sweden withdrew its troops.", ["Sweden"]),
        ("Prosecutors are investigating alleged crimes by the militia against villagers.", ["militia"]),
        ("Students held a protest outside the Turkish embassy.", ["Turkish embassy"]),
        ("The minister condemned the verdict on behalf of the party.", ["verdict"]),
    ],
)
def test_a_target_may_stand_further_off(sentence: str, targets: list[str]) -> None:
    assert names(first(sentence).targets) == targets


def test_own_troops_are_no_target() -> None:
    assert names(first("Egypt mobilised its army for a war against Libya.").targets) == ["Libya"]


def test_the_own_ambassador_is_no_target() -> None:
    assert names(first("Kenya recalled its ambassador from Ethiopia.").targets) == ["Ethiopia"]
    assert names(first("Kenya condemned the verdict and recalled its ambassador.").targets) == ["verdict"]
