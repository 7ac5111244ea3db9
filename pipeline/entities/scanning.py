"""Where words of interest stand in a text, without a look at every token."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

from spacy.strings import get_string_id
from spacy.tokens import Doc

from pipeline.entities.tables import Countries, known_organisations

Hits = dict[str, list[int]]
"""The tokens of a text that are on a list, by list."""


def hashes(words: Iterable[str]) -> frozenset[int]:
    """The hashes that a parse has for words."""
    return frozenset(get_string_id(word) for word in words)


class Lists:
    """Lists of words that are looked for in one pass over a text."""

    def __init__(self, lists: Mapping[str, Iterable[int]]) -> None:
        """Take hashes of lower-case words by what they are looked for."""
        self._names = tuple(lists)
        held: dict[int, tuple[str, ...]] = {}
        for name, words in lists.items():
            for word in words:
                held[word] = (*held.get(word, ()), name)
        self._held = held

    def find(self, doc: Doc) -> Hits:
        """The tokens whose lower case is on each list; in order."""
        found: Hits = {name: [] for name in self._names}
        held = self._held
        for place, low in enumerate(doc.to_array("LOWER").tolist()):
            if low in held:
                for name in held[low]:
                    found[name].append(place)
        return found


def spelled(doc: Doc, forms: frozenset[int]) -> list[int]:
    """The tokens whose own form is one of the hashes; in order."""
    return [place for place, form in enumerate(doc.to_array("ORTH").tolist()) if form in forms]


@cache
def first_words() -> frozenset[int]:
    """Hashes of the lower-case first words of the names in the tables."""
    table = Countries.load()
    names = {name.split()[0].lower() for forms in (table.names, table.adjectives) for name in forms}
    names |= {part for name in names for part in name.replace("-", " ").split()[:1]}
    known = {name.split()[0] for name in known_organisations() if name}
    return hashes(names | known | {word.removesuffix("s") for word in known})


@cache
def long_names() -> dict[int, tuple[tuple[str, str], ...]]:
    """Plain names of three words or more with their second words, longest first, by the hash of the first word."""
    found: dict[str, list[str]] = {}
    for name in known_organisations():
        if name.count(" ") > 1:
            found.setdefault(name.split()[0], []).append(name)
    return {
        get_string_id(word): tuple(
            (name.split()[1], name) for name in sorted(names, key=lambda name: (-len(name), name))
        )
        for word, names in found.items()
    }
