"""Datelines: the place at the head of a report, which is a place whatever the model takes it for."""

from __future__ import annotations

import re

from pipeline.entities.joining import Span
from pipeline.entities.tables import known_organisations, plain, word_list
from pipeline.language.parsed import ParsedText

HEADINGS = word_list("headings")
"""Words that head a story on a wire: "SOCCER - ...", "PRESS DIGEST - ..."."""
_PLACE = re.compile(
    r"(?:^[ \t]*|(?<=[.!?] )(?=[^\n]{3,60}[12]\d{3}-\d\d-\d\d))"  # of a line, or of a day in figures
    r"(?P<place>[A-Z][A-Z.'’\-]*[A-Z](?:[ ]{1,2}[A-Z][A-Z.'’\-]*[A-Z]\b)*)"  # in capitals
    r"(?:[ ]?,[ ]?[A-Z][\w.]*(?:[ ][A-Z][\w.]*){0,2})?"  # its state or country
    r"(?:[ ]?,?[ ]?[A-Z][a-z]{2,8}\.?[ ]\d{1,2})?"  # a day
    r"[ ]?,?[ ]*(?:\([^()\n]{2,40}\)[ ]*)?"  # the agency
    r"(?:-{1,2}(?=\s)|[–—]|(?P<dated>[12]\d{3}-\d\d-\d\d))",
    re.MULTILINE,
)
_AFTER = 60
"""Characters behind a dateline that have small letters in a report, and none where a headline goes on."""


def datelines(parsed: ParsedText) -> list[Span]:
    """The places of the datelines of a text, as tokens: "GSTAAD, Switzerland (AP) - ...", "LIMA 1996-12-18"."""
    found: list[Span] = []
    for match in _PLACE.finditer(parsed.text):
        place = match["place"]
        after = parsed.text[match.end() : match.end() + _AFTER]
        goes_on = match["dated"] is not None or any(map(str.islower, after))
        words = set(place.lower().replace("-", " ").split())
        if not goes_on or not HEADINGS.isdisjoint(words) or plain(place) in known_organisations():
            continue
        span = parsed.doc.char_span(match.start("place"), match.end("place"), alignment_mode="expand")
        if span is not None:
            found.append((span.start, span.end, "GPE"))
    return found


def with_datelines(spans: list[Span], places: list[Span]) -> list[Span]:
    """The spans of a text, those of its datelines in the place of what the model found there."""
    if not places:
        return spans
    kept = [span for span in spans if not any(span[0] < last and first < span[1] for first, last, _ in places)]
    return sorted(kept + places)
