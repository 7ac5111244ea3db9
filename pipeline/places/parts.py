"""The place within a longer name: "Texas" in "North Texas", "Athens" in "Athens Police Department"."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from pipeline.places.cues import Cues, bare
from pipeline.places.gazetteer import Gazetteer
from pipeline.places.names import fold

_WORD = re.compile(r"\S+")
_LIST = re.compile(r"\s*(?:,|\band\b|\bor\b|\bnear\b|/)\s*")
_PARTY = re.compile(r"(?:D|R|I|DFL|Ind|Lab|Con)[-–](?=[A-Z])")  # a politician's party before the home
_LONGEST = 5  # words of a place's name inside a longer one
_WORDS_READ = 12  # of a longer name
_TOWN = 20_000  # inhabitants of a town that needs no other mention


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a name, and what the gazetteer calls it."""

    start: int
    end: int
    name: str


def known_as(gazetteer: Gazetteer, name: str) -> str | None:
    """The form of a place's name that the gazetteer has, or None.

    "Nyanza Province" may be there as "Nyanza", "the Hague" as "Hague", "City of Derry" as "Derry".
    """
    if gazetteer.has(name):
        return name
    words, cues = name.split(), Cues.load()
    if not 1 < len(words) <= _WORDS_READ:
        return None
    tries = []
    if bare(words[0]) == "the":
        tries.append(words[1:])
    if bare(words[-1]) in cues.generic:
        tries.append(words[:-1])
    if bare(words[1]) == "of" and bare(words[0]) in cues.of_place and len(words) > 2:
        tries.append(words[3:] if bare(words[2]) == "the" else words[2:])
    return next((form for words in tries if gazetteer.has(form := " ".join(words))), None)


def within_place(gazetteer: Gazetteer, name: str) -> list[Part]:
    """The places within a name of a place that the gazetteer lacks."""
    pieces = _pieces(name)
    if len(pieces) > 1:
        listed = [_whole(gazetteer, name, start, end) for start, end in pieces]
        if all(listed):
            return [part for part in listed if part]
    if party := _PARTY.match(name):
        home = _whole(gazetteer, name, party.end(), len(name))
        return [home] if home else []
    words = _words(name)
    cues = Cues.load()
    first = 0
    while first < len(words) - 1 and bare(name[slice(*words[first])]) in cues.side:
        first += 1
    if first and (part := _whole(gazetteer, name, words[first][0], len(name))):
        return [part]
    body = place_of_body(gazetteer, name, frozenset())
    return [body] if body else []


def place_of_body(gazetteer: Gazetteer, name: str, seen: Collection[str]) -> Part | None:
    """The place whose body this is, or None: a company, a paper or a team only borrows the name.

    Args:
        gazetteer: the names of places.
        name: the name of an organisation, a building or an event.
        seen: folded names that are places elsewhere in the article; they need no further sign.
    """
    if party := _PARTY.match(name):
        return _whole(gazetteer, name, party.end(), len(name))
    cues, words = Cues.load(), _words(name)
    said = [bare(name[slice(*word)]) for word in words]
    if len(words) < 2 or not cues.no_place.isdisjoint(said[1:]):
        return None
    public = not cues.public_body.isdisjoint(said)
    if "of" in said[1:]:
        at = len(said) - said[::-1].index("of")
        at += at < len(said) and said[at] == "the"
        if public and at < len(words) and (part := _whole(gazetteer, name, words[at][0], len(name))):
            return part if _sure(gazetteer, part, seen) else None
    for length in range(min(_LONGEST, len(words) - 1), 0, -1):
        if length == 1 and not _own_word(said[0], cues):
            return None
        part = _whole(gazetteer, name, words[0][0], words[length - 1][1])
        if part is None:
            continue
        known = fold(part.name) in seen or said[length - 1] in ("county", "parish")
        return part if known or (public and _sure(gazetteer, part, seen)) else None
    return None


def _own_word(word: str, cues: Cues) -> bool:
    return not (word in cues.side or word in cues.public_body or word in cues.no_place or word in cues.of_place)


def _sure(gazetteer: Gazetteer, part: Part, seen: Collection[str]) -> bool:
    """Whether a name that begins or ends a longer one is a place for all we know."""
    if fold(part.name) in seen:
        return True
    candidates = gazetteer.candidates(part.name)
    places = candidates.places[candidates.main]
    kinds = {gazetteer.features[number] for number in gazetteer.feature_numbers(places)}
    return not kinds.isdisjoint(("PCLI", "ADM1")) or bool((gazetteer.populations(places) >= _TOWN).any())


def _whole(gazetteer: Gazetteer, name: str, start: int, end: int) -> Part | None:
    said = name[start:end].rstrip(" ,;:")
    said = re.sub(r"['’]s?$", "", said)
    if not said[:1].isupper() or said.endswith("&"):
        return None
    return Part(start, start + len(said), said) if gazetteer.is_main_name(said) else None


def _words(name: str) -> list[tuple[int, int]]:
    return [match.span() for match, _ in zip(_WORD.finditer(name), range(_WORDS_READ), strict=False)]


def _pieces(name: str) -> list[tuple[int, int]]:
    pieces, start = [], 0
    for match in _LIST.finditer(name):
        pieces.append((start, match.start()))
        start = match.end()
        if len(pieces) == _WORDS_READ:
            return []
    pieces.append((start, len(name)))
    return [piece for piece in pieces if piece[0] < piece[1]]
