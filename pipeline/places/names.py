"""How names are compared: without accents, case and punctuation, short forms written out."""

from __future__ import annotations

import re
import unicodedata

_NOISE = re.compile(r"[^\w]+")
_SHORT = re.compile(r"\b(?:st|ste|mt|ft)\b")
_WRITTEN_OUT = {"st": "saint", "ste": "sainte", "mt": "mount", "ft": "fort"}
_LATIN_EXTRAS = str.maketrans({"ø": "o", "đ": "d", "ł": "l", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h"})


def fold(name: str) -> str:
    """A name as it is looked up: "St. John's" is "saint johns", "São Paulo" loses its accent."""
    if name.isascii():
        if name.isalpha():
            plain = name.lower()
            return _WRITTEN_OUT.get(plain, plain)
        plain = name.lower().replace("'", "").replace(".", "")
    else:
        plain = "".join(c for c in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(c))
        plain = re.sub(r"['’ʼ‘.]", "", plain).translate(_LATIN_EXTRAS)
    return _SHORT.sub(lambda short: _WRITTEN_OUT[short[0]], _NOISE.sub(" ", plain)).strip()
