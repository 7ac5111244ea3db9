"""Datelines: the place at the head of a report, which is a place whatever the model takes it for."""

from __future__ import annotations

import re

from pipeline.entities.joining import Span
from pipeline.entities.tables import known_organisations, plain, word_list
from pipeline.language.parsed import ParsedText

HEADINGS = word_list("headings")
"""Words that head a story on a wire: "SOCCER - ...", "PRESS DIGEST - ..."."""
_CAPITALS = r"(?P<place>(?:(?:ST|MT|FT|PT)\.[ ])?[A-Z][A-Z.'’\-]*[A-Z](?:[ ]{1,2}[A-Z][A-Z.'’\-]*[A-Z]\b)*)"
_STATE = r"(?:[ ]?,[ ]?[A-Z][\w.]*(?:[ ][A-Z][\w.]*){0,2})?"
_SAINTS = ("ST", "MT", "FT", "PT")
_LINE = re.compile(r"\n[ \t]*(?=[A-Z]{2}|[SMFP]T\. [A-Z])")
_SENTENCE = re.compile(r"[.!?][ \t]+(?=[A-Z]{3}|[SMFP]T\. [A-Z])")
"""Where a dateline may begin, besides the start of a text: a line, or a sentence behind a repeated headline."""
_PLACE = re.compile(
    rf"[ \t]*{_CAPITALS}{_STATE}"
    r"(?:[ ]?,?[ ]?[A-Z][a-z]{2,8}\.?[ ]\d{1,2})?"  # a day
    r"[ ]?,?[ ]*(?:\([^()\n]{2,40}\)[ ]*)?"  # the agency
    r"(?:-{1,2}(?=\s)|[–—])"
)
_DAY = re.compile(r"[12]\d{3}-\d\d-\d\d")
_BEFORE_DAY = re.compile(rf"(?:^|[.!?] |\n)[ \t]*{_CAPITALS}{_STATE}[ ]?,?[ ]?$")
_REACH = 60
"""Characters before a day in figures within which its place begins: "LIMA 1996-12-18", in the middle of a line too."""
_AFTER = 60
"""Characters behind a dateline that have small letters in a report, and none where a headline goes on."""


def datelines(parsed: ParsedText) -> list[Span]:
    """The places of the datelines of a text, as tokens: "GSTAAD, Switzerland (AP) - ...", "LIMA 1996-12-18"."""
    text = parsed.text
    starts = [0, *(line.end() for line in _LINE.finditer(text))]
    starts += [end.end() for end in _SENTENCE.finditer(text) if text[end.start() - 2 : end.start()] not in _SAINTS]
    heads = (_PLACE.match(text, start) for start in starts)
    found = [_as_tokens(parsed, match) for match in heads if match is not None and _goes_on(text, match.end())]
    for day in _DAY.finditer(text):
        match = _BEFORE_DAY.search(text, max(0, day.start() - _REACH), day.start())
        if match is not None:
            found.append(_as_tokens(parsed, match))
    return [span for span in found if span is not None]


def _goes_on(text: str, end: int) -> bool:
    """Whether a report follows, and not the rest of a headline in capitals."""
    return any(map(str.islower, text[end : end + _AFTER]))


def _as_tokens(parsed: ParsedText, match: re.Match[str]) -> Span | None:
    """The tokens of the place of a dateline; None for a heading of the wire and for an organisation."""
    place = match["place"]
    if not HEADINGS.isdisjoint(place.lower().replace("-", " ").split()) or plain(place) in known_organisations():
        return None
    span = parsed.doc.char_span(match.start("place"), match.end("place"), alignment_mode="expand")
    return (span.start, span.end, "GPE") if span is not None else None


def with_datelines(spans: list[Span], places: list[Span]) -> list[Span]:
    """The spans of a text, those of its datelines in the place of what the model found there."""
    if not places:
        return spans
    kept = [span for span in spans if not any(span[0] < last and first < span[1] for first, last, _ in places)]
    return sorted(kept + places)
