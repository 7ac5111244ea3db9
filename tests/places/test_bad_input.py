"""Names and articles that no one expects, the date line and the poles."""

from __future__ import annotations

import math

import numpy as np
import pytest

from pipeline.article import Article
from pipeline.language.parsed import Analysis
from pipeline.places.choice import choose, resolve
from pipeline.places.features import TOGETHER, About, Named
from pipeline.places.gazetteer import Gazetteer
from pipeline.places.weights import load
from tests.places.places_of import located, places_of, step


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.open()


@pytest.mark.parametrize(
    "name",
    ["x" * 10_000, "Paris " * 2_000, "Ё" * 10_000, "İ" * 300, "東京", "القاهرة", "Αθήνα", "กรุงเทพ", "🌍", "\u202e", "--", "D-", "of the"],
)  # fmt: skip
def test_a_name_of_any_length_and_script_spoils_nothing(name: str) -> None:
    found = places_of(f"The envoy left {name} for Nairobi, Kenya.")
    assert found["Nairobi"].country == "KE"


def test_names_of_all_scripts_go_through_the_resolver(gazetteer: Gazetteer) -> None:
    names = [chr(start) * 3 for start in range(0x21, 0x2FFFF, 997) if not 0xD800 <= start < 0xE000]
    ranked = resolve(gazetteer, load(), dict.fromkeys([*names, "Nairobi"], Named()), About())
    assert ranked["Nairobi"][0].place.country == "KE"


def test_an_article_without_entities_or_text_has_no_places() -> None:
    assert step()(Analysis(Article("a", "b"), ())).locations == ()
    assert located("").locations == ()


def test_ten_thousand_toponyms_are_all_placed(gazetteer: Gazetteer) -> None:
    names = list(dict.fromkeys(gazetteer.place(index).name for index in range(500, gazetteer.size, 20)))[:10_000]
    ranked = resolve(gazetteer, load(), dict.fromkeys(names, Named()), About())
    assert len(ranked) == 10_000
    assert all(0 < scored[0].probability <= 1 for scored in ranked.values())


def test_candidates_are_as_many_rows_as_they_were_however_many_names_there_are(gazetteer: Gazetteer) -> None:
    """What a name is compared with is bounded, so that time grows with the names and not with their square."""
    names = list(dict.fromkeys(gazetteer.place(index).name for index in range(500, gazetteer.size, 700)))
    weights = load()
    one_block = choose(gazetteer, weights, dict.fromkeys(names[:48], Named()), About())
    many = choose(gazetteer, weights, dict.fromkeys(names, Named()), About())
    for name in names[:48]:
        assert np.array_equal(one_block[name].features, many[name].features)


def test_places_on_both_sides_of_the_date_line_are_neighbours(gazetteer: Gazetteer) -> None:
    """Beringovsky and Egvekinot, on the coast of Chukotka, at 179° east and west."""
    east, west = (gazetteer.index_of(number) for number in (2126710, 4031742))
    assert east is not None
    assert west is not None
    assert gazetteer.place(east).longitude > 179
    assert gazetteer.place(west).longitude < -179
    cosine = float((gazetteer.directions(np.array([east])) @ gazetteer.directions(np.array([west])).T).item())
    assert 6371 * math.acos(cosine) < 400


def test_the_poles_are_far_from_all_and_no_division_by_zero(gazetteer: Gazetteer) -> None:
    with np.errstate(all="raise", under="ignore"):
        chosen = choose(gazetteer, load(), dict.fromkeys(("Antarctica", "Longyearbyen", "Suva"), Named()), About())
    columns = slice(-len(TOGETHER) - 3, -3)
    assert all(np.isfinite(choice.features[:, columns]).all() for choice in chosen.values())
    south = gazetteer.place(chosen["Antarctica"].best)
    assert south.latitude < -60
