"""What an expression takes from the one right before it: the day of a range, or a day named again."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import timedelta

from pipeline.dates.anchors import Resolved, single_day
from pipeline.dates.scan import Match
from pipeline.dates.verbs import Tense

CLOCKS = frozenset({"clock", "clock_from", "clock_words", "clock_past"})
"""Forms of hours."""
_TO = re.compile(r",?\s*(?:to|through|until|till|-|–)\s+(?:at\s+)?", re.IGNORECASE)
_AND = re.compile(r"\s*(?:,|,?\s+and|,?\s+or)\s+(?:again\s+)?(?:(?:at|on|from)\s+)?", re.IGNORECASE)
_WEEKLY = CLOCKS | {"weekday"}
_WEEK = 7


@dataclass(frozen=True, slots=True)
class Found:
    """An expression, in characters, what it means, the tense of what governs it, and its form.

    ``compared``: whether it is only what figures are compared with, "against $14 million a year earlier".
    """

    start: int
    end: int
    resolved: Resolved
    tense: Tense | None
    form: str
    compared: bool = False


def looks_ahead_too(first: Found | None, match: Match, text: str) -> bool:
    """Whether a day is one of several to come: "at 7 p.m. Saturday and 2 p.m. Sunday"."""
    if first is None or first.tense != "future" or first.form not in _WEEKLY or match.form not in _WEEKLY:
        return False
    return _AND.fullmatch(text, first.end, match.start) is not None


def is_end_of_hours(first: Found, match: Match, text: str) -> bool:
    """Whether an hour ends what another begins: "from 8 a.m. to 4 p.m."."""
    both = first.form in CLOCKS and match.form in CLOCKS and first.resolved.value is not None
    return both and _TO.fullmatch(text, first.end, match.start) is not None


def named_again(first: Found | None, match: Match, text: str) -> Found | None:
    """The day of words that stand beside it: "Nov. 3, the day before the warrant was issued"; None for others."""
    if first is None or single_day(first.resolved.value) is None:
        return None
    named = match.form == "offset" and match.groups["the"] is not None and match.groups["plural"] is None
    if not named or text[first.end : match.start].strip() != ",":
        return None
    return replace(first, start=match.start, end=match.end)


def not_before(found: Found, first: Found | None, text: str) -> Found:
    """The end of "from Sunday to Monday": the weekday that follows the first day; others are left as they are.

    So too the later of two days to come: "on Monday and again on Thursday", said on a Thursday.
    """
    if first is None:
        return found
    between = text[first.end : found.start]
    also_ahead = first.tense == found.tense == "future" and _AND.fullmatch(between)
    if not also_ahead and not _TO.fullmatch(between):
        return found
    value, start = found.resolved.value, first.resolved.value.start if first.resolved.value else None
    day = value.start if value is not None else None
    weekday = found.form == "weekday" or found.form in CLOCKS
    if value is None or day is None or start is None or not weekday or not 0 < (start - day).days <= _WEEK:
        return found
    moved = day + timedelta(days=_WEEK)
    told = moved.isoformat() + value.text[len("2000-01-01") :]
    return replace(found, resolved=replace(found.resolved, value=replace(value, text=told, start=moved, end=moved)))
