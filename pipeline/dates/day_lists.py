"""Two days of one month: "April 24 and 25" names two days, "between April 24 and 25" the days from one to the other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from pipeline.dates.scan import Groups, Match

_AND = re.compile(r"\s+and\s+", re.IGNORECASE)
_BETWEEN = re.compile(r"\bbetween\s+(?:the\s+)?$", re.IGNORECASE)


def split_lists(matches: list[Match], text: str) -> list[Match]:
    """Part the ranges of days that are lists of two days.

    Args:
        matches: what was found, in order.
        text: where it was found.
    """
    return [part for match in matches for part in _parts(match, text)]


def _parts(match: Match, text: str) -> Iterator[Match]:
    joint = _AND.search(text, match.start, match.end) if match.form == "day_range" else None
    if joint is None or _BETWEEN.search(text[max(0, match.start - 14) : match.start]):
        yield match
        return
    groups = match.groups
    month_first = groups["month"] is not None
    shared: Groups = {
        "month": groups["month"] or groups["month2"],
        "year": groups["year"] or groups["year_b"],
        "which": None,
        "yy": None,
    }
    form = "month_day" if month_first else "day_month"
    first, second = ("day", "day2") if month_first else ("day_a", "day_b")
    yield replace(match, form=form, end=joint.start(), groups=shared | {"day": groups[first]})
    yield replace(match, form=form, start=joint.end(), groups=shared | {"day": groups[second]})
