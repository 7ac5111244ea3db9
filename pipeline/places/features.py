"""What speaks for a candidate: the place itself, its name, and the article's other places.

The features are those that toponym resolution has found to matter since Leidner (2007): population,
kind of place and of name, containment, agreement with the countries of the article, and nearness to
its other places. Each is a number near 0 to 1, so that the weights can be compared.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.places.gazetteer import Candidates, Gazetteer

FEATURES = (
    "population", "eponym", "main_name", "country", "capital", "division", "district", "region",
    "country_named", "contained", "country_shared", "division_shared", "near", "far",
)  # fmt: skip
_MOST_PEOPLE = 8.0  # decimal logarithm
_NEAR_KM, _FAR_KM, _EARTH_KM = 100.0, 1500.0, 6371.0
_KINDS = {"PCLI": 0, "PPLC": 1, "ADM1": 2, "ADM2": 3, "PPL": 4}
_REGION = 5
_KIND_FEATURES = np.array(
    [[1, 0, 0, 0, 0], [0, 1, 0, 0, 0], [0, 0, 1, 0, 0], [0, 0, 0, 1, 0], [0, 0, 0, 0, 0], [0, 0, 0, 0, 1]], "f8"
)


@dataclass(frozen=True, slots=True)
class Around:
    """What an article says around a toponym."""

    countries: frozenset[str]
    """ISO codes of the countries that the article speaks of."""
    holders: frozenset[int] = frozenset()
    """Indices of the divisions that a container ("Texas" in "Paris, Texas") may mean."""
    nations: frozenset[str] = frozenset()
    """ISO codes of the countries that a container may mean."""
    others: tuple[int, ...] = ()
    """Indices of the places that the article's other names mean, as far as is known."""


def kinds_of(gazetteer: Gazetteer, places: NDArray[np.int64]) -> NDArray[np.int64]:
    """The kind of each place: 0 country, 1 capital, 2 and 3 divisions, 4 populated place, 5 region."""
    by_code = np.array([_KINDS.get(code, _REGION) for code in gazetteer.features], "i8")
    kinds: NDArray[np.int64] = by_code[gazetteer.feature_numbers(places)]
    return kinds


def describe(gazetteer: Gazetteer, candidates: Candidates, around: Around) -> NDArray[np.float64]:
    """The features of each candidate.

    Args:
        gazetteer: where the candidates are from.
        candidates: the places that a name may mean, at least one.
        around: what the article says around the name.

    Returns:
        One row a candidate, one column a feature, in the order of ``FEATURES``.
    """
    places = candidates.places
    people = gazetteer.populations(places)
    countries = gazetteer.countries(places)
    divisions = gazetteer.divisions(places)
    table = np.zeros((len(places), len(FEATURES)))
    table[:, 0] = np.log10(people + 10.0) / _MOST_PEOPLE
    inside = set(divisions)
    table[:, 1] = [int(place) in inside for place in places]  # a state, where a town of its name lies in it
    table[:, 2] = candidates.main
    table[:, 3:8] = _KIND_FEATURES[kinds_of(gazetteer, places)]
    table[:, 8] = [country in around.countries for country in countries]
    table[:, 9] = _contained(countries, divisions, around.nations, around.holders)
    if around.others:
        others = np.array(around.others)
        shared = gazetteer.countries(others)
        table[:, 10] = [country is not None and shared.count(country) / len(shared) for country in countries]
        held = {*gazetteer.divisions(others), *around.others} - {-1}
        table[:, 11] = [int(d) in held or int(p) in held for d, p in zip(divisions, places, strict=True)]
        table[:, 12:14] = _nearness(gazetteer, places, others)
    return table


def _contained(
    countries: Sequence[str | None],
    divisions: Sequence[int],
    nations: Collection[str],
    holders: Collection[int],
) -> list[bool]:
    return [
        country in nations or int(division) in holders for country, division in zip(countries, divisions, strict=True)
    ]


def _nearness(gazetteer: Gazetteer, places: NDArray[np.int64], others: NDArray[np.int64]) -> NDArray[np.float64]:
    # A country's or an ocean's centre is near to nothing.
    points = others[np.isin(kinds_of(gazetteer, others), (1, 2, 3, 4))]
    if not len(points):
        return np.zeros((len(places), 2))
    cosines = np.clip(gazetteer.directions(places) @ gazetteer.directions(points).T, -1, 1)
    nearest = _EARTH_KM * np.arccos(cosines).min(axis=1)
    return np.column_stack([np.exp(-nearest / _NEAR_KM), np.exp(-nearest / _FAR_KM)])
