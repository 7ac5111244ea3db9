"""How well headlines in title case get the case of a sentence: ``python -m bench.headlines ARTICLES``.

ARTICLES are article envelopes, one a line. Each title that a desk has printed as a sentence is put in title case,
and read again: of its words that are small, the share that is made small, and of its names, the share that keeps
its capitals. Words all in capitals, and those that title case leaves small, are not counted.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

from pipeline.article.decode import decode
from pipeline.language.headlines import SMALL, Headlines, in_title_case
from pipeline.language.model import load_model
from pipeline.language.truecase import WORD, Truecaser


def _title_case(sentence: str) -> str:
    return WORD.sub(
        lambda word: word[0] if word.start() and word[0].lower() in SMALL else word[0][0].upper() + word[0][1:],
        sentence,
    )


def main(lines: Iterable[bytes]) -> None:
    """Print the shares."""
    headlines = Headlines(Truecaser(load_model().vocab))
    small: list[bool] = []
    names: list[bool] = []
    titles = 0
    for article in (decode(line, content_type="application/json") for line in lines):
        title = article.title or ""
        printed = _title_case(title)
        if in_title_case(title) or not in_title_case(printed):
            continue
        titles += 1
        read = headlines(printed, article.body.removeprefix(title))
        for word in list(WORD.finditer(title))[1:]:
            if word[0].lower() not in SMALL and not word[0].isupper():
                right = read[word.start()] == title[word.start()]
                (names if word[0][0].isupper() else small).append(right)
    print(
        f"{titles} titles: {sum(small) / len(small):.3f} of {len(small)} small words made small, "
        f"{sum(names) / len(names):.3f} of {len(names)} words of names with their capitals"
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]).read_bytes().splitlines())
