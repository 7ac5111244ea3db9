"""Tables that a desk edits: text files of rows, cells parted by tabs, a heading first, "#" before a comment."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path


class TableError(ValueError):
    """A line of a table is wrong."""


def rows(path: Path, columns: int, *, filled: int = 1) -> Iterator[list[str]]:
    """The rows of a table below its heading, cells stripped; short rows are filled with empty cells.

    Args:
        path: the file.
        columns: how many cells the heading has.
        filled: how many cells, from the first on, no row leaves empty.

    Raises:
        TableError: a row has more cells than the heading, or an empty one that must be filled.
    """
    heading = True
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = [cell.strip() for cell in line.split("\t")]
        if heading:
            heading = False
            continue
        if len(cells) > columns or len(cells) < filled or not all(cells[:filled]):
            place = "/".join(path.parts[-3:])
            raise TableError(
                f"{place}, line {number}: expected {columns} cells parted by tabs, the first {filled} filled: {line!r}"
            )
        yield cells + [""] * (columns - len(cells))
