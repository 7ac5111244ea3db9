"""Which places the names of an article mean.

A conditional logit over the candidates of each name: the probability of a candidate is the softmax
of the weighted sums of its features. Names are looked at three times: first each by itself, then
twice with what the others seem to mean. One sense for a name in an article.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.places.features import About, Group, Named, alone, together
from pipeline.places.gazetteer import Candidates, Gazetteer, Place
from pipeline.places.weights import Weights

_BLOCK = 48  # names looked at together, at most: time stays linear in the number of names
_LOOKS = 2  # at all names together
_SHOWN = 4  # candidates of a name, the chosen one among them


@dataclass(frozen=True, slots=True)
class Scored:
    """A candidate with its probability among the candidates; its entry is read when it is asked for."""

    gazetteer: Gazetteer
    index: int
    probability: float

    @property
    def place(self) -> Place:
        """The whole entry."""
        return self.gazetteer.place(self.index)

    @property
    def feature(self) -> str:
        """The feature code of the place."""
        return self.gazetteer.feature_of(self.index)

    @property
    def country(self) -> str | None:
        """ISO code of the place's country."""
        return self.gazetteer.country_of(self.index)


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
    gazetteer: Gazetteer, weights: Weights, names: Mapping[str, Named], article: About
) -> dict[str, list[Scored]]:
    """The places that the names of an article may mean, most probable first.

    Args:
        gazetteer: where to look.
        weights: what each feature counts.
        names: the toponyms of the article in order of first mention, with what the text says of them.
        article: what else is known of the article.

    Returns:
        For every name that the gazetteer has, its candidates.
    """
    return {name: _ranked(gazetteer, choice) for name, choice in choose(gazetteer, weights, names, article).items()}


def choose(
    gazetteer: Gazetteer, weights: Weights, names: Mapping[str, Named], article: About, looks: int = _LOOKS
) -> dict[str, Choice]:
    """As :func:`resolve`, with the features of each candidate, and without names and coordinates of places.

    The number of looks at all names together is for learning; with none, each name is looked at by itself.
    """
    found = [(name, candidates) for name in names if len((candidates := gazetteer.candidates(name)).places)]
    chosen: dict[str, Choice] = {}
    for start in range(0, len(found), _BLOCK):
        block = found[start : start + _BLOCK]
        group = Group.of(gazetteer, [candidates for _, candidates in block])
        own = features = alone(gazetteer, group, [names[name] for name, _ in block], article)
        chances = _chances(group, features, weights.alone)
        for _ in range(looks):
            features = together(group, own, chances)
            chances = _chances(group, features, weights.together)
        for number, (name, candidates) in enumerate(block):
            rows = slice(group.begins[number], group.begins[number] + len(candidates.places))
            chosen[name] = Choice(candidates, features[rows], chances[rows])
    return chosen


def _chances(group: Group, features: NDArray[np.float64], weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """The probability of each candidate among those of its name."""
    scores = features @ weights
    powers = np.exp(scores - np.maximum.reduceat(scores, group.begins)[group.owner])
    chances: NDArray[np.float64] = powers / np.add.reduceat(powers, group.begins)[group.owner]
    return chances


def _ranked(gazetteer: Gazetteer, choice: Choice) -> list[Scored]:
    if len(choice.probabilities) == 1:
        return [Scored(gazetteer, int(choice.candidates.places[0]), float(choice.probabilities[0]))]
    order = np.argsort(-choice.probabilities, kind="stable")[:_SHOWN]
    places, probabilities = choice.candidates.places[order].tolist(), choice.probabilities[order].tolist()
    return [Scored(gazetteer, index, chance) for index, chance in zip(places, probabilities, strict=True)]
