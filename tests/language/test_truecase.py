"""Capitals to mixed case, character for character."""

from __future__ import annotations

import pytest

from pipeline.language.model import load_model
from pipeline.language.truecase import Truecaser, is_capitals

truecase = Truecaser(load_model().vocab)


@pytest.mark.parametrize(
    "text",
    [
        "Kenya and the UN sign a treaty in Nairobi",
        "The minister left the U.S. on Monday. He was late.",
        "Three soldiers were killed during clashes yesterday in Lima, the police said.",
        "The UK and the USA left NATO.",
        "Garcia met the delegates in Santa Elena on 30 December.",
        "“They attacked the embassy,” he said [in Spanish].",
    ],
)
def test_a_text_comes_back_from_its_capitals(text: str) -> None:
    assert truecase(text.upper()) == text


def test_a_word_that_nobody_knows_is_taken_for_a_name() -> None:
    assert truecase("REBELS LEFT QUEZALTEPELIQUE BEFORE NOON.") == "Rebels left Quezaltepelique before noon."


def test_text_in_mixed_case_is_left_alone() -> None:
    assert truecase("Kenya left the UN.") == "Kenya left the UN."
    assert not is_capitals("U.S.")


@pytest.mark.parametrize(
    "text", ["", "İSTANBUL İÇİN SON HABERLER", "STRASSE ẞ ǅ ŉ SEHR GROSS", "123 !!! ABCDE", "A-B-C D'E F.G."]
)
def test_the_length_stays(text: str) -> None:
    assert len(truecase(text)) == len(text)
    assert truecase(text).lower() == text.lower()
