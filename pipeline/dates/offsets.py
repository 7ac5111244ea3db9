"""Units counted from a day: "two weeks ago", "a year earlier", "three days after the attack", "in two months"."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from pipeline.dates import calendar
from pipeline.dates.anchors import Anchors, Resolved, is_period, published, single_day
from pipeline.dates.calendar import Value
from pipeline.dates.compared import stretch, years_on
from pipeline.dates.days import Days
from pipeline.dates.scan import Groups
from pipeline.dates.units import YEAR, is_coarser, moved, period, stretch_beside

_ON = frozenset({"later", "after", "from now", "after that", "afterward", "afterwards", "hence"})
_BACK = frozenset({"earlier", "before", "previously", "before that"})
_CLOCK = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d)(Z?)")


class Offsets(Days):
    """Resolves a number of units before or after a day."""

    def _offset(self, g: Groups, anchors: Anchors) -> Resolved:
        count, unit = self._count_before(g), (g["unit"] or "").lower()
        by_the_clock = unit in ("hour", "minute", "second")
        day = anchors.near.start if anchors.pair and anchors.near is not None and not by_the_clock else None
        if day is not None:
            sign = -1 if (g["dir"] or "").lower() == "before" else 1
            value = stretch_beside(day, sign, unit) if count is None else moved(day, sign * count, unit)
            if value is not None:
                return Resolved("DATE", value, "text")
        # "the day after the attack" is a day, "three days after the attack" only says how long after.
        a_date = g["the"] and count == 1 and not by_the_clock
        return Resolved("DATE") if a_date else Resolved("DURATION", Value(period(count, unit, g["fraction"])))

    def _ago(self, g: Groups, anchors: Anchors) -> Resolved:
        if g["halved"]:
            ago = (g["dir3"] or "").lower() == "ago"
            base = anchors.published if ago else anchors.last.start if anchors.last else None
            months = 18 if (g["dir3"] or "").lower() == "later" else -18
            return Resolved("DATE", moved(base, months, "month") if base else None, "publication" if ago else "text")
        count = 1 if g["unit2"] else self._count_before(g)
        unit = (g["unit"] or g["unit2"] or "").lower()
        way = " ".join((g["dir"] or g["dir2"] or "").lower().split())
        from_text = way not in ("ago", "from now", "hence")
        if unit in ("hour", "minute", "second"):
            told = _by_the_clock(count, unit, way, anchors) if not g["fraction"] else None
            return told or Resolved("DURATION", Value(period(count, unit, g["fraction"])))
        if count is None:
            vague = {"ago": "PAST_REF", "from now": "FUTURE_REF"}.get(way)
            return Resolved("DATE", Value(vague)) if vague else Resolved("DURATION", Value(period(None, unit)))
        if (compared := self._of_period(count, unit, way, anchors)) is not None:
            return compared
        last = anchors.last if from_text else None
        if unit == "day" and count == 1 and way in ("before", "earlier") and (day := _reported(anchors)) is not None:
            return published(calendar.day(day - timedelta(days=1)))
        if (way in ("before", "after") and last is None) or (last and is_coarser(last, unit)):
            return Resolved("DATE")  # two days after "May 2010" is no day that is known
        base = last.start if last else anchors.published
        if base is None:
            return Resolved("DATE")
        sign = 1 if way in _ON else -1
        if way in _ON and from_text and last is None and anchors.tense == "past":
            return Resolved("DATE")  # "a month later the victim told the police": after what is not told
        value = moved(base, sign * count, unit)
        return Resolved("DATE", value, "text" if last else "publication")

    def _of_period(self, count: int, unit: str, way: str, anchors: Anchors) -> Resolved | None:
        """As in "a year earlier" beside a month or a quarter: that month or quarter of the other year."""
        period = anchors.period or (anchors.quarter if anchors.compared else None)
        last = anchors.last
        spoken_of = anchors.compared or (last is not None and (single_day(last) is not None or is_period(last)))
        if period is None or period.start is None or way in _ON or not spoken_of:
            return None
        told = anchors.compared and (anchors.period_here or period == anchors.quarter)
        if unit == "year" and count == 1 and (way != "ago" or told):
            return Resolved("DATE", years_on(period, -1), "text")
        same = unit == {"Q": "quarter", "H": "half"}.get(period.text[5], "month")
        if same and way != "ago" and anchors.last == period:
            return Resolved("DATE", stretch(period.start, unit, -count), "text")
        return None

    def _half(self, g: Groups, anchors: Anchors) -> Resolved:
        """As in "half a year", "a year and a half"; "half an hour later" is an hour if the text has just told one."""
        unit = (g["unit"] or g["unit2"] or "").lower()
        told = _by_the_clock(30, "minute", (g["dir"] or "").lower(), anchors) if unit == "hour" and g["dir"] else None
        return told or Resolved("DURATION", Value(period(0 if g["unit"] else 1, unit, ".5")))

    def _in_units(self, g: Groups, anchors: Anchors) -> Resolved:
        count, unit = self._words.count(g["n"] or ""), (g["unit"] or "").lower()
        if (
            count is None
            or g["next"]
            or (g["in"] or "").lower() == "within"
            or not anchors.future
            or anchors.published is None
        ):
            return self._duration(g, anchors)
        value = moved(anchors.published, count, unit)
        return published(value) if value else self._duration(g, anchors)


def _by_the_clock(count: int | None, unit: str, way: str, anchors: Anchors) -> Resolved | None:
    """An hour counted from the one that the text has just told: "struck at 11:41; a second came an hour later"."""
    told = anchors.told
    clock = _CLOCK.fullmatch(told.text) if told is not None and told == anchors.last else None
    if clock is None or count is None or way not in (_ON | _BACK):
        return None
    moment = datetime.fromisoformat(clock[1]) + timedelta(**{f"{unit}s": count if way in _ON else -count})
    seconds = "seconds" if moment.second else "minutes"
    text = moment.replace(tzinfo=None).isoformat(timespec=seconds) + clock[2]
    return Resolved("TIME", Value(text, moment.date(), moment.date()), "text")


def _reported(anchors: Anchors) -> date | None:
    """The day that a report tells of: "from 5.89 percent a day earlier"; its own if it told of stretches only."""
    last, today = anchors.last, anchors.published
    if today is None:
        return None
    if single_day(last) is not None:
        return anchors.reported
    if last is not None and (last.end is None or abs((today - last.end).days) > YEAR // 2):
        return None
    return anchors.reported or today
