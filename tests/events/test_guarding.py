"""Accidents, disasters and sport are no violence."""

import pytest

from pipeline.events.guarding import load_guards
from tests.events.coding_of import code


@pytest.mark.parametrize(
    "sentence",
    [
        "Three workers were killed when a crane collapsed at a building site.",
        "A ferry sank off the coast, killing 30 people.",
        "The drug attacks cancer cells.",
        "The team attacked again in the final and scored a goal.",
        "Cholera has killed 600 people on the island.",
        "A shark attacked a swimmer off the cape.",
        "The striker rejected a move abroad.",
        "The earthquake struck before dawn. At least 40 people were killed. Hundreds were injured.",
        "The quake struck at night. Thousands were killed and hundreds injured.",
        "A train derailed near the port. It was raining. Nine people died and 30 were injured.",
        "Tropical Storm Agatha killed 150 people in Guatemala.",
        "Cyclone Idai struck the port of Beira and killed hundreds.",
        "The Camp Fire killed 85 people in California.",
        "A navy helicopter crashed off the cape, killing four sailors.",
        "A bus was hit by a lorry, police said.",
        "The Lakers attacked the Clippers and won 122-98.",
        "A man killed his wife and their two children.",
    ],
)
def test_what_is_told_in_the_words_of_violence_is_none(sentence: str) -> None:
    assert code(sentence) == ()


def test_family_of_those_with_arms_or_office_is_violence() -> None:
    assert [event.type for event in code("Militants killed the mayor and his wife.")] == ["ASSAULT"]
    assert [event.type for event in code("Soldiers killed his two brothers.")] == ["ASSAULT"]


def test_violence_with_a_vehicle_stays() -> None:
    assert [event.type for event in code("Two soldiers were killed when militants attacked a bus.")] == ["ASSAULT"]


def test_harm_in_the_story_of_an_attack_stays() -> None:
    events = code("A bomb exploded in the market during the storm. At least 40 people were killed.")
    assert {event.type for event in events} == {"ASSAULT"}


def test_what_a_private_person_does_to_a_public_body_stays() -> None:
    events = code("The singer accused the police. The actress accused the singer.")
    assert [event.targets[0].mention.text for event in events] == ["police"]


def test_every_guard_has_words() -> None:
    assert set(load_guards()) == {
        "accident", "animal", "deed", "disaster", "fire", "kin", "nature", "private", "sport", "storm", "vehicle",
        "violence", "win", "wreck",
    }  # fmt: skip
    assert all(load_guards().values())
