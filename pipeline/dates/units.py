"""Reckoning with units of time: some units on from a day, the code of a period, the year of two digits."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from pipeline.dates import calendar
from pipeline.dates.calendar import Value
from pipeline.dates.verbs import Tense

_PERIODS = {
    "second": "S", "minute": "M", "hour": "H", "day": "D", "week": "W", "fortnight": "W", "month": "M", "quarter": "M",
    "year": "Y", "decade": "Y", "centur": "Y", "century": "Y"}  # fmt: skip
_DAYS = {"day": 1, "week": 7, "fortnight": 14, "month": 31, "quarter": 92, "year": 366}
YEAR = 366
"""Days, at most."""
_FEW = 3
"""How many units "the days before" takes in for sure."""
_HALF = Decimal("0.5")
_HALVES = {"minute": "30S", "hour": "30M", "year": "6M"}


def pick(choices: list[date], base: date, tense: Tense | None, slack: int) -> date | None:
    """Of the days that words without a year may mean the likeliest, seen from a day.

    Where the words look back it is the last one, where they look ahead the next one, unless the
    one on the other side is no more than the slack away, in days, and much nearer: the year is left out
    of what is near. Where the words leave it open it is the nearest, a day ahead counting double, for
    news tells more of the past.
    """
    ahead, behind = {"past": (5, 1), "future": (1, 5), "either": (1, 1)}.get(tense or "", (2, 1))
    best: tuple[int, date] | None = None
    for choice in choices:
        days = (choice - base).days
        if (tense == "past" and days > slack) or (tense == "future" and days < -slack):
            continue
        weighed = (days * ahead if days > 0 else -days * behind, choice)
        best = weighed if best is None or weighed < best else best
    return best[1] if best else None


def shift_of(which: str | None) -> int:
    return {"last": -1, "next": 1}.get((which or "").lower(), 0)


def full_year(year: int, published: date | None) -> int:
    """The year that two digits mean: the one nearest to the publication, not more than twenty years ahead."""
    base = published.year if published else 2000
    full = base // 100 * 100 + year
    return full - 100 if full > base + 20 else full


def moved(base: date, count: int, unit: str) -> Value | None:
    """The day, week, month, quarter or year some units from a day: a coarse unit gives a coarse value."""
    if unit == "day":
        return calendar.day(base + timedelta(days=count))
    if unit in ("week", "fortnight"):
        return calendar.week(base + timedelta(weeks=count if unit == "week" else 2 * count))
    if unit in ("month", "quarter"):
        moved = calendar.add_months(base, count * (3 if unit == "quarter" else 1))
        return calendar.month(moved.year, moved.month)
    if unit == "year":
        return calendar.year(base.year + count)
    if unit == "decade":
        return calendar.year(base.year + 10 * count)
    if unit in ("centur", "century"):
        return calendar.century(base.year // 100 + 1 + count)
    return None


def stretch_beside(base: date, sign: int, unit: str) -> Value | None:
    """The month of "the days before" a day or "the weeks after" it, the year of "the months after" it.

    None where a few of the units already lead out of that month or year.
    """
    if unit not in ("day", "week", "month"):
        return None
    far = base + timedelta(days=sign * _FEW * _DAYS[unit])
    if far.year != base.year:
        return None
    if unit == "month":
        return calendar.year(base.year)
    return calendar.month(base.year, base.month) if far.month == base.month else None


def is_coarser(value: Value, unit: str) -> bool:
    """Whether a value is a longer stretch than a unit, so that units cannot be counted from it."""
    if value.start is None or value.end is None:
        return True
    return (value.end - value.start).days >= _DAYS.get(unit, value.end.toordinal())


def period(count: int | None, unit: str, fraction: str | None = None) -> str:
    """The code of a duration; an unknown number is X.

    Args:
        count: how many units, None where the words do not say.
        unit: a word of the table.
        fraction: what is written behind the number: ".5", " 1/2", " and a half", or None.
    """
    letter = _PERIODS[unit]
    times = {"fortnight": 2, "quarter": 3, "decade": 10, "centur": 100, "century": 100}.get(unit, 1)
    part = Decimal(fraction if fraction.startswith(".") else ".5") if fraction else Decimal(0)
    smaller = ""
    if part == _HALF and unit in _HALVES:
        part, smaller = Decimal(0), _HALVES[unit]
    number = "X" if count is None else f"{((count + part) * times).normalize():f}"
    whole = "" if number == "0" and smaller else number + letter
    return f"P{'T' if unit in ('second', 'minute', 'hour') else ''}{whole}{smaller}"
