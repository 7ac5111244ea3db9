"""The words of time expressions, from their table."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from pipeline.tsv import rows

_TABLE = Path(__file__).parent / "data" / "words.tsv"


@dataclass(frozen=True, slots=True)
class Words:
    """For each kind of word what each word means."""

    kinds: dict[str, dict[str, str]]

    @classmethod
    def load(cls) -> Words:
        """Read the table that comes with the package.

        Raises:
            TableError: a line of it is wrong.
        """
        kinds: dict[str, dict[str, str]] = {}
        for kind, word, value in rows(_TABLE, 3, filled=3):
            kinds.setdefault(kind, {})[word] = value
        return cls(kinds)

    def pattern(self, *kinds: str, least: int = 0) -> str:
        """A regular expression for the words of some kinds of at least so many letters, longest first."""
        words = {word for kind in kinds for word in self.kinds[kind] if len(word) >= least}
        return "|".join(re.escape(word).replace("'", r"\s?['’]") for word in sorted(words, key=lambda w: (-len(w), w)))

    def number(self, kind: str, word: str) -> int:
        """What a word of a kind means, where it is a number."""
        return int(self.kinds[kind][_plain(word)])

    def code(self, kind: str, word: str) -> str:
        """What a word of a kind means, where it is a code."""
        return self.kinds[kind][_plain(word)]

    def count(self, word: str) -> int | None:
        """The number that digits or a number word stand for; None for "several"."""
        word = " ".join(word.lower().split())
        if word.replace(",", "").isdigit():
            return int(word.replace(",", ""))
        if word.endswith(" hundred"):
            return 100 * self.number("number", word.removesuffix(" hundred"))
        tens, _, ones = word.partition("-")
        if ones:
            return self.number("number", tens) + self.number("number", ones)
        value = self.kinds["number"][word]
        return int(value) if value.isdigit() else None


def _plain(word: str) -> str:
    return " ".join(word.lower().replace("’", "'").rstrip(".").split()).replace(" '", "'")
