"""Which language a text is in."""

from __future__ import annotations

import unicodedata

import pycld2

_CHARACTERS = 20_000  # more text does not change the answer
_SAME = {"iw": "he", "in": "id", "jw": "jv", "mo": "ro"}  # codes that ISO 639 has replaced


def detect(text: str) -> str | None:
    """The ISO 639 code of the language of a text, or None where it cannot be told.

    By Compact Language Detector 2; letters in capitals are lowered, since it was trained on running text.
    """
    sample = text[:_CHARACTERS]
    if sample.isupper():
        sample = sample.lower()
    printable = "".join(c if unicodedata.category(c)[0] != "C" else " " for c in sample)
    try:
        reliable, _, details = pycld2.detect(printable.encode(), bestEffort=True)
    except pycld2.error:
        return None
    code = str(details[0][1])
    if code == "un" or (not reliable and len(printable.split()) < 4):
        return None
    return _SAME.get(code, code)
