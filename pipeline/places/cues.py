"""Words that tell what a name is, from the table ``cues.tsv``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pipeline.entities.tables import Countries
from pipeline.tsv import rows

_DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class Cues:
    """Lists of words in lower case, without dots."""

    locative: frozenset[str]
    """Prepositions after which a name is a place."""
    located: frozenset[str]
    """Prepositions after which a name may be one of a building or a river."""
    generic: frozenset[str]
    """Kinds of divisions, left out of a name that the gazetteer has without them ("Nyanza Province")."""
    of_place: frozenset[str]
    """What a place may be told as: "city of", "port of"."""
    side: frozenset[str]
    """Parts of a place: "North", "Greater", "downtown"."""
    street: frozenset[str]
    """How the name of a street ends."""
    public_body: frozenset[str]
    """Words of bodies that belong to the place that their name begins with ("Athens Police")."""
    no_place: frozenset[str]
    """Words of companies, newspapers and teams, which only borrow a place's name."""
    inhabitant: frozenset[str]
    """Nouns before which a name is that of a place: "an Elkhart man", "Riley counties"."""
    no_name: frozenset[str]
    """Words that are names of places too, but hardly ever in news."""

    @classmethod
    @cache
    def load(cls) -> Cues:
        """Read the table.

        Raises:
            TypeError: a list is missing or unknown.
        """
        return cls(**{name: frozenset(words.split()) for name, words in rows(_DATA / "cues.tsv", 2, filled=2)})


@cache
def adjectives() -> frozenset[str]:
    """The adjectives and demonyms of countries, regions, states and cities."""
    words = frozenset(word for cell, _ in rows(_DATA / "adjectives.tsv", 2, filled=2) for word in cell.split("|"))
    return words | set(Countries.load().adjectives)


def bare(word: str) -> str:
    """A word as the lists have it."""
    return word.lower().replace(".", "").removesuffix("'s").removesuffix("’s").strip(",'’\"()")
