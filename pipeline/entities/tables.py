"""What is known beforehand: countries, organisations, armed groups, parties, roles; data that a desk edits."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from pipeline.tsv import rows

DATA = Path(__file__).parent / "data"
NO_SECTOR = "-"
"""A role word that tells no sector."""


_DROPPED = str.maketrans("", "", ".'’‘ʻ\"“”")


@cache
def _lists() -> dict[str, frozenset[str]]:
    return {name: frozenset(cell.split()) for name, cell in rows(DATA / "words.tsv", 2)}


def word_list(name: str) -> frozenset[str]:
    """A list of words of the rules, by its name."""
    return _lists()[name]


def parts(cell: str) -> list[str]:
    """The parts of a cell."""
    return [part.strip() for part in cell.split("|") if part.strip()]


@lru_cache(8192)
def plain(name: str) -> str:
    """A name as it is compared: no article, accents, dots or apostrophes; hyphens are spaces; lower case."""
    text = name.casefold()
    if not text.isascii():
        text = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    text = text.translate(_DROPPED)
    words = text.replace("-", " ").replace("–", " ").split()
    return " ".join(words[1:] if len(words) > 1 and words[0] == "the" else words)


def _plural(adjective: str) -> str | None:
    """The regular plural of a demonym, or None where it has none ("French", "Japanese", "Swiss")."""
    return None if adjective.endswith(("ese", "sh", "ch", "s", "x", "men", "ois")) else adjective + "s"


@dataclass(frozen=True, slots=True)
class Countries:
    """Countries by their names, adjectives, peoples and seats of government. Case counts: "US" is one, "us" is none."""

    names: dict[str, str]
    """Code by name."""
    adjectives: dict[str, str]
    """Code by adjective, demonym or plural demonym."""
    seats: dict[str, str]
    """Code by the seat of its government, or another place that stands for it."""
    titles: dict[str, str]
    """Short English name by code."""
    towns: dict[str, str]
    """Code by the name of a city, state or province in it, seats of government among them."""
    starts: frozenset[str]
    """The first words of all of these."""

    @classmethod
    @cache
    def load(cls) -> Countries:
        """Read the tables."""
        names: dict[str, str] = {}
        adjectives: dict[str, str] = {}
        seats: dict[str, str] = {}
        titles: dict[str, str] = {}
        for code, title, adjective, seat, others in rows(DATA / "countries.tsv", 5):
            titles[code] = title
            for name in (title, *parts(others)):
                names.setdefault(name, code)
                names.setdefault(_unowned(name), code)
            for word in parts(adjective):
                adjectives.setdefault(word, code)
                if (many := _plural(word)) and many not in names:
                    adjectives.setdefault(many, code)
            for name in parts(seat):
                seats.setdefault(name, code)
        towns = {name: code for code, cell in rows(DATA / "cities.tsv", 2) for name in parts(cell)}
        for table in (names, adjectives, seats, towns):
            table.update({name.upper(): code for name, code in table.items() if len(name) > 3})
        towns = {**seats, **towns}
        starts = frozenset(name.partition(" ")[0] for table in (names, adjectives, towns) for name in table)
        return cls(names, adjectives, seats, titles, towns, starts)

    def code(self, text: str) -> str | None:
        """The country that a name, an adjective or a demonym means; None for anything else, cities included."""
        for table in (self.names, self.adjectives):
            if text in table:
                return table[text]
        return self.code(text[4:]) if text[:4] in ("the ", "The ") else None

    def within(self, name: str) -> str | None:
        """The country that a longer name tells by a country's name or adjective, or else by a town's.

        "Iranian Red Crescent", "Karachi police"; None where it tells none, or more than one.
        """
        said = _unowned(name).split()
        if self.starts.isdisjoint(said):
            return None
        found = _longest(said, self.code) or _longest(said, self.towns.get)
        return found.pop() if len(found) == 1 else None


def _unowned(name: str) -> str:
    """A name without its 's: "People Republic of China"."""
    return name.replace("’s", "").replace("'s", "")


def _longest(said: list[str], code: Callable[[str], str | None]) -> set[str]:
    """The countries that the words tell, the longest stretches first: "South Sudanese" is not "Sudanese"."""
    found: set[str] = set()
    first = 0
    while first < len(said):
        for last in range(min(first + 5, len(said)), first, -1):
            if told := code(" ".join(said[first:last])):
                found.add(told)
                first = last - 1
                break
        first += 1
    return found


@dataclass(frozen=True, slots=True)
class Known:
    """A known organisation, armed group or party."""

    name: str
    country: str | None
    sector: str


MODIFIERS = word_list("modifiers")
"""Words that go before a role word."""


@cache
def known_organisations() -> dict[str, Known]:
    """Known organisations by their plain names; of names that two have, the first row's counts."""
    found: dict[str, Known] = {}
    for table in ("groups.tsv", "organisations.tsv"):
        for name, aliases, country, sector in rows(DATA / table, 4):
            known = Known(name, country or None, sector)
            for form in (name, *parts(aliases)):
                found.setdefault(plain(form), known)
    return found


@cache
def role_sectors() -> dict[str, str]:
    """Sector by role phrase in lower case."""
    return {word: sector for sector, cell in rows(DATA / "roles.tsv", 2) for word in parts(cell)}


@cache
def sector_words() -> dict[str, str]:
    """Sector by a plain word or phrase that tells what kind of organisation bears it."""
    return {plain(word): sector for sector, cell in rows(DATA / "sectors.tsv", 2) for word in parts(cell)}


@cache
def _sector_starts() -> frozenset[str]:
    """The first words of the phrases that tell a sector."""
    return frozenset(phrase.partition(" ")[0] for phrase in sector_words())


def sector_in(name: str) -> str | None:
    """The sector that the words of an organisation's name tell: the longest phrase's, of equals the last one's."""
    table, said = sector_words(), plain(name).split()
    if _sector_starts().isdisjoint(said):
        return None
    for size in range(min(4, len(said)), 0, -1):
        for first in range(len(said) - size, -1, -1):
            if sector := table.get(" ".join(said[first : first + size])):
                return sector
    return None


@cache
def role_heads() -> frozenset[str]:
    """The last words of role phrases."""
    return frozenset(phrase.split()[-1] for phrase in role_sectors())


def role_in(said: list[str]) -> tuple[int, str] | None:
    """The longest role phrase that ends a list of lower-case words: its number of words and its sector."""
    table = role_sectors()
    if not said or (said[-1] not in role_heads() and said[-1].rstrip(".s") not in role_heads()):
        return None
    for size in range(min(5, len(said)), 0, -1):
        phrase = " ".join(said[-size:]).replace(" - ", "-")
        sector = table.get(phrase) or table.get(phrase.rstrip(".")) or (table.get(phrase[:-1]) if size > 1 else None)
        if sector:
            return size, sector
    return None
