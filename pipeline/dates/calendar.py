"""Values of the calendar at the granularity of the text, with their first and last day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

LONGEST_MONTH = 31
"""Days."""
_QUARTERS = {1: (1, 3), 2: (4, 6), 3: (7, 9), 4: (10, 12)}
# Meteorological seasons of the northern hemisphere, as TIMEX3 names them; winter ends in the next year.
_SEASONS = {"SP": (3, 5), "SU": (6, 8), "FA": (9, 11), "WI": (12, 2)}


@dataclass(frozen=True, slots=True)
class Value:
    """A stretch of days: its ISO 8601 value, first and last day; no days for a duration or a set."""

    text: str
    start: date | None = None
    end: date | None = None


def day(moment: date) -> Value:
    """One day."""
    return Value(moment.isoformat(), moment, moment)


def week(moment: date) -> Value:
    """The ISO week that holds a day."""
    monday = moment - timedelta(days=moment.weekday())
    year, number, _ = moment.isocalendar()
    return Value(f"{year:04d}-W{number:02d}", monday, monday + timedelta(days=6))


def weekend(moment: date) -> Value:
    """The Saturday and Sunday of the ISO week that holds a day."""
    monday = moment - timedelta(days=moment.weekday())
    year, number, _ = moment.isocalendar()
    return Value(f"{year:04d}-W{number:02d}-WE", monday + timedelta(days=5), monday + timedelta(days=6))


def month(year: int, number: int) -> Value:
    """A month."""
    return Value(f"{year:04d}-{number:02d}", date(year, number, 1), last_of(year, number))


def quarter(year: int, number: int) -> Value:
    """A quarter of a year."""
    first, last = _QUARTERS[number]
    return Value(f"{year:04d}-Q{number}", date(year, first, 1), last_of(year, last))


def half(year: int, number: int) -> Value:
    """A half of a year."""
    return Value(f"{year:04d}-H{number}", date(year, 6 * number - 5, 1), last_of(year, 6 * number))


def season(year: int, name: str) -> Value:
    """A season: SP, SU, FA or WI."""
    first, last = _SEASONS[name]
    return Value(f"{year:04d}-{name}", date(year, first, 1), last_of(year + (last < first), last))


def year(number: int) -> Value:
    """A year."""
    return Value(f"{number:04d}", date(number, 1, 1), date(number, 12, 31))


def decade(first: int) -> Value:
    """Ten years from one that ends in 0, as ISO 8601-2 writes them."""
    return Value(f"{first // 10:03d}X", date(first, 1, 1), date(first + 9, 12, 31))


def century(number: int) -> Value:
    """A century: 21 begins in 2000 here, as the codes of TIMEX3 count."""
    first = max(1, (number - 1) * 100)
    return Value(f"{number - 1:02d}", date(first, 1, 1), date((number - 1) * 100 + 99, 12, 31))


def last_of(year_number: int, month_number: int) -> date:
    """The last day of a month."""
    following = date(year_number + month_number // 12, month_number % 12 + 1, 1)
    return following - timedelta(days=1)


def add_months(moment: date, months: int) -> date:
    """The same day some months on, or the last day of that month where it has fewer.

    Raises:
        ValueError: beyond the years 1 to 9999.
    """
    index = moment.year * 12 + moment.month - 1 + months
    year_number, month_number = index // 12, index % 12 + 1
    date(year_number, 1, 1)
    return date(year_number, month_number, min(moment.day, last_of(year_number, month_number).day))
