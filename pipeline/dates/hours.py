"""Forms of the hour: "10:35 a.m.", "0735 GMT", "noon", "overnight", "six o'clock in the morning"."""

from __future__ import annotations

import re
from datetime import date, timedelta

from pipeline.dates.anchors import Anchors, Resolved, single_day
from pipeline.dates.calendar import Value
from pipeline.dates.durations import Durations
from pipeline.dates.scan import Groups

_EVENING = "18:00"
_HOUR = 60
_NOONS = 12
_DAWN = 7
"""The first hour that is rather one of the morning than of the afternoon, where nothing tells."""
_TOLD = re.compile(r"T(?:(?P<hour>\d\d:\d\d)|(?P<part>MO|AF|EV))")
_BEGIN = {"MO": "00:00", "AF": "12:00", "EV": "12:00"}
_NOON = "12:00"
_LATE = re.compile(r"T(?:NI|EV|1[89]:|2\d:)")
_NIGHTS = 4
"""Days before a report that the night of "overnight" may be."""


class Hours(Durations):
    """Resolves hours, on the day that is named or told near them."""

    def _clock(self, g: Groups, anchors: Anchors) -> Resolved | None:
        named = self._words.code("hour", g["named"]) if g["named"] else ""
        if named and ":" not in named:
            return self._at(named, anchors)
        if named:
            hour, minute = int(named[:2]), int(named[3:])
        else:
            hour, minute = (
                int(g["hour"] or g["hour2"] or g["hour3"] or 0),
                int(g["minute"] or g["minute2"] or g["minute3"] or 0),
            )
            half = (g["half"] or "").lower()[:1]
            if half and not 1 <= hour <= 12:
                return None
            hour = hour % 12 + (12 if half == "p" else 0) if half else hour
        utc = "Z" if (g["zone"] or g["zone2"] or g["zone3"] or "").upper() in ("GMT", "UTC") else ""
        return self._at(f"{hour:02d}:{minute:02d}{utc}", anchors)

    def _clock_from(self, g: Groups, anchors: Anchors) -> Resolved | None:
        """The 4 of "from 4 to 8 p.m.", and "4-8 p.m.": of the half of the day that makes it the earlier hour."""
        hour, until = (int(g[name] or g[f"{name}2"] or 0) % _NOONS for name in ("hour", "until"))
        late = ((g["half"] or g["half2"] or "").lower() == "p") == (hour < until)
        return self._at(f"{hour + (_NOONS if late else 0):02d}:{int(g['minute'] or g['minute2'] or 0):02d}", anchors)

    def _clock_words(self, g: Groups, anchors: Anchors) -> Resolved | None:
        hour = int(g["hour"]) if g["hour"] else self._words.count(g["spelt"] or g["spelt2"] or "") or 0
        evening = _is_evening_told(anchors)
        part = self._words.code("part", g["part"] or g["part2"] or ("evening" if evening else "morning"))
        if g["half"]:
            part = "AF" if g["half"].lower() == "p" else "MO"
        if not 1 <= hour <= 12:
            return None
        return self._at(_clock_in(part, hour, int(g["minute"] or 0)), anchors)

    def _clock_past(self, g: Groups, anchors: Anchors) -> Resolved | None:
        """As in "a quarter to three", "half past six", "ten minutes after eight at night"."""
        hour = int(g["hour"]) if g["hour"] else self._words.count(g["spelt"] or "") or 0
        spoken = (g["fraction"] or "").lower()
        minutes = 30 if spoken == "half" else 15 if spoken else self._words.count(g["n"] or "") or 0
        if not 0 < minutes < _HOUR:
            return None
        light = "afternoon" if hour < _DAWN else "morning"
        part = self._words.code("part", g["part"] or ("evening" if _is_evening_told(anchors) else light))
        if (g["side"] or "").lower() in ("to", "before"):
            hour, minutes = hour - 1 or 12, _HOUR - minutes
        return self._at(_clock_in(part, hour, minutes), anchors)

    def _bare_clock(self, g: Groups, anchors: Anchors) -> Resolved | None:
        """As in "was stopped at 2:35 p.m. It resumed at 3:05": the next such hour after one or in a part of the day."""
        last = anchors.last
        told = _TOLD.search(last.text) if last is not None and last == anchors.told else None
        if told is None or last is None or last.start is None:
            return None
        hour, minute = int(g["hour"] or 0) % 12, int(g["minute"] or 0)
        since = told["hour"] or _BEGIN[told["part"]]
        later = next(each for each in (hour, hour + 12, hour + 24) if f"{each:02d}:{minute:02d}" >= since)
        day = last.start + timedelta(days=later // 24)
        return Resolved("TIME", Value(f"{day.isoformat()}T{later % 24:02d}:{minute:02d}", day, day), "text")

    def _clock_part(self, g: Groups, anchors: Anchors) -> Resolved | None:
        """As in "9:30 this morning", "7 Monday evening", "10 last night"."""
        base, hour = anchors.published, int(g["hour"] or 0)
        part = self._words.code("part", g["part"] or g["lastnight"] or "night")
        if base is None or not 1 <= hour <= 12:
            return None
        if g["weekday"]:
            behind = (base.weekday() - self._words.number("weekday", g["weekday"])) % 7
            base += timedelta(days=7 - behind if anchors.future and behind else -behind)
        near = (g["near"] or "").lower() or ("yesterday" if g["lastnight"] else "")
        base += timedelta(days={"yesterday": -1, "tomorrow": 1}.get(near, 0))
        clock = _clock_in(part, hour, int(g["minute"] or 0))
        return Resolved("TIME", Value(f"{base.isoformat()}T{clock}", base, base), "publication")

    def _at(self, clock: str, anchors: Anchors) -> Resolved:
        """An hour of the day named near it, else of the day told of, else of the publication's."""
        overnight = clock == "NI"
        deictic = anchors.future or overnight
        near = anchors.near if not overnight or anchors.pair or anchors.near == anchors.story else None
        told = single_day(near) or (None if deictic else single_day(anchors.story))
        nights_ago = (anchors.published - told).days if told and overnight and anchors.published else 0
        # A night that a report looks back to is none that still comes.
        today = overnight and told == anchors.published and anchors.tense == "past"
        if told and not anchors.pair and (nights_ago > _NIGHTS or today or _is_on_other_side(told, anchors)):
            told = None
        evening = near if single_day(near) else anchors.story
        if told and evening is not None and not anchors.pair and _is_of_the_morning_after(clock, evening, anchors):
            told += timedelta(days=1)
        base = told or anchors.published
        if base is None:
            return Resolved("TIME", Value(f"T{clock}"), "explicit")
        if overnight and not told and anchors.tense not in ("future", "either"):
            base -= timedelta(days=1)  # the night before the report
        # "Police said Saturday" of what has happened in the evening: on Friday.
        late = clock >= _EVENING and clock[0].isdigit() and not anchors.pair and not anchors.today_told
        if late and anchors.tense == "past" and base == anchors.published:
            base -= timedelta(days=1)
        return Resolved("TIME", Value(f"{base.isoformat()}T{clock}", base, base), "text" if told else "publication")


def _is_evening_told(anchors: Anchors) -> bool:
    told = anchors.near or anchors.story
    return told is not None and _LATE.search(told.text) is not None


def _is_of_the_morning_after(clock: str, told: Value, anchors: Anchors) -> bool:
    """Whether an hour of the morning follows an evening told: "fell at 10:30 p.m. The last was found at dawn".

    Or an evening to come: "are moving people out this evening; all must have left by 10 a.m."
    """
    over = anchors.published is not None and told.end is not None and told.end < anchors.published
    early = clock < _NOON if clock[0].isdigit() else clock == "MO"
    follows = anchors.future or (over and anchors.tense in ("past", None))
    return early and follows and _LATE.search(told.text) is not None


def _is_on_other_side(told: date, anchors: Anchors) -> bool:
    """Whether a day told is over where the words look ahead, or to come where they look back."""
    today = anchors.published
    return today is not None and (told < today if anchors.future else told > today and anchors.tense == "past")


def _clock_in(part: str, hour: int, minute: int) -> str:
    """The hour of 24 and the minute of one of twelve hours in a part of the day."""
    late = part in ("AF", "EV") or (part == "NI" and hour > 5)
    return f"{hour % 12 + (12 if late else 0):02d}:{minute:02d}"
