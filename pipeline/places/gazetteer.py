"""The gazetteer: names to places, in one memory-mapped file that all workers share.

The file is a line of JSON that says where each array lies, then the arrays. It is built by
:mod:`pipeline.places.build`.
"""

from __future__ import annotations

import json
import mmap
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import marisa_trie
import numpy as np

from pipeline.places.names import fold

MAGIC = b"dateline.gazetteer/1\n"
DEFAULT_PATH = Path(__file__).parent / "data" / "gazetteer.bin"
_HOW = "build it with: python -m pipeline.places.build"


class GazetteerError(RuntimeError):
    """The gazetteer cannot be used: the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Place:
    """An entry of the gazetteer."""

    index: int
    geonames_id: int
    name: str
    latitude: float
    longitude: float
    country: str | None
    feature: str
    population: int
    admin1: int
    """Index of the first-order division that holds it; -1 for none."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that a name may mean."""

    place: int
    main: bool
    """Whether it is the place's main name, not an alternate one."""


class Gazetteer:
    """Places by name."""

    def __init__(self, header: dict[str, Any], data: memoryview) -> None:
        self.version: str = header["version"]
        self._countries: list[str] = header["countries"]
        self._features: list[str] = header["features"]
        self._trie = marisa_trie.Trie()
        start, length = header["trie"]
        self._trie.frombytes(bytes(data[start : start + length]))
        self._arrays = {
            name: np.frombuffer(data, dtype=kind, count=count, offset=offset)
            for name, (kind, count, offset) in header["arrays"].items()
        }
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
        except ValueError:
            raise GazetteerError(f"{path} is damaged; {_HOW}") from None
        if header["size"] != len(data):
            raise GazetteerError(f"{path} is cut: {len(data)} of {header['size']} bytes; {_HOW}")
        return cls(header, data)

    def candidates(self, name: str) -> list[Candidate]:
        """The places that a name may mean, in no order."""
        folded = fold(name)
        if not folded or folded not in self._trie:
            return []
        key = self._trie.key_id(folded)
        first, last = self._arrays["first"][key : key + 2]
        references = self._arrays["references"][first:last]
        return [Candidate(int(reference >> 1), bool(reference & 1)) for reference in references]

    def place(self, index: int) -> Place:
        """The entry at an index."""
        arrays = self._arrays
        begin, end = arrays["name_at"][index : index + 2]
        return Place(
            index=index,
            geonames_id=int(arrays["id"][index]),
            name=bytes(self._names[begin:end]).decode(),
            latitude=round(float(arrays["latitude"][index]), 5),
            longitude=round(float(arrays["longitude"][index]), 5),
            country=self._countries[arrays["country"][index]] or None,
            feature=self._features[arrays["feature"][index]],
            population=int(arrays["population"][index]),
            admin1=int(arrays["admin1"][index]),
        )

    @cached_property
    def size(self) -> int:
        """The number of places."""
        return len(self._arrays["id"])
