"""Entities of texts, with one parser for all tests."""

from __future__ import annotations

from functools import cache

from pipeline.article import Article
from pipeline.entities import EntityStep
from pipeline.language.parsed import Analysis
from pipeline.language.parser import Parser
from pipeline.record import Entity


@cache
def parser() -> Parser:
    return Parser.load()


@cache
def step() -> EntityStep:
    return EntityStep.load()


def analysis_of(body: str, title: str | None = None) -> Analysis:
    """An article with its entities."""
    article = Article(id="test", body=body, title=title)
    return step()(Analysis(article, parser().parse([article])[0]))


def entities_of(body: str, title: str | None = None) -> dict[str, Entity]:
    """The entities of an article by name."""
    return {entity.name: entity for entity in analysis_of(body, title).entities}
