"""The table of words, checked whole."""

from __future__ import annotations

from importlib.resources import files

from pipeline.dates.words import Words

KINDS = {
    "month", "weekday", "number", "ordinal", "unit", "season", "part", "holiday", "hour", "plan", "timetable",
    "reference", "era", "happening", "nth", "decade", "figures", "fixture", "verb",
}  # fmt: skip


def test_every_line_is_a_kind_a_lower_case_word_and_a_value() -> None:
    text = files("pipeline.dates").joinpath("data", "words.tsv").read_text(encoding="utf-8")
    lines = [line.split("\t") for line in text.splitlines()[2:]]
    assert {len(line) for line in lines} == {3}
    assert {kind for kind, _, _ in lines} == KINDS
    assert all(word and word == word.lower() and value for _, word, value in lines)
    assert len({(kind, word) for kind, word, _ in lines}) == len(lines)


def test_values_are_in_their_range() -> None:
    words = Words.load()
    assert set(words.kinds["month"].values()) == {str(number) for number in range(1, 13)}
    assert set(words.kinds["weekday"].values()) == {str(number) for number in range(7)}
    assert set(words.kinds["ordinal"].values()) == {"1", "2", "3", "4"}
    assert set(words.kinds["season"].values()) == {"SP", "SU", "FA", "WI"}
    assert set(words.kinds["part"].values()) == {"MO", "AF", "EV", "NI"}
    assert set(words.kinds["reference"].values()) == {"PRESENT_REF", "FUTURE_REF"}
    assert sorted(map(int, words.kinds["nth"].values())) == list(range(1, 32))
    assert set(words.kinds["decade"].values()) == {str(number) for number in range(20, 100, 10)}
    assert set(words.kinds["figures"].values()) == {"p", "f", "o", "l", "c"}
    assert all(value == "X" or int(value) > 0 for value in words.kinds["number"].values())


def test_verbs_are_of_the_kinds_that_the_reader_of_tenses_asks_for() -> None:
    kinds = {kind for cell in Words.load().kinds["verb"].values() for kind in cell.split()}
    assert kinds == {
        "schedule", "put-off", "settle", "say", "comment", "lasting", "outcome", "expect", "forecast", "bid", "sense",
    }  # fmt: skip


def test_each_kind_of_happening_is_told_by_two_words_at_least() -> None:
    kinds = [kind for cell in Words.load().kinds["happening"].values() for kind in cell.split()]
    assert {kind for kind in kinds if kinds.count(kind) < 2} == set()


def test_counts_are_read_from_digits_and_words() -> None:
    words = Words.load()
    assert [words.count(text) for text in ("12", "1,200", "twenty-five", "a dozen", "two hundred", "several")] == [
        12, 1200, 25, 12, 200, None,
    ]  # fmt: skip
