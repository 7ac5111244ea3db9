"""The kinds of change between two records of an article, and one change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

JsonObject = dict[str, Any]
Layer = Literal["article", "entities", "locations", "dates", "events"]
Side = Literal["before", "after"]

KINDS: dict[str, str] = {
    "articles.lost": "there is no result of it any more",
    "articles.added": "there was no result of it before",
    "articles.now-dead": "a record became a dead letter",
    "articles.revived": "a dead letter became a record",
    "articles.reason": "a dead letter has another reason",
    "articles.emptied": "a record or a dead letter became a tombstone, or the reverse",
    "articles.text": "title or body are read differently",
    "articles.metadata": "language, source, url, publication time or id differ",
    "entities.added": "an entity that was not found before",
    "entities.lost": "an entity that is not found any more",
    "entities.retyped": "PERSON became ORG, …",
    "entities.renamed": "another canonical name",
    "entities.recoded": "another country or sector",
    "entities.roles": "other roles",
    "entities.details": "aliases, references or salience differ",
    "mentions.added": "an entity is named at one more place in the text",
    "mentions.lost": "an entity is named at one place less",
    "mentions.resized": "a mention has more or fewer words",
    "mentions.moved": "a mention belongs to another entity",
    "locations.added": "a place that was not found before",
    "locations.lost": "a place that is not found any more",
    "locations.moved": "the name means a place farther away than the distance allowed",
    "locations.replaced": "the name means another entry of the gazetteer, within that distance",
    "locations.details": "mentions, confidence or the entry's own data differ",
    "dates.added": "a time expression that was not found before",
    "dates.lost": "a time expression that is not found any more",
    "dates.value": "another value, range or type",
    "dates.details": "basis or span differ",
    "events.added": "an event that was not found before",
    "events.lost": "an event that is not found any more",
    "events.merged": "an event counts as a repeat of another one now",
    "events.split": "a repeat of an event counts as an event of its own now",
    "events.retyped": "ASSAULT became COERCE, …",
    "events.recoded": "the same type with another CAMEO code, mode or contexts",
    "events.actors": "sources or targets came, went or have other codes",
    "events.status": "actual became claimed, …, or negated",
    "events.date": "another date",
    "events.place": "another place",
    "events.casualties": "other numbers of people",
    "events.details": "attribution, repeats, words, confidence, salience or rule differ",
}
"""What each kind means. ``details`` change no meaning: an article with nothing else counts as unchanged."""

_LAYERS: dict[str, Layer] = {"articles": "article", "mentions": "entities"}


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of the title or body of one side's record."""

    side: Side
    field: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that is other after than before."""

    kind: str
    """One of :data:`KINDS`."""
    text: str
    """One line for a person: ``ASSAULT “fired” became COERCE``."""
    before: str | None = None
    """Local id in the record before: ``V1``; None where it was not there, or the change is the article's."""
    after: str | None = None
    """Local id in the record after, likewise."""
    pattern: str = ""
    """What changes of a kind have in common: ``ASSAULT → COERCE``; empty where nothing says more than the kind."""
    place: Place | None = None
    """Where the text tells of it."""

    @property
    def layer(self) -> Layer:
        """The layer of the record that it is in."""
        noun = self.kind.partition(".")[0]
        return _LAYERS.get(noun) or noun  # type: ignore[return-value]  # the other nouns are layers

    @property
    def is_detail(self) -> bool:
        """Whether it changes no meaning."""
        return self.kind.endswith(".details")


def mention_place(side: Side, mention: JsonObject) -> Place:
    """The place of a mention or a span of a record."""
    return Place(side, mention["field"], mention["start"], mention["end"])
