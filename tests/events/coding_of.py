"""Code a sentence with the small lexicon of these tests."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from pipeline.article import Article
from pipeline.events.lexicon import load_lexicon
from pipeline.events.step import EventStep
from pipeline.language.parsed import Analysis
from pipeline.language.parser import Parser
from pipeline.record import Actor, DateExpression, Entity, Event, Location

HERE = Path(__file__).parent


@cache
def parser() -> Parser:
    return Parser.load()


@cache
def step() -> EventStep:
    return EventStep(load_lexicon(HERE / "triggers", HERE / "no-classes.tsv"))


def code(
    body: str,
    *,
    title: str | None = None,
    published_at: str | None = None,
    entities: tuple[Entity, ...] = (),
    dates: tuple[DateExpression, ...] = (),
    locations: tuple[Location, ...] = (),
) -> tuple[Event, ...]:
    """The events of an article with the layers given."""
    article = Article("a", body, title=title, published_at=published_at)
    return step()(Analysis(article, parser().parse([article])[0], entities, dates, locations)).events


def one(body: str) -> Event:
    """The only event of a sentence."""
    (event,) = code(body)
    return event


def names(actors: tuple[Actor, ...]) -> list[str]:
    return [actor.mention.text for actor in actors]
