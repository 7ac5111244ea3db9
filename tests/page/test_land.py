"""The outline of the land, read whole."""

import json
from itertools import accumulate, pairwise
from math import radians, sin
from pathlib import Path

import pytest

import pipeline.page

LAND = json.loads((Path(pipeline.page.__file__).parent / "data" / "land.json").read_text())


def lines(kind: str) -> list[list[tuple[float, float]]]:
    return [
        [(x / LAND["scale"], y / LAND["scale"]) for x, y in zip(accumulate(line[0::2]), accumulate(line[1::2]), strict=True)]
        for line in LAND[kind]
    ]  # fmt: skip


@pytest.mark.parametrize("kind", ["land", "borders"])
def test_lines_stay_on_the_globe_and_make_no_jumps(kind: str) -> None:
    for line in lines(kind):
        assert all(-90 <= latitude <= 90 and -360 <= longitude <= 360 for longitude, latitude in line)
        along_the_pole = 2 * 90
        assert all(abs(a[0] - b[0]) < 30 for a, b in pairwise(line) if abs(a[1] + b[1]) < along_the_pole)


def test_rings_are_closed_and_hold_as_much_land_as_there_is() -> None:
    rings = lines("land")
    assert all(ring[0] == ring[-1] for ring in rings)
    share = abs(sum(map(share_of_globe, rings)))
    assert share == pytest.approx(148.9e6 / 510.1e6, rel=0.02)  # square kilometres of land, and of the Earth


def share_of_globe(ring: list[tuple[float, float]]) -> float:
    """What part of the globe a ring holds; negative for a sea within land, which turns the other way."""
    steps = ((b[0] - a[0]) * (sin(radians(a[1])) + sin(radians(b[1]))) / 2 for a, b in pairwise(ring))
    return sum(steps) / 720


def test_the_outline_is_credited_and_small() -> None:
    assert "Natural Earth" in LAND["credit"]
    assert sum(map(len, LAND["land"] + LAND["borders"])) < 50_000
