"""A parsed article, and what the steps have found in it so far."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from spacy.tokens import Doc, Span, Token

from pipeline.article import Article
from pipeline.record import DateExpression, Entity, Event, Field, Location, Mention


@dataclass(frozen=True, slots=True)
class ParsedText:
    """One field of an article with its parse.

    ``doc.text`` has the length of the field, and every token's ``idx`` is an offset in
    it; single characters may differ (curly quotes are straight in the parse, line ends
    are spaces), so names are read from ``text``.
    """

    field: Field
    text: str
    doc: Doc

    def mention(self, start: int, end: int) -> Mention:
        """The mention of the characters from start to end of this field."""
        return Mention(self.field, start, end, self.text[start:end])

    def span(self, start: int, end: int) -> Span | None:
        """The tokens that the characters from start to end touch, or None if there are none."""
        return self.doc.char_span(start, end, alignment_mode="expand") if start < end else None

    def token(self, offset: int) -> Token | None:
        """The token that holds the character at the offset."""
        span = self.span(offset, offset + 1)
        return span[0] if span is not None and len(span) else None


@dataclass(frozen=True, slots=True)
class Analysis:
    """An article with the layers that the steps have added so far."""

    article: Article
    texts: tuple[ParsedText, ...]
    """The title, where there is one, then the body."""
    entities: tuple[Entity, ...] = ()
    dates: tuple[DateExpression, ...] = ()
    locations: tuple[Location, ...] = ()
    events: tuple[Event, ...] = ()


class Step(Protocol):
    """One enrichment: reads the layers before it, returns the analysis with its own layer."""

    def __call__(self, analysis: Analysis) -> Analysis: ...
