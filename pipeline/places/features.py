"""What speaks for a candidate: the place itself, its name, the words around it, and the article's other places.

The features are those that toponym resolution has found to matter since Leidner (2007): population, kind of place
and of name, containment, agreement with the countries of the article, and nearness to its other places. Each is a
number near 0 to 1, so that the weights can be compared.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from pipeline.places.gazetteer import Candidates, Gazetteer
from pipeline.places.homes import Home

ALONE = (
    "population", "great", "people_known", "eponym", "main_name", "usual", "country", "capital", "division", "district",
    "region", "country_named", "contained", "by_container", "town_told", "division_told",
)  # fmt: skip
"""What is known of a candidate without the other names."""
TOGETHER = ("country_shared", "division_shared", "holds", "near", "far", "density", "beside", "first")
"""What the other names' places say."""
HOME = ("home_country", "home_division", "home_near")
"""What is known of the article's source."""
FEATURES = (*ALONE, *TOGETHER, *HOME)

_MOST_PEOPLE = 8.0  # decimal logarithm
_GREAT = 5.0 / _MOST_PEOPLE  # from 100,000 inhabitants on, more of them count differently
_NEAR_KM, _MIDDLE_KM, _FAR_KM, _EARTH_KM = 60.0, 300.0, 1500.0, 6371.0
_FEW = 200_000  # pairs of numbers
_KINDS = {"PCLI": 0, "PPLC": 1, "ADM1": 2, "ADM2": 3, "PPL": 4}
_REGION = 5
_KIND_FEATURES = np.array(
    [[1, 0, 0, 0, 0], [0, 1, 0, 0, 0], [0, 0, 1, 0, 0], [0, 0, 0, 1, 0], [0, 0, 0, 0, 0], [0, 0, 0, 0, 1]], "f8"
)

Table = NDArray[np.float64]
Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Named:
    """How an article tells a name."""

    container: str | None = None
    """The name of what holds it: "Texas" in "Paris, Texas"."""
    told: str | None = None
    """"town" or "division", where the words around the name say that it is one ("the city of", "province")."""


@dataclass(frozen=True, slots=True)
class Group:
    """The candidates of some names, one name's after the other's."""

    places: Numbers
    main: NDArray[np.bool_]
    usual: NDArray[np.bool_]
    owner: Numbers
    """Of each candidate, the number of its name."""
    begins: Numbers
    """Of each name, the number of its first candidate."""
    countries: Numbers
    divisions: Numbers
    kinds: Numbers
    directions: Table

    @classmethod
    def of(cls, gazetteer: Gazetteer, names: Sequence[Candidates]) -> Group:
        """Gather the candidates of names; none is without."""
        lengths = [len(candidates.places) for candidates in names]
        places = np.concatenate([candidates.places for candidates in names])
        return cls(
            places,
            np.concatenate([candidates.main for candidates in names]),
            np.concatenate([candidates.usual for candidates in names]),
            np.repeat(np.arange(len(names)), lengths),
            np.concatenate([[0], np.cumsum(lengths)[:-1]]),
            gazetteer.country_numbers(places),
            gazetteer.divisions(places),
            kinds_of(gazetteer, places),
            gazetteer.directions(places),
        )


@dataclass(frozen=True, slots=True)
class About:
    """What is known of the article beside its names."""

    countries: Collection[str] = field(default=())
    """ISO codes of the countries that it speaks of."""
    home: Home | None = None


def kinds_of(gazetteer: Gazetteer, places: Numbers) -> Numbers:
    """The kind of each place: 0 country, 1 capital, 2 and 3 divisions, 4 populated place, 5 region."""
    by_code = np.array([_KINDS.get(code, _REGION) for code in gazetteer.features], "i8")
    kinds: Numbers = by_code[gazetteer.feature_numbers(places)]
    return kinds


def alone(gazetteer: Gazetteer, group: Group, names: Sequence[Named], article: About) -> Table:
    """The features of each candidate without regard to the other names; those of ``TOGETHER`` are 0.

    Returns:
        One row a candidate, one column a feature, in the order of ``FEATURES``.
    """
    table = np.zeros((len(group.places), len(FEATURES)))
    people = np.log10(gazetteer.populations(group.places) + 10.0) / _MOST_PEOPLE
    table[:, 0] = people
    table[:, 1] = np.maximum(people - _GREAT, 0)
    table[:, 2] = gazetteer.populations(group.places) > 0
    table[:, 3] = _eponyms(group)
    table[:, 4] = group.main
    table[:, 5] = group.usual
    table[:, 6:11] = _KIND_FEATURES[group.kinds]
    table[:, 11] = among(group.countries, np.array(gazetteer.numbers_of_countries(article.countries), "i8"))
    for number, named in enumerate(names):
        if named.container is not None or named.told is not None:
            rows = slice(group.begins[number], group.begins[number + 1] if number + 1 < len(names) else None)
            _told(gazetteer, group, named, rows, table)
    if article.home is not None:
        table[:, len(ALONE) + len(TOGETHER) :] = _home(gazetteer, group, article.home)
    return table


def _eponyms(group: Group) -> NDArray[np.bool_]:
    """Whether a candidate is a state in which another candidate of the same name lies."""
    base = int(group.places.max()) + 2
    return among(group.owner * base + group.places, (group.owner * base + group.divisions)[group.divisions >= 0])


def _told(gazetteer: Gazetteer, group: Group, named: Named, rows: slice, table: Table) -> None:
    kinds = group.kinds[rows]
    if named.container is not None:
        holders = gazetteer.candidates(named.container).places
        if len(holders):
            holding = kinds_of(gazetteer, holders)
            nations = gazetteer.country_numbers(holders[holding == 0])
            inside = among(group.countries[rows], nations) & (kinds != 0)
            table[rows, 12] = inside | among(group.divisions[rows], holders[holding == 2])
            points = holders[_pointed(holding)]
            if len(points):
                away = _kilometres(group.directions[rows], gazetteer.directions(points))
                table[rows, 13] = np.exp(-away.min(axis=1) / _MIDDLE_KM)
    table[rows, 14] = (named.told == "town") & ((kinds == 1) | (kinds == 4))
    table[rows, 15] = (named.told == "division") & ((kinds == 2) | (kinds == 3))


def _home(gazetteer: Gazetteer, group: Group, home: Home) -> Table:
    shares = home.shares
    countries = gazetteer.country_numbers(home.places)
    divisions = gazetteer.divisions(home.places)
    same_country = group.countries[:, None] == countries
    same_division = (group.divisions[:, None] == divisions) & (divisions >= 0) | (group.places[:, None] == divisions)
    away = _kilometres(group.directions, gazetteer.directions(home.places))
    away[group.kinds == 0] = np.inf
    return np.column_stack([same_country @ shares, same_division @ shares, np.exp(-away / _NEAR_KM) @ shares])


def together(group: Group, table: Table, chances: Table) -> Table:
    """The features of each candidate, given how probable each is so far.

    Args:
        group: the candidates of all names.
        table: their features from :func:`alone`.
        chances: the probability of each among those of its name.
    """
    best = _best(group, chances)
    trust = chances[best]
    weight = np.where(group.owner[:, None] == np.arange(len(best)), 0.0, trust)
    total = np.maximum(weight.sum(axis=1), 1e-9)
    same_country = group.countries[:, None] == group.countries[best]
    inside = (group.divisions[best] >= 0) & (group.places[:, None] == group.divisions[best])
    holds = inside | (same_country & (group.kinds == 0)[:, None])
    same_division = (group.divisions[:, None] == group.divisions[best]) & (group.divisions[best] >= 0)
    same_division |= group.divisions[:, None] == group.places[best]
    away = _kilometres(group.directions, group.directions[best])
    points = _pointed(group.kinds[best]) & (group.kinds > 0)[:, None]
    near = np.where(points, np.exp(-away / _NEAR_KM), 0.0) * weight
    far = np.where(points, np.exp(-away / _FAR_KM), 0.0) * weight
    middle = np.where(points, np.exp(-away / _MIDDLE_KM), 0.0) * weight
    told_beside = np.abs(group.owner[:, None] - np.arange(len(best))) == 1
    # A country lies where its places are.
    far[group.kinds == 0] = (same_country * weight)[group.kinds == 0]
    found = table.copy()
    at = len(ALONE)
    found[:, at] = (same_country * weight).sum(axis=1) / total
    found[:, at + 1] = (same_division * weight).sum(axis=1) / total
    found[:, at + 2] = (holds * weight).sum(axis=1) / total
    found[:, at + 3] = near.max(axis=1)
    found[:, at + 4] = far.max(axis=1)
    found[:, at + 5] = middle.sum(axis=1) / total
    found[:, at + 6] = (middle * told_beside).max(axis=1)
    found[:, at + 7] = middle[:, 0]
    return found


def among(some: Numbers, others: Numbers) -> NDArray[np.bool_]:
    """Whether each of some numbers is one of the others: ``numpy.isin``, but many times faster for few of them."""
    if len(some) * len(others) > _FEW:
        return np.isin(some, others)
    found: NDArray[np.bool_] = (some[:, None] == others).any(axis=1)
    return found


def _pointed(kinds: Numbers) -> NDArray[np.bool_]:
    """Whether places of these kinds are near to others: the centre of a country or an ocean is near to nothing."""
    return (kinds > 0) & (kinds < _REGION)


def _best(group: Group, chances: Table) -> Numbers:
    """The most probable candidate of each name."""
    order = np.lexsort((np.arange(len(chances)), -chances, group.owner))
    best: Numbers = order[group.begins]
    return best


def _kilometres(some: Table, others: Table) -> Table:
    """Great-circle distances of each to each, given unit vectors."""
    distances: Table = _EARTH_KM * np.arccos(np.clip(some @ others.T, -1, 1))
    return distances
