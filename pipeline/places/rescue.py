"""Places that the entity layer takes for people or organisations, or misses, known by the text around them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator

import numpy as np
from spacy.tokens import Token

from pipeline.language.parsed import ParsedText
from pipeline.places.cues import Cues, bare
from pipeline.places.features import among
from pipeline.places.gazetteer import Gazetteer
from pipeline.places.names import fold
from pipeline.record import Field, Mention

_DATELINE = re.compile(r"\s*(?:,\s*[A-Z][\w.]+\s*)?(?:\([A-Z][A-Za-z-]+\)\s*)?(?:--|[—–]|\s-\s)")
_DATELINE_IN_CAPITALS = re.compile(r"\s?:\s")
_CONTAINER = re.compile(r"\s*,\s*([A-Z][\w.]*(?: [A-Z][\w.]*){0,2})")
_WORD_BEFORE = re.compile(r"([A-Za-z]+)\s+(?:the\s+)?\Z")
_HOME = re.compile(r"(?:\A|\W)(?:\d\d?|[A-Z]\w+),\s+(?:of|from)\s+\Z|[A-Z]\w+ [A-Z]\w+ of \Z")
_WORD_AFTER = re.compile(r"\s+([a-z]+)")
_OF_PLACE = re.compile(r"\b([a-z]+)(?:\s+(?:of|called|named)|,)\s+\Z")
_LISTED_BEFORE = re.compile(r"(?:,|,? and|,? or)\s+\Z")
_LISTED_AFTER = re.compile(r"(?:,|,? and|,? or)\s+")
_BASED = re.compile(r"-(?:based|born|area)\b|\s(?:area|based)\b")
_AROUND = 40  # characters read on each side of a name
_LONGEST = 4  # words of a name that no entity covers


class Reader:
    """Reads what stands around the names of an article."""

    def __init__(self, gazetteer: Gazetteer, texts: tuple[ParsedText, ...], known: Collection[Mention]) -> None:
        """Begin.

        Args:
            gazetteer: the names of places.
            texts: the article.
            known: mentions that are places for sure.
        """
        self._gazetteer = gazetteer
        self._texts = {text.field: text for text in texts}
        self._cues = Cues.load()
        self._starts: set[tuple[Field, int]] = set()
        self._ends: set[tuple[Field, int]] = set()
        self.add(known)

    def add(self, known: Iterable[Mention]) -> None:
        """Take more mentions for places for sure."""
        for mention in known:
            self._starts.add((mention.field, mention.start))
            self._ends.add((mention.field, mention.end))

    def is_place(self, mention: Mention, surname: bool) -> bool:
        """Whether the text around a name says that it is a place.

        Args:
            mention: a name that some place has.
            surname: whether people of the article bear it: then only what no person is told by counts.
        """
        text = self._texts[mention.field].text
        before = text[max(0, mention.start - _AROUND) : mention.start]
        after = text[mention.end : mention.end + _AROUND]
        if (bound := _CONTAINER.match(after)) and self._holds(bound[1], mention.text):
            return True
        if before.rstrip(" ")[-1:] in ("", "\n", ".") and (
            _DATELINE.match(after) or (mention.text.isupper() and _DATELINE_IN_CAPITALS.match(after))
        ):
            return True
        if surname:
            return False
        word = _WORD_BEFORE.search(before)
        if (word and word[1].lower() in self._cues.locative) or _HOME.search(before) or _BASED.match(after):
            return True
        if (of := _OF_PLACE.search(before)) and of[1].removesuffix("s").replace("ie", "y") in self._cues.of_place:
            return True
        follows = _WORD_AFTER.match(after)
        return bool(follows and follows[1] in self._cues.inhabitant) or self._is_listed(mention, before, after)

    def _is_listed(self, mention: Mention, before: str, after: str) -> bool:
        """Whether the name stands beside a place, in a list."""
        listed = _LISTED_BEFORE.search(before)
        if listed and (mention.field, mention.start - len(listed[0])) in self._ends:
            return True
        listed = _LISTED_AFTER.match(after)
        return bool(listed and (mention.field, mention.end + len(listed[0])) in self._starts)

    def _holds(self, container: str, name: str) -> bool:
        """Whether a place of the second name lies in a country or state whose name the first begins with."""
        words = container.split()
        places = self._gazetteer.candidates(name).places
        divisions, countries = self._gazetteer.divisions(places), self._gazetteer.country_numbers(places)
        for length in range(len(words), 0, -1):
            holders = self._gazetteer.candidates(" ".join(words[:length]))
            nations = holders.places[holders.main & self._gazetteer.are(holders.places, "PCLI")]
            if (
                among(holders.places, divisions).any()
                or among(self._gazetteer.country_numbers(nations), countries).any()
            ):
                return True
        return False

    def unnamed(self, mentions: Iterable[Mention], seen: Collection[str]) -> Iterator[Mention]:
        """The places among the capitalised words that no mention covers."""
        covered: dict[Field, list[tuple[int, int]]] = {}
        for mention in mentions:
            covered.setdefault(mention.field, []).append((mention.start, mention.end))
        for field, text in self._texts.items():
            for words in _free(text, sorted(covered.get(field, ()))):
                yield from self._among(text, words, seen)

    def _among(self, text: ParsedText, words: list[Token], seen: Collection[str]) -> Iterator[Mention]:
        first = 0
        while first < len(words):
            for length in range(min(_LONGEST, len(words) - first), 0, -1):
                last = words[first + length - 1]
                mention = text.mention(words[first].idx, last.idx + len(last))
                if not self.may_be_place(mention.text):
                    continue
                if fold(mention.text) in seen or self.is_place(mention, surname=False):
                    yield mention
                    first += length - 1
                    break
            first += 1

    def may_be_place(self, name: str) -> bool:
        """Whether a place that news may speak of has this for its main name."""
        return name[:1].isupper() and bare(name) not in self._cues.no_name and self._gazetteer.is_main_name(name)


def _free(text: ParsedText, spans: list[tuple[int, int]]) -> Iterator[list[Token]]:
    """The runs of proper nouns outside the spans."""
    starts = [start for start, _ in spans]
    words: list[Token] = []
    proper = text.doc.to_array("POS") == text.doc.vocab.strings["PROPN"]
    capitals = text.doc.to_array("IS_UPPER") > 0  # the tagger often takes them for other words
    for number in np.flatnonzero(proper | capitals):
        token = text.doc[int(number)]
        at = bisect_right(starts, token.idx) - 1
        if (at >= 0 and token.idx < spans[at][1]) or not token.text[:1].isupper():
            continue
        if words and words[-1].i + 1 != token.i:
            yield words
            words = []
        words.append(token)
    if words:
        yield words
