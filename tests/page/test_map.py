"""The map: every place where it belongs on the globe, the date line and the poles included."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import pytest

from tests.page.browser import Tab
from tests.page.pages import BODY, MOVED, mention, pair, place, record, report, single

Show = Callable[..., Tab]

DOTS = """Object.fromEntries([...document.querySelectorAll('.map .dot')].map(dot => {
    const at = dot.querySelector('.at');
    return [dot.dataset.refs.split(':').at(-1), {x: +at.getAttribute('cx'), y: +at.getAttribute('cy'), r: +at.getAttribute('r')}]; }))"""
ON_LAND = """[...document.querySelectorAll('.map .dot')].filter(dot => {
    const at = dot.querySelector('.at'), point = new DOMPoint(at.cx.baseVal.value, at.cy.baseVal.value);
    return document.querySelector('.map svg > .land').isPointInFill(point); }).map(dot => dot.dataset.refs.split(':').at(-1)).sort()"""


def at(**places: tuple[float, float]) -> dict[str, Any]:
    """A record with places by their ids, as latitude and longitude."""
    one = record()
    one["locations"] = [place(0, name, *where) | {"id": name} for name, where in places.items()]
    return one


def mapped(shown: Show, **places: tuple[float, float]) -> tuple[Tab, dict[str, dict[str, float]]]:
    tab = shown(single(at(**places)))
    return tab, tab.run(DOTS)


def equal_earth(east: float, latitude: float) -> tuple[float, float]:
    """The published projection, in other words than the page's: its polynomial and the derivative of it."""
    t = math.asin(math.sqrt(3) / 2 * math.sin(math.radians(latitude)))
    y = 1.340264 * t - 0.081106 * t**3 + 0.000893 * t**7 + 0.003796 * t**9
    slope = 1.340264 - 3 * 0.081106 * t**2 + 7 * 0.000893 * t**6 + 9 * 0.003796 * t**8
    return 2 * math.sqrt(3) * math.radians(east) * math.cos(t) / (3 * slope), y


@pytest.mark.parametrize(
    "places",
    [
        {"Oslo": (59.91, 10.75), "Rome": (41.9, 12.48), "Lisbon": (38.72, -9.14), "Kyiv": (50.45, 30.52)},
        {"Tokyo": (35.69, 139.69), "Lima": (-12.04, -77.03), "Paris": (48.85, 2.35), "Sydney": (-33.87, 151.21)},
    ],
    ids=["a region", "the world"],
)
def test_dots_stand_where_the_projection_puts_them(shown: Show, places: dict[str, tuple[float, float]]) -> None:
    tab, dots = mapped(shown, **places)
    meridian = float(tab.run("document.querySelector('.map svg').dataset.meridian"))
    flat = {name: equal_earth((lon - meridian + 180) % 360 - 180, lat) for name, (lat, lon) in places.items()}
    first, second, *others = places
    for axis, index in (("x", 0), ("y", 1)):
        scale = (dots[second][axis] - dots[first][axis]) / (flat[second][index] - flat[first][index])
        assert (scale > 0) == (axis == "x")
        for other in others:
            expected = dots[first][axis] + scale * (flat[other][index] - flat[first][index])
            assert dots[other][axis] == pytest.approx(expected, abs=0.5)


def test_a_view_fits_its_places_and_leaves_little_beside_them(shown: Show) -> None:
    tab, dots = mapped(shown, Oslo=(59.91, 10.75), Bergen=(60.39, 5.32), Trondheim=(63.43, 10.39), Malmo=(55.6, 13.0))
    width, height = tab.run("(b => [b.width, b.height])(document.querySelector('.map svg').viewBox.baseVal)")
    assert all(0 < dot["x"] < width and 0 < dot["y"] < height for dot in dots.values())
    ys = [dot["y"] for dot in dots.values()]
    assert max(ys) - min(ys) > height / 3


def test_cities_stand_on_land_and_seas_do_not(shown: Show) -> None:
    tab, _ = mapped(shown, Chicago=(41.85, -87.65), LaPaz=(-16.5, -68.15), Nairobi=(-1.28, 36.82), Kabul=(34.53, 69.17),
                    Alice=(-23.7, 133.88), Atlantic=(30.0, -40.0), Pacific=(-30.0, -120.0), Caspian=(42.0, 50.5))  # fmt: skip
    assert tab.run(ON_LAND) == ["Alice", "Chicago", "Kabul", "LaPaz", "Nairobi"]


def test_places_on_both_sides_of_the_date_line_are_neighbours_on_the_map(shown: Show) -> None:
    tab, dots = mapped(shown, Fiji=(-17.7, 178.0), Samoa=(-13.8, -172.0), Tonga=(-21.2, -175.2))
    assert float(tab.run("document.querySelector('.map svg').dataset.meridian")) == pytest.approx(-177, abs=0.1)
    assert dots["Fiji"]["x"] < dots["Tonga"]["x"] < dots["Samoa"]["x"]
    assert tab.run("document.querySelector('.map .scale') !== null"), "a region, not the world"


def test_land_goes_on_across_the_date_line(shown: Show) -> None:
    tab, _ = mapped(
        shown, Anadyr=(64.73, 175.5), Egvekinot=(66.6, -179.1), Chukchi=(69.0, -170.0), Provideniya=(65.0, -174.5)
    )
    assert tab.run(ON_LAND) == ["Anadyr", "Egvekinot", "Provideniya"]


@pytest.mark.parametrize("latitude", [90.0, -90.0, 0.0])
def test_one_place_anywhere_makes_a_map(shown: Show, latitude: float) -> None:
    tab, dots = mapped(shown, Only=(latitude, 180.0))
    width, height = tab.run("(b => [b.width, b.height])(document.querySelector('.map svg').viewBox.baseVal)")
    assert dots["Only"]["x"] == pytest.approx(width / 2, abs=1)
    assert 0 <= dots["Only"]["y"] <= height


def test_a_small_world_shows_where_the_region_lies(shown: Show) -> None:
    tab, _ = mapped(shown, Only=(60.0, 100.0))
    box, world = tab.run("""['rect', '.sea'].map(one => (b => [b.x + b.width / 2, b.y + b.height / 2, b.width])(
        document.querySelector('.locator ' + one).getBBox()))""")
    assert box[0] == pytest.approx(world[0], abs=0.5), "the meridian of the map is in the middle"
    expected = equal_earth(0, 60)[1] * world[2] / 2 / equal_earth(180, 0)[0]
    assert world[1] - box[1] == pytest.approx(expected, abs=0.5)


def test_a_place_that_is_named_more_often_is_larger(shown: Show) -> None:
    one = record()
    one["locations"][1]["mentions"] = [mention(BODY, "a", nth) for nth in range(1, 6)]
    dots = shown(single(one)).run(DOTS)
    assert dots["L2"]["r"] > dots["L1"]["r"] == dots["L3"]["r"]


def test_a_dot_and_its_words_light_each_other(shown: Show) -> None:
    tab = shown(single(record()))
    tab.hover(".dot[data-refs='a:L3'] .at")
    assert tab.run("[...document.querySelectorAll('.text .lit')].map(e => e.textContent)") == ["Samoa"]
    tab.hover(".text [data-refs~='a:L1']")
    assert tab.run("[...document.querySelectorAll('.dot.lit')].map(e => e.dataset.refs)") == ["a:L1"]
    assert tab.run("document.querySelectorAll('.text .lit').length") == 1


def test_arrows_go_from_dot_to_dot(shown: Show) -> None:
    tab = shown(single(record()))
    tab.run("document.querySelector('.dot[tabindex=\"0\"]').focus()")
    seen = []
    for _ in range(4):
        seen.append(tab.run("document.activeElement.dataset.refs"))
        tab.press("ArrowRight")
    assert seen == ["a:L1", "a:L2", "a:L3", "a:L1"]
    assert tab.run("document.querySelectorAll('.dot[tabindex=\"0\"]').length") == 1
    assert "Kiribati" in tab.run("document.activeElement.getAttribute('aria-label')")


def test_a_place_that_moved_is_joined_to_where_it_was(shown: Show) -> None:
    tab = shown(report(pair("one", MOVED)))
    assert tab.run("document.querySelectorAll('.dot.changed .moved').length") == 1
    before = tab.run("(c => [+c.getAttribute('cx'), +c.getAttribute('cy')])(document.querySelector('.from'))")
    after = tab.run(DOTS)["L1"]
    assert before[0] < after["x"]  # Paris is west of Geneva, and north
    assert before[1] < after["y"]


def test_an_article_without_places_has_no_map(shown: Show) -> None:
    tab, _ = mapped(shown)
    assert tab.run("document.querySelector('.map')") is None
