"""Time expressions and their values, by the anchors that they ask for."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.article import Article
from pipeline.dates import DateStep
from pipeline.language.parsed import Analysis
from pipeline.language.parser import Parser
from pipeline.record import DateExpression

PARSER = Parser.load()
STEP = DateStep.load()
FRIDAY = "2024-01-19T12:00:00Z"


def dates(body: str, published: str | None = FRIDAY) -> tuple[DateExpression, ...]:
    article = Article(id="a", body=body, published_at=published, published_at_basis="article")
    return STEP(Analysis(article, PARSER.parse([article])[0])).dates


@pytest.mark.parametrize(
    ("body", "text", "value"),
    [
        ("The ministers met on Friday.", "Friday", "2024-01-19"),
        ("The ministers met on Thursday.", "Thursday", "2024-01-18"),
        ("The ministers met last Friday.", "last Friday", "2024-01-12"),
        ("The ministers will meet on Monday.", "Monday", "2024-01-22"),
        ("They met on Jan. 16 in Oslo.", "Jan. 16", "2024-01-16"),
        ("They met on January 16, 2023, in Oslo.", "January 16, 2023", "2023-01-16"),
        ("They met on December 28.", "December 28", "2023-12-28"),
        ("They met on 3 March 1999.", "3 March 1999", "1999-03-03"),
        ("IT HAPPENED ON 30 DEC 89.", "30 DEC 89", "1989-12-30"),
        ("They met in December 2023.", "December 2023", "2023-12"),
        ("It was founded in 2012.", "2012", "2012"),
        ("Sales fell in the first quarter of 2013.", "the first quarter of 2013", "2013-Q1"),
        ("It rained in the summer of 2021.", "the summer of 2021", "2021-SU"),
        ("He wrote it in the 1990s.", "the 1990s", "199X"),
        ("They met yesterday.", "yesterday", "2024-01-18"),
        ("The talks begin tomorrow.", "tomorrow", "2024-01-20"),
        ("They fell last year.", "last year", "2023"),
        ("They met last week.", "last week", "2024-W02"),
        ("He left three days ago.", "three days ago", "2024-01-16"),
        ("He left two weeks ago.", "two weeks ago", "2024-W01"),
        ("He left a year ago.", "a year ago", "2023"),
        ("The fair runs between 12 and 14 May 2023.", "12 and 14 May 2023", "2023-05-12/2023-05-14"),
        ("It was signed on 2015-07-14.", "2015-07-14", "2015-07-14"),
        ("It was signed on 07/14/2015.", "07/14/2015", "2015-07-14"),
        ("They marched on Christmas Day.", "Christmas Day", "2023-12-25"),
        ("They talked for three days.", "three days", "P3D"),
        ("They meet every week.", "every week", "P1W"),
    ],
)
def test_expressions_have_their_values(body: str, text: str, value: str) -> None:
    found = [date for date in dates(body) if date.mention.text == text]
    assert [date.value for date in found] == [value]
    assert body[found[0].mention.start : found[0].mention.end] == text


def test_granularity_gives_first_and_last_day() -> None:
    (date,) = dates("They met in February 2024.")
    assert (date.value, date.start, date.end, date.basis) == ("2024-02", "2024-02-01", "2024-02-29", "explicit")


def test_durations_and_sets_have_no_days() -> None:
    for date in dates("They talked for three days and meet every week."):
        assert date.type in ("DURATION", "SET")
        assert (date.start, date.end) == (None, None)


def test_later_leans_on_the_last_date_of_the_text() -> None:
    first, second = dates("They met on March 3, 2022. Three days later they signed.")
    assert (first.value, second.value, second.basis) == ("2022-03-03", "2022-03-06", "text")


def test_without_a_publication_date_what_cannot_be_known_stays_unknown() -> None:
    friday, explicit = dates("They met on Friday and in May 2020.", None)
    assert (friday.value, friday.start) == (None, None)
    assert explicit.value == "2020-05"


@pytest.mark.parametrize(
    "body", ["It ended on February 31, 2020.", "In the year 0 it ended.", "99/99/9999 passed.", "7" * 500]
)
def test_days_that_do_not_exist_are_not_guessed(body: str) -> None:
    assert all(date.start is None or date.value in ("2020",) for date in dates(body))


@settings(deadline=None, max_examples=60)
@given(st.text(st.sampled_from("0123456789/-:. JanuaryFMchdtseo\n’'éß"), max_size=60))
def test_any_text_is_read_without_an_error(body: str) -> None:
    for date in dates(body + "x"):
        assert (body + "x")[date.mention.start : date.mention.end] == date.mention.text


_WORDS = (
    "the a of in on at by until from to since before after last next this that following previous same first third "
    "week month year quarter half day days weeks Monday Tuesday Feb. May March 31 29 0 2024 1999 9am 12:30 p.m. noon "
    "midnight morning night Thanksgiving weekend ago earlier later fortnight period trading spring winter mid-morning "
    "fiscal century '90s 1990s half hour three GMT tomorrow's today ended , . ( – was will had not 00:00 24:00"
)


@settings(deadline=None, max_examples=150)
@given(
    st.lists(st.sampled_from(_WORDS.split()), max_size=30).map(" ".join),
    st.sampled_from([None, "0001-01-01T00:00:00Z", "9999-12-31T23:00:00Z", "2024-02-29T12:00:00Z"]),
)
def test_words_of_dates_in_any_order_and_at_any_publication_are_read_without_an_error(
    words: str, published_at: str | None
) -> None:
    for date in dates(words + "x", published_at):
        assert date.start is None or date.end is None or date.start <= date.end


def test_a_dateline_with_its_year_stands_in_for_the_publication_date() -> None:
    dateline, monday = dates("OSLO, January 19, 2024 (Wire) -- The ministers met on Monday.", None)
    assert dateline.value == "2024-01-19"
    assert (monday.value, monday.basis) == ("2024-01-15", "text")


def test_an_hour_and_the_day_beside_it_are_one_expression() -> None:
    (found,) = dates("The bomb went off at 10:35 a.m. on Tuesday.")
    assert (found.mention.text, found.type) == ("10:35 a.m. on Tuesday", "TIME")
    assert (found.value, found.start, found.end) == ("2024-01-16T10:35", "2024-01-16", "2024-01-16")


def test_a_participle_that_governs_a_whole_sentence_has_no_tense_above_it() -> None:
    (sunday,) = dates("Voters choosing a president on Sunday.")
    assert sunday.value == "2024-01-14"


@pytest.mark.parametrize(
    ("body", "count"),
    [
        ("Friday " * 10_000, 10_000),
        ("on Feb. 30, " * 1000, 1000),
        ("1999 " * 2000, 2000),
        ("7" * 50_000, 0),
        ("x" * 5000 + " on Friday", 1),
        ('"Monday ' * 1000, 1000),
        ("1/2 " * 2000, 0),
    ],
)
def test_a_text_of_nothing_but_dates_or_digits_is_read_whole(body: str, count: int) -> None:
    assert len(dates(body)) == count


def test_words_that_only_point_to_now_or_ahead_have_no_days() -> None:
    now, future = dates("The firm now says that the future is bright.")
    assert (now.type, now.value, now.start, now.end, now.basis) == ("DATE", "PRESENT_REF", None, None, None)
    assert (future.type, future.value, future.start) == ("DATE", "FUTURE_REF", None)


def test_an_hour_leans_on_the_story_only_for_some_paragraphs() -> None:
    filler = "\n\nThe road was long and the night was cold."
    near = dates("Two men were killed on Tuesday." + filler + "\n\nThe attackers had come at 4 a.m. and left.")
    far = dates("Two men were killed on Tuesday." + filler * 4 + "\n\nThe attackers had come at 4 a.m. and left.")
    assert (near[-1].value, near[-1].basis) == ("2024-01-16T04:00", "text")
    assert (far[-1].value, far[-1].basis) == ("2024-01-19T04:00", "publication")


def test_a_quotation_that_nothing_closes_ends_with_its_paragraph() -> None:
    *_, day = dates('He said: "It was Tuesday.\n\nA bomb went off on Wednesday. Earlier in the day two men fled.')
    assert day.value == "2024-01-17"


@pytest.mark.parametrize(
    ("sentence", "value"),
    [
        ("He was shot at 10 p.m. in his kitchen.", "2024-01-09T22:00"),
        ("He will be shot at 10 p.m.", "2024-01-19T22:00"),
    ],
)
def test_an_hour_is_of_the_day_that_the_text_gave_its_verb_unless_it_is_ahead(sentence: str, value: str) -> None:
    background = "\n\nThe shop was opened on January 2 and shut again.\n\n" * 4
    *_, hour = dates(f"The mayor was killed on January 9.{background}{sentence}")
    assert hour.value == value


def test_the_weeks_before_a_dated_event_are_its_month_where_they_fit_into_it() -> None:
    for day, value in (("December 28", "2023-12"), ("January 5", "PXW")):
        *_, weeks = dates(f"The mayor was shot dead on {day}. A van was seen in the weeks before the murder.")
        assert weeks.value == value
