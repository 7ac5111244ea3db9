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
    ],
)
def test_what_is_told_in_the_words_of_violence_is_none(sentence: str) -> None:
    assert code(sentence) == ()


def test_violence_with_a_vehicle_stays() -> None:
    assert [event.type for event in code("Two soldiers were killed when militants attacked a bus.")] == ["ASSAULT"]


def test_every_guard_has_words() -> None:
    assert set(load_guards()) == {"accident", "animal", "sport", "violence"}
    assert all(load_guards().values())
