"""Names of languages as articles write them, as ISO 639 codes."""

from __future__ import annotations

import re

# ISO 639-2 codes (bibliographic and terminological) and English names of the languages that news is written in.
_TWO_LETTERS = {
    "eng": "en", "english": "en", "fra": "fr", "fre": "fr", "french": "fr", "deu": "de", "ger": "de", "german": "de",
    "spa": "es", "spanish": "es", "por": "pt", "portuguese": "pt", "ita": "it", "italian": "it", "rus": "ru",
    "russian": "ru", "ukr": "uk", "ukrainian": "uk", "ara": "ar", "arabic": "ar", "fas": "fa", "per": "fa",
    "persian": "fa", "zho": "zh", "chi": "zh", "chinese": "zh", "jpn": "ja", "japanese": "ja", "kor": "ko",
    "korean": "ko", "hin": "hi", "hindi": "hi", "urd": "ur", "urdu": "ur", "tur": "tr", "turkish": "tr",
    "nld": "nl", "dut": "nl", "dutch": "nl", "pol": "pl", "polish": "pl", "swe": "sv", "swedish": "sv",
    "nor": "no", "norwegian": "no", "dan": "da", "danish": "da", "fin": "fi", "finnish": "fi", "ell": "el",
    "gre": "el", "greek": "el", "heb": "he", "hebrew": "he", "ind": "id", "indonesian": "id", "msa": "ms",
    "may": "ms", "malay": "ms", "vie": "vi", "vietnamese": "vi", "tha": "th", "thai": "th", "ben": "bn",
    "bengali": "bn", "ces": "cs", "cze": "cs", "czech": "cs", "hun": "hu", "hungarian": "hu", "ron": "ro",
    "rum": "ro", "romanian": "ro", "bul": "bg", "bulgarian": "bg", "srp": "sr", "serbian": "sr", "hrv": "hr",
    "croatian": "hr", "slk": "sk", "slo": "sk", "slovak": "sk", "slv": "sl", "slovenian": "sl", "cat": "ca",
    "catalan": "ca", "swa": "sw", "swahili": "sw", "tam": "ta", "tamil": "ta",
}  # fmt: skip
_CODE = re.compile(r"([a-z]{2,3})(?:[-_][a-z0-9-_]+)?")


def language_code(name: str | None) -> str | None:
    """The code of a language: ``en`` for "en", "en-GB", "eng", "English"; None for what is no language."""
    if name is None:
        return None
    name = name.strip().lower()
    if name in _TWO_LETTERS:
        return _TWO_LETTERS[name]
    match = _CODE.fullmatch(name)
    if match is None or match[1] in ("und", "mul", "zxx", "mis"):
        return None
    return _TWO_LETTERS.get(match[1], match[1])
