"""Which place a name means: the most populous candidate, weighed with what the article says around it."""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import dataclass

from pipeline.places.gazetteer import Gazetteer, Place

_MAIN_NAME = 2.5
_FEATURE = {"PCLI": 6.0, "PPLC": 2.0, "ADM1": 0.5, "ADM2": -1.0, "PPL": 1.4}
_SAME_COUNTRY = 1.5
_CONTAINED = 6.0
_SHARPNESS = 1.2


@dataclass(frozen=True, slots=True)
class Scored:
    """A candidate with its probability among the candidates."""

    place: Place
    probability: float


def rank(gazetteer: Gazetteer, name: str, container: str | None, countries: Collection[str]) -> list[Scored]:
    """The places that a name may mean, most probable first.

    Args:
        gazetteer: where to look.
        name: the toponym.
        container: the toponym that follows it after a comma ("Texas" in "Paris, Texas"), if any.
        countries: ISO codes of countries that the article speaks of.
    """
    containers = (
        [gazetteer.place(each.place) for each in gazetteer.candidates(container)] if container is not None else []
    )
    holders = {place.index for place in containers if place.feature == "ADM1"}
    nations = {place.country for place in containers if place.feature == "PCLI"}
    scores: dict[int, tuple[float, Place]] = {}
    for candidate in gazetteer.candidates(name):
        place = gazetteer.place(candidate.place)
        score = math.log10(place.population + 10) + _FEATURE.get(place.feature, 0.0)
        score += _MAIN_NAME * candidate.main + _SAME_COUNTRY * (place.country in countries)
        score += _CONTAINED * (place.admin1 in holders or place.country in nations)
        if place.index not in scores or score > scores[place.index][0]:
            scores[place.index] = (score, place)
    if not scores:
        return []
    best = max(score for score, _ in scores.values())
    weights = {index: math.exp(_SHARPNESS * (score - best)) for index, (score, _) in scores.items()}
    total = sum(weights.values())
    ranked = [Scored(place, weights[index] / total) for index, (_, place) in scores.items()]
    return sorted(ranked, key=lambda each: (-each.probability, each.place.geonames_id))
