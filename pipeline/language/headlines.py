"""Headlines that give every word a capital, "Rebels Seize Key Eastern Town", in the case that a story has."""

from __future__ import annotations

import re
from collections import Counter
from itertools import islice, zip_longest

from pipeline.entities.joining import GIVEN_NAMES
from pipeline.entities.tables import Countries, known_organisations, plain, word_list
from pipeline.language.truecase import WORD, Truecaser, is_capitals, long_names

_ENDS_OF_NAMES = frozenset().union(
    *(word_list(f"{what} ends") for what in ("organisation", "place", "facility", "division", "headline name"))
)
"""The last words of names: "Kish River", "Springfield City Council"."""
_BEFORE_SURNAMES = GIVEN_NAMES | word_list("honorifics")
SMALL = word_list("small in headlines") | word_list("small in longer headlines")
_LEAST, _MOST = 3, 40
"""Words with capitals, besides the first, that a headline must have to tell; words of the longest headline."""
_INFLECTED = re.compile(r"(?:s|ed|ing)$")
_SHORTEST = 3
"""Letters that what is inflected has more than: "condemn" of "Condemns"."""
_LONGEST = 5
"""Words of a name that is looked for."""
_STARTS = frozenset(":?!|")
"""What stands before the first word of another sentence of a headline."""
_ENDS = frozenset('.!?:"”“\n')
"""What may stand before the first word of a sentence."""


def in_title_case(text: str) -> bool:
    """Whether every word of a headline that is not a small one has a capital, so that case says nothing."""
    words = [word for word in WORD.findall(text) if word.lower() not in SMALL]
    capital = sum(word[0].isupper() and not word.isupper() for word in words[1:])
    told = capital >= _LEAST and len(words) <= _MOST and not any(word[0].islower() for word in words)
    return told and not is_capitals(text)


class Headlines:
    """Gives a headline the case that its story has, or that its words mostly have."""

    def __init__(self, truecase: Truecaser) -> None:
        self._truecase = truecase

    def __call__(self, title: str, body: str) -> str:
        """A headline in title case as a sentence; any other as it is.

        Words keep their capitals where the story prints them so, alone or beside each other, and in names of the
        tables; the others lose them as the words of a text in capitals do.

        Args:
            title: the headline.
            body: the story, which may begin with the headline.

        Returns:
            A text of the same length that differs in case alone.
        """
        if not in_title_case(title):
            return title
        story = body.removeprefix(title)
        words = list(WORD.finditer(title))
        kept = _names(title, words, story)
        printed = _printed(story)
        letters = list(title)
        named = False
        for place, word in enumerate(words):
            before, low = title[words[place - 1].end() : word.start()] if place else "", word.group().lower()
            people = place > 0 and words[place - 1].group() in Countries.load().adjectives  # "Russian forces"
            ends_name = named and not people and before == " " and low in _ENDS_OF_NAMES
            named = place in kept or ends_name or not self._loses_capital(word.group(), printed)
            if not named and place and _STARTS.isdisjoint(before) and title[word.end() : word.end() + 2] != ". ":
                letters[word.start() : word.end()] = low
        return "".join(letters)

    def _loses_capital(self, word: str, printed: Counter[str]) -> bool:
        low = word.lower()
        if len(low) != len(word) or word.isupper() or low == word:
            return False
        capital, small = printed[word], printed[low]
        return small > capital if small or capital else all(map(self._is_small, low.split("-")))

    def _is_small(self, part: str) -> bool:
        stem = part.partition("'")[0].partition("’")[0]
        if part in SMALL or part.endswith(("n't", "n’t")) or self._truecase.is_small(stem):
            return True
        bare = _INFLECTED.sub("", stem)
        return bare != stem and len(bare) > _SHORTEST and any(map(self._truecase.is_small, (bare, bare + "e")))


def _names(title: str, words: list[re.Match[str]], story: str) -> set[int]:
    """The words of a headline that stand in a name of two words or more, of the story or of the tables."""
    found: set[int] = set()
    for first in range(len(words)):
        for last in range(min(first + _LONGEST, len(words)), first + 1, -1):
            if words[last - 1].group().lower() in SMALL:
                continue
            stretch = title[words[first].start() : words[last - 1].end()]
            known = stretch.upper() in long_names() or plain(stretch) in known_organisations()
            if known or re.search(rf"(?<!\w){re.escape(stretch)}(?!\w)", story):
                found.update(range(first, last))
                break
    return found


def _printed(story: str) -> Counter[str]:
    """How often a story prints each word so: alone or as a surname, not in a longer name, not first in a sentence."""
    counts: Counter[str] = Counter()
    end, before = 0, ""
    for word, following in zip_longest(WORD.finditer(story), islice(WORD.finditer(story), 1, None)):
        here, gap = word.group(), story[end : word.start()]
        surname = gap.strip(".") == " " and before.lower().rstrip(".") in _BEFORE_SURNAMES
        goes_on = before[:1].isupper() and gap == " "
        goes_on |= following is not None and following[0][0].isupper() and story[word.end() : following.start()] == " "
        if not here[0].isupper() or surname or (before and _ENDS.isdisjoint(gap) and not goes_on):
            counts[here] += 1
        end, before = word.end(), here
    return counts
