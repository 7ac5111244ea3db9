"""Periods that reports compare: "the year-ago quarter", "the same month last year", "the latest week"."""

from __future__ import annotations

from datetime import date, timedelta

from pipeline.dates import calendar
from pipeline.dates.anchors import Anchors, Resolved, single_day
from pipeline.dates.calendar import Value
from pipeline.dates.counted import Counted
from pipeline.dates.scan import Groups
from pipeline.dates.units import shift_of

_MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12}


class Compared(Counted):
    """Resolves periods that are named by another one."""

    def _year_ago_period(self, g: Groups, anchors: Anchors) -> Resolved:
        """As in "the year-earlier quarter": a year before the period that the text speaks of."""
        period = anchors.period if (g["unit"] or "").lower() == "month" else anchors.quarter or anchors.period
        if period is not None:
            return Resolved("DATE", years_on(period, -1), "text")
        if anchors.published is None:
            return Resolved("DATE")
        return Resolved("DATE", calendar.year(anchors.published.year - 1), "publication")

    def _same_period(self, g: Groups, anchors: Anchors) -> Resolved:
        """As in "the same month last year": the period, or the day, that the text speaks of, in that year."""
        day = single_day(anchors.told) if g["day"] else None
        if day is not None:
            year = int(g["year"] or day.year - 1)
            return Resolved("DATE", calendar.day(calendar.add_months(day, 12 * (year - day.year))), "text")
        period, base = anchors.period, anchors.published
        if period is None or period.start is None:
            number = int(g["year"] or 0) or (base.year - 1 if base else 0)
            return Resolved("DATE", calendar.year(number), "explicit" if g["year"] else "publication")
        if g["year"]:
            return Resolved("DATE", years_on(period, int(g["year"]) - period.start.year), "text")
        return Resolved("DATE", years_on(period, -1), "text")

    def _period_of_year(self, g: Groups, anchors: Anchors) -> Resolved | None:
        """As in "the 1992 quarter", "the 1992 third quarter": the one that the text speaks of, in that year."""
        year = int(g["year"] or 0)
        if g["ordinal"]:
            number, unit = self._words.number("ordinal", g["ordinal"]), (g["unit"] or "").lower()
            if unit == "period":
                return None
            value = calendar.quarter(year, number) if unit == "quarter" else calendar.half(year, min(number, 2))
            return Resolved("DATE", value, "explicit")
        period = anchors.quarter or anchors.period
        if period is None or period.start is None:
            return Resolved("DATE", calendar.year(year), "explicit")
        return Resolved("DATE", years_on(period, year - period.start.year), "text")

    def _period_beside(self, g: Groups, anchors: Anchors) -> Resolved | None:
        """As in "the prior month", "the preceding quarter", "the month before": the one before that of the text."""
        unit = (g["unit"] or g["unit2"] or "").lower()
        if unit == "period":
            if anchors.quarter is None or anchors.quarter.start is None:
                return None
            unit = {"Q": "quarter", "H": "half"}[anchors.quarter.text[5]]
        longest = calendar.LONGEST_MONTH * _MONTHS[unit] if unit in _MONTHS else 7
        bases = (anchors.last, anchors.period) if unit == "year" else (anchors.period, anchors.last)
        base = next(
            (one for one in bases if one and one.start and one.end and (one.end - one.start).days < longest), None
        )
        if base is None or base.start is None:
            return Resolved("DATE")
        return Resolved("DATE", stretch(base.start, unit, -1), "text")

    def _latest(self, g: Groups, anchors: Anchors) -> Resolved:
        """As in "the latest quarter": the last that was over at the publication; "the current period" is a quarter."""
        if anchors.published is None:
            return Resolved("DATE")
        if g["now"]:
            return Resolved("DATE", stretch(anchors.published, "quarter", 0), "publication")
        return Resolved("DATE", stretch(anchors.published, (g["unit"] or "").lower(), -1), "publication")

    def _in_the_unit(self, g: Groups, anchors: Anchors) -> Resolved:
        """As in "later in the week", "earlier in the year": that of the publication, or of what is told."""
        base = anchors.near.start if anchors.near is not None and anchors.tense == "past" else None
        base = base or anchors.published
        if base is None:
            return Resolved("DATE")
        return Resolved("DATE", stretch(base, (g["unit"] or "").lower(), 0), "publication")

    def _ended_unit(self, g: Groups, anchors: Anchors) -> Resolved | None:
        """As in "the week ended March 2": the one that holds the day named behind it; None where none is."""
        if not anchors.pair or anchors.near is None or anchors.near.start is None:
            return None
        return Resolved("DATE", stretch(anchors.near.start, (g["unit"] or "").lower(), 0), "text")

    def _that_period(self, g: Groups, anchors: Anchors) -> Resolved | None:
        """As in "in the quarter", "during the month": that of which the text speaks, else this quarter, or no date."""
        unit, today = (g["unit"] or "").lower(), anchors.published
        if unit == "month":
            told = anchors.period if anchors.period is not None and anchors.period.text[5] not in "QH" else None
            return Resolved("DATE", told, "text") if told else None
        if anchors.quarter is None and unit == "quarter" and today is not None:
            return Resolved("DATE", stretch(today, unit, 0), "publication")
        if (
            anchors.quarter is None
            or anchors.quarter.text[5] not in {"quarter": "Q", "half": "H", "period": "QH"}[unit]
        ):
            return None
        return Resolved("DATE", anchors.quarter, "text")

    def _months_of(self, g: Groups, anchors: Anchors) -> Resolved:
        """As in "the first three months of 1994", "the last quarter of last year": a quarter or a half of a year."""
        year = self._year_of(g, anchors)
        if year is None:
            return Resolved("DATE")
        late = (g["side"] or "").lower() not in ("first", "opening")
        if g["quarter"] or self._words.count(g["n"] or "") == _MONTHS["quarter"]:
            return self._in(g, calendar.quarter(year, 4 if late else 1))
        return self._in(g, calendar.half(year, 2 if late else 1))

    def _year_of(self, g: Groups, anchors: Anchors) -> int | None:
        if g["year"]:
            return int(g["year"])
        return anchors.published.year + shift_of(g["which"]) if anchors.published else None

    def _in(self, g: Groups, value: Value) -> Resolved:
        return Resolved("DATE", value, "explicit" if g["year"] else "publication")

    def _quarter_of_months(self, g: Groups, anchors: Anchors) -> Resolved | None:
        """As in "the April-June quarter": the last that has begun, or that of the year told; None for other months."""
        first = self._words.number("month", g["month"] or "")
        if g["unit"]:
            first, last = first - 2, first  # "the September quarter" ends in it
        else:
            last = self._words.number("month", g["month2"] or g["month3"] or "")
        stretches = {2: calendar.quarter, 5: calendar.half}
        length = last - first
        if length not in stretches or first < 1 or (first - 1) % (length + 1):
            return None
        number = (first - 1) // (length + 1) + 1
        if g["year"]:
            return Resolved("DATE", stretches[length](int(g["year"]), number), "explicit")
        base = anchors.published
        if base is None:
            return Resolved("DATE")
        begun = date(base.year, first, 1) <= base
        year = base.year if begun or anchors.future else base.year - 1
        return Resolved("DATE", stretches[length](year, number), "publication")

    def _end_of(self, g: Groups, anchors: Anchors) -> Resolved:
        """As in "by year-end", "at month's end", "mid-month": the year or month of the publication."""
        base = anchors.published
        if base is None:
            return Resolved("DATE")
        unit = (g["unit"] or g["unit2"] or "").lower()
        back = unit == "year" and _is_of_last_year(base, anchors)
        return Resolved("DATE", stretch(base, unit, -1 if back else 0), "publication")

    def _half_bare(self, g: Groups, anchors: Anchors) -> Resolved:
        """As in "net income rose in the first half": of the year, or the one before where it is still to come."""
        base, number = anchors.published, 1 if (g["half"] or g["half2"] or "").lower() == "first" else 2
        if base is None:
            return Resolved("DATE")
        now = 1 if base.month <= _MONTHS["half"] else 2
        year = base.year + (1 if anchors.future and number < now else -1 if not anchors.future and number > now else 0)
        return Resolved("DATE", calendar.half(year, number), "publication")

    def _whole_year(self, _: Groups, anchors: Anchors) -> Resolved:
        """As in "for the full year": that of the publication."""
        base = anchors.published
        if base is None:
            return Resolved("DATE")
        return Resolved("DATE", calendar.year(base.year - _is_of_last_year(base, anchors)), "publication")

    def _new_year(self, _: Groups, anchors: Anchors) -> Resolved:
        """As in "in the new year": the one that has just begun, or the next."""
        base = anchors.published
        if base is None:
            return Resolved("DATE")
        return Resolved("DATE", calendar.year(base.year + (base.month > _MONTHS["half"])), "publication")


def _is_of_last_year(base: date, anchors: Anchors) -> bool:
    """Whether a report of the first months of a year looks back on the one before: "for the full year, it earned"."""
    return anchors.tense == "past" and base.month <= _MONTHS["quarter"]


def stretch(base: date, unit: str, shift: int) -> Value:
    """The week, month, quarter, half or year some on from the one that holds a day."""
    if unit == "week":
        return calendar.week(base + timedelta(weeks=shift))
    moved = calendar.add_months(base.replace(day=1), shift * _MONTHS[unit])
    if unit == "month":
        return calendar.month(moved.year, moved.month)
    if unit == "quarter":
        return calendar.quarter(moved.year, (moved.month + 2) // 3)
    return calendar.half(moved.year, 1 if moved.month < 7 else 2) if unit == "half" else calendar.year(moved.year)


def years_on(period: Value, years: int) -> Value | None:
    """The same month, quarter or half some years on."""
    if period.start is None:
        return None
    return Value(f"{period.start.year + years:04d}{period.text[4:]}", *_moved(period, years))


def _moved(period: Value, years: int) -> tuple[date, date]:
    first = calendar.add_months(period.start or date.min, 12 * years)
    last = calendar.add_months(period.end or date.max, 12 * years)
    return first, calendar.last_of(last.year, last.month)
