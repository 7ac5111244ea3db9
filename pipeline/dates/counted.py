"""Days that are counted out: "the first Monday in October", "on the 15th", "a week ago today"."""

from __future__ import annotations

from datetime import date, timedelta

from pipeline.dates import calendar
from pipeline.dates.anchors import Anchors, Resolved, single_day
from pipeline.dates.calendar import Value
from pipeline.dates.hours import Hours
from pipeline.dates.scan import Groups
from pipeline.dates.units import pick, shift_of


class Counted(Hours):
    """Resolves days that a number picks from a month or counts from today."""

    def _nth_weekday(self, g: Groups, anchors: Anchors) -> Resolved:
        """As in "the first Monday in October": of the year told, else of the likeliest."""
        month, nth = self._words.number("month", g["month"] or ""), (g["nth"] or "").lower()
        years = [int(g["year"])] if g["year"] else _years_around(anchors)
        days = [self._nth(year, month, nth, g["weekday"]) for year in years]
        known = [day for day in days if day is not None]
        if g["year"]:
            return Resolved("DATE", calendar.day(known[0]), "explicit") if known else Resolved("DATE")
        if anchors.published is None:
            return Resolved("DATE")
        chosen = pick(known, anchors.published, anchors.tense, slack=45)
        return Resolved("DATE", calendar.day(chosen), "publication") if chosen else Resolved("DATE")

    def _nth(self, year: int, month: int, nth: str, weekday: str | None) -> date | None:
        """The n-th or last weekday, or the first or last day, of a month."""
        first, last = date(year, month, 1), calendar.last_of(year, month)
        if weekday is None:
            return last if nth == "last" else first
        wanted = self._words.number("weekday", weekday)
        if nth == "last":
            return last - timedelta(days=(last.weekday() - wanted) % 7)
        weeks = self._words.number("ordinal", nth) - 1
        moment = first + timedelta(days=(wanted - first.weekday()) % 7 + 7 * weeks)
        return moment if moment <= last else None

    def _week_of_month(self, g: Groups, anchors: Anchors) -> Resolved:
        """As in "the first week of May": a week that has most of its days in the month."""
        month, nth = self._words.number("month", g["month"] or ""), (g["nth"] or "").lower()
        years = [int(g["year"])] if g["year"] else _years_around(anchors)
        days = [self._nth(year, month, "last" if nth == "last" else "first", None) for year in years]
        known = [day for day in days if day is not None]
        if not known:
            return Resolved("DATE")
        chosen = known[0] if g["year"] or not anchors.published else None
        chosen = chosen or pick(known, anchors.published or known[0], anchors.tense, slack=45)
        if chosen is None:
            return Resolved("DATE")
        # The week with most of its days in the month, as the first week of a year is reckoned.
        inside = (
            timedelta(days=-3) if nth == "last" else timedelta(days=3, weeks=self._words.number("ordinal", nth) - 1)
        )
        return Resolved("DATE", calendar.week(chosen + inside), "explicit" if g["year"] else "publication")

    def _day_of_month(self, g: Groups, anchors: Anchors) -> Resolved:
        """As in "the 21st of this month": of the month of the publication, or of the one beside it."""
        if anchors.published is None:
            return Resolved("DATE")
        month = calendar.add_months(anchors.published.replace(day=1), shift_of(g["which"]))
        return Resolved("DATE", calendar.day(month.replace(day=self._day_number(g))), "publication")

    def _weekdays_ago(self, g: Groups, anchors: Anchors) -> Resolved:
        """As in "two Saturdays ago": the second one that is over."""
        base, count = anchors.published, self._words.count(g["n"] or "")
        if base is None or not count:
            return Resolved("DATE")
        behind = (base.weekday() - self._words.number("weekday", g["weekday"] or "")) % 7 or 7
        return Resolved("DATE", calendar.day(base - timedelta(days=behind, weeks=count - 1)), "publication")

    def _bare_day(self, g: Groups, anchors: Anchors) -> Resolved | None:
        """As in "on the 15th", "Monday the 11th": of the month told, which it may lead out of; None where none is."""
        number = self._day_number(g)
        base = single_day(anchors.told) or single_day(anchors.last) or (anchors.last.start if anchors.last else None)
        if base is not None and anchors.future and anchors.published is not None:
            base = max(base, anchors.published)  # "leaves for Madrid on the 27th"
        if g["weekday"]:
            return self._weekday_and_number(g, number, anchors.published)
        if base is None or anchors.last is None or anchors.last.end is None:
            return None
        if (anchors.last.end - base).days > calendar.LONGEST_MONTH:
            return None
        around = (calendar.add_months(base.replace(day=1), shift) for shift in (0, 1))
        days = [
            month.replace(day=number) for month in around if number <= calendar.last_of(month.year, month.month).day
        ]
        return Resolved("DATE", calendar.day(next((day for day in days if day >= base), days[0])), "text")

    def _weekday_and_number(self, g: Groups, number: int, base: date | None) -> Resolved | None:
        """The nearest day with a weekday and a number of its month."""
        if base is None:
            return Resolved("DATE")
        wanted = self._words.number("weekday", g["weekday"] or "")
        around = (calendar.add_months(base.replace(day=1), shift) for shift in range(-6, 7))
        days = [
            month.replace(day=number) for month in around if number <= calendar.last_of(month.year, month.month).day
        ]
        days = [day for day in days if day.weekday() == wanted]
        if not days:
            return Resolved("DATE")
        return Resolved("DATE", calendar.day(min(days, key=lambda day: abs((day - base).days))), "publication")

    def _day_number(self, g: Groups) -> int:
        return int(g["day"]) if g["day"] else self._words.number("nth", g["spelt"] or "")

    def _ago_day(self, g: Groups, anchors: Anchors) -> Resolved:
        """As in "two weeks ago today", "three weeks ago Tuesday", "a week from Monday": that day of that week."""
        base, count = anchors.published, self._words.count(g["n"] or "") or 0
        if base is None:
            return Resolved("DATE")
        if g["whole"] or g["month"]:
            months = count * (12 if (g["unit"] or "").lower() == "year" else 1)
            then = calendar.add_months(base, -months)
            if (g["whole"] or "").lower().endswith("week"):
                return Resolved("DATE", calendar.week(then), "publication")
            month = self._words.number("month", g["month"]) if g["month"] else then.month
            return Resolved("DATE", calendar.month(then.year, month), "publication")
        ahead = g["from"] is not None
        named = (g["named"] or g["named2"] or "").lower()
        if named:
            start = base + timedelta(days={"yesterday": -1, "tomorrow": 1}.get(named, 0))
        else:
            behind = (base.weekday() - self._words.number("weekday", g["weekday"] or "")) % 7
            start = base + timedelta(days=(7 - behind) if ahead and behind else -behind)
        if g["unit"]:
            months = count * (12 if g["unit"].lower() == "year" else 1)
            return Resolved("DATE", calendar.day(calendar.add_months(start, -months)), "publication")
        value: Value = calendar.day(start + timedelta(weeks=count if ahead else -count))
        return Resolved("DATE", value, "publication")


def _years_around(anchors: Anchors) -> list[int]:
    base = anchors.published
    return [base.year + shift for shift in (-1, 0, 1)] if base else []
