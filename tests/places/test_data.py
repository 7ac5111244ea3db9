"""The tables of places, whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline import places
from pipeline.places.features import FEATURES
from pipeline.places.gazetteer import Gazetteer
from pipeline.places.weights import load
from pipeline.tsv import rows

DATA = Path(places.__file__).parent / "data"

KINDS = {
    "RGN", "HIST", "CONT", "OCN", "SEA", "GULF", "BAY", "SD", "STRT", "CHN", "CNL", "LK", "LKS", "STM", "ISL", "ISLS",
    "PEN", "MT", "MTS", "VLC", "PASS", "VAL", "PLN", "PLAT", "DSRT", "REEF", "GLCR", "CAPE",
    "SQR", "ST", "AIRP", "AIRB", "INSM", "PS",
}  # fmt: skip


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.open()


def test_every_region_is_whole_and_found_by_each_of_its_names(gazetteer: Gazetteer) -> None:
    held = list(rows(DATA / "regions.tsv", 7))
    assert len({row[0] for row in held}) == len(held) >= 400
    for name, others, kind, latitude, longitude, radius, country in held:
        assert kind in KINDS, name
        assert -90 <= float(latitude) <= 90, name
        assert -180 <= float(longitude) <= 180, name
        assert 0 < float(radius) <= 10_000, name
        assert country == "" or (len(country) == 2 and country.isupper()), name
        for each in (name, *filter(None, others.split(";"))):
            found = [gazetteer.place(int(index)) for index in gazetteer.candidates(each).places]
            assert any(place.name == name and place.feature == kind for place in found), each


def test_every_centre_is_that_of_its_country_or_division(gazetteer: Gazetteer) -> None:
    held = list(rows(DATA / "centres.tsv", 3))
    assert len({row[0] for row in held}) == len(held)
    for code, latitude, longitude in held:
        assert -90 <= float(latitude) <= 90, code
        assert -180 <= float(longitude) <= 180, code


def test_every_name_of_our_own_finds_its_place(gazetteer: Gazetteer) -> None:
    for name, number, _ in rows(DATA / "names.tsv", 3):
        found = gazetteer.candidates(name)
        ids = [gazetteer.place(int(index)).geonames_id for index in found.places[found.main]]
        assert int(number) in ids, name


def test_the_weights_are_those_of_the_features_and_say_what_they_should() -> None:
    together = dict(zip(FEATURES, load().together, strict=True))
    for feature in ("population", "main_name", "contained", "near", "country_shared"):
        assert together[feature] > 0, feature


@pytest.mark.parametrize(("name", "feature"), [("Laurel County", "ADM2"), ("Norfolk", "ADM2"), ("Nueva Ecija", "ADM2")])
def test_counties_and_districts_are_on_the_map(gazetteer: Gazetteer, name: str, feature: str) -> None:
    assert feature in {gazetteer.place(int(index)).feature for index in gazetteer.candidates(name).places}
