"""What a time expression may lean on, and what comes out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pipeline.dates.calendar import Value
from pipeline.dates.tense import Tense
from pipeline.record import DateBasis, DateType


@dataclass(frozen=True, slots=True)
class Anchors:
    """What an expression may lean on."""

    published: date | None
    last: Value | None
    """The last date before the expression."""
    near: Value | None
    """The same, if it stands in the same paragraph."""
    tense: Tense | None
    """Whether the words around the expression look ahead or back."""
    pair: bool = False
    """Whether ``near`` is a day named right beside the expression."""

    @property
    def future(self) -> bool:
        """Whether the words around look ahead."""
        return self.tense == "future"


@dataclass(frozen=True, slots=True)
class Resolved:
    """What an expression means."""

    type: DateType
    value: Value | None = None
    basis: DateBasis | None = None
