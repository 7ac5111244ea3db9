"""Name: one stretch of a field that names something, before it is known which entity it means."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Span

from pipeline.language.parsed import ParsedText

KINDS = frozenset({"PERSON", "ORG", "GPE", "LOC", "FAC", "NORP", "EVENT", "PRODUCT", "WORK_OF_ART", "LAW", "LANGUAGE"})
"""The model's labels that name something; the others are numbers and dates."""

PLACES = frozenset({"GPE", "LOC", "FAC"})


@dataclass(frozen=True, slots=True)
class Name:
    """A name at tokens ``first`` to ``last`` (exclusive) of the text with index ``text``."""

    text: int
    first: int
    last: int
    start: int
    """First character in the field."""
    end: int
    """One past the last character."""
    words: str
    """The name, spaces made single."""
    kind: str
    """OntoNotes label."""
    head: int
    """The token that heads the name in the parse."""

    @classmethod
    def of(cls, index: int, parsed: ParsedText, span: Span, kind: str) -> Name:
        """The name at a span of tokens."""
        words = " ".join(parsed.text[span.start_char : span.end_char].split())
        head = span.start if len(span) == 1 else span.root.i
        return cls(index, span.start, span.end, span.start_char, span.end_char, words, kind, head)
