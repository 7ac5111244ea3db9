"""The gazetteer: names to places, in one memory-mapped file that all workers share.

The file is a line of JSON that says where each array lies, then the arrays. It is built by
:mod:`pipeline.places.build`.
"""

from __future__ import annotations

import json
import mmap
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import marisa_trie
import numpy as np
from numpy.typing import NDArray

from pipeline.places.names import fold

MAGIC = b"dateline.gazetteer/3\n"
DEFAULT_PATH = Path(__file__).parent / "data" / "gazetteer.bin"
_LONGEST_NAME = 200  # characters; no place has a longer one
_HOW = "build it with: python -m pipeline.places.build"


class GazetteerError(RuntimeError):
    """The gazetteer cannot be used: the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Place:
    """An entry of the gazetteer."""

    index: int
    geonames_id: int
    """0 for a place of our own tables, which GeoNames' tables lack."""
    name: str
    latitude: float
    longitude: float
    country: str | None
    feature: str
    population: int
    radius_km: float
    """Half of the extent, in km; 0 for a point or where unknown."""
    admin1: int
    """Index of the first-order division that holds it; -1 for none."""


@dataclass(frozen=True, slots=True)
class Candidates:
    """The places that a name may mean, each once, in the order of their indices."""

    places: NDArray[np.int64]
    """Indices of the places."""
    main: NDArray[np.bool_]
    """Whether it is the place's main name, not an alternate one."""
    usual: NDArray[np.bool_]
    """Whether news usually means this place by the name (``names.tsv``)."""


_NONE = Candidates(np.zeros(0, "i8"), np.zeros(0, bool), np.zeros(0, bool))


class Gazetteer:
    """Places by name."""

    def __init__(self, header: dict[str, Any], data: memoryview) -> None:
        self.version: str = header["version"]
        self._countries: list[str] = header["countries"]
        self.features: tuple[str, ...] = tuple(header["features"])
        self._trie = marisa_trie.Trie()
        start, length = header["trie"]
        self._data = data[start : start + length]  # kept: the trie reads it where it lies
        self._trie.map(self._data)
        self._arrays = {
            name: np.frombuffer(data, dtype=kind, count=count, offset=offset)
            for name, (kind, count, offset) in header["arrays"].items()
        }
        # Single cells are read several times faster from these than from arrays.
        self._cells = {name: array.data for name, array in self._arrays.items()}
        start, length = header["names"]
        self._names = data[start : start + length]

    @classmethod
    def open(cls, path: Path | None = None) -> Gazetteer:
        """Map the file into memory.

        Args:
            path: the file; by default the one that was built into the package.

        Raises:
            GazetteerError: it is not there, cut, or no gazetteer of this version.
        """
        path = path or DEFAULT_PATH
        try:
            with path.open("rb") as file:
                data = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
        except (OSError, ValueError) as error:
            raise GazetteerError(f"no gazetteer at {path}: {error}; {_HOW}") from None
        if bytes(data[: len(MAGIC)]) != MAGIC:
            raise GazetteerError(f"{path} is no gazetteer of this version; {_HOW}")
        try:
            length = int.from_bytes(data[len(MAGIC) : len(MAGIC) + 8], "little")
            header = json.loads(bytes(data[len(MAGIC) + 8 : len(MAGIC) + 8 + length]))
            if header["size"] != len(data):
                raise GazetteerError(f"{path} is cut: {len(data)} of {header['size']} bytes; {_HOW}")
            return cls(header, data)
        except (ValueError, KeyError, TypeError, OSError, RuntimeError) as error:
            if isinstance(error, GazetteerError):
                raise
            raise GazetteerError(f"{path} is damaged; {_HOW}") from None

    def has(self, name: str) -> bool:
        """Whether some place has this name."""
        return self._key(name) is not None

    def _key(self, name: str) -> int | None:
        key: int | None = self._trie.get(fold(name)) if len(name) <= _LONGEST_NAME else None
        return key

    def is_main_name(self, name: str) -> bool:
        """Whether some place has this for its main name."""
        key = self._key(name)
        if key is None:
            return False
        first, references = self._cells["first"], self._cells["references"]
        return any(references[at] & 1 for at in range(first[key], first[key + 1]))

    def candidates(self, name: str) -> Candidates:
        """The places that a name may mean; none for a name that no place has."""
        key = self._key(name)
        if key is None:
            return _NONE
        first, last = self._cells["first"][key], self._cells["first"][key + 1]
        references = self._arrays["references"][first:last].astype("i8")
        # A place's references are neighbours, the one that says most last.
        places = references >> 2
        strongest = np.ones(len(places), bool)
        np.not_equal(places[1:], places[:-1], out=strongest[:-1])
        kinds = references[strongest]
        return Candidates(places[strongest], (kinds & 1) > 0, (kinds & 2) > 0)

    def populations(self, places: NDArray[np.int64]) -> NDArray[np.float64]:
        """Inhabitants of each place; 0 where unknown."""
        return self._arrays["population"][places].astype("f8")

    def country_numbers(self, places: NDArray[np.int64]) -> NDArray[np.int64]:
        """Number of each place's country; below 0, and of no other place, where it has none."""
        numbers: NDArray[np.int64] = self._arrays["country"][places].astype("i8")
        return np.where(numbers == 0, -1 - places, numbers)

    def numbers_of_countries(self, codes: Collection[str]) -> list[int]:
        """Numbers of the countries with these ISO codes."""
        return [number for number, code in enumerate(self._countries) if code and code in codes]

    def divisions(self, places: NDArray[np.int64]) -> NDArray[np.int64]:
        """Index of the first-order division that holds each place; -1 for none."""
        divisions: NDArray[np.int64] = self._arrays["admin1"][places].astype("i8")
        return divisions

    def index_of(self, geonames_id: int) -> int | None:
        """Index of the place with a GeoNames id, or None where there is none."""
        ids = self._arrays["id"]  # in order
        index = int(np.searchsorted(ids, geonames_id)) if 0 < geonames_id < 2**32 else self.size
        return index if index < self.size and ids[index] == geonames_id else None

    def feature_of(self, index: int) -> str:
        """The feature code of a place."""
        return self.features[self._cells["feature"][index]]

    def country_of(self, index: int) -> str | None:
        """ISO code of a place's country, or None where it has none."""
        return self._countries[self._cells["country"][index]] or None

    def feature_numbers(self, places: NDArray[np.int64]) -> NDArray[np.uint8]:
        """Of each place, where its feature code stands in ``features``."""
        numbers: NDArray[np.uint8] = self._arrays["feature"][places]
        return numbers

    def are(self, places: NDArray[np.int64], feature: str) -> NDArray[np.bool_]:
        """Whether each place has this feature code."""
        if feature not in self.features:
            return np.zeros(len(places), bool)
        matches: NDArray[np.bool_] = self.feature_numbers(places) == self.features.index(feature)
        return matches

    def directions(self, places: NDArray[np.int64]) -> NDArray[np.float64]:
        """Unit vectors from the centre of the earth to each place: their products are cosines of angles."""
        latitude = np.radians(self._arrays["latitude"][places].astype("f8"))
        longitude = np.radians(self._arrays["longitude"][places].astype("f8"))
        return np.column_stack(
            [np.cos(latitude) * np.cos(longitude), np.cos(latitude) * np.sin(longitude), np.sin(latitude)]
        )

    def place(self, index: int) -> Place:
        """The entry at an index."""
        cells = self._cells
        return Place(
            index=index,
            geonames_id=cells["id"][index],
            name=bytes(self._names[cells["name_at"][index] : cells["name_at"][index + 1]]).decode(),
            latitude=round(cells["latitude"][index], 5),
            longitude=round(cells["longitude"][index], 5),
            country=self.country_of(index),
            feature=self.feature_of(index),
            population=cells["population"][index],
            radius_km=cells["radius"][index],
            admin1=cells["admin1"][index],
        )

    @cached_property
    def size(self) -> int:
        """The number of places."""
        return len(self._arrays["id"])
