"""Forms that need no anchor: durations, sets, and "now" and "the future"."""

from __future__ import annotations

from pipeline.dates.anchors import Anchors, Resolved
from pipeline.dates.calendar import Value
from pipeline.dates.scan import Groups
from pipeline.dates.units import period
from pipeline.dates.words import Words


class Durations:
    """Resolves forms that say how long or how often, or only that it is now or ahead."""

    def __init__(self, words: Words) -> None:
        self._words = words

    def _set(self, g: Groups, _: Anchors) -> Resolved:
        if g["adverb"]:
            every = {"daily": "P1D", "weekly": "P1W", "monthly": "P1M", "quarterly": "P3M", "hourly": "PT1H"}
            return Resolved("SET", Value(every.get(g["adverb"].lower(), "P1Y")))
        if g["weekday"] or g["part"]:
            return Resolved("SET", Value(f"P{2 if g['nth'] else 1}{'W' if g['weekday'] else 'D'}"))
        count = 2 if g["nth"] else self._words.count(g["n"]) if g["n"] else 1
        return Resolved("SET", Value(period(count, (g["unit"] or "").lower())))

    def _times(self, g: Groups, _: Anchors) -> Resolved:
        return Resolved("SET", Value(period(1, (g["unit"] or "").lower())))

    def _past_units(self, g: Groups, anchors: Anchors) -> Resolved:
        return self._duration(g, anchors)

    def _duration(self, g: Groups, _: Anchors) -> Resolved:
        unit = (g["unit"] or "").lower()
        return Resolved("DURATION", Value(period(self._words.count(g["n"] or ""), unit, g.get("fraction"))))

    def _bare_units(self, g: Groups, _: Anchors) -> Resolved:
        one = g["unit2"] and not g["plural2"]
        unit = (g["unit"] or g["unit2"] or "").lower()
        return Resolved("DURATION", Value(period(1 if one else None, unit)))

    def _reference(self, g: Groups, _: Anchors) -> Resolved:
        return Resolved("DATE", Value(self._words.code("reference", g["reference"] or "")))

    def _count_before(self, g: Groups) -> int | None:
        """How many units: the number told, one after "the", and unknown for "weeks before"."""
        if g["n"]:
            return self._words.count(g["n"])
        return None if g["plural"] else 1
