"""A comparison as files: JSON for programs, the articles of a page for people. Neither holds all articles in memory."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, BinaryIO, overload

import orjson

from pipeline.page import Page, PageArticle, PageChange
from pipeline.replay.comparison import ComparedArticle, Summary
from pipeline.replay.difference.changes import Change
from pipeline.replay.gate import Crossing
from pipeline.replay.shelf import Shelf, Ticket

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
    """The articles of a page, kept on a shelf and read when they are looked at.

    Args:
        shelf: where to keep them.
        most: how many to keep; the first ones.
    """

    def __init__(self, shelf: Shelf, most: int) -> None:
        self._most = most
        self._shelf = shelf
        self._tickets: list[Ticket] = []
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
        self._tickets.append(self._shelf.put(orjson.dumps((article.id, article.before, article.after, changes))))

    def __len__(self) -> int:
        return len(self._tickets)

    @overload
    def __getitem__(self, number: int) -> PageArticle: ...
    @overload
    def __getitem__(self, number: slice) -> Sequence[PageArticle]: ...
    def __getitem__(self, number: int | slice) -> PageArticle | Sequence[PageArticle]:
        if isinstance(number, slice):
            return [self[one] for one in range(*number.indices(len(self)))]
        identity, before, after, changes = orjson.loads(self._shelf.get(self._tickets[number]))
        return PageArticle(identity, before, after, tuple(PageChange(*change) for change in changes))

    def __iter__(self) -> Iterator[PageArticle]:
        return (self[number] for number in range(len(self)))

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
