"""The outline of the world's land and borders that maps are drawn on, from Natural Earth.

``npm pack world-atlas@2.0.2``, unpack it, then ``python -m bench.land_outline package/countries-50m.json``
writes ``pipeline/page/data/land.json``: rings of land and lines of borders as whole numbers, a point after the
other, each the difference to the one before, in units of 1/``scale`` degree. A ring goes on beyond 180 degrees
rather than jump; one that goes around a pole is closed along it.
"""

from __future__ import annotations

import heapq
import json
import math
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

TARGET = Path(__file__).parents[1] / "pipeline" / "page" / "data" / "land.json"
CREDIT = "Natural Earth 1:50m, public domain, by way of world-atlas 2.0.2 (ISC)"
SCALE = 20
DETAIL = 0.012
"""Square degrees: a point goes when the triangle with its neighbours is smaller (Visvalingam and Whyatt, 1993)."""
ISLET = 0.025
"""Square degrees: rings that are smaller are left out."""

Point = tuple[float, float]


def decoded(topology: dict[str, Any]) -> list[list[Point]]:
    """The arcs of a TopoJSON topology, in degrees, simplified; their ends stay."""
    (kx, ky), (dx, dy) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for step_x, step_y in arc:
            x, y = x + step_x, y + step_y
            points.append((x * kx + dx, y * ky + dy))
        arcs.append(simplified(unwrapped(points)))
    return arcs


def unwrapped(points: list[Point]) -> list[Point]:
    """The same line without jumps from one side of the date line to the other."""
    line = points[:1]
    for longitude, latitude in points[1:]:
        turns = round((line[-1][0] - longitude) / 360)
        line.append((longitude + 360 * turns, latitude))
    return line


def area(a: Point, b: Point, c: Point) -> float:
    """Of a triangle, in square degrees as they are at its latitude."""
    flat = abs((b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1])) / 2
    return flat * math.cos(math.radians(b[1]))


def simplified(line: list[Point]) -> list[Point]:
    """The line without the points that matter least, by Visvalingam and Whyatt."""
    before = [*range(-1, len(line) - 1)]
    after = [*range(1, len(line) + 1)]
    sizes = {i: area(line[i - 1], line[i], line[i + 1]) for i in range(1, len(line) - 1)}
    heap = [(size, i) for i, size in sizes.items()]
    heapq.heapify(heap)
    while heap:
        size, i = heapq.heappop(heap)
        if sizes.get(i) != size:
            continue
        if size >= DETAIL:
            break
        del sizes[i]
        after[before[i]], before[after[i]] = after[i], before[i]
        for j in (before[i], after[i]):
            if j in sizes:
                sizes[j] = max(size, area(line[before[j]], line[j], line[after[j]]))
                heapq.heappush(heap, (sizes[j], j))
    return [line[0], *(line[i] for i in sorted(sizes)), line[-1]]


def ring_area(ring: list[Point]) -> float:
    """Of a ring, in square degrees as they are at its latitude."""
    double = sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring))
    return abs(double) / 2 * math.cos(math.radians(ring[0][1]))


def rings(geometry: dict[str, Any]) -> Iterator[list[int]]:
    """The arcs of each ring of polygons."""
    arcs = geometry.get("arcs", [])
    for polygon in [arcs] if geometry["type"] == "Polygon" else arcs:
        yield from polygon


def land(topology: dict[str, Any], arcs: list[list[Point]]) -> Iterator[list[Point]]:
    """The rings of the land that are large enough."""
    for geometry in topology["objects"]["land"]["geometries"]:
        for ring in rings(geometry):
            points: list[Point] = []
            for arc in ring:
                points += arcs[arc] if arc >= 0 else arcs[~arc][::-1]
            points = unwrapped(points)
            if abs(points[-1][0] - points[0][0]) > 180:
                pole = math.copysign(90, points[0][1])
                points += [(points[-1][0], pole), (points[0][0], pole), points[0]]
            if ring_area(points) >= ISLET:
                yield points


def borders(topology: dict[str, Any], arcs: list[list[Point]]) -> Iterator[list[Point]]:
    """The arcs that two countries share."""
    sides: dict[int, set[int]] = {}
    for number, country in enumerate(topology["objects"]["countries"]["geometries"]):
        for ring in rings(country):
            for arc in ring:
                sides.setdefault(arc if arc >= 0 else ~arc, set()).add(number)
    return (arcs[arc] for arc, countries in sides.items() if len(countries) > 1)


def packed(line: list[Point]) -> list[int]:
    """A line as differences between whole numbers; points that fall together become one."""
    numbers: list[int] = []
    at = (0, 0)
    for longitude, latitude in line:
        point = (round(longitude * SCALE), round(latitude * SCALE))
        if not numbers or point != at:
            numbers += [point[0] - at[0], point[1] - at[1]]
            at = point
    return numbers


def main() -> None:
    """Write the outline."""
    topology = json.loads(Path(sys.argv[1]).read_bytes())
    arcs = decoded(topology)
    lines = {
        "land": [numbers for ring in land(topology, arcs) if len(numbers := packed(ring)) > 6],
        "borders": [numbers for line in borders(topology, arcs) if len(numbers := packed(line)) > 2],
    }
    TARGET.write_text(json.dumps({"credit": CREDIT, "scale": SCALE} | lines, separators=(",", ":")) + "\n")
    points = sum(len(line) for kind in lines.values() for line in kind) // 2
    print(f"{TARGET.name}: {points} points, {TARGET.stat().st_size} bytes")


if __name__ == "__main__":
    main()
