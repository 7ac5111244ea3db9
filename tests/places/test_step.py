"""Toponyms to places: known traps, context, and a gazetteer that is not what it should be."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import pytest

from pipeline.article import Article
from pipeline.language.parsed import Analysis
from pipeline.places import PlaceStep
from pipeline.places.choice import Scored, resolve
from pipeline.places.features import About, Named
from pipeline.places.gazetteer import DEFAULT_PATH, Gazetteer, GazetteerError
from pipeline.places.names import fold
from pipeline.places.weights import load


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.open()


def rank(gazetteer: Gazetteer, name: str, container: str | None, countries: Collection[str]) -> list[Scored]:
    names = {name: Named(container)} | ({container: Named()} if container else {})
    return resolve(gazetteer, load(), names, About(countries)).get(name, [])


@pytest.mark.parametrize(
    ("name", "container", "geonames_id"),
    [
        ("Islamabad", None, 1176615),
        ("Rask", None, 1159836),
        ("USA", None, 6252001),
        ("U.S.", None, 6252001),
        ("Paris", None, 2988507),
        ("Paris", "Texas", 4717560),
        ("Long Beach", "California", 5367929),
        ("London", "Ontario", 6058560),
        ("Iran", None, 130758),
        ("Tehran", None, 112931),
        ("São Paulo", None, 3448439),
        ("Sao Paulo", None, 3448439),
    ],
)
def test_names_mean_the_place_that_news_means(
    gazetteer: Gazetteer, name: str, container: str | None, geonames_id: int
) -> None:
    assert rank(gazetteer, name, container, ())[0].place.geonames_id == geonames_id


def test_countries_of_the_article_decide_between_places_of_one_name(gazetteer: Gazetteer) -> None:
    alone = resolve(gazetteer, load(), {"Hyderabad": Named()}, About())["Hyderabad"]
    names = dict.fromkeys(("Karachi", "Hyderabad", "Pakistani"), Named())
    beside = resolve(gazetteer, load(), names, About())["Hyderabad"]
    assert beside[0].place.country == "PK"
    chances = [next(each.probability for each in ranked if each.place.country == "PK") for ranked in (alone, beside)]
    assert chances[0] < chances[1]


@pytest.mark.parametrize("name", ["", " ", "x" * 10_000, "Nowhereville-on-Sea", "東京タワー", "\x00"])
def test_names_that_are_no_place_have_no_candidates(gazetteer: Gazetteer, name: str) -> None:
    assert rank(gazetteer, name, None, ()) == []


def test_every_place_lies_on_the_globe_and_has_a_name(gazetteer: Gazetteer) -> None:
    for index in range(0, gazetteer.size, 997):
        place = gazetteer.place(index)
        assert place.name
        assert -90 <= place.latitude <= 90
        assert -180 <= place.longitude <= 180


def test_folding_keeps_words_and_drops_accents() -> None:
    assert fold("São Paulo") == fold("SAO PAULO") == "sao paulo"
    assert fold("St. John's") == fold("Saint Johns") == "saint johns"
    assert fold("Amir-Abdollahian") == "amir abdollahian"


def test_a_gazetteer_that_is_missing_cut_or_foreign_says_how_to_build_one(tmp_path: Path) -> None:
    whole = DEFAULT_PATH.read_bytes()
    contents = {
        "cut": whole[:-1000],
        "head": whole[:100],
        "foreign": b"PK" + whole,
        "empty": b"",
        "zeroes": whole[:100_000] + bytes(len(whole) - 100_000),
        "other": whole[:29] + b"{}" + whole[31:],
    }
    for name, content in contents.items():
        (tmp_path / name).write_bytes(content)
    for name in ("missing", *contents):
        with pytest.raises(GazetteerError, match=r"python -m pipeline\.places\.build"):
            Gazetteer.open(tmp_path / name)


def test_an_analysis_without_texts_has_no_places(gazetteer: Gazetteer) -> None:
    assert PlaceStep(gazetteer)(Analysis(Article("a", "b"), ())).locations == ()


@pytest.mark.parametrize(
    ("name", "latitude", "longitude"),
    [("Donbas", 48, 38), ("the Strait of Hormuz", 26.6, 56.5), ("United States", 39.8, -98.5), ("Russia", 60, 100)],
)
def test_regions_and_countries_have_their_own_centre(
    gazetteer: Gazetteer, name: str, latitude: float, longitude: float
) -> None:
    place = rank(gazetteer, name.removeprefix("the "), None, ())[0].place
    assert (place.latitude, place.longitude) == pytest.approx((latitude, longitude), abs=0.5)
