"""Days of holidays, from the rules of the table."""

from __future__ import annotations

from datetime import date

import pytest

from pipeline.dates.holidays import easter, holiday
from pipeline.dates.words import Words


@pytest.mark.parametrize(
    "day", [date(1818, 3, 22), date(1943, 4, 25), date(1999, 4, 4), date(2000, 4, 23), date(2024, 3, 31)]
)
def test_easter_falls_where_the_church_has_it(day: date) -> None:
    assert easter(day.year) == day


@pytest.mark.parametrize(
    ("rule", "day"),
    [
        ("12-25", date(2023, 12, 25)),
        ("11.3.4", date(2023, 11, 23)),
        ("11.3.4+1", date(2023, 11, 24)),
        ("05.0.-1", date(2024, 5, 27)),
        ("11.0.1+1", date(2022, 11, 8)),
        ("E-2", date(2024, 3, 29)),
    ],
)
def test_rules_give_their_day(rule: str, day: date) -> None:
    assert holiday(rule, day.year) == day


def test_every_rule_of_the_table_gives_a_day_in_every_year() -> None:
    for rule in Words.load().kinds["holiday"].values():
        assert [holiday(rule, year).year for year in range(1900, 2101)] == list(range(1900, 2101))
