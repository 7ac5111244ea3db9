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


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("LAS VEGAS, Sept 25 (Reuters) - A boxer", "Las Vegas, Sept 25 (Reuters) - A boxer"),
        ("RIO DE JANEIRO - Brazil", "Rio de Janeiro - Brazil"),
        ("NATO, Russia agree on talks", "NATO, Russia agree on talks"),
        ("REBELS ATTACK GOMA\n\nRebels attacked Goma.", "Rebels attack Goma\n\nRebels attacked Goma."),
        ("He read: THE GOVERNMENT WILL NOT NEGOTIATE NOW, and left.", "He read: The government will not negotiate now, and left."),
        ("PEACE DEAL - PAKISTAN AND NEW ZEALAND MEET . The", "Peace deal - Pakistan and New Zealand meet . The"),
        ("REBELS SEEN IN NEW YORK AND WEST BANK TOWNS", "Rebels seen in New York and West Bank towns"),
        ("GSTAAD , Switzerland 1997-07-05 The draw", "Gstaad , Switzerland 1997-07-05 The draw"),
        ("Men of KDP, PUK, PKK, KDPI, YPG and ANC met.", "Men of KDP, PUK, PKK, KDPI, YPG and ANC met."),
    ],
)  # fmt: skip
def test_headlines_and_datelines_in_a_mixed_text_are_read_in_mixed_case(text: str, read: str) -> None:
    assert truecase(text) == read


@pytest.mark.timeout(60)
@pytest.mark.parametrize("piece", ["\n", "A b\n", "ABC\n", " ", "A", "A-", "12 "])
def test_a_long_text_of_little_takes_time_in_proportion(piece: str) -> None:
    text = piece * 300_000 + "end"
    assert truecase(text).lower() == text.lower()
