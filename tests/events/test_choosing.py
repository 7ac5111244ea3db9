"""Which event of a sentence comes first, what it becomes, and whom it is done to, with the lexicon and the weights."""

from functools import cache

import pytest

from pipeline.article import Article
from pipeline.entities import EntityStep
from pipeline.events.step import EventStep
from pipeline.language.parsed import Analysis
from pipeline.record import Event
from tests.events.coding_of import names, parser


@cache
def steps() -> tuple[EntityStep, EventStep]:
    return EntityStep.load(), EventStep.load()


def first(body: str) -> Event:
    entities, events = steps()
    article = Article("a", body)
    return events(entities(Analysis(article, parser().parse([article])[0]))).events[0]


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("After a meeting in Cairo, Jordan condemned Iran.", "ACCUSE"),
        ("Hungary says it will not accept asylum seekers.", "REJECT"),
        ("The president ordered an investigation into the army.", "ACCUSE"),
        ("Norway reiterated that Sudan must release the prisoners.", "REQUEST"),
        ("Workers staged demonstrations in Lagos to demand reforms by the government.", "PROTEST"),
    ],
)
def test_the_main_event_of_a_sentence(sentence: str, kind: str) -> None:
    assert first(sentence).type == kind


@pytest.mark.parametrize(
    ("sentence", "target"),
    [
        ("Chile freed dozens of Peruvian prisoners.", "dozens of Peruvian prisoners"),
        ("Greece rejected Turkey's proposal.", "Turkey"),
        ("Sweden summoned the Russian ambassador.", "Russian ambassador"),
        ("Denmark and Norway agreed to share fishing grounds.", "Norway"),
    ],
)
def test_whom_it_is_done_to(sentence: str, target: str) -> None:
    assert target in names(first(sentence).targets)


def test_what_is_done_to_animals_is_no_violence() -> None:
    entities, events = steps()
    article = Article("a", "Farmers slaughtered thousands of infected birds.")
    found = events(entities(Analysis(article, parser().parse([article])[0]))).events
    assert not [event for event in found if event.type == "ASSAULT"]


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("London froze the aid to the junta.", "SANCTION"),
        ("Moscow blocked the website of the opposition.", "COERCE"),
        ("The authorities have rounded up dozens of separatists.", "COERCE"),
        ("A detainee died as a result of torture in the capital.", "ASSAULT"),
        ("The president called his Polish counterpart to apologize for the raid.", "CONSULT"),
    ],
)
def test_a_name_acts_as_its_office_does_and_a_preposition_far_below_decides_nothing(sentence: str, kind: str) -> None:
    assert first(sentence).type == kind


def test_what_two_states_say_to_each_other_is_diplomacy() -> None:
    assert "diplomatic" in first("Norway rejected the proposal by Iran.").contexts
    assert "diplomatic" not in first("The ministry rejected the proposal by the miners.").contexts


def test_a_code_made_more_exact_brings_its_mode() -> None:
    event = first("A suicide bomber killed two guards at the gate.")
    assert (event.cameo, event.mode) == ("1831", "suicide-attack")


def all_of(body: str) -> tuple[Event, ...]:
    entities, events = steps()
    article = Article("a", body)
    return events(entities(Analysis(article, parser().parse([article])[0]))).events


def test_what_a_meeting_is_for_is_no_second_meeting() -> None:
    assert [e.type for e in all_of("The premier held a meeting with the generals to discuss the raid.")] == ["CONSULT"]


def test_different_promises_stay_two() -> None:
    events = all_of("Ghana pledged to send aid to Togo. Ghana agreed to hold talks with Togo.")
    assert [event.type for event in events] == ["AGREE", "AGREE"]


def test_a_definite_noun_means_the_deed_told_before() -> None:
    (event,) = all_of("Turkish forces attacked rebels in Syria. The attack was carried out at dawn.")
    assert names(event.sources) == ["Turkish forces"]
    assert len(event.repeats) == 1
