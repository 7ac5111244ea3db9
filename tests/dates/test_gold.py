"""Judged time expressions: the share that is right, of each kind, has a floor.

``python -m tests.dates.test_gold`` prints the scores and what is wrong.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from pipeline.article import Article
from pipeline.dates import DateStep
from pipeline.language.parsed import Analysis
from pipeline.language.parser import Parser
from pipeline.record import DateExpression

GOLD = Path(__file__).with_name("gold.tsv")
FLOOR = 0.9
FLOORS = {"none": 0.85}
TYPES = {"DATE", "TIME", "DURATION", "SET", "NONE"}


@dataclass(frozen=True, slots=True)
class Judgement:
    """What an expression of a sentence is; type NONE where it is no time expression."""

    published: str
    kind: str
    sentence: str
    expression: str
    type: str
    value: str


def judgements() -> list[Judgement]:
    lines = GOLD.read_text(encoding="utf-8").splitlines()
    return [Judgement(*line.split("\t")) for line in lines if line[:1].isdigit() or line.startswith("-")]


@cache
def found() -> dict[tuple[str, str], tuple[DateExpression, ...]]:
    """The expressions of each sentence with its day of publication, parsed all at once."""
    texts = list(dict.fromkeys((one.published, one.sentence) for one in judgements()))
    articles = [
        Article(id=str(number), body=sentence, published_at=None if day == "-" else f"{day}T12:00:00Z")
        for number, (day, sentence) in enumerate(texts)
    ]
    step = DateStep.load()
    parses = Parser.load().parse(articles)
    return {
        text: step(Analysis(article, parse)).dates for text, article, parse in zip(texts, articles, parses, strict=True)
    }


def is_right(one: Judgement) -> bool:
    start = one.sentence.index(one.expression)
    end = start + len(one.expression)
    said = [
        date for date in found()[one.published, one.sentence] if date.mention.start < end and start < date.mention.end
    ]
    if one.type == "NONE":
        return not said
    return len(said) == 1 and (said[0].type, said[0].value or "") == (one.type, one.value)


def scores() -> dict[str, tuple[int, int]]:
    """For each kind: how many are right, of how many."""
    outcomes: dict[str, list[bool]] = defaultdict(list)
    for one in judgements():
        outcomes[one.kind].append(is_right(one))
    return {kind: (sum(held), len(held)) for kind, held in outcomes.items()}


@pytest.mark.parametrize("kind", sorted({one.kind for one in judgements()}))
def test_each_kind_of_expression_is_read_as_judged(kind: str) -> None:
    right, total = scores()[kind]
    wrong = [one for one in judgements() if one.kind == kind and not is_right(one)]
    assert right >= FLOORS.get(kind, FLOOR) * total, wrong


def test_the_table_of_judgements_is_whole() -> None:
    held = judgements()
    assert len(held) >= 320
    assert len(held) == len(GOLD.read_text(encoding="utf-8").splitlines()) - 2
    assert {one.type for one in held} == TYPES
    assert all(one.expression in one.sentence for one in held)
    assert len(set(held)) == len(held)


if __name__ == "__main__":
    for kind, (right, total) in scores().items():
        print(f"{kind}\t{right}\t{total}")
    for one in judgements():
        if not is_right(one):
            print(one, [(d.mention.text, d.type, d.value) for d in found()[one.published, one.sentence]])
