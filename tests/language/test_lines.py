"""Lines: a wrapped line goes on, a line of a table or a headline does not."""

from __future__ import annotations

import textwrap

from pipeline.article import Article
from tests.entities.entities_of import entities_of, parser

WRAPPED = textwrap.fill(
    "The prime minister of Italy flew to New York on Monday to speak with the envoy of the United Nations about the "
    "famine in Sudan and about what can be done there.",
    width=50,
)


def _starts(body: str) -> list[str]:
    doc = parser().parse([Article("a", body, language="en")])[0][0].doc
    return [body[sentence.start_char :].split(maxsplit=1)[0] for sentence in doc.sents]


def test_wrapped_lines_are_one_sentence() -> None:
    assert WRAPPED.count("\n") > 2
    assert _starts(WRAPPED) == ["The"]
    assert "United\nNations" in {
        mention.text for entity in entities_of(WRAPPED).values() for mention in entity.mentions
    }


def test_a_line_that_had_room_for_the_next_word_ends_there() -> None:
    body = (
        "Fiat workers down tools at Mirafiori\nTURIN, Italy (AFP) - Thousands of them walked out on Monday morning.\n"
    )
    assert _starts(body)[:2] == ["Fiat", "TURIN,"]
    assert "TURIN" in {mention.text for entity in entities_of(body).values() for mention in entity.mentions}


def test_each_line_of_a_list_is_its_own() -> None:
    assert _starts("Kuopio 2\nVaasa 1\nLahti 1") == ["Kuopio", "Vaasa", "Lahti"]


def test_a_long_run_of_blanks_or_lines_takes_no_time_of_its_own() -> None:
    for body in (" " * 100_000 + "\nA fire broke out.", "\n" * 100_000 + "A fire broke out.", "A\n" * 2_000):
        assert _starts(body)
