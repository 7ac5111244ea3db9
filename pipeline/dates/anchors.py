"""What a time expression may lean on, and what comes out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from pipeline.dates.calendar import Value
from pipeline.dates.verbs import Tense
from pipeline.record import DateBasis, DateType

_PERIOD = re.compile(r"\d{4}-(?:\d\d|Q\d|H\d)")


class Anchors(NamedTuple):
    """What an expression may lean on."""

    published: date | None
    last: Value | None
    """The last date before the expression."""
    near: Value | None
    """The last date told, if it stands in the same paragraph, or the day named beside the expression."""
    tense: Tense | None
    """Whether the words around the expression look ahead or back."""
    told: Value | None = None
    """The last date before that is neither quoted nor the bound of another ("prior to Jan. 16")."""
    story: Value | None = None
    """The day that the text tells of: the last one told in the same sentence, else by a main clause."""
    period: Value | None = None
    """The month, quarter or half that the paragraph speaks of, or the sentence before."""
    period_here: bool = False
    """Whether the sentence itself speaks of it."""
    compared: bool = False
    """Whether the expression stands in a comparison of figures: "against $14 million a year earlier"."""
    ahead: Value | None = None
    """The day to come that the text last named, in the same paragraph or the one before."""
    long_ago: Value | None = None
    """The day or month of another year that the text last told of, some paragraphs before at most."""
    year_told: int | None = None
    """The year that the clause has put itself in: "last year, heavy discounting began Dec. 11"."""
    quarter: Value | None = None
    """The quarter or half that the report last spoke of, some paragraphs before at most."""
    today_told: bool = False
    """Whether the text has told of something on the day of publication, besides what was said."""
    bound: bool = False
    """Whether the expression is the end of what is to come: "until March"."""
    pair: bool = False
    """Whether ``near`` is a day named right beside the expression."""

    @property
    def future(self) -> bool:
        """Whether the words around look ahead."""
        return self.tense == "future"

    @property
    def reported(self) -> date | None:
        """The day that the text tells of, unless the words look back and it is still to come."""
        day = single_day(self.story)
        ahead = day is not None and self.published is not None and day > self.published
        return None if ahead and self.tense == "past" else day


def single_day(value: Value | None) -> date | None:
    """The day that a value is, if it is one."""
    return value.start if value is not None and value.start == value.end else None


def is_period(value: Value) -> bool:
    """Whether a value is a month, a quarter or a half."""
    return _PERIOD.fullmatch(value.text) is not None


@dataclass(frozen=True, slots=True)
class Resolved:
    """What an expression means."""

    type: DateType
    value: Value | None = None
    basis: DateBasis | None = None


def explicit(value: Value) -> Resolved:
    """A date that the words themselves tell."""
    return Resolved("DATE", value, "explicit")


def published(value: Value) -> Resolved:
    """A date seen from the publication."""
    return Resolved("DATE", value, "publication")
