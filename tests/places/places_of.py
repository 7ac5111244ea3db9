"""The locations of a text, by the real model, gazetteer and weights."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from pipeline.language.parsed import Analysis
from pipeline.layers import EnricherSettings
from pipeline.places import PlaceStep
from pipeline.record import Location
from tests.entities.entities_of import analysis_of


@cache
def step(settings: EnricherSettings = EnricherSettings()) -> PlaceStep:  # noqa: B008 - frozen
    return PlaceStep.load(settings)


def located(
    body: str, title: str | None = None, settings: EnricherSettings | None = None, source: str | None = None
) -> Analysis:
    """The analysis of a text with its entities and locations."""
    analysis = analysis_of(body, title)
    analysis = replace(analysis, article=replace(analysis.article, source=source))
    return step(settings or EnricherSettings())(analysis)


def places_of(body: str, settings: EnricherSettings | None = None) -> dict[str, Location]:
    """The locations of a text by the text of each of their mentions."""
    locations = located(body, settings=settings).locations
    return {mention.text: location for location in locations for mention in location.mentions}
