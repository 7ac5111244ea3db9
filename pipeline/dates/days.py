"""Days that are named from another one: "yesterday", "last Friday", "the next day", "that evening", "the weekend"."""

from __future__ import annotations

from datetime import date, timedelta

from pipeline.dates import calendar
from pipeline.dates.anchors import Anchors, Resolved, published, single_day
from pipeline.dates.calendar import Value
from pipeline.dates.compared import Compared
from pipeline.dates.scan import Groups
from pipeline.dates.units import shift_of
from pipeline.record import DateBasis

_SATURDAY, _SUNDAY = 5, 6
_FEW_DAYS = 3
"""How many days before a report the trading that it tells of may be."""


class Days(Compared):
    """Resolves days seen from the publication, or from the day that the text tells of."""

    def _named_day(self, g: Groups, anchors: Anchors) -> Resolved:
        if anchors.published is None:
            return Resolved("DATE")
        named = (g["named"] or "").lower()
        if named == "today" and (g["era"] or "").islower():
            return Resolved("DATE", Value("PRESENT_REF"))
        shift = {"yesterday": -1, "tomorrow": 1}.get(named, 0)
        if g["beyond"]:
            shift = -2 if g["beyond"].lower().startswith("before") else 2
        if g["lastnight"] or g["nightbefore"]:
            shift = -1 if g["lastnight"] else -2
        part = (
            g["part"] or g["part2"] or g["lastnight"] or g["nightbefore"] or ("night" if named == "tonight" else None)
        )
        return self._part_of(anchors.published + timedelta(days=shift), part, "publication")

    def _weekday(self, g: Groups, anchors: Anchors) -> Resolved:
        if anchors.published is None:
            return Resolved("DATE")
        wanted, which = self._words.number("weekday", g["weekday"] or ""), " ".join((g["which"] or "").lower().split())
        if which == "a":  # "Dec. 7, a Wednesday"
            told = single_day(anchors.last)
            return (
                Resolved("DATE", calendar.day(told), "text") if told and told.weekday() == wanted else Resolved("DATE")
            )
        if which in ("that", "the following", "the previous") and (told := single_day(anchors.told)) is not None:
            return self._part_of(_beside(told, wanted, which), g["part"], "text")
        if g["week"]:
            monday = anchors.published - timedelta(days=anchors.published.weekday())
            moment = monday + timedelta(days=wanted + 7 * shift_of(g["week"]))
        else:
            moment = _seen_from(anchors.published, wanted, which, anchors)
        return self._part_of(moment, g["part"], "publication")

    def _that_day(self, g: Groups, anchors: Anchors) -> Resolved:
        if g["inday"] and anchors.tense in ("future", "either") and anchors.published is not None:
            return self._part_of(anchors.published, g["part"], "publication")
        to_come = single_day(anchors.ahead) if anchors.future and not g["inday"] else None
        told = None if g["inday"] or _is_still_to_come(anchors) else single_day(anchors.told)
        day = to_come or told
        day = day or single_day(anchors.story) or (None if g["inday"] else single_day(anchors.last))
        if day is not None:
            return self._part_of(day, g["part"], "text")
        if anchors.published is None:
            return Resolved("DATE")
        return self._part_of(anchors.published, g["part"], "publication")

    def _in_part(self, g: Groups, anchors: Anchors) -> Resolved | None:
        """As in "struck again in the afternoon": of the day told, else of the report; None for what is no past deed."""
        sure = g["sure"] or g["mid"] or g["by"] is not None
        if anchors.tense is None and not sure:
            return None
        day = None if anchors.future else single_day(anchors.near) or single_day(anchors.story)
        if day == anchors.published and (g["part"] or "").lower() == "night" and g["into"] is None:
            day = None  # "were buried Wednesday morning; aftershocks were felt throughout the night"
        if day is not None or anchors.published is None:
            return self._part_of(day, g["part"], "text") if day is not None else None
        part, away = (g["part"] or "").lower(), 0
        if part == "morning" and anchors.future and g["by"] is not None:
            away = 1  # a morning that a report looks ahead to is the next one
        elif part == "night" and g["into"] is None and anchors.tense == "past":
            away = -1
        return self._part_of(anchors.published + timedelta(days=away), g["part"], "publication")

    def _trading_part(self, g: Groups, anchors: Anchors) -> Resolved:
        """As in "rose in afternoon trading": of the day told, else of the report."""
        day, today = single_day(anchors.story) if anchors.tense == "past" else None, anchors.published
        if today is None:
            return Resolved("TIME")
        told = day is not None and 0 <= (today - day).days <= _FEW_DAYS
        return self._part_of(day if told and day else today, g["part"], "text" if told else "publication")

    def _for_the_unit(self, g: Groups, anchors: Anchors) -> Resolved:
        """As in "is down 11 percent for the week", "closed for the day": the day told of, the week of the report."""
        if g["spent"]:
            day = single_day(anchors.near) or anchors.reported or anchors.published
            return self._part_of(day, None, "text") if day is not None else Resolved("DATE")
        day = anchors.reported or anchors.published
        if (g["unit"] or "").lower() == "day" and day is not None:
            return Resolved("DATE", calendar.day(day), "text" if anchors.reported else "publication")
        return published(calendar.week(anchors.published)) if anchors.published else Resolved("DATE")

    def _next_day(self, g: Groups, anchors: Anchors) -> Resolved:
        side = (g["side"] or g["side2"] or "previous").lower()
        back = side in ("previous", "earlier")
        told, story = single_day(anchors.told), anchors.reported
        day = (story or told) if back else (single_day(anchors.last) or told or story)
        day = day or single_day(anchors.last) or (anchors.published if back else None)
        if day is None:
            return Resolved("DATE")
        moment = day + timedelta(days=1 if side in ("next", "following", "later") else -1)
        return self._part_of(moment, g["part"] or g["partbefore"], "text")

    def _within(self, g: Groups, anchors: Anchors) -> Resolved | None:
        if not anchors.pair or anchors.near is None or anchors.near.start is None:
            return None
        unit = (g["unit"] or "").lower()
        if unit == "weekend":
            return Resolved("DATE", calendar.weekend(anchors.near.start), "text")
        if unit:
            return Resolved("DATE", calendar.week(anchors.near.start), "text")
        return self._part_of(anchors.near.start, g["part"], "text")

    def _weekend(self, g: Groups, anchors: Anchors) -> Resolved:
        if anchors.published is None:
            return Resolved("DATE")
        which, moment = (g["which"] or "").lower(), anchors.published
        over = which in ("this past", "the", "over the") and not anchors.future
        # On a Monday "the wall became this weekend ..." is of the days before.
        over = (over or (which == "this" and anchors.tense == "past")) and moment.weekday() < _SATURDAY
        if over or which == "last":
            moment -= timedelta(days=7)
        if which == "next":
            moment += timedelta(days=7)
        return published(calendar.weekend(moment))

    def _part_of(self, moment: date, part: str | None, basis: DateBasis) -> Resolved:
        if part is None:
            return Resolved("DATE", calendar.day(moment), basis)
        code = self._words.code("part", part)
        return Resolved("TIME", Value(f"{moment.isoformat()}T{code}", moment, moment), basis)


def _is_still_to_come(anchors: Anchors) -> bool:
    """Whether the day told last is ahead of a report that does not look ahead: "were to sing that evening"."""
    told, today = single_day(anchors.told), anchors.published
    return told is not None and today is not None and told > today and not anchors.future


def _beside(told: date, wanted: int, which: str) -> date:
    """The weekday told of with "that", or the next or the last one seen from a day told."""
    ahead = (wanted - told.weekday()) % 7
    if which == "the previous":
        return told - timedelta(days=7 - ahead if ahead else 7)
    return told + timedelta(days=ahead if which == "that" else ahead or 7)


def _seen_from(base: date, wanted: int, which: str, anchors: Anchors) -> date:
    """A weekday seen from the publication; "next" is of the next week, which some begin on Sunday."""
    behind, ahead = (base.weekday() - wanted) % 7, (wanted - base.weekday()) % 7
    if which == "next":
        near = ahead if wanted == _SUNDAY and ahead >= _SUNDAY - 1 else 0
        return base + timedelta(days=near or wanted + 7 - base.weekday())
    if which in ("this coming", "the following") or (not which and anchors.future and behind):
        return base + timedelta(days=ahead or 7)
    if which in ("last", "the previous", "this past"):
        return base - timedelta(days=8 if which == "last" and behind == 1 else behind or 7)
    if which == "this":
        moment = base - timedelta(days=base.weekday() - wanted)
        return moment + timedelta(days=7) if anchors.future and moment < base else moment
    return base - timedelta(days=behind - 7 if anchors.tense == "either" and behind > 3 else behind)
