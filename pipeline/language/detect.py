"""Which language a text is in."""

from __future__ import annotations

import unicodedata

import pycld2

_CHARACTERS = 20_000  # more text does not change the answer
_SAME = {"iw": "he", "in": "id", "jw": "jv", "mo": "ro"}  # codes that ISO 639 has replaced
# Names make up much of a short English text, and look like many languages that share its script.
_WORDS_FOR_ANOTHER = 10
_WORDS_FOR_A_RARE_ONE = 40
_LATIN_ENDS = "\u0250"


def detect(text: str) -> str | None:
    """The language of a text: its ISO 639-1 code, ISO 639-2 where it has none; None where it cannot be told.

    By Compact Language Detector 2; letters in capitals are lowered, since it was trained on running text.
    A few words in the Latin script are English or nothing: None rather than another language by chance.
    """
    sample = text[:_CHARACTERS]
    if sample.isupper():
        sample = sample.lower()
    printable = "".join(c if unicodedata.category(c)[0] != "C" else " " for c in sample)
    try:
        reliable, _, details = pycld2.detect(printable.encode(), bestEffort=True)
    except pycld2.error:
        return None
    code = str(details[0][1]).partition("-")[0]
    if code == "un" or not reliable:
        return None
    if code != "en" and _mostly_latin(printable):
        words = len(printable.split())
        if words < _WORDS_FOR_ANOTHER or (len(code) > 2 and words < _WORDS_FOR_A_RARE_ONE):
            return None
    return _SAME.get(code, code)


def _mostly_latin(text: str) -> bool:
    letters = [c for c in text if c.isalpha()]
    return 2 * sum(c < _LATIN_ENDS for c in letters) > len(letters)
