"""Thresholds: how much may change before a deployment is held up."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.replay.comparison import RATES, Summary


class ThresholdError(ValueError):
    """A threshold that cannot be read; the message says what it may be."""


@dataclass(frozen=True, slots=True)
class Threshold:
    """The highest rate of a kind of change that passes."""

    name: str
    rate: float

    @classmethod
    def read(cls, text: str) -> Threshold:
        """Read ``events.lost=0.02`` or ``events.lost=2%``.

        Raises:
            ThresholdError: there is no such kind, or no rate from 0 to 1.
        """
        name, equals, rate = text.partition("=")
        if not equals:
            raise ThresholdError(f"{text!r} must be KIND=RATE, such as events.lost=0.02 or events.lost=2%")
        if name not in RATES:
            near = difflib.get_close_matches(name, RATES, n=1, cutoff=0.5)
            hint = f"; did you mean {near[0]}?" if near else ""
            raise ThresholdError(f"{name!r} is no kind of change{hint}; --kinds lists them")
        try:
            value = float(rate.removesuffix("%")) / (100 if rate.endswith("%") else 1)
        except ValueError:
            value = -1.0
        if not 0 <= value <= 1:
            raise ThresholdError(f"{rate!r} is no rate from 0 to 1, and no percentage")
        return cls(name, value)


@dataclass(frozen=True, slots=True)
class Crossing:
    """A threshold, and the rate above it."""

    threshold: Threshold
    rate: float


def crossings(summary: Summary, thresholds: Iterable[Threshold]) -> tuple[Crossing, ...]:
    """The thresholds that a comparison is above."""
    found = (Crossing(threshold, summary.rates[threshold.name]) for threshold in thresholds)
    return tuple(crossing for crossing in found if crossing.rate > crossing.threshold.rate)
