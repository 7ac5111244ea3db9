"""Two records of one article: what changed."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.replay.difference.alignment import Alignment
from pipeline.replay.difference.changes import Change, JsonObject, Place
from pipeline.replay.difference.events import Context, align_events, event_changes
from pipeline.replay.difference.findings import (
    align_dates,
    align_entities,
    align_locations,
    date_changes,
    entity_changes,
    location_changes,
)

DISTANCE_KM = 25.0
"""How far away a place may be and still count as the same: a town and its district."""
_METADATA = ("id", "url", "source", "language", "published_at", "published_at_basis")


def compare(before: JsonObject, after: JsonObject, distance_km: float = DISTANCE_KM) -> tuple[Change, ...]:
    """What changed from one record of an article to another.

    Who made the records (``produced_by``) and the numbering of their findings count for nothing.

    Args:
        before: a record, as read from its JSON.
        after: a record of the same article.
        distance_km: a place that is farther away counts as moved.

    Raises:
        KeyError, TypeError, IndexError: one of them is no whole record.
    """
    texts = Alignment.between(before["article"], after["article"])
    changes = [*_article_changes(before["article"], after["article"])]
    same = {layer: before[layer] == after[layer] for layer in ("entities", "locations", "dates", "events")}
    if texts == Alignment() and all(same.values()):
        return tuple(changes)
    entities = align_entities(before["entities"], after["entities"], texts)
    locations = align_locations(before["locations"], after["locations"], texts)
    changes += entity_changes(entities, texts)
    changes += location_changes(locations, distance_km)
    if texts != Alignment() or not same["dates"]:
        changes += date_changes(align_dates(before["dates"], after["dates"], texts), texts)
    if texts != Alignment() or not (same["events"] and same["entities"] and same["locations"]):
        events = align_events(before["events"], after["events"], texts)
        changes += event_changes(events, Context(texts, entities, locations, distance_km))
    return tuple(changes)


def _article_changes(before: JsonObject, after: JsonObject) -> Iterator[Change]:
    told = "body" in before and "body" in after
    if before["sha256"] != after["sha256"]:
        words = f"the body has {after['characters']:,} characters rather than {before['characters']:,}"
        if before["characters"] == after["characters"]:
            words = "the body has other characters"
        yield Change("articles.text", words, place=_first_difference(before, after) if told else None)
    elif told and before.get("title") != after.get("title"):
        yield Change("articles.text", f"the title {before.get('title')!r} became {after.get('title')!r}")
    for field in _METADATA:
        if (old := before.get(field)) != (new := after.get(field)):
            yield Change("articles.metadata", f"{field}: {old or 'none'} became {new or 'none'}", pattern=field)


def _first_difference(before: JsonObject, after: JsonObject) -> Place:
    shift = Alignment.between(before, after).body
    return Place("before", "body", shift.same_until, shift.same_from)
