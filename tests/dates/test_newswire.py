"""Articles in the manner of newswire, with every time expression judged: the share that is right has a floor.

``newswire.txt`` has articles written for this test, each under a line ``=== name | day of publication``; a judged
expression stands in braces, ``{TYPE value|words}``, its value as TIMEX3 writes it.
``python -m tests.dates.test_newswire`` prints the shares and what is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pipeline.article import Article
from pipeline.dates import DateStep
from pipeline.entities import EntityStep
from pipeline.language.parsed import Analysis
from pipeline.language.parser import Parser
from pipeline.record import DateExpression

GOLD = Path(__file__).with_name("newswire.txt")
ALL, CALENDAR = 0.92, 0.94
"""Floors: of all values, and of those on the calendar."""
_MARK = re.compile(r"\{(?:DATE|TIME|DURATION|SET) ([^|{}]+)\|([^{}]+)\}")


@dataclass(frozen=True, slots=True)
class Judged:
    """An expression of an article."""

    article: str
    start: int
    end: int
    value: str

    @property
    def is_calendar(self) -> bool:
        return self.value[:2].isdigit()


def _articles() -> Iterator[tuple[Article, list[Judged]]]:
    for block in re.split(r"^=== ", GOLD.read_text("utf-8"), flags=re.MULTILINE)[1:]:
        head, _, marked = block.partition("\n")
        name, _, day = (part.strip() for part in head.partition("|"))
        text, at, judged = "", 0, []
        for mark in _MARK.finditer(marked):
            text += marked[at : mark.start()]
            judged.append(Judged(name, len(text), len(text) + len(mark[2]), mark[1].strip()))
            text, at = text + mark[2], mark.end()
        yield Article(id=name, body=text + marked[at:], published_at=f"{day}T12:00:00Z"), judged


@cache
def outcomes() -> tuple[tuple[Judged, str, bool], ...]:
    """Each judgement, what was found there, and whether that is right."""
    parser, entities, dates = Parser.load(), EntityStep.load(), DateStep.load()
    found = []
    for article, judged in _articles():
        analysis = dates(entities(Analysis(article, parser.parse([article])[0])))
        for one in judged:
            here = [each for each in analysis.dates if each.mention.start < one.end and one.start < each.mention.end]
            told = "; ".join(f"{each.mention.text} = {each.value}" for each in here)
            found.append((one, told, any(_is_right(each, one) for each in here)))
    return tuple(found)


def _is_right(found: DateExpression, judged: Judged) -> bool:
    """Whether the values are the same; centuries are cut off in ours ("19" for 19XX), GMT is marked with Z."""
    return (found.value or "").removesuffix("Z") in (judged.value, judged.value.removesuffix("XX"))


def _share(outcomes: list[bool]) -> float:
    return sum(outcomes) / len(outcomes)


def shares() -> tuple[float, float]:
    """Of all values, and of those on the calendar."""
    calendar = [right for one, _, right in outcomes() if one.is_calendar]
    return _share([right for _, _, right in outcomes()]), _share(calendar)


def test_the_share_of_right_values_is_above_its_floors() -> None:
    everything, calendar = shares()
    assert len(outcomes()) > 7000
    assert everything >= ALL, everything
    assert calendar >= CALENDAR, calendar


def _print() -> None:
    for one, told, right in outcomes():
        if not right:
            print(f"{one.article}\t{one.value}\t{told or 'nothing found'}")
    print("all values {:.3f}, on the calendar {:.3f}, of {} judged".format(*shares(), len(outcomes())))


if __name__ == "__main__":
    _print()
