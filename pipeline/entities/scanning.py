"""Where words of interest stand in a text, without a look at every token."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from spacy.strings import get_string_id
from spacy.tokens import Doc

from pipeline.entities.tables import Countries, known_organisations


def hashes(words: Iterable[str]) -> frozenset[int]:
    """The hashes that a parse has for words."""
    return frozenset(get_string_id(word) for word in words)


def places(doc: Doc, lower: frozenset[int], exact: frozenset[int]) -> list[int]:
    """The tokens whose lower case, or whose own form, is one of the hashes; in order."""
    lowers = doc.to_array("LOWER").tolist()
    if not exact:
        return [place for place, low in enumerate(lowers) if low in lower]
    forms = doc.to_array("ORTH").tolist()
    return [place for place, (low, form) in enumerate(zip(lowers, forms, strict=True)) if low in lower or form in exact]


@cache
def first_words() -> frozenset[int]:
    """Hashes of the lower-case first words of the names in the tables."""
    table = Countries.load()
    names = {name.split()[0].lower() for forms in (table.names, table.adjectives) for name in forms}
    names |= {part for name in names for part in name.replace("-", " ").split()[:1]}
    known = {name.split()[0] for name in known_organisations() if name}
    return hashes(names | known | {word.removesuffix("s") for word in known})


@cache
def adjectives() -> frozenset[int]:
    """Hashes of the adjectives of countries."""
    return hashes(Countries.load().adjectives)


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
