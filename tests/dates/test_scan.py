"""The scan: a form is found wherever it stands, although it is tried at few words."""

from __future__ import annotations

import pytest

from pipeline.dates.patterns import compile_forms
from pipeline.dates.scan import Scanner
from pipeline.dates.words import Words
from tests.dates.test_gold import judgements

WORDS = Words.load()
FORMS = compile_forms(WORDS)
SCANNER = Scanner(FORMS, WORDS)


def test_what_any_form_finds_in_the_judged_sentences_is_found() -> None:
    for sentence in {one.sentence for one in judgements()}:
        covered = {place for match in SCANNER.find(sentence) for place in range(match.start, match.end)}
        for form in FORMS:
            for match in form.pattern.finditer(sentence):
                assert covered & set(range(*match.span())), (form.name, match[0], sentence)


@pytest.mark.parametrize("text", ["", "7" * 5000, "a " * 3000, "the day the day " * 500, "1/2/" * 800, "’90s " * 400])
def test_matches_of_odd_texts_are_in_order_and_apart(text: str) -> None:
    end = 0
    for match in SCANNER.find(text):
        assert end <= match.start < match.end <= len(text)
        end = match.end


def test_every_form_can_be_found_by_its_words() -> None:
    for form in FORMS:
        assert form.starts.split(), form.name
