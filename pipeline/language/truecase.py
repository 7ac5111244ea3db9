"""Text in capitals to text with capitals where English has them, character for character."""

from __future__ import annotations

import re
from functools import cache, cached_property

from spacy.vocab import Vocab

from pipeline.entities.tables import Countries, known_organisations, plain, role_in, word_list

SHARE = 0.7
"""A text whose letters are capitals in a greater share than this is in capitals."""

WORD = re.compile(r"[^\W\d_]+(?:['’.\-][^\W\d_]+)*(?:(?<=\.[^\W\d_])\.)?")
"""A word, with what hyphens and apostrophes join to it, or an abbreviation with its full stops."""
_START = re.compile(r"(?:^|(?<![.\s][A-Z])[.!?:][\"”)]?\s+|\n\s*|(?:^|\s)[\"“(])$")
_LINE = re.compile(r"[^\n]+")
_STRETCH = re.compile(r"(?:(?<=\s)|^)(?:(?=[^\sa-z]*[A-Z])[^\sa-z]+(?=\s|$)(?:[ \t]+[^\sa-zA-Z]+(?=\s|$))*[ \t]*){5,}")
_LONG = 4
"""Letters of a word, on average, in a stretch of capitals that is a headline and no list of acronyms."""
_DATELINE = re.compile(
    r"(?:^[ \t]*|(?<=[.!?] ))[A-Z][A-Z.'’\-]{2,}(?:,? [A-Z][A-Z.'’\-]+){0,4}"
    r"(?= ?,? ?(?:\(|-{1,2}\s|–|—|/|[12]\d{3}-\d)| ?,\s+[A-Z][a-z]+\.?,?\s)",
    re.MULTILINE,
)
_SMALL = word_list("small in headlines")
_LOOK_BEHIND = 12
_LONGEST = 4  # words of a known name


def is_capitals(text: str) -> bool:
    """Whether most of the letters of a text are capitals, so that case says nothing."""
    letters = [c for c in text if c.isalpha()]
    return len(letters) > 3 and sum(c.isupper() for c in letters) > SHARE * len(letters)


def _headline(stretch: str) -> bool:
    words = WORD.findall(stretch)
    return sum(map(len, words)) >= _LONG * len(words)


@cache
def _names() -> frozenset[str]:
    table = Countries.load()
    words = (name.casefold() for names in (table.names, table.adjectives, table.seats) for name in names)
    return frozenset(word for word in words if len(word) > 3 and " " not in word)


@cache
def long_names() -> dict[str, str]:
    """Names of two words and more by the same in capitals: "New York", whose first word alone would be small."""
    table = Countries.load()
    names = {name for names in (table.names, table.towns) for name in names if not name.isupper()}
    names |= {name.replace("_", " ").title() for name in word_list("capitals together")}
    return {name.upper(): name for name in names if " " in name and len(name.upper()) == len(name)}


class Truecaser:
    """Gives a text in capitals the case that its words mostly have.

    The model's vectors keep the 20,000 commonest forms of words in order of frequency, "attack" and "Attack"
    each for itself, and lead every rarer form to the nearest of them: whether a word is more often small is
    read from there, as in the most-frequent-form baseline of Lita et al., "tRuEcasIng" (ACL 2003).
    """

    def __init__(self, vocab: Vocab) -> None:
        self._vocab = vocab

    def __call__(self, text: str) -> str:
        """A text in capitals as it would be printed in mixed case, as far as words alone can tell.

        In a text of mixed case, the lines and headlines in capitals and the place of a dateline: "LAS VEGAS, ...".

        Names of countries, peoples and capitals, first words of sentences and acronyms keep capitals; words
        that are more often small, small words and known role words lose them; every other word keeps its
        first capital only, since an unknown word in a report in capitals is more often a name.

        Args:
            text: any text.

        Returns:
            A text of the same length that differs in case alone.
        """
        if is_capitals(text):
            return self._mixed(text)
        text = _LINE.sub(lambda line: self._mixed(line[0]) if is_capitals(line[0]) else line[0], text)
        text = _STRETCH.sub(lambda found: self._mixed(found[0]) if _headline(found[0]) else found[0], text)
        return _DATELINE.sub(lambda place: WORD.sub(lambda word: self._of_a_place(word[0]), place[0]), text)

    def _mixed(self, text: str) -> str:
        cased = WORD.sub(
            lambda match: self._word(match.group(), text[max(0, match.start() - _LOOK_BEHIND) : match.start()]), text
        )
        letters, words, known = list(cased), list(WORD.finditer(text)), long_names()
        for place, word in enumerate(words):
            for end in (later.end() for later in words[place + 1 : place + _LONGEST]):
                if (name := known.get(text[word.start() : end])) is not None:
                    letters[word.start() : end] = name
        return "".join(letters)

    def _word(self, word: str, before: str) -> str:
        low = _lower(word)
        if "." in word[:-1] and len(word) < 8:
            return word
        if plain(word) in known_organisations() and len(word) < 7 and low not in _SMALL:
            return word
        if self._acronym(word, low):
            return word
        first = _START.search(before) is not None
        parts = [self._part(part, first and number == 0) for number, part in enumerate(low.split("-"))]
        return "-".join(parts)

    def _of_a_place(self, word: str) -> str:
        """A word of a dateline: "MEXICO CITY", but "NATO"."""
        low = _lower(word)
        if low in _SMALL:
            return low
        if plain(word) in known_organisations() or self._acronym(word, low):
            return word
        return "-".join(part if part in _SMALL else part[:1].upper() + part[1:] for part in low.split("-"))

    def _part(self, low: str, first: bool) -> str:
        """A word, or a part of a compound, in the case that it should have."""
        start = low[:1].upper()
        return low if (self.is_small(low) and not first) or len(start) != 1 else start + low[1:]

    def is_small(self, low: str) -> bool:
        """Whether a word in lower case is a small one, a role word or more often small, and no name of a country."""
        return low in _SMALL or (low not in _names() and (role_in([low]) is not None or self._small(low)))

    def _acronym(self, word: str, low: str) -> bool:
        """Whether a word is most often in capitals: "UK", "HIV"."""
        rows = {form: self._row(form) for form in (word, low, word.capitalize())}
        own = [row for form, row in rows.items() if row is not None and self._commonest[row] == form]
        return bool(own) and min(own) == rows[word] and self._commonest[min(own)] == word

    def _small(self, low: str) -> bool:
        """Whether a word in lower case is more often small than not; a rare one goes by its neighbours."""
        capital = low.capitalize()
        row, capital_row = self._row(low), self._row(capital)
        if row is None:
            return False
        if capital_row is None:
            return self._commonest[row] == low
        near, near_capital = self._commonest[row], self._commonest[capital_row]
        if row == capital_row:
            return near.islower()
        if near == low or near_capital == capital:
            return near_capital != capital or (near == low and row < capital_row)
        return near.islower() and near_capital.lower() != capital.lower() and self._is_small_too(near_capital.lower())

    def _is_small_too(self, neighbour: str) -> bool:
        row, capital_row = self._row(neighbour), self._row(neighbour.capitalize())
        return row is not None and self._commonest[row] == neighbour and (capital_row is None or row < capital_row)

    def _row(self, form: str) -> int | None:
        """The row of a form's vector: the place of the form, or of the nearest kept one, in order of frequency."""
        row = self._vocab.vectors.key2row.get(self._vocab.strings[form]) if form in self._vocab.strings else None
        return None if row is None else int(row)

    @cached_property
    def _commonest(self) -> list[str]:
        """The form that each row of the vectors was kept for."""
        forms: dict[int, int] = {}
        for key, row in self._vocab.vectors.key2row.items():
            forms.setdefault(row, key)
        return [self._vocab.strings[forms[row]] for row in range(len(forms))]


def _lower(text: str) -> str:
    """Lower case of the same length: a letter whose lower case is longer stays."""
    return "".join(small if len(small := c.lower()) == 1 else c for c in text)
