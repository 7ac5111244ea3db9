"""A form that matched, and its anchors, to a value on the calendar.

Relative expressions are resolved against the publication date or the last date in the text,
whichever they ask for. What would need a date that is not known, or names a day that does not
exist, has no value: nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from pipeline.dates import calendar
from pipeline.dates.anchors import Anchors, Resolved, single_day
from pipeline.dates.calendar import Value
from pipeline.dates.holidays import holiday
from pipeline.dates.hours import Hours
from pipeline.dates.scan import Groups
from pipeline.dates.tense import Tense
from pipeline.dates.units import full_year, is_coarser, moved, period, pick, shift_of, stretch_beside
from pipeline.record import DateBasis

_BACK = ("last", "past", "previous")


class Resolver(Hours):
    """Resolves matched forms."""

    def resolve(self, form: str, groups: Groups, anchors: Anchors) -> Resolved | None:
        """The meaning of a form, or None where it turns out to be no time expression.

        Args:
            form: name of the form, of :mod:`pipeline.dates.patterns`.
            groups: what its named groups matched.
            anchors: what it may lean on.
        """
        handle: Callable[[Groups, Anchors], Resolved | None] = getattr(self, f"_{form}")
        try:
            return handle(groups, anchors)
        except (ValueError, OverflowError):
            return None if form in ("slashed", "year") else Resolved("DATE")

    def _iso(self, g: Groups, _: Anchors) -> Resolved:
        year, month = _int(g, "year"), _int(g, "monthnumber")
        if g["day"]:
            day = calendar.day(date(year, month, _int(g, "day")))
            if g["clock"]:
                return Resolved(
                    "TIME", replace(day, text=f"{day.text}T{g['clock']}{(g['utc'] or '').upper()}"), "explicit"
                )
            return _explicit(day)
        return _explicit(calendar.month(year, month))

    def _iso_week(self, g: Groups, _: Anchors) -> Resolved:
        if g["week"]:
            return _explicit(calendar.week(date.fromisocalendar(_int(g, "year"), _int(g, "week"), 1)))
        return _explicit(calendar.quarter(_int(g, "year2"), _int(g, "quarternumber")))

    def _day_range(self, g: Groups, anchors: Anchors) -> Resolved:
        if g["month"]:
            start, last = self._in_year(g["month"], _int(g, "day"), g["year"], anchors), _int(g, "day2")
        else:
            start = self._in_year(g["month2"] or "", _int(g, "day_a"), g["year_b"], anchors)
            last = _int(g, "day_b")
        if start is None or start.value is None or start.value.start is None:
            return Resolved("DATE")
        began = start.value.start
        ended = began.replace(day=last)
        if ended < began:
            return Resolved("DATE")
        return Resolved("DATE", Value(f"{began.isoformat()}/{ended.isoformat()}", began, ended), start.basis)

    def _month_day(self, g: Groups, anchors: Anchors) -> Resolved:
        if (g["which"] or "").lower() == "last":
            anchors = replace(anchors, tense="past")
        return self._in_year(g["month"] or "", _int(g, "day"), g["year"], anchors)

    def _day_month(self, g: Groups, anchors: Anchors) -> Resolved:
        year = g["year"] or (str(full_year(int(g["yy"]), anchors.published)) if g["yy"] else None)
        return self._in_year(g["month"] or "", _int(g, "day"), year, anchors)

    def _slashed(self, g: Groups, anchors: Anchors) -> Resolved:
        first, second, year = _int(g, "a"), _int(g, "b"), _int(g, "c")
        year = year if year > 99 else full_year(year, anchors.published)
        # Month first as in the United States, unless it can only be the day.
        month, day = (second, first) if first > 12 else (first, second)
        return _explicit(calendar.day(date(year, month, day)))

    def _month_year(self, g: Groups, anchors: Anchors) -> Resolved:
        month = self._month(g["month"])
        if g["year"]:
            return _explicit(calendar.month(_int(g, "year"), month))
        if anchors.published is None:
            return Resolved("DATE")
        return _published(calendar.month(anchors.published.year + shift_of(g["which"]), month))

    def _quarter(self, g: Groups, anchors: Anchors) -> Resolved:
        number = self._words.number("ordinal", g["ordinal"] or "")
        if g["year"]:
            return _explicit(calendar.quarter(_int(g, "year"), number))
        if anchors.published is None:
            return Resolved("DATE")
        year = anchors.published.year + shift_of(g["which"])
        if not g["which"] and not anchors.future and calendar.quarter(year, number).start > anchors.published:  # type: ignore[operator]
            year -= 1
        return _published(calendar.quarter(year, number))

    def _half_year(self, g: Groups, anchors: Anchors) -> Resolved:
        number = 1 if (g["half"] or "").lower() == "first" else 2
        if g["year"]:
            return _explicit(calendar.half(_int(g, "year"), number))
        if anchors.published is None:
            return Resolved("DATE")
        return _published(calendar.half(anchors.published.year + shift_of(g["which"]), number))

    def _season_only(self, g: Groups, anchors: Anchors) -> Resolved:
        """A season alone: the next one where the words look ahead, else the last that has begun."""
        base = anchors.published
        if base is None:
            return Resolved("DATE")
        name = self._words.code("season", g["season"] or "")
        around = [calendar.season(base.year + shift, name) for shift in (-1, 0, 1)]
        ahead = [one for one in around if one.end is not None and one.end >= base]
        begun = [one for one in around if one.start is not None and one.start <= base]
        return _published(ahead[0] if anchors.future else begun[-1])

    def _season_year(self, g: Groups, anchors: Anchors) -> Resolved:
        if g["year"]:
            return _explicit(calendar.season(_int(g, "year"), self._words.code("season", g["season"] or "")))
        if anchors.published is None:
            return Resolved("DATE")
        name = self._words.code("season", g["season2"] or "")
        return _published(calendar.season(anchors.published.year + shift_of(g["which"]), name))

    def _decade(self, g: Groups, anchors: Anchors) -> Resolved:
        first = int(g["decade"] or 0) or full_year(_int(g, "dd"), anchors.published)
        return _explicit(calendar.decade(first - first % 10))

    def _century(self, g: Groups, _: Anchors) -> Resolved | None:
        number = _int(g, "century")
        return _explicit(calendar.century(number)) if 1 <= number <= 30 else None

    def _fiscal(self, g: Groups, anchors: Anchors) -> Resolved:
        number = int(g["year"] or 0) or full_year(_int(g, "yy"), anchors.published)
        whole = calendar.year(number)
        return _explicit(Value(f"FY{number}", whole.start, whole.end))

    def _named_day(self, g: Groups, anchors: Anchors) -> Resolved:
        if anchors.published is None:
            return Resolved("DATE")
        named = (g["named"] or "").lower()
        if g["era"]:
            return Resolved("DATE", Value("PRESENT_REF"))
        shift = {"yesterday": -1, "tomorrow": 1}.get(named, 0)
        if g["beyond"]:
            shift = -2 if g["beyond"].lower().startswith("before") else 2
        if g["lastnight"]:
            shift = -1
        part = g["part"] or g["part2"] or g["lastnight"] or ("night" if named == "tonight" else None)
        return self._part_of(anchors.published + timedelta(days=shift), part, "publication")

    def _weekday(self, g: Groups, anchors: Anchors) -> Resolved:
        if anchors.published is None:
            return Resolved("DATE")
        wanted, base = self._words.number("weekday", g["weekday"] or ""), anchors.published
        which = " ".join((g["which"] or "").lower().split())
        behind = (base.weekday() - wanted) % 7
        if g["week"]:
            monday = base - timedelta(days=base.weekday())
            moment = monday + timedelta(days=wanted + 7 * shift_of(g["week"]))
            return self._part_of(moment, g["part"], "publication")
        if which in ("next", "this coming", "the following") or (not which and anchors.future and behind):
            moment = base + timedelta(days=(wanted - base.weekday() - 1) % 7 + 1)
        elif which in ("last", "the previous", "this past"):
            moment = base - timedelta(days=behind or 7)
        elif which == "this":
            moment = base - timedelta(days=base.weekday() - wanted)
            if anchors.future and moment < base:
                moment += timedelta(days=7)
        else:
            ahead = anchors.tense == "either" and behind > 3
            moment = base - timedelta(days=behind - 7 if ahead else behind)
        return self._part_of(moment, g["part"], "publication")

    def _that_day(self, g: Groups, anchors: Anchors) -> Resolved:
        named = (single_day(anchors.told) or single_day(anchors.last)) if not g["inday"] else None
        if (day := named or single_day(anchors.story)) is not None:
            return self._part_of(day, g["part"], "text")
        if anchors.published is None:
            return Resolved("DATE")
        return self._part_of(anchors.published, g["part"], "publication")

    def _next_day(self, g: Groups, anchors: Anchors) -> Resolved:
        day = single_day(anchors.told) or single_day(anchors.last)
        if day is None:
            return Resolved("DATE")
        side = (g["side"] or g["side2"] or "").lower()
        moment = day + timedelta(days=1 if side in ("next", "following", "later") else -1)
        return self._part_of(moment, g["part"], "text")

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

    def _within(self, g: Groups, anchors: Anchors) -> Resolved | None:
        if not anchors.pair or anchors.near is None or anchors.near.start is None:
            return None
        if g["unit"]:
            whole = calendar.week if (g["unit"] or "").lower() == "week" else calendar.weekend
            return Resolved("DATE", whole(anchors.near.start), "text")
        return self._part_of(anchors.near.start, g["part"], "text")

    def _year_range(self, g: Groups, _: Anchors) -> Resolved | None:
        first, last = _int(g, "year"), _int(g, "last")
        last = last if last > 99 else first // 100 * 100 + last
        if not first < last <= first + 300:
            return None
        return _explicit(Value(f"{first}/{last}", date(first, 1, 1), date(last, 12, 31)))

    def _weekend(self, g: Groups, anchors: Anchors) -> Resolved:
        if anchors.published is None:
            return Resolved("DATE")
        which, moment = (g["which"] or "").lower(), anchors.published
        if which in ("last", "this past", "the", "over the") and moment.weekday() < 5 and not anchors.future:
            moment -= timedelta(days=7)
        if which == "next":
            moment += timedelta(days=7)
        return _published(calendar.weekend(moment))

    def _ago(self, g: Groups, anchors: Anchors) -> Resolved:
        count = 1 if g["unit2"] else self._count_before(g)
        unit = (g["unit"] or g["unit2"] or "").lower()
        way = " ".join((g["dir"] or g["dir2"] or "").lower().split())
        from_text = way in ("earlier", "later", "before", "after", "previously")
        if unit in ("hour", "minute", "second"):
            return Resolved("DURATION", Value(period(count, unit, g["fraction"])))
        if count is None:
            vague = {"ago": "PAST_REF", "from now": "FUTURE_REF"}.get(way)
            return Resolved("DATE", Value(vague)) if vague else Resolved("DURATION", Value(period(None, unit)))
        last = anchors.last if from_text else None
        if (way in ("before", "after") and last is None) or (last and is_coarser(last, unit)):
            return Resolved("DATE")  # two days after "May 2010" is no day that is known
        base = last.start if last else anchors.published
        if base is None:
            return Resolved("DATE")
        sign = 1 if way in ("later", "after", "from now") else -1
        value = moved(base, sign * count, unit)
        return Resolved("DATE", value, "text" if last else "publication")

    def _in_units(self, g: Groups, anchors: Anchors) -> Resolved:
        count, unit = self._words.count(g["n"] or ""), (g["unit"] or "").lower()
        if count is None or g["next"] or not anchors.future or anchors.published is None:
            return self._duration(g, anchors)
        value = moved(anchors.published, count, unit)
        return _published(value) if value else self._duration(g, anchors)

    def _which_unit(self, g: Groups, anchors: Anchors) -> Resolved:
        which, unit = " ".join((g["which"] or "").lower().split()), (g["unit"] or "").lower()
        if which in ("the past", "the last"):
            return Resolved("DURATION", Value(period(1, unit)))
        from_text = which in ("that", "the same", "the following", "the previous")
        base = anchors.last.start if from_text and anchors.last else anchors.published
        if base is None:
            return Resolved("DATE")
        shift = 1 if which in ("next", "the following") else -1 if which.endswith(_BACK) else 0
        if unit == "week":
            value = calendar.week(base + timedelta(weeks=shift))
        elif unit == "month":
            moved = calendar.add_months(base, shift)
            value = calendar.month(moved.year, moved.month)
        elif unit == "quarter":
            moved = calendar.add_months(base, 3 * shift)
            value = calendar.quarter(moved.year, (moved.month + 2) // 3)
        elif unit == "year":
            value = calendar.year(base.year + shift)
        elif unit == "decade":
            value = calendar.decade(base.year // 10 * 10 + 10 * shift)
        else:
            value = calendar.century(base.year // 100 + 1 + shift)
        return Resolved("DATE", value, "text" if from_text and anchors.last else "publication")

    def _which_month(self, g: Groups, anchors: Anchors) -> Resolved:
        if anchors.published is None:
            return Resolved("DATE")
        month, base, which = self._month(g["month"]), anchors.published, (g["which"] or "").lower()
        year = base.year
        if which in ("last", "this past") and month >= base.month:
            year -= 1
        if which == "next" and month <= base.month:
            year += 1
        return _published(calendar.month(year, month))

    def _holiday(self, g: Groups, anchors: Anchors) -> Resolved:
        rule = self._words.code("holiday", g["holiday"] or "")
        if g["year"]:
            return _explicit(calendar.day(holiday(rule, _int(g, "year"))))
        base = anchors.published
        if base is None:
            return Resolved("DATE")
        which = (g["which"] or "").lower()
        if which == "this":
            return _published(calendar.day(holiday(rule, base.year)))
        tense: Tense | None = "past" if which == "last" else "future" if which == "next" else anchors.tense
        found = self._of_years(rule, replace(anchors, tense=tense), base, slack=0 if which else 7)
        if not g["span"] or found.value is None or found.value.start is None:
            return found
        if g["span"].lower() == "week":
            return _published(calendar.week(found.value.start))
        # The weekend of a holiday that falls on a Monday or a Tuesday is the one before.
        early = found.value.start.weekday() < 2
        return _published(calendar.weekend(found.value.start - timedelta(days=2 if early else 0)))

    def _month_only(self, g: Groups, anchors: Anchors) -> Resolved | None:
        month, base = self._month(g["month"]), anchors.published
        if base is None:
            return Resolved("DATE")
        ahead = (month - base.month) % 12
        if anchors.tense == "past" or (anchors.tense is None and ahead > 3):
            ahead = ahead - 12 if ahead else 0
        moment = calendar.add_months(base, ahead)
        return _published(calendar.month(moment.year, moment.month))

    def _year(self, g: Groups, _: Anchors) -> Resolved:
        return _explicit(calendar.year(_int(g, "year")))

    def _in_year(self, month: str, day: int, year: str | None, anchors: Anchors) -> Resolved:
        number = self._month(month)
        if year:
            return _explicit(calendar.day(date(int(year), number, day)))
        return self._nearest(number, day, anchors)

    def _nearest(self, month: int, day: int, anchors: Anchors) -> Resolved:
        """A day without a year: the nearest to the publication, the one ahead if the verb looks ahead."""
        base = anchors.published
        if base is None:
            date(2000, month, day)
            return Resolved("DATE", Value(f"XXXX-{month:02d}-{day:02d}"), "explicit")
        return self._of_years(f"{month:02d}-{day:02d}", anchors, base, slack=45)

    def _of_years(self, rule: str, anchors: Anchors, base: date, slack: int) -> Resolved:
        """The likeliest of the days that a rule gives in the years around."""
        choices = []
        for year in range(base.year - 4, base.year + 5):
            try:
                choices.append(holiday(rule, year))
            except ValueError:
                continue  # 29 February, or beyond the calendar
        chosen = pick(choices, base, anchors.tense, slack)
        return _published(calendar.day(chosen)) if chosen else Resolved("DATE")

    def _month(self, word: str | None) -> int:
        return self._words.number("month", word or "")

    def _part_of(self, moment: date, part: str | None, basis: DateBasis) -> Resolved:
        if part is None:
            return Resolved("DATE", calendar.day(moment), basis)
        code = self._words.code("part", part)
        return Resolved("TIME", Value(f"{moment.isoformat()}T{code}", moment, moment), basis)


def _int(groups: Groups, name: str) -> int:
    return int(groups[name] or 0)


def _explicit(value: Value) -> Resolved:
    return Resolved("DATE", value, "explicit")


def _published(value: Value) -> Resolved:
    return Resolved("DATE", value, "publication")
