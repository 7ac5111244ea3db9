"""Time of the entity step beside its parse: ``python -m bench.entities ARTICLES``, article envelopes, one a line.

Prints milliseconds of processor time for 550 tokens, best of four rounds, and the step's share of the parse. Give
numerical libraries one thread (``OPENBLAS_NUM_THREADS=1``), or the parse counts each.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from pipeline.article import Article
from pipeline.entities import EntityStep
from pipeline.language.parsed import Analysis
from pipeline.language.parser import Parser

_ROUNDS, _ARTICLE = 4, 550


def measure(articles: list[Article]) -> tuple[float, float]:
    """Milliseconds for 550 tokens: of the parse, and of the entity step."""
    parser, step = Parser.load(), EntityStep.load()
    parse = entities = float("inf")
    tokens = 0
    for _ in range(_ROUNDS):
        begun = time.process_time()
        texts = parser.parse(articles)
        parsed = time.process_time()
        for article, each in zip(articles, texts, strict=True):
            step(Analysis(article, each))
        parse, entities = min(parse, parsed - begun), min(entities, time.process_time() - parsed)
        tokens = sum(len(text.doc) for each in texts for text in each)
    scale = 1000 * _ARTICLE / tokens
    return parse * scale, entities * scale


def main(path: Path, limit: int = 60) -> None:
    lines = [line for line in path.read_text("utf-8").split("\n") if line][:limit]
    found = [json.loads(line) for line in lines]
    parse, entities = measure([Article(id=a["id"], body=a["body"], title=a.get("title")) for a in found])
    print(f"parse {parse:.1f} ms, entities {entities:.2f} ms for {_ARTICLE} tokens: {entities / parse:.1%}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
