"""Finds the forms in a text: a form is tried only where a word can begin it and a telling word is near."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.dates.patterns import Form
from pipeline.dates.words import Words

Groups = dict[str, str | None]
_WORD = re.compile(r"\w+")
_NUMERIC = re.compile(r"\d\d?(?=[/.:]\d)")
"""The first number of a date of numbers alone, or of an hour."""
_SHORT_YEAR = re.compile(r"['’](\d\d)\b")
_SHORT_DECADE = re.compile(r"[2-9]0\s?['’]s\b")
_BEFORE_DECADE = re.compile(r"\b(?:(the)\s+(?:(early|mid|late)[\s-]+)?|(early|late)[\s-]+)$", re.IGNORECASE)
_LONG_BEFORE = 12
"""Characters of "the early " and the like."""
_REACH = 5
"""How many words after the first of a form its telling word may stand."""
_REACH_OF_NUMBER = 2
"""The same where only a number tells it: "the early 1990s"."""
_TELLING = (
    "day days today tonight yesterday tomorrow weekend daily weekly monthly quarterly yearly annually hourly "
    "week weeks fortnight fortnights month months quarter quarters year years decade decades century centuries hour "
    "hours minute minutes second seconds clock am pm m fiscal financial period half date"
)
_PLURALS = frozenset(
    {
        "days",
        "weeks",
        "fortnights",
        "months",
        "quarters",
        "years",
        "decades",
        "centuries",
        "hours",
        "minutes",
        "seconds",
    }
)


@dataclass(frozen=True, slots=True)
class Match:
    """Where a form matched, in characters, and what its groups hold."""

    form: str
    start: int
    end: int
    groups: Groups


class Scanner:
    """Looks for the forms."""

    def __init__(self, forms: tuple[Form, ...], words: Words) -> None:
        by_start: dict[str, list[tuple[int, Form]]] = {}
        first = {f"@{kind}": _first_words(words, kind) for kind in words.kinds}
        first["@units"] = {word for word in _TELLING.split() if word in _PLURALS}
        first["@mid"] = {f"mid{part}" for part in words.kinds["part"]}
        first["@long"] = {f"{unit}long" for unit in words.kinds["unit"]} | set(words.kinds["unit"])
        for rank, form in enumerate(forms):
            for start in form.starts.split():
                article, word = ("the ", start[len("the+") :]) if start.startswith("the+") else ("", start)
                for name in first[word] if word.startswith("@") else {word}:
                    by_start.setdefault(article + name, []).append((rank, form))
        self._by_start = {
            name: tuple(dict(sorted(held, key=lambda pair: pair[0])).values()) for name, held in by_start.items()
        }
        self._begins = frozenset(self._by_start) | {"the"}
        kinds = ("month", "weekday", "season", "part", "hour")
        telling = {word for kind in kinds for word in words.kinds[kind]}
        for name in words.kinds["holiday"]:
            telling.update(re.findall(r"\w+", name)[:1])
        telling.update(name.split()[-1] for name in words.kinds["reference"])
        telling.update(words.kinds["decade"])
        telling.update(f"{name}s" for name in words.kinds["weekday"] if name.endswith("day"))
        self._telling = frozenset(telling | set(_TELLING.split()) | first["@long"] | first["@mid"])

    def find(self, text: str) -> list[Match]:
        """Matches that do not overlap, in order; of two at one place the longer, then the earlier form."""
        words = list(_WORD.finditer(text))
        names = [word.group().lower() for word in words]
        telling, begins = self._telling, self._begins
        here = [at for at, name in enumerate(names) if name in telling or (name[0].isdigit() and _is_telling(name))]
        chosen: list[Match] = []
        taken, seen = 0, -1
        for target in here:
            reach = _REACH if names[target] in telling else _REACH_OF_NUMBER
            for index in range(max(seen + 1, target - reach), target + 1):
                start, name = words[index].start(), names[index]
                if name not in begins and not name[0].isdigit():
                    continue
                second = names[index + 1] if name == "the" and index + 1 < len(names) else ""
                if start >= taken and (best := self._at(text, start, name, second)) is not None:
                    chosen.append(best)
                    taken = best.end
            if reach == _REACH:
                seen = target
        return _without_overlaps([*chosen, *self._numeric(text)])

    def _numeric(self, text: str) -> Iterator[Match]:
        """Dates of numbers alone, hours, years of two digits: no word tells them, but a sign beside a number does."""
        for word in _NUMERIC.finditer(text):
            inside = word.start() > 0 and text[word.start() - 1].isalnum()
            if not inside and (best := self._at(text, word.start(), word.group())) is not None:
                yield best
        for word in _SHORT_YEAR.finditer(text):
            if (best := self._at(text, word.start(1), word[1])) is not None:
                yield best
        for word in _SHORT_DECADE.finditer(text):
            before = _BEFORE_DECADE.search(text, max(0, word.start() - _LONG_BEFORE), word.start())
            if before is None:
                continue
            name, second = (before[1] or before[3]).lower(), (before[2] or word.group()[:2]).lower()
            if (best := self._at(text, before.start(), name, second)) is not None:
                yield best

    def _at(self, text: str, start: int, name: str, second: str = "") -> Match | None:
        if name == "the":
            name = f"the {_numbered(second)}"
        elif name[0].isdigit():
            name = _numbered(name)
            if start and text[start - 1] in "'’":
                start -= 1
        best = None
        for form in self._by_start.get(name, ()):
            match = form.pattern.match(text, start)
            if match is not None and (best is None or match.end() > best[1].end()):
                best = (form.name, match)
        if best is None:
            return None
        return Match(best[0], best[1].start(), best[1].end(), best[1].groupdict())


def _first_words(words: Words, kind: str) -> set[str]:
    return {re.findall(r"\w+", word)[0] for word in words.kinds[kind]} | (
        {"twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"} if kind == "number" else set()
    )


def _numbered(name: str) -> str:
    """A word as the starts of the forms have it: a number by its length."""
    return ("####" if _is_long_number(name) else "#") if name[:1].isdigit() else name


def _is_telling(name: str) -> bool:
    """Whether a number alone may tell a date: a year, a decade, "15th", "9am"."""
    return name.endswith(("st", "nd", "rd", "th", "am", "pm")) or _is_long_number(name)


def _is_long_number(name: str) -> bool:
    """Whether a word begins with four digits, or is a decade ("90s")."""
    return name[:1].isdigit() and ((len(name) >= 3 and name[-1] == "s") or (len(name) >= 4 and name[:4].isdigit()))


def _without_overlaps(matches: list[Match]) -> list[Match]:
    chosen: list[Match] = []
    for match in sorted(matches, key=lambda each: (each.start, -each.end)):
        if not chosen or match.start >= chosen[-1].end:
            chosen.append(match)
    return chosen
