"""Which places the names of an article mean.

A conditional logit over the candidates of each name: the probability of a candidate is the softmax
of the weighted sums of its features. Names are looked at twice: first each by itself, then
with what the others seem to mean. One sense for a name in an article.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.places.features import Around, describe
from pipeline.places.gazetteer import Candidates, Gazetteer, Place
from pipeline.places.weights import Weights

_OTHERS = 60  # names looked at around one, at most: time stays linear in the number of names
_SHOWN = 5  # candidates


@dataclass(frozen=True, slots=True)
class Scored:
    """A candidate with its probability among the candidates."""

    place: Place
    probability: float


@dataclass(frozen=True, slots=True)
class Choice:
    """The candidates of one name with their features and probabilities."""

    candidates: Candidates
    features: NDArray[np.float64]
    probabilities: NDArray[np.float64]

    @property
    def best(self) -> int:
        """Index of the most probable place."""
        return int(self.candidates.places[int(self.probabilities.argmax())])


def resolve(
    gazetteer: Gazetteer, weights: Weights, names: Mapping[str, str | None], countries: Collection[str]
) -> dict[str, list[Scored]]:
    """The places that the names of an article may mean, most probable first.

    Args:
        gazetteer: where to look.
        weights: what each feature counts.
        names: the toponyms of the article in order of first mention, each with the toponym that
            contains it ("Texas" in "Paris, Texas"), if any.
        countries: ISO codes of countries that the article speaks of.

    Returns:
        For every name that the gazetteer has, its candidates.
    """
    return {name: _ranked(gazetteer, choice) for name, choice in choose(gazetteer, weights, names, countries).items()}


def choose(
    gazetteer: Gazetteer, weights: Weights, names: Mapping[str, str | None], countries: Collection[str]
) -> dict[str, Choice]:
    """As :func:`resolve`, with the features of each candidate, and without names and coordinates of places."""
    found = {name: candidates for name in names if len((candidates := gazetteer.candidates(name)).places)}
    around = {name: _around(gazetteer, names[name], frozenset(countries)) for name in found}
    first = {name: _choice(gazetteer, found[name], around[name], weights.alone) for name in found}
    order = list(found)
    picks = [first[name].best for name in order]
    chosen = {}
    for number, name in enumerate(order):
        begin = max(0, number - _OTHERS // 2)
        nearby = picks[begin : begin + _OTHERS + 1]
        others = tuple(dict.fromkeys(nearby[: number - begin] + nearby[number - begin + 1 :]))
        known = around[name]
        second = Around(known.countries, known.holders, known.nations, others)
        chosen[name] = _choice(gazetteer, found[name], second, weights.together)
    return chosen


def _around(gazetteer: Gazetteer, container: str | None, countries: frozenset[str]) -> Around:
    if container is None:
        return Around(countries)
    places = [gazetteer.place(int(index)) for index in gazetteer.candidates(container).places]
    return Around(
        countries,
        frozenset(place.index for place in places if place.feature == "ADM1"),
        frozenset(place.country for place in places if place.feature == "PCLI" and place.country),
    )


def _choice(gazetteer: Gazetteer, candidates: Candidates, around: Around, weights: NDArray[np.float64]) -> Choice:
    features = describe(gazetteer, candidates, around)
    scores = features @ weights
    powers = np.exp(scores - scores.max())
    return Choice(candidates, features, powers / powers.sum())


def _ranked(gazetteer: Gazetteer, choice: Choice) -> list[Scored]:
    order = np.argsort(-choice.probabilities, kind="stable")[:_SHOWN]
    return [
        Scored(gazetteer.place(int(choice.candidates.places[each])), float(choice.probabilities[each]))
        for each in order
    ]
