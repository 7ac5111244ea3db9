"""Text in capitals to text with capitals where English has them, character for character."""

from __future__ import annotations

import re
from functools import cache

from pipeline.entities.tables import Countries, known_organisations, plain, role_in, word_list

SHARE = 0.7
"""A text whose letters are capitals in a greater share than this is in capitals."""

_WORD = re.compile(r"[^\W\d_]+(?:['’.\-][^\W\d_]+)*\.?")
_START = re.compile(r"(?:^|(?<![.\s][A-Z])[.!?:]\s+|\n\s*|[\"“(]\s*)$")
_SMALL = word_list("small in headlines")


def is_capitals(text: str) -> bool:
    """Whether most of the letters of a text are capitals, so that case says nothing."""
    letters = [c for c in text if c.isalpha()]
    return len(letters) > 3 and sum(c.isupper() for c in letters) > SHARE * len(letters)


@cache
def _names() -> frozenset[str]:
    table = Countries.load()
    words = {word for names in (table.names, table.adjectives, table.seats) for name in names for word in name.split()}
    return frozenset(word.casefold().strip(".,()") for word in words if len(word) > 3)


def truecase(text: str) -> str:
    """A text in capitals as it would be printed in mixed case, as far as words alone can tell.

    Names of countries, peoples and capitals, first words of sentences and acronyms keep capitals;
    small words and known role words lose them; every other word keeps its first capital only, as
    headlines have it, since an unknown word in a report in capitals is more often a name.

    Args:
        text: any text.

    Returns:
        A text of the same length that differs in case alone.
    """
    if not is_capitals(text):
        return text
    return _WORD.sub(lambda match: _cased(match.group(), text[max(0, match.start() - 12) : match.start()]), text)


def _cased(word: str, before: str) -> str:
    low = _lower(word)
    if "." in word[:-1] and len(word) < 8:
        return word
    if plain(word) in known_organisations() and len(word) < 7 and low not in _SMALL:
        return word
    first = _START.search(before) is not None
    if low in _SMALL or (role_in([low]) is not None and low not in _names()):
        return low[:1].upper() + low[1:] if first and len(low[:1].upper()) == 1 else low
    return "-".join(part[:1] + _lower(part[1:]) for part in word.split("-"))


def _lower(text: str) -> str:
    """Lower case of the same length: a letter whose lower case is longer stays."""
    return "".join(small if len(small := c.lower()) == 1 else c for c in text)
