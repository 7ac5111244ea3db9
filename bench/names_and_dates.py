"""Time of the entity and the date step beside the parse: ``python -m bench.names_and_dates ARTICLES``.

ARTICLES are article envelopes, one a line. Prints milliseconds of processor time for 550 tokens, on one thread as in
a worker, best of four rounds, and the steps' share of the parse in the same run.
"""

from __future__ import annotations

import gc
import os
import sys
import time
from collections.abc import Iterable
from pathlib import Path

os.environ |= {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}  # read when numpy is imported

from pipeline.article import Article
from pipeline.article.decode import decode
from pipeline.dates import DateStep
from pipeline.entities import EntityStep
from pipeline.language.parsed import Analysis
from pipeline.language.parser import Parser

_ROUNDS, _TOKENS, _MOST = 4, 550, 60


def measure(articles: list[Article]) -> dict[str, float]:
    """Milliseconds for 550 tokens, by step."""
    parser, entities, dates = Parser.load(), EntityStep.load(), DateStep.load()
    gc.collect()
    gc.freeze()  # as a worker does
    best = dict.fromkeys(("parse", "entities", "dates"), float("inf"))
    tokens = 0
    for _ in range(_ROUNDS):
        begun = time.process_time()
        texts = parser.parse(articles)
        parsed = time.process_time()
        analyses = [entities(Analysis(article, each)) for article, each in zip(articles, texts, strict=True)]
        named = time.process_time()
        for analysis in analyses:
            dates(analysis)
        taken = (parsed - begun, named - parsed, time.process_time() - named)
        best = {step: min(best[step], seconds) for step, seconds in zip(best, taken, strict=True)}
        tokens = sum(len(text.doc) for each in texts for text in each)
    return {step: 1000 * _TOKENS * seconds / tokens for step, seconds in best.items()}


def main(lines: Iterable[bytes]) -> None:
    """Print the times."""
    took = measure([decode(line, content_type="application/json") for line in list(lines)[:_MOST]])
    both = took["entities"] + took["dates"]
    print(
        f"parse {took['parse']:.1f} ms, entities {took['entities']:.2f} ms, dates {took['dates']:.2f} ms for {_TOKENS} "
        f"tokens; entities and dates {both:.2f} ms, {both / took['parse']:.1%} of the parse"
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]).read_bytes().splitlines())
