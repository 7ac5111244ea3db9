"""Days that share a year or a week: in "Nov. 3 and Dec. 5, 1998" both are of 1998."""

from __future__ import annotations

import re
from dataclasses import replace

from pipeline.dates.scan import Match
from pipeline.dates.words import Words

_BETWEEN = re.compile(r",?\s*(?:-|–|—|to|and|or|through|until)\s*|,\s+")
_AFTER_YEAR = re.compile(r",?\s*(?:-|–|—|to|through|until)\s*")
_YEARLESS = {"month_day": "month_day", "day_month": "day_month", "month_only": "month_year"}
_DATED = frozenset({"month_day", "day_month", "month_year"})


def share_years(matches: list[Match], text: str, words: Words) -> list[Match]:
    """Give a day or month without a year the year of the one that it stands in one phrase with.

    Args:
        matches: what was found, in order.
        text: where it was found.
        words: the table, for the order of the months.
    """
    shared = list(matches)
    for index in range(len(shared) - 2, -1, -1):
        shared[index] = _with_year_of(shared[index], shared[index + 1], text, words, ahead=True)
        shared[index] = _with_week_of(shared[index], shared[index + 1], text)
    for index in range(1, len(shared)):
        shared[index] = _with_year_of(shared[index], shared[index - 1], text, words, ahead=False)
    return shared


def _with_week_of(match: Match, other: Match, text: str) -> Match:
    """As in "on Monday and Wednesday of last week": both are of that week."""
    week = other.groups.get("week")
    both = match.form == other.form == "weekday" and week and not match.groups.get("week")
    if not both or match.groups.get("which") or not _BETWEEN.fullmatch(text, match.end, other.start):
        return match
    return replace(match, groups=match.groups | {"week": week})


def _with_year_of(match: Match, other: Match, text: str, words: Words, *, ahead: bool) -> Match:
    year = other.groups.get("year")
    if match.form not in _YEARLESS or other.form not in _DATED or not year or match.groups.get("year"):
        return match
    gap = text[match.end : other.start] if ahead else text[other.end : match.start]
    if not (_BETWEEN if ahead else _AFTER_YEAR).fullmatch(gap) or match.groups.get("which") or match.groups.get("yy"):
        return match
    own, others = (words.number("month", each.groups["month"] or "") for each in (match, other))
    # "from Nov. 3 to Feb. 5, 1998" begins in the year before.
    shift = (-1 if own > others else 0) if ahead else (1 if own < others else 0)
    groups = {"which": None} | match.groups | {"year": str(int(year) + shift)}
    return replace(match, form=_YEARLESS[match.form], groups=groups)
