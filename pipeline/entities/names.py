"""Name: one stretch of a field that names something, before it is known which entity it means."""

from __future__ import annotations

from typing import NamedTuple

from pipeline.language.parsed import ParsedText

KINDS = frozenset({"PERSON", "ORG", "GPE", "LOC", "FAC", "NORP", "EVENT", "PRODUCT", "WORK_OF_ART", "LAW", "LANGUAGE"})
"""The model's labels that name something; the others are numbers and dates."""

PLACES = frozenset({"GPE", "LOC", "FAC"})


class Name(NamedTuple):
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
    def of(cls, index: int, parsed: ParsedText, first: int, last: int, kind: str) -> Name:
        """The name at tokens first to last (exclusive)."""
        doc = parsed.doc
        begin = doc[first]
        if last - first == 1:
            start, end = begin.idx, begin.idx + len(begin)
            return cls(index, first, last, start, end, parsed.text[start:end], kind, first)
        final = doc[last - 1]
        start, end = begin.idx, final.idx + len(final)
        words = " ".join(parsed.text[start:end].split())
        plain_pair = last - first == 2 and begin.head.i == last - 1  # most names; a span's root costs more to ask for
        return cls(index, first, last, start, end, words, kind, last - 1 if plain_pair else doc[first:last].root.i)
