"""How sure a choice is: the probability among the candidates, put on the scale of how often it is right.

The model's probability says nothing of places that the gazetteer lacks: a village of the same name, a farm. So a
logistic curve, learned where the model was not, maps the probability (its log odds), whether the place is a town
and whether it is the only one of its name to how often such a choice was right (Platt 1999).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.places.choice import Scored
from pipeline.tsv import rows

_DATA = Path(__file__).parent / "data"
_MOST = 5.0  # log odds beyond which a probability says no more
_DOUBTFUL = 1.5  # log odds below which the curve may bend


@dataclass(frozen=True, slots=True)
class Curve:
    """The weights of the curve, from ``confidence.tsv``."""

    constant: float
    log_odds: float
    doubt: float
    town: float
    only_town: float

    @classmethod
    def load(cls) -> Curve:
        """Read the table.

        Raises:
            TypeError: it has other rows than this version.
        """
        return cls(**{name: float(value) for name, value in rows(_DATA / "confidence.tsv", 2, filled=2)})

    def over(self, ranked: Sequence[Scored]) -> list[Scored]:
        """The candidates of a name, with the confidence in the first, and the others' share of what is left."""
        best = ranked[0]
        one, log_odds, doubt, town, only = described(best.probability, best.feature, len(ranked))
        odds = self.constant * one + self.log_odds * log_odds + self.doubt * doubt
        odds += self.town * town + self.only_town * only
        sure = 1 / (1 + math.exp(-odds))
        left = min(1.0, (1 - sure) / max(1 - best.probability, 1e-9))
        others = (Scored(each.gazetteer, each.index, left * each.probability) for each in ranked[1:])
        return [Scored(best.gazetteer, best.index, sure), *others]


def described(probability: float, feature: str, candidates: int) -> tuple[float, ...]:
    """What the curve is over: 1, the log odds, how far they are low, a town or not, the only one so named or not."""
    odds = math.log(max(probability, 1e-9) / max(1 - probability, 1e-9))
    town = feature.startswith("PPL")
    return (
        1.0,
        max(-_MOST, min(_MOST, odds)),
        max(-_MOST, min(0.0, odds - _DOUBTFUL)),
        float(town),
        float(town and candidates == 1),
    )
