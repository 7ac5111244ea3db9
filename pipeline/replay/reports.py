"""A comparison as files: JSON for programs, the articles of a page for people. Neither holds all articles in memory."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from types import TracebackType
from typing import Any, BinaryIO, Self, overload

import orjson

from pipeline.page import Page, PageArticle, PageChange
from pipeline.replay.comparison import ComparedArticle, Summary
from pipeline.replay.difference.changes import Change
from pipeline.replay.gate import Crossing

FORMAT = "dateline.diff/1"


class JsonReport:
    """Writes a comparison as one JSON object, an article with changes on each line.

    Args:
        sink: where to.
    """

    def __init__(self, sink: BinaryIO) -> None:
        self._sink = sink
        self._between = b""
        sink.write(orjson.dumps({"format": FORMAT})[:-1] + b',"articles":[\n')

    def add(self, article: ComparedArticle) -> None:
        """Write an article, if it has changes."""
        if article.changes:
            changes = [{"kind": change.kind, "layer": change.layer, **_told(change)} for change in article.changes]
            self._sink.write(self._between + orjson.dumps({"id": article.id, "changes": changes}))
            self._between = b",\n"

    def end(self, summary: Summary, crossings: Sequence[Crossing]) -> None:
        """Write the totals."""
        rest = {"summary": summary, "above": crossings, "passed": not crossings}
        self._sink.write(b"\n]," + orjson.dumps(rest)[1:] + b"\n")


def _told(change: Change) -> dict[str, Any]:
    return {
        "before": change.before,
        "after": change.after,
        "text": change.text,
        "pattern": change.pattern or None,
        "place": change.place,
    }


class ChangedArticles(Sequence[PageArticle]):
    """The articles of a page, kept in a temporary file and read when they are looked at.

    Use as a context manager.

    Args:
        most: how many to keep; the first ones.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._store = tempfile.TemporaryFile()  # noqa: SIM115 - closed on exit
        self._starts = [0]
        self.left_out = 0

    def add(self, article: ComparedArticle) -> None:
        """Keep an article, if it has changes that mean something and there is room."""
        if not article.is_changed:
            return
        if len(self) >= self._most:
            self.left_out += 1
            return
        changes = [
            (change.kind.replace(".", " "), change.layer, change.before, change.after, change.text)
            for change in article.changes
        ]
        self._starts.append(
            self._starts[-1] + self._store.write(orjson.dumps((article.id, article.before, article.after, changes)))
        )

    def __len__(self) -> int:
        return len(self._starts) - 1

    @overload
    def __getitem__(self, number: int) -> PageArticle: ...
    @overload
    def __getitem__(self, number: slice) -> Sequence[PageArticle]: ...
    def __getitem__(self, number: int | slice) -> PageArticle | Sequence[PageArticle]:
        if isinstance(number, slice):
            return [self[one] for one in range(*number.indices(len(self)))]
        start, end = self._starts[number], self._starts[number + 1]
        self._store.seek(start)
        identity, before, after, changes = orjson.loads(self._store.read(end - start))
        return PageArticle(identity, before, after, tuple(PageChange(*change) for change in changes))

    def __iter__(self) -> Iterator[PageArticle]:
        return (self[number] for number in range(len(self)))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        self._store.close()

    def page(self, summary: Summary) -> Page:
        """Make the page of a comparison."""
        counts = {
            "articles compared": summary.articles,
            "with changes": summary.articles - summary.unchanged,
            "the same to the byte": summary.identical,
        }
        if self.left_out:
            counts["changed, not shown here"] = self.left_out
        title = f"{summary.before.name} → {summary.after.name}"
        return Page(title, self, summary.before.name, summary.after.name, counts)
