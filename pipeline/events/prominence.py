"""How central an event is to its article."""

from __future__ import annotations

import math

from pipeline.record import Event

_TITLE_SHARE = 0.2
_REPEAT_SHARE = 0.1
_MOST_REPEATS = 3
_DECAY = 6.0  # sentences until the lead's weight has fallen to a third
_BACKGROUND = {"possible": 0.6, "planned": 0.8, "failed": 0.9, "denied": 0.8}


def salience(event: Event, order: int, in_title: bool, repeats: int) -> float:
    """0 to 1: the lead and the title first; what is repeated before what is told once.

    Args:
        event: the event.
        order: number of the body's sentence that tells it first.
        in_title: whether the title tells it.
        repeats: how often it is told again.
    """
    lead = math.exp(-order / _DECAY)
    told = min(repeats, _MOST_REPEATS) * _REPEAT_SHARE
    score = (1 - _TITLE_SHARE) * lead + _TITLE_SHARE * in_title + told
    return round(min(1.0, score * _BACKGROUND.get(event.status, 1.0)), 3)
