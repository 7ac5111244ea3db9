"""Article: one raw news text with its metadata, as decoded from one message."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.record import PublishedBasis


@dataclass(frozen=True, slots=True)
class Article:
    r"""One raw news text with its metadata.

    Title and body are normalised (NFC, no soft hyphens, no zero-width characters,
    line ends as "\n"); every offset of the record counts in them.
    """

    id: str
    body: str
    title: str | None = None
    url: str | None = None
    source: str | None = None
    language: str | None = None
    published_at: str | None = None
    """UTC, ``YYYY-MM-DDThh:mm:ssZ``; ``YYYY-MM-DD`` where no time is known."""
    published_at_basis: PublishedBasis = "none"


class UnreadableArticle(ValueError):
    """A message that cannot become an article.

    Args:
        reason: a short fixed word for metrics and headers, such as ``invalid-utf8``.
        message: what was wrong, where, and what to do.
    """

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason
