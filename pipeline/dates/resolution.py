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
from pipeline.dates.anchors import Anchors, Resolved, explicit, published, single_day
from pipeline.dates.calendar import Value
from pipeline.dates.compared import stretch
from pipeline.dates.holidays import holiday
from pipeline.dates.offsets import Offsets
from pipeline.dates.scan import Groups
from pipeline.dates.units import YEAR, full_year, period, pick, shift_of
from pipeline.dates.verbs import Tense

_BACK = ("last", "past", "previous")
_FAR_AHEAD = 2
"""Quarters ahead that a quarter without a year may be."""
_MONTHS_AHEAD: dict[Tense | None, int] = {"past": 0, None: 3, "either": 6, "future": 10}
"""Months ahead that a month without a year may be: in August "will show a rise for July" is of the one just over."""
_SUNDAY = 7
_EVE = 2
"""Days before a week within which it is "this coming week"."""


class Resolver(Offsets):
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
            return explicit(day)
        return explicit(calendar.month(year, month))

    def _iso_week(self, g: Groups, _: Anchors) -> Resolved:
        if g["week"]:
            return explicit(calendar.week(date.fromisocalendar(_int(g, "year"), _int(g, "week"), 1)))
        return explicit(calendar.quarter(_int(g, "year2"), _int(g, "quarternumber")))

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
        which = (g["which"] or "").lower()
        if which in ("last", "next") and anchors.published is not None:
            day = f"{self._month(g['month']):02d}-{self._day_number(g):02d}"
            tense: Tense = "past" if which == "last" else "future"
            return self._of_years(day, anchors._replace(tense=tense), anchors.published, slack=0)
        year = g["year"] or _related_year(g, anchors)
        return self._in_year(g["month"] or "", self._day_number(g), year or _year_of(g, anchors), anchors, g.get("on"))

    def _day_month(self, g: Groups, anchors: Anchors) -> Resolved:
        year = g["year"] or (str(full_year(int(g["yy"]), anchors.published)) if g["yy"] else None)
        return self._in_year(g["month"] or "", self._day_number(g), year or _year_of(g, anchors), anchors, g.get("on"))

    def _slashed(self, g: Groups, anchors: Anchors) -> Resolved:
        first, second, year = _int(g, "a"), _int(g, "b"), _int(g, "c")
        year = year if year > 99 else full_year(year, anchors.published)
        # Month first as in the United States, unless it can only be the day.
        month, day = (second, first) if first > 12 else (first, second)
        return explicit(calendar.day(date(year, month, day)))

    def _month_year(self, g: Groups, anchors: Anchors) -> Resolved:
        month = self._month(g["month"])
        if year := g["year"] or _related_year(g, anchors):
            return explicit(calendar.month(int(year), month))
        if g.get("yy"):
            return explicit(calendar.month(full_year(_int(g, "yy"), anchors.published), month))
        if g.get("rel"):
            return Resolved("DATE")
        if anchors.published is None:
            return Resolved("DATE")
        return published(calendar.month(anchors.published.year + shift_of(g["which"]), month))

    def _quarter(self, g: Groups, anchors: Anchors) -> Resolved:
        number = self._words.number("ordinal", g["ordinal"] or "")
        if g["year"]:
            return explicit(calendar.quarter(_int(g, "year"), number))
        if anchors.published is None:
            return Resolved("DATE")
        year = anchors.published.year + shift_of(g["which"])
        ahead = number - (anchors.published.month + 2) // 3
        # In January even "expects a loss for the fourth quarter" is of the one just over.
        ahead_of = anchors.future or (g["by"] is not None and anchors.tense != "past")
        if not g["which"] and ahead > (4 if g["by"] is not None and ahead_of else _FAR_AHEAD if ahead_of else 0):
            year -= 1
        elif not g["which"] and ahead_of and ahead < -1:
            year += 1  # in December "supplies will be tight in the first quarter" is of the next one
        return published(calendar.quarter(year, number))

    def _half_year(self, g: Groups, anchors: Anchors) -> Resolved:
        number = 1 if (g["half"] or "").lower() == "first" else 2
        if g["year"]:
            return explicit(calendar.half(_int(g, "year"), number))
        if anchors.published is None:
            return Resolved("DATE")
        return published(calendar.half(anchors.published.year + shift_of(g["which"]), number))

    def _season_only(self, g: Groups, anchors: Anchors) -> Resolved:
        """A season alone: the next one where the words look ahead, else the last that has begun."""
        base = anchors.published
        if base is None:
            return Resolved("DATE")
        name = self._words.code("season", g["season"] or "")
        around = [calendar.season(base.year + shift, name) for shift in (-1, 0, 1)]
        ahead = [one for one in around if one.end is not None and one.end >= base]
        begun = [one for one in around if one.start is not None and one.start <= base]
        looks_ahead = anchors.future or g["ahead"] is not None
        return published(ahead[0] if looks_ahead else begun[-1])

    def _season_year(self, g: Groups, anchors: Anchors) -> Resolved:
        if g["whose"]:
            number = _year_of(g, anchors)
            season = self._words.code("season", g["season"] or "")
            return published(calendar.season(int(number), season)) if number else Resolved("DATE")
        if g["year"] or g["yy"]:
            year = _int(g, "year") or full_year(_int(g, "yy"), anchors.published)
            return explicit(calendar.season(year, self._words.code("season", g["season"] or "")))
        which = " ".join((g["which"] or "").lower().split())
        name = self._words.code("season", g["season2"] or "")
        if which == "the following":
            return self._season_after(name, anchors)
        that = which == "that" and anchors.last is not None
        base = anchors.last.start if that and anchors.last else anchors.published
        if base is None:
            return Resolved("DATE")
        around = [calendar.season(base.year + n, name) for n in (-2, -1, 0, 1)]
        if that:
            holding = [one for one in around if one.start is not None and one.end and one.start <= base <= one.end]
            return Resolved("DATE", (holding or around[2:])[0], "text")
        if which.endswith(("last", "past")):
            return published([one for one in around if one.end is not None and one.end < base][-1])
        if which.endswith(("next", "coming")):
            return published(next(one for one in around if one.start is not None and one.start > base))
        return published(around[2])

    def _season_after(self, name: str, anchors: Anchors) -> Resolved:
        """As in "the following spring": the next one after the last date of the text, which may be a year."""
        base = anchors.last.end if anchors.last is not None else None
        if base is None:
            return Resolved("DATE")
        around = [calendar.season(base.year + n, name) for n in (0, 1)]
        return Resolved("DATE", next(one for one in around if one.start is not None and one.start > base), "text")

    def _decade(self, g: Groups, anchors: Anchors) -> Resolved:
        if g["decade"]:
            return explicit(calendar.decade(_int(g, "decade")))
        short = g["dd"] or g["dd2"] or g["dd3"] or self._words.code("decade", g["spelt"] or "")
        first = full_year(int(short), anchors.published)
        if anchors.published is not None and first > anchors.published.year:
            first -= 100
        return explicit(calendar.decade(first - first % 10))

    def _century(self, g: Groups, _: Anchors) -> Resolved | None:
        number = _int(g, "century")
        return explicit(calendar.century(number)) if 1 <= number <= 30 else None

    def _fiscal(self, g: Groups, anchors: Anchors) -> Resolved:
        number = int(g["year"] or g["year2"] or 0) or full_year(_int(g, "yy"), anchors.published)
        whole = calendar.year(number)
        return explicit(Value(f"FY{number}", whole.start, whole.end))

    def _year_range(self, g: Groups, _: Anchors) -> Resolved | None:
        first, last = _int(g, "year"), _int(g, "last")
        last = last if last > 99 else first // 100 * 100 + last
        if not first < last <= first + 300:
            return None
        return explicit(Value(f"{first}/{last}", date(first, 1, 1), date(last, 12, 31)))

    def _which_unit(self, g: Groups, anchors: Anchors) -> Resolved:
        which, unit = " ".join((g["which"] or "").lower().split()), (g["unit"] or "").lower()
        # "He stepped down in 1978. The next year he began ..." is 1979; "over the next year" lasts one.
        told_next = which == "the next" and anchors.tense == "past" and anchors.last is not None
        if which in ("the past", "the last", "the next") and not told_next:
            return Resolved("DURATION", Value(period(1, unit)))
        from_text = which in ("that", "the same", "the next", "the following", "the previous")
        base = anchors.last.start if from_text and anchors.last else anchors.published
        if base is None:
            return Resolved("DATE")
        ahead = which in ("next", "the next", "the following", "the coming")
        shift = 1 if ahead else -1 if which.endswith(_BACK) else 0
        if unit == "week":
            this = which == "this" or which.endswith("of the")  # "by the middle of the week", on a Sunday
            eve = which == "this coming" or (this and anchors.future and base.isoweekday() == _SUNDAY)
            near = base + timedelta(days=_EVE) if eve else base
            value = calendar.week(near + timedelta(weeks=shift))
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

    def _beyond(self, g: Groups, anchors: Anchors) -> Resolved:
        """As in "the week after next"."""
        if anchors.published is None:
            return Resolved("DATE")
        shift, unit = 2 if (g["beyond"] or "").lower().startswith("after") else -2, (g["unit"] or "").lower()
        if unit == "weekend":
            return published(calendar.weekend(anchors.published + timedelta(weeks=shift)))
        return published(stretch(anchors.published, unit, shift))

    def _short_year(self, g: Groups, anchors: Anchors) -> Resolved:
        return explicit(calendar.year(full_year(_int(g, "yy"), anchors.published)))

    def _which_month(self, g: Groups, anchors: Anchors) -> Resolved:
        if anchors.published is None:
            return Resolved("DATE")
        month, base, which = self._month(g["month"]), anchors.published, " ".join((g["which"] or "").lower().split())
        if (
            which in ("that", "the next", "the following")
            and anchors.told is not None
            and anchors.told.start is not None
        ):
            told = anchors.told.start
            later = which != "that" and (anchors.told.text == str(told.year) or month <= told.month)
            return Resolved("DATE", calendar.month(told.year + later, month), "text")
        year = base.year
        if which in ("last", "this past") and month >= base.month:
            year -= 1
        if which == "next" and month <= base.month + 1:
            year += 1  # in May "this June" is the coming one, "next June" that of the year after
        return published(calendar.month(year, month))

    def _holiday(self, g: Groups, anchors: Anchors) -> Resolved:
        found = self._holiday_itself(self._words.code("holiday", g["holiday"] or ""), g, anchors)
        if not g["span"] or found.value is None or found.value.start is None:
            return found
        if g["span"].lower() == "week":
            return replace(found, value=calendar.week(found.value.start))
        # The weekend of a holiday that falls on a Monday or a Tuesday is the one before.
        early = found.value.start.weekday() < 2
        return replace(found, value=calendar.weekend(found.value.start - timedelta(days=2 if early else 0)))

    def _holiday_itself(self, rule: str, g: Groups, anchors: Anchors) -> Resolved:
        if g["year"]:
            return explicit(calendar.day(holiday(rule, _int(g, "year"))))
        base, which = anchors.published, (g["which"] or "").lower()
        if base is None:
            return Resolved("DATE")
        if which == "this":
            return published(calendar.day(holiday(rule, base.year)))
        tense: Tense | None = "past" if which == "last" else "future" if which == "next" else anchors.tense
        return self._of_years(rule, anchors._replace(tense=tense), base, slack=0 if which else 7)

    def _weekday_beside(self, g: Groups, anchors: Anchors) -> Resolved:
        """As in "the Tuesday before Thanksgiving", "the Friday after Jan. 15"."""
        groups = g | {"which": None, "span": None}
        base = self._holiday(groups, anchors) if g["holiday"] else self._month_day(groups | {"spelt": None}, anchors)
        day = single_day(base.value)
        if day is None:
            return Resolved("DATE")
        back = (g["side"] or "").lower() == "before"
        if g["part"]:
            return self._part_of(day + timedelta(days=-1 if back else 1), g["part"], base.basis or "publication")
        wanted = self._words.number("weekday", g["weekday"] or "")
        away = (day.weekday() - wanted if back else wanted - day.weekday()) % 7 or 7
        return Resolved("DATE", calendar.day(day + timedelta(days=-away if back else away)), base.basis)

    def _month_only(self, g: Groups, anchors: Anchors) -> Resolved | None:
        month, base = self._month(g["month"]), anchors.published
        if base is None:
            return Resolved("DATE")
        if anchors.tense == "past" and anchors.year_told is not None:
            return Resolved("DATE", calendar.month(anchors.year_told, month), "text")
        ahead = (month - base.month) % 12
        if ahead > _MONTHS_AHEAD[anchors.tense] and not (anchors.bound and anchors.future):
            ahead -= 12
        moment = calendar.add_months(base, ahead)
        return published(calendar.month(moment.year, moment.month))

    def _year(self, g: Groups, _: Anchors) -> Resolved:
        return explicit(calendar.year(_int(g, "year")))

    def _in_year(self, month: str, day: int, year: str | None, anchors: Anchors, on: str | None = None) -> Resolved:
        number = self._month(month)
        if year:
            return explicit(calendar.day(date(int(year), number, day)))
        return self._nearest(number, day, anchors, self._words.number("weekday", on) if on else None)

    def _nearest(self, month: int, day: int, anchors: Anchors, weekday: int | None = None) -> Resolved:
        """A day without a year: the nearest to the publication, the one ahead if the verb looks ahead."""
        base = anchors.published
        if base is None:
            date(2000, month, day)
            return Resolved("DATE", Value(f"XXXX-{month:02d}-{day:02d}"), "explicit")
        slack = 0 if anchors.bound and anchors.future else 45
        return self._of_years(f"{month:02d}-{day:02d}", anchors, base, slack, weekday)

    def _of_years(self, rule: str, anchors: Anchors, base: date, slack: int, weekday: int | None = None) -> Resolved:
        """The likeliest of the days that a rule gives in the years around, if one can be on a weekday that is told."""
        choices = []
        for year in range(base.year - 4, base.year + 5):
            try:
                choices.append(holiday(rule, year))
            except ValueError:
                continue  # 29 February, or beyond the calendar
        fitting = [day for day in choices if day.weekday() == weekday and -2 * YEAR < (day - base).days < YEAR]
        chosen = pick(fitting, base, None, slack) if fitting else pick(choices, base, anchors.tense, slack)
        if anchors.tense == "past" and anchors.year_told is not None:
            return Resolved("DATE", calendar.day(holiday(rule, anchors.year_told)), "text")
        old = _year_of_old_story(chosen, anchors) if chosen and not fitting else None
        if old is not None:
            return Resolved("DATE", calendar.day(holiday(rule, old)), "text")
        return published(calendar.day(chosen)) if chosen else Resolved("DATE")

    def _month(self, word: str | None) -> int:
        return self._words.number("month", word or "")


def _year_of_old_story(chosen: date, anchors: Anchors) -> int | None:
    """The year of a day that is over and of the month that an old story told: "in September 1944 ... on September 12".

    None where the likeliest day, seen from the publication, is over too, unless the paragraph has told an earlier
    day of that month: "was admitted on January 4 2002 ... and died on January 17".
    """
    told, today = anchors.long_ago, anchors.published
    if told is None or told.start is None or today is None or anchors.tense != "past":
        return None
    goes_on = told == anchors.near and single_day(told) is not None and told.start.day < chosen.day
    return told.start.year if told.start.month == chosen.month and (goes_on or chosen > today) else None


def _year_of(g: Groups, anchors: Anchors) -> str | None:
    """The year of "March 3 last year"."""
    if not g.get("whose") or anchors.published is None:
        return None
    return str(anchors.published.year + shift_of(g["whose"]))


def _related_year(g: Groups, anchors: Anchors) -> str | None:
    """The year that "of that year" means, seen from the last date."""
    rel = " ".join((g.get("rel") or "").lower().split())
    if not rel or anchors.last is None or anchors.last.start is None:
        return None
    return str(anchors.last.start.year + (rel.endswith(("following", "next")) - rel.endswith("previous")))


def _int(groups: Groups, name: str) -> int:
    return int(groups[name] or 0)
