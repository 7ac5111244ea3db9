"""Changes of entities, places and dates between two records of an article."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt

from pipeline.replay.difference.alignment import Alignment, Key, Pairing, key, keys, overlap, pair
from pipeline.replay.difference.changes import Change, JsonObject, Side, mention_place

_EARTH_KM = 6371.0


@dataclass(frozen=True, slots=True)
class Layered:
    """One layer of both records, and which finding is which."""

    before: list[JsonObject]
    after: list[JsonObject]
    pairing: Pairing

    def ids(self) -> dict[str, str]:
        """Local ids after, by those before."""
        return {self.before[i]["id"]: self.after[j]["id"] for i, j in self.pairing.pairs}

    def both(self) -> Iterator[tuple[JsonObject, JsonObject]]:
        """The findings that are in both."""
        return ((self.before[i], self.after[j]) for i, j in self.pairing.pairs)


def align_entities(before: list[JsonObject], after: list[JsonObject], texts: Alignment) -> Layered:
    """Pair entities by their mentions; those that share none by name."""
    old, new = [texts.keys(e["mentions"]) for e in before], [keys(e["mentions"]) for e in after]

    def likeness(i: int, j: int) -> float:
        return float(before[i]["name"] == after[j]["name"]) + float(before[i]["type"] == after[j]["type"]) / 2

    def fallback(i: int, j: int) -> float:
        return _overlaps(old[i], new[j]) or float(before[i]["name"] == after[j]["name"]) / 2

    return Layered(before, after, pair(old, new, likeness, fallback))


def align_locations(before: list[JsonObject], after: list[JsonObject], texts: Alignment) -> Layered:
    """Pair places by their mentions; those that share none by their entry of the gazetteer."""
    old, new = [texts.keys(p["mentions"]) for p in before], [keys(p["mentions"]) for p in after]

    def same_entry(i: int, j: int) -> float:
        return float(_entry(before[i]) == _entry(after[j]))

    return Layered(
        before, after, pair(old, new, same_entry, lambda i, j: _overlaps(old[i], new[j]) or 0.5 * same_entry(i, j))
    )


def align_dates(before: list[JsonObject], after: list[JsonObject], texts: Alignment) -> Layered:
    """Pair time expressions that share characters."""
    old, new = [texts.keys([d["mention"]]) for d in before], [keys([d["mention"]]) for d in after]
    return Layered(before, after, pair(old, new, lambda _i, _j: 0.0, lambda i, j: _overlaps(old[i], new[j])))


def entity_changes(layer: Layered, texts: Alignment) -> Iterator[Change]:
    """Changes of entities and of their mentions."""
    owner = {span: entity for entity in layer.after for span in keys(entity["mentions"])}
    known = {span for entity in layer.before for span in texts.keys(entity["mentions"])}
    for i in layer.pairing.lost:
        entity = layer.before[i]
        heirs = {id(held): held for span in texts.keys(entity["mentions"]) if (held := owner.get(span))}
        now = f"; {_names(heirs.values())} now" if heirs else ""
        yield _one_sided("entities.lost", "before", entity, _entity(entity) + now, entity["type"])
    for j in layer.pairing.added:
        entity = layer.after[j]
        yield _one_sided("entities.added", "after", entity, _entity(entity), entity["type"])
    for before, after in layer.both():
        yield from _entity_differences(before, after, texts)
        yield from _mention_differences(before, after, texts, owner, known)


def location_changes(layer: Layered, distance_km: float) -> Iterator[Change]:
    """Changes of places; one counts as moved when it is farther away than the distance."""
    for i in layer.pairing.lost:
        yield _one_sided("locations.lost", "before", layer.before[i], _location(layer.before[i]))
    for j in layer.pairing.added:
        yield _one_sided("locations.added", "after", layer.after[j], _location(layer.after[j]))
    for before, after in layer.both():
        away = kilometres(before, after)
        words = f"{_location(before)} became {_location(after)}, {away:,.0f} km away"
        if away > distance_km:
            old, new = before.get("country", "?"), after.get("country", "?")
            pattern = f"{old} → {new}" if old != new else ""
            yield _paired("locations.moved", before, after, words, pattern)
        elif _entry(before) != _entry(after):
            yield _paired("locations.replaced", before, after, words)
        elif _without(before, "id", "entity", "mentions") != _without(after, "id", "entity", "mentions") or (
            [m["text"] for m in before["mentions"]] != [m["text"] for m in after["mentions"]]
        ):
            yield _paired("locations.details", before, after, f"{_location(before)}: other details")


def date_changes(layer: Layered, texts: Alignment) -> Iterator[Change]:
    """Changes of time expressions."""
    for i in layer.pairing.lost:
        yield _one_sided("dates.lost", "before", layer.before[i], _date(layer.before[i]), layer.before[i]["type"])
    for j in layer.pairing.added:
        yield _one_sided("dates.added", "after", layer.after[j], _date(layer.after[j]), layer.after[j]["type"])
    for before, after in layer.both():
        if any(before.get(name) != after.get(name) for name in ("type", "value", "start", "end")):
            words = f"{_date(before)} became {after.get('value') or after['type']}"
            yield _paired("dates.value", before, after, words, f"{before['type']} → {after['type']}")
        elif before.get("basis") != after.get("basis") or texts.key(before["mention"]) != key(after["mention"]):
            yield _paired("dates.details", before, after, f"{_date(before)}: other basis or span")


def kilometres(one: JsonObject, other: JsonObject) -> float:
    """The distance of two places on the sphere."""
    lat1, lat2 = radians(one["latitude"]), radians(other["latitude"])
    half = sin((lat2 - lat1) / 2) ** 2
    half += cos(lat1) * cos(lat2) * sin(radians(other["longitude"] - one["longitude"]) / 2) ** 2
    return 2 * _EARTH_KM * asin(sqrt(min(1.0, half)))


def _entity_differences(before: JsonObject, after: JsonObject, texts: Alignment) -> Iterator[Change]:
    name, types = before["name"], f"{before['type']} → {after['type']}"
    if before["type"] != after["type"]:
        yield _paired("entities.retyped", before, after, f"{name}: {before['type']} became {after['type']}", types)
    if name != after["name"]:
        yield _paired("entities.renamed", before, after, f"{name} became {after['name']}")
    if (old := _codes(before)) != (new := _codes(after)):
        yield _paired("entities.recoded", before, after, f"{name}: {old} became {new}", f"{old} → {new}")
    if before.get("roles") != after.get("roles"):
        words = f"{name}: {_listed(before.get('roles'))} became {_listed(after.get('roles'))}"
        yield _paired("entities.roles", before, after, words)
    if any(before.get(field) != after.get(field) for field in ("aliases", "salience")) or (
        texts.keys(before.get("references", ())) != keys(after.get("references", ()))
    ):
        yield _paired("entities.details", before, after, f"{name}: other aliases, references or salience")


def _mention_differences(
    before: JsonObject, after: JsonObject, texts: Alignment, owner: dict[Key, JsonObject], known: set[Key]
) -> Iterator[Change]:
    new = keys(after["mentions"])
    came = {key(mention): mention for mention in after["mentions"] if key(mention) not in known}
    for mention in before["mentions"]:
        span = texts.key(mention)
        if span in new:
            continue
        where, ids = mention_place("before", mention), (before["id"], after["id"])
        if holder := owner.get(span):
            words = f"“{mention['text']}” was {before['name']}, is {holder['name']} now"
            yield Change("mentions.moved", words, before["id"], holder["id"], place=where)
        elif resized := next((other for other in came if overlap(span, other)), None):
            words = f"“{mention['text']}” became “{came.pop(resized)['text']}”"
            yield Change("mentions.resized", words, *ids, before["type"], where)
        else:
            yield Change("mentions.lost", f"“{mention['text']}” of {before['name']}", *ids, before["type"], where)
    for mention in came.values():
        words, where = f"“{mention['text']}” of {after['name']}", mention_place("after", mention)
        yield Change("mentions.added", words, before["id"], after["id"], after["type"], where)


def _one_sided(kind: str, side: Side, found: JsonObject, words: str, pattern: str = "") -> Change:
    mention = found["mention"] if "mention" in found else found["mentions"][0]
    before, after = (found["id"], None) if side == "before" else (None, found["id"])
    return Change(kind, words, before, after, pattern, mention_place(side, mention))


def _paired(kind: str, before: JsonObject, after: JsonObject, words: str, pattern: str = "") -> Change:
    mention = before["mention"] if "mention" in before else before["mentions"][0]
    return Change(kind, words, before["id"], after["id"], pattern, mention_place("before", mention))


def _overlaps(one: frozenset[Key], other: frozenset[Key]) -> float:
    return float(sum(overlap(a, b) for a in one for b in other))


def _entry(location: JsonObject) -> object:
    """What tells entries of the gazetteer apart; some have no GeoNames id."""
    return location.get("geonames_id") or (location["name"], location.get("country"))


def _entity(entity: JsonObject) -> str:
    return f"{entity['name']} ({entity['type']})"


def _names(entities: Iterable[JsonObject]) -> str:
    return ", ".join(entity["name"] for entity in entities)


def _location(location: JsonObject) -> str:
    within = ", ".join(filter(None, (location.get("admin1"), location.get("country"))))
    return f"{location['name']} ({within})" if within else str(location["name"])


def _date(date: JsonObject) -> str:
    return f"“{date['mention']['text']}” ({date.get('value') or date['type']})"


def _codes(found: JsonObject) -> str:
    return " ".join(filter(None, (found.get("country"), found.get("sector")))) or "no code"


def _listed(values: list[str] | None) -> str:
    return ", ".join(values or ()) or "no role"


def _without(found: JsonObject, *fields: str) -> JsonObject:
    return {name: held for name, held in found.items() if name not in fields}
