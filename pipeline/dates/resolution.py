"""A form that matched, and its anchors, to a value on the calendar.

Relative expressions are resolved against the publication date or the last date in the text,
whichever they ask for. What would need a date that is not known, or names a day that does not
exist, has no value: nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from pipeline.dates import calendar
from pipeline.dates.calendar import Value
from pipeline.dates.words import Words
from pipeline.record import DateBasis, DateType

Groups = dict[str, str | None]
_PERIODS = {
    "second": "S", "minute": "M", "hour": "H", "day": "D", "week": "W", "month": "M", "quarter": "M", "year": "Y",
            "decade": "E", "centur": "Y", "century": "Y"}  # fmt: skip
_BACK = ("last", "past", "previous")
_ORDINALS = {"1st": 1, "2nd": 2, "3rd": 3, "4th": 4, "first": 1, "second": 2, "third": 3, "fourth": 4}


@dataclass(frozen=True, slots=True)
class Anchors:
    """What an expression may lean on."""

    published: date | None
    last: Value | None
    """The last date before the expression."""
    near: Value | None
    """The same, if it stands in the same paragraph."""
    future: bool
    """Whether the verb of the expression speaks of the future."""


@dataclass(frozen=True, slots=True)
class Resolved:
    """What an expression means."""

    type: DateType
    value: Value | None = None
    basis: DateBasis | None = None


class Resolver:
    """Resolves matched forms."""

    def __init__(self, words: Words) -> None:
        self._words = words

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
            return _explicit(calendar.day(date(year, month, _int(g, "day"))))
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
        return self._in_year(g["month"] or "", _int(g, "day"), g["year"], anchors)

    def _day_month(self, g: Groups, anchors: Anchors) -> Resolved:
        year = g["year"] or (str(_century(int(g["yy"]), anchors)) if g["yy"] else None)
        return self._in_year(g["month"] or "", _int(g, "day"), year, anchors)

    def _slashed(self, g: Groups, anchors: Anchors) -> Resolved:
        first, second, year = _int(g, "a"), _int(g, "b"), _int(g, "c")
        year = year if year > 99 else _century(year, anchors)
        # Month first as in the United States, unless it can only be the day.
        month, day = (second, first) if first > 12 else (first, second)
        return _explicit(calendar.day(date(year, month, day)))

    def _month_year(self, g: Groups, anchors: Anchors) -> Resolved:
        month = self._month(g["month"])
        if g["year"]:
            return _explicit(calendar.month(_int(g, "year"), month))
        if anchors.published is None:
            return Resolved("DATE")
        return _published(calendar.month(anchors.published.year + _shift(g["which"]), month))

    def _quarter(self, g: Groups, anchors: Anchors) -> Resolved:
        number = _ORDINALS[(g["ordinal"] or "").lower()]
        if g["year"]:
            return _explicit(calendar.quarter(_int(g, "year"), number))
        if anchors.published is None:
            return Resolved("DATE")
        year = anchors.published.year + _shift(g["which"])
        if not g["which"] and not anchors.future and calendar.quarter(year, number).start > anchors.published:  # type: ignore[operator]
            year -= 1
        return _published(calendar.quarter(year, number))

    def _season_year(self, g: Groups, anchors: Anchors) -> Resolved:
        if g["year"]:
            return _explicit(calendar.season(_int(g, "year"), self._words.code("season", g["season"] or "")))
        if anchors.published is None:
            return Resolved("DATE")
        name = self._words.code("season", g["season2"] or "")
        return _published(calendar.season(anchors.published.year + _shift(g["which"]), name))

    def _decade(self, g: Groups, anchors: Anchors) -> Resolved:
        first = int(g["decade"] or 0) or _century(_int(g, "dd"), anchors)
        return _explicit(calendar.decade(first - first % 10))

    def _century(self, g: Groups, _: Anchors) -> Resolved | None:
        number = _int(g, "century")
        return _explicit(calendar.century(number)) if 1 <= number <= 30 else None

    def _fiscal(self, g: Groups, anchors: Anchors) -> Resolved:
        number = int(g["year"] or 0) or _century(_int(g, "yy"), anchors)
        whole = calendar.year(number)
        return _explicit(Value(f"FY{number}", whole.start, whole.end))

    def _named_day(self, g: Groups, anchors: Anchors) -> Resolved:
        if anchors.published is None:
            return Resolved("DATE")
        named = (g["named"] or "").lower()
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
        if which in ("next", "this coming", "the following") or (not which and anchors.future and behind):
            moment = base + timedelta(days=(wanted - base.weekday() - 1) % 7 + 1)
        elif which in ("last", "the previous", "this past"):
            moment = base - timedelta(days=behind or 7)
        elif which == "this":
            moment = base - timedelta(days=base.weekday() - wanted)
        else:
            moment = base - timedelta(days=behind)
        return self._part_of(moment, g["part"], "publication")

    def _earlier(self, _: Groups, anchors: Anchors) -> Resolved:
        near = anchors.near
        if near is not None and near.start is not None and near.start == near.end:
            return Resolved("DATE", calendar.day(near.start), "text")
        if anchors.published is None:
            return Resolved("DATE")
        return _published(calendar.day(anchors.published))

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
        count, unit = self._words.count(g["n"] or ""), (g["unit"] or "").lower()
        way = " ".join((g["dir"] or "").lower().split())
        from_text = way in ("earlier", "later", "before", "after", "previously")
        if count is None:
            return Resolved("DATE")
        base = anchors.last.start if from_text and anchors.last else anchors.published
        if base is None:
            return Resolved("DATE")
        sign = 1 if way in ("later", "after", "from now") else -1
        value = _moved(base, sign * count, unit)
        basis: DateBasis = "text" if from_text and anchors.last else "publication"
        return Resolved("DATE", value, basis) if value else Resolved("TIME", None)

    def _in_units(self, g: Groups, anchors: Anchors) -> Resolved:
        count, unit = self._words.count(g["n"] or ""), (g["unit"] or "").lower()
        if count is None or not anchors.future or anchors.published is None:
            return self._duration(g, anchors)
        value = _moved(anchors.published, count, unit)
        return _published(value) if value else self._duration(g, anchors)

    def _past_units(self, g: Groups, anchors: Anchors) -> Resolved:
        return self._duration(g, anchors)

    def _which_unit(self, g: Groups, anchors: Anchors) -> Resolved:
        which, unit = " ".join((g["which"] or "").lower().split()), (g["unit"] or "").lower()
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

    def _set(self, g: Groups, _: Anchors) -> Resolved:
        if g["adverb"]:
            every = {"daily": "P1D", "weekly": "P1W", "monthly": "P1M", "quarterly": "P3M", "hourly": "PT1H"}
            return Resolved("SET", Value(every.get(g["adverb"].lower(), "P1Y")))
        if g["weekday"] or g["part"]:
            return Resolved("SET", Value("P1W" if g["weekday"] else "P1D"))
        count = 2 if g["nth"] else self._words.count(g["n"]) if g["n"] else 1
        return Resolved("SET", Value(_period(count, (g["unit"] or "").lower())))

    def _holiday(self, g: Groups, anchors: Anchors) -> Resolved:
        month, day = map(int, self._words.code("holiday", g["holiday"] or "").split("-"))
        if g["year"]:
            return _explicit(calendar.day(date(_int(g, "year"), month, day)))
        return self._nearest(month, day, anchors)

    def _clock(self, g: Groups, anchors: Anchors) -> Resolved | None:
        if g["noon"]:
            hour, minute = (12 if g["noon"].lower() == "noon" else 0), 0
        else:
            hour, minute = int(g["hour"] or g["hour2"] or 0), int(g["minute"] or g["minute2"] or 0)
            half = (g["half"] or "").lower()[:1]
            if half and not 1 <= hour <= 12:
                return None
            hour = hour % 12 + (12 if half == "p" else 0) if half else hour
        utc = "Z" if (g["zone"] or g["zone2"] or "").upper() in ("GMT", "UTC") else ""
        last = anchors.near
        base = last.start if last and last.start and last.start == last.end else anchors.published
        if base is None:
            return Resolved("TIME", Value(f"T{hour:02d}:{minute:02d}{utc}"), "explicit")
        basis: DateBasis = "text" if last and last.start == base else "publication"
        return Resolved("TIME", Value(f"{base.isoformat()}T{hour:02d}:{minute:02d}{utc}", base, base), basis)

    def _duration(self, g: Groups, _: Anchors) -> Resolved:
        unit = (g["unit"] or "").lower()
        return Resolved("DURATION", Value(_period(self._words.count(g["n"] or ""), unit)))

    def _month_only(self, g: Groups, anchors: Anchors) -> Resolved | None:
        month, base = self._month(g["month"]), anchors.published
        if base is None:
            return Resolved("DATE")
        year = base.year
        if anchors.future and month < base.month:
            year += 1
        elif not anchors.future and month > base.month:
            year -= 1
        return _published(calendar.month(year, month))

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
        choices = []
        for year in (base.year - 1, base.year, base.year + 1):
            try:
                choices.append(date(year, month, day))
            except ValueError:
                continue  # 29 February
        if anchors.future:
            choices = [choice for choice in choices if choice >= base] or choices
        if not choices:
            return Resolved("DATE")
        return _published(calendar.day(min(choices, key=lambda choice: (abs((choice - base).days), choice))))

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


def _shift(which: str | None) -> int:
    return {"last": -1, "next": 1}.get((which or "").lower(), 0)


def _century(year: int, anchors: Anchors) -> int:
    """The year that two digits mean: the one nearest to the publication, not more than twenty years ahead."""
    base = anchors.published.year if anchors.published else 2000
    full = base // 100 * 100 + year
    return full - 100 if full > base + 20 else full


def _moved(base: date, count: int, unit: str) -> Value | None:
    """The day, week, month, quarter or year some units from a day: a coarse unit gives a coarse value."""
    if unit == "day":
        return calendar.day(base + timedelta(days=count))
    if unit == "week":
        return calendar.week(base + timedelta(weeks=count))
    if unit in ("month", "quarter"):
        moved = calendar.add_months(base, count * (3 if unit == "quarter" else 1))
        return calendar.month(moved.year, moved.month)
    if unit == "year":
        return calendar.year(base.year + count)
    if unit == "decade":
        return calendar.decade((base.year + 10 * count) // 10 * 10)
    if unit in ("centur", "century"):
        return calendar.century(base.year // 100 + 1 + count)
    return None


def _period(count: int | None, unit: str) -> str:
    letter = _PERIODS[unit]
    times = 3 if unit == "quarter" else 100 if unit.startswith("centur") else 1
    number = "X" if count is None else str(count * times)
    return f"P{'T' if unit in ('second', 'minute', 'hour') else ''}{number}{letter}"
