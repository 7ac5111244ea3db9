"""Changes of events between two records of an article."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.replay.difference.alignment import Alignment, Key, key, keys, overlap, pair
from pipeline.replay.difference.changes import Change, JsonObject, mention_place
from pipeline.replay.difference.findings import Layered, kilometres


@dataclass(frozen=True, slots=True)
class Context:
    """What events refer to, in both records."""

    texts: Alignment
    entities: Layered
    locations: Layered
    distance_km: float

    def names(self) -> dict[str, str]:
        """The names of entities and places before and after, by side and local id."""
        named: dict[str, str] = {}
        for layer in (self.entities, self.locations):
            named |= {f"before {found['id']}": found["name"] for found in layer.before}
            named |= {f"after {found['id']}": found["name"] for found in layer.after}
        return named


def align_events(before: list[JsonObject], after: list[JsonObject], texts: Alignment) -> Layered:
    """Pair events by their triggers; those that share none by type and sentence."""
    old, new = [texts.keys([e["trigger"]]) for e in before], [keys([e["trigger"]]) for e in after]
    old_sentence, new_sentence = [texts.key(e["sentence"]) for e in before], [key(e["sentence"]) for e in after]

    def same_type(i: int, j: int) -> float:
        return float(before[i]["type"] == after[j]["type"]) + float(before[i]["cameo"] == after[j]["cameo"]) / 2

    def same_sentence(i: int, j: int) -> float:
        alike = before[i]["type"] == after[j]["type"] and overlap(old_sentence[i], new_sentence[j])
        apart = abs(before[i]["trigger"]["start"] - after[j]["trigger"]["start"])
        return 1 / (1 + apart) if alike else 0.0

    return Layered(before, after, pair(old, new, same_type, same_sentence))


def event_changes(layer: Layered, context: Context) -> Iterator[Change]:
    """Changes of events."""
    yield from _lost(layer, context.texts)
    yield from _added(layer, context.texts)
    compare = _Comparison(context, context.entities.ids(), context.locations.ids(), context.names())
    for before, after in layer.both():
        yield from compare.changes(before, after)


def _lost(layer: Layered, texts: Alignment) -> Iterator[Change]:
    repeats = _repeats(layer.after)
    for i in layer.pairing.lost:
        event = layer.before[i]
        where = mention_place("before", event["trigger"])
        if holder := repeats.get(texts.key(event["trigger"])):
            words = f"{_event(event)} is a repeat of {holder['id']} now"
            yield Change("events.merged", words, event["id"], holder["id"], event["type"], where)
        else:
            yield Change("events.lost", _event(event), event["id"], None, event["type"], where)


def _added(layer: Layered, texts: Alignment) -> Iterator[Change]:
    repeats = {texts.key(r["trigger"]): event for event in layer.before for r in event.get("repeats", ())}
    for j in layer.pairing.added:
        event = layer.after[j]
        where = mention_place("after", event["trigger"])
        if holder := repeats.get(key(event["trigger"])):
            words = f"{_event(event)} was a repeat of {holder['id']}"
            yield Change("events.split", words, holder["id"], event["id"], event["type"], where)
        else:
            yield Change("events.added", _event(event), None, event["id"], event["type"], where)


def _repeats(events: list[JsonObject]) -> dict[Key, JsonObject]:
    return {key(repeat["trigger"]): event for event in events for repeat in event.get("repeats", ())}


@dataclass(frozen=True, slots=True)
class _Comparison:
    context: Context
    entities: dict[str, str]
    locations: dict[str, str]
    names: dict[str, str]

    def changes(self, before: JsonObject, after: JsonObject) -> Iterator[Change]:
        found = [
            *self._coding(before, after),
            *self._actors(before, after),
            *self._setting(before, after),
            *_casualties(before, after),
        ]
        if not found and _rest(before) != _rest(after):
            found = [("events.details", "has other details", "")]
        where = mention_place("before", before["trigger"])
        for kind, words, pattern in found:
            yield Change(kind, f"{_event(before)} {words}", before["id"], after["id"], pattern, where)

    @staticmethod
    def _coding(before: JsonObject, after: JsonObject) -> Iterator[tuple[str, str, str]]:
        if before["type"] != after["type"]:
            yield "events.retyped", f"became {after['type']}", f"{before['type']} → {after['type']}"
        elif (old := _code(before)) != (new := _code(after)):
            yield "events.recoded", f"was {old}, is {new}", f"{before['cameo']} → {after['cameo']}"
        if (was := _status(before)) != (now := _status(after)):
            yield "events.status", f"was {was}, is {now}", f"{was} → {now}"

    def _actors(self, before: JsonObject, after: JsonObject) -> Iterator[tuple[str, str, str]]:
        words: list[str] = []
        for role, part in (("source", "sources"), ("target", "targets")):
            left = list(after[part])
            for actor in before[part]:
                same = next((other for other in left if self._is_same(actor, other)), None)
                if same is None:
                    words.append(f"{role} lost: {self._actor('before', actor)}")
                    continue
                left.remove(same)
                if (old := _codes(actor)) != (new := _codes(same)):
                    words.append(f"{role} {self._actor('before', actor)}, {old}, became {new}")
            words += [f"{role} added: {self._actor('after', other)}" for other in left]
        if words:
            kinds = sorted({entry.partition(":")[0] if ":" in entry else "actor recoded" for entry in words})
            yield "events.actors", "has other actors: " + "; ".join(words), ", ".join(kinds)

    def _is_same(self, before: JsonObject, after: JsonObject) -> bool:
        entity = self.entities.get(before.get("entity", ""))
        if entity is not None and entity == after.get("entity"):
            return True
        return self.context.texts.key(before["mention"]) == key(after["mention"])

    def _actor(self, side: str, actor: JsonObject) -> str:
        return self.names.get(f"{side} {actor.get('entity')}") or str(actor["mention"]["text"])

    def _setting(self, before: JsonObject, after: JsonObject) -> Iterator[tuple[str, str, str]]:
        old, new = before.get("date"), after.get("date")
        if (was := old and old["value"]) != (now := new and new["value"]):
            pattern = "date lost" if not now else "date added" if not was else ""
            yield "events.date", f"has {now or 'no date'} for {was or 'no date'}", pattern
        here, there = before.get("location"), after.get("location")
        if not self._is_same_place(here, there):
            pattern = "place lost" if not there else "place added" if not here else ""
            yield "events.place", f"has {self._place('after', there)} for {self._place('before', here)}", pattern

    def _is_same_place(self, before: JsonObject | None, after: JsonObject | None) -> bool:
        if before is None or after is None:
            return before is after
        old, new = before.get("location"), after.get("location")
        if old is None or new is None:
            one, other = before.get("mention"), after.get("mention")
            return old is new and bool(one and other and self.context.texts.key(one) == key(other))
        if self.locations.get(old) == new:
            return True  # where that place itself has moved, this is said of the place
        here = next((place for place in self.context.locations.before if place["id"] == old), None)
        there = next((place for place in self.context.locations.after if place["id"] == new), None)
        return here is not None and there is not None and kilometres(here, there) <= self.context.distance_km

    def _place(self, side: str, place: JsonObject | None) -> str:
        if place is None:
            return "no place"
        return self.names.get(f"{side} {place.get('location')}") or str((place.get("mention") or {}).get("text"))


def _rest(event: JsonObject) -> tuple[object, ...]:
    """What else there is of an event, without positions and local ids."""
    attribution, casualties = event.get("attribution"), event.get("casualties") or {}
    return (
        event["trigger"]["text"],
        attribution and attribution["mention"]["text"],
        [repeat["trigger"]["text"] for repeat in event.get("repeats", ())],
        [(actor["mention"]["text"]) for part in ("sources", "targets") for actor in event[part]],
        [count.get("text") for count in casualties.values()],
        *((event.get(part) or {}).get("basis") for part in ("date", "location")),
        *(event.get(name) for name in ("confidence", "salience", "rule")),
    )


def _casualties(before: JsonObject, after: JsonObject) -> Iterator[tuple[str, str, str]]:
    old, new = before.get("casualties") or {}, after.get("casualties") or {}
    words = [
        f"{kind} {was or 'unknown'}, now {now or 'unknown'}"
        for kind in sorted({*old, *new})
        if (was := _count(old.get(kind))) != (now := _count(new.get(kind)))
    ]
    if words:
        yield "events.casualties", "has other numbers: " + "; ".join(words), ""


def _count(count: JsonObject | None) -> str:
    if count is None:
        return ""
    low, high = count.get("low"), count.get("high")
    return str(low) if low == high else f"{low or 0} to {'?' if high is None else high}"


def _event(event: JsonObject) -> str:
    return f"{event['type']} “{event['trigger']['text']}”"


def _code(event: JsonObject) -> str:
    return " ".join(filter(None, (event["cameo"], event.get("mode"), *sorted(event.get("contexts", ())))))


def _status(event: JsonObject) -> str:
    return f"{'not ' if event['negated'] else ''}{event['status']}"


def _codes(actor: JsonObject) -> str:
    return " ".join(filter(None, (actor.get("country"), actor.get("sector")))) or "uncoded"
