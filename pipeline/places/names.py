"""How names are compared: without accents, case and punctuation."""

from __future__ import annotations

import re
import unicodedata

_NOISE = re.compile(r"[^\w]+")
_LATIN_EXTRAS = str.maketrans({"ø": "o", "đ": "d", "ł": "l", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h"})


def fold(name: str) -> str:
    """A name as it is looked up: "St. John's" and "Saint-Jean" keep their words, "São Paulo" loses its accent."""
    if name.isascii():
        return _NOISE.sub(" ", name.lower().replace("'", "").replace(".", "")).strip()
    plain = "".join(c for c in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(c))
    return _NOISE.sub(" ", re.sub(r"['’ʼ‘.]", "", plain).translate(_LATIN_EXTRAS)).strip()
