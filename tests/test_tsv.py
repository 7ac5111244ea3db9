"""Tables that a desk edits."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.tsv import TableError, rows


def written(folder: Path, *lines: str) -> Path:
    path = folder / "data" / "x.tsv"
    path.parent.mkdir()
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


def test_comments_empty_lines_and_the_heading_are_no_rows_and_short_rows_are_filled(tmp_path: Path) -> None:
    path = written(tmp_path, "# about", "word\tcode\tnote", "", "may\t5\tmonth", " june \t6")
    assert list(rows(path, 3)) == [["may", "5", "month"], ["june", "6", ""]]


@pytest.mark.parametrize("line", ["x\ty\tz\tw", "\ty\tz", "x y z", "x\ty", "x\ty\t "])
def test_a_wrong_line_is_refused_with_its_file_and_number(tmp_path: Path, line: str) -> None:
    path = written(tmp_path, "# about", "a\tb\tc", "u\tv\tw", line)
    with pytest.raises(TableError, match=r"data/x\.tsv, line 4: expected 3 cells parted by tabs, the first 3 filled"):
        list(rows(path, 3, filled=3))


def test_cells_that_need_not_be_filled_may_be_left_out(tmp_path: Path) -> None:
    path = written(tmp_path, "a\tb", "x", "\ty")
    table = rows(path, 2)
    assert next(table) == ["x", ""]
    with pytest.raises(TableError, match="the first 1 filled"):
        next(table)
