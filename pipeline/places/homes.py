"""Where the sources of articles are at home: which places each of them writes of, as a stream has taught.

    python -m pipeline.places.homes RECORDS… -o homes.tsv

reads records, one a line, and writes for every source the towns and counties that its articles name most, with
their shares. The table is an input of the resolver like its weights: nothing is learned while it runs, so the same
article and the same table give the same record. A desk can edit it: source, GeoNames id, share of the source's
places (0 to 1).
"""

from __future__ import annotations

import argparse
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import numpy as np
import orjson
from numpy.typing import NDArray

from pipeline.places.gazetteer import Gazetteer

_HEADING = "source\tgeonames_id\tshare\tname"
_ROW = re.compile(r"(?P<source>[^\t]+)\t(?P<place>\d{1,12})\t(?P<share>\d{1,3}(?:\.\d{1,9})?)(?:\t.*)?")
_LOCAL = frozenset({"PPL", "PPLC", "ADM2"})
_SURE = 0.7  # confidence of a location that teaches
_KEPT = 12  # places of a source
_LEAST = 3  # locations of a source that is known


class HomesError(ValueError):
    """The table of homes cannot be used; the message has the file and the line."""


@dataclass(frozen=True, slots=True)
class Home:
    """The places that a source writes of."""

    places: NDArray[np.int64]
    """Indices in the gazetteer."""
    shares: NDArray[np.float64]
    """Of all its local places."""


def source_of(source: str | None, url: str | None) -> str | None:
    """What an article's source is called in the table: its ``source``, or else the host of its address."""
    name = source or (urlsplit(url).hostname if url else None)
    return name.strip().lower().removeprefix("www.") if name else None


def load(path: Path, gazetteer: Gazetteer) -> dict[str, Home]:
    """Read a table.

    Raises:
        HomesError: it cannot be read, or a line is wrong.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise HomesError(f"{path}: {error}") from None
    rows: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.startswith("#") or line == _HEADING:
            continue
        row = _ROW.fullmatch(line)
        if row is None or float(row["share"]) > 1:
            raise HomesError(f"{path}, line {number}: not a source, a GeoNames id and a share from 0 to 1: {line!r}")
        index = gazetteer.index_of(int(row["place"]))
        if index is not None:  # a place that this gazetteer does not have says nothing
            rows[row["source"].strip().lower()].append((index, float(row["share"])))
    return {
        source: Home(np.array([place for place, _ in held], "i8"), np.array([share for _, share in held], "f8"))
        for source, held in rows.items()
    }


def learn(records: Iterable[Mapping[str, Any]]) -> dict[str, dict[int, float]]:
    """The shares of GeoNames ids by source, from the sure local places of records."""
    counts: dict[str, Counter[int]] = defaultdict(Counter)
    for record in records:
        source = source_of(record["article"].get("source"), record["article"].get("url"))
        for location in record["locations"] if source else ():
            if location.get("feature") in _LOCAL and location.get("confidence", 0) >= _SURE:
                counts[source or ""][location.get("geonames_id", 0)] += 1
    return {
        source: {place: count / held.total() for place, count in held.most_common(_KEPT) if place}
        for source, held in sorted(counts.items())
        if held.total() >= _LEAST
    }


def main() -> None:
    """Learn a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("records", nargs="+", type=Path, help="files of records, one a line")
    parser.add_argument("-o", "--output", type=Path, required=True)
    given = parser.parse_args()
    homes = learn(record for path in given.records for record in _records(path))
    gazetteer = Gazetteer.open()
    lines = [
        f"{source}\t{place}\t{share:.4f}\t{gazetteer.place(index).name}"
        for source, held in homes.items()
        for place, share in held.items()
        if (index := gazetteer.index_of(place)) is not None
    ]
    given.output.write_text("\n".join([_HEADING, *lines]) + "\n", encoding="utf-8")
    print(f"{given.output}: {len(homes)} sources")


def _records(path: Path) -> Iterable[Mapping[str, Any]]:
    with path.open("rb") as file:
        for line in file:
            if line.strip():
                yield orjson.loads(line)


if __name__ == "__main__":
    main()
