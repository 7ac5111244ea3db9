"""Holidays: from a rule of the table to the day of a year.

Three kinds of rule: a fixed day (``12-25``), the n-th or last weekday of a month, perhaps
some days on (``11.3.4``: fourth Thursday of November; ``11.0.1+1``: the day after the first
Monday), and days from Western Easter (``E-2``).
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from pipeline.dates.calendar import last_of

_WEEKDAY_RULE = re.compile(r"(?P<month>\d\d)\.(?P<weekday>[0-6])\.(?P<nth>-1|[1-5])(?:\+(?P<days>\d))?")


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar."""
    century, rest = divmod(year, 100)
    epact = (19 * (year % 19) + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (rest // 4) - epact - rest % 4) % 7
    late = (year % 19 + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)


def holiday(rule: str, year: int) -> date:
    """The day of a holiday in a year.

    Raises:
        ValueError: a day or a year that does not exist.
    """
    if rule.startswith("E"):
        return easter(year) + timedelta(days=int(rule[1:]))
    match = _WEEKDAY_RULE.fullmatch(rule)
    if match is None:
        month, day = map(int, rule.split("-"))
        return date(year, month, day)
    month, weekday, nth = int(match["month"]), int(match["weekday"]), int(match["nth"])
    if nth < 0:
        last = last_of(year, month)
        return last - timedelta(days=(last.weekday() - weekday) % 7)
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (nth - 1) + int(match["days"] or 0))
