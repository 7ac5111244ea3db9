"""Toponyms: the names of an article that stand for places.

First the names that the entity layer takes for places, then those that it takes for something else or
misses, where the text around them says that they are places (see :mod:`pipeline.places.rescue`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from pipeline.language.parsed import Analysis
from pipeline.places.bindings import binds, kind_told, postal_after
from pipeline.places.cues import Cues, adjectives, bare
from pipeline.places.features import Named
from pipeline.places.gazetteer import Gazetteer
from pipeline.places.names import fold
from pipeline.places.parts import Part, known_as, place_of_body, within_place
from pipeline.places.rescue import Reader
from pipeline.record import Entity, Mention

_PLACE_TYPES = frozenset({"GPE", "LOC", "FAC"})
_BODY_TYPES = frozenset({"ORG", "EVENT", "FAC"})
_OTHER_TYPES = frozenset({"ORG", "PERSON", "NORP", "PRODUCT", "WORK_OF_ART", "EVENT"})

_NOTHING = Named()
Form = Literal["name", "part", "adjective", "site"]


@dataclass(frozen=True, slots=True)
class Toponym:
    """A mention of a place."""

    mention: Mention
    name: str
    """What the gazetteer is asked for; of a site, what it is called."""
    form: Form
    """A name, the part of a longer one, an adjective or demonym, or a site: a street, a building or another
    place that the gazetteer lacks."""
    entity: str | None = None
    """Id of the entity, where the mention is one of its mentions."""
    told: Named = _NOTHING
    """What the text says of it."""


def find(gazetteer: Gazetteer, analysis: Analysis) -> list[Toponym]:
    """The toponyms of an article, in the order of the text; none overlaps another."""
    found: list[Toponym] = []
    others: list[tuple[Mention, Entity]] = []
    for entity in analysis.entities:
        for mention in entity.mentions:
            if entity.type in _PLACE_TYPES:
                found.extend(_of_place(gazetteer, mention, entity))
            else:
                others.append((mention, entity))
    people = [m.text for m, entity in others if entity.type == "PERSON"]
    surnames = {bare(name.split()[-1]) for name in people if len(name.split()) > 1}
    reader = Reader(gazetteer, analysis.texts, [toponym.mention for toponym in found if toponym.form == "name"])
    doubtful = [each for each in found if bare(each.name) in surnames]
    borne = {each.name for each in doubtful} - {each.name for each in doubtful if reader.is_place(each.mention, False)}
    found = [each for each in found if each.name not in borne]  # "Jordan" after "Michael Jordan"
    found.extend(_of_others(gazetteer, reader, surnames, found, others))
    return _bound(analysis, _ordered(analysis, [*found, *_codes(analysis, found)]))


def _of_place(gazetteer: Gazetteer, mention: Mention, entity: Entity) -> Iterator[Toponym]:
    """What a name that the entity layer takes for a place gives."""
    if is_street(mention.text):
        yield Toponym(mention, mention.text, "site", entity.id)
    elif known := known_as(gazetteer, mention.text):
        yield Toponym(mention, known, "name", entity.id)
    elif parts := within_place(gazetteer, mention.text):
        for part in parts:
            yield _part(mention, part)
    else:
        yield Toponym(mention, mention.text, "site", entity.id)


def _of_others(
    gazetteer: Gazetteer,
    reader: Reader,
    surnames: set[str],
    found: list[Toponym],
    others: list[tuple[Mention, Entity]],
) -> Iterator[Toponym]:
    """What the names of other types give, and what no name covers."""
    names = [toponym for toponym in found if toponym.form == "name"]
    seen = {fold(toponym.name) for toponym in names}
    nations = adjectives()
    whole = [
        (mention, entity)
        for mention, entity in others
        if entity.type in _OTHER_TYPES and mention.text not in nations and reader.may_be_place(mention.text)
    ]
    for _ in range(2):  # a name beside one that is found the first time is found the second
        found_now = [mention for mention, _ in whole if reader.is_place(mention, bare(mention.text) in surnames)]
        reader.add(found_now)
    rescued = {id(mention) for mention in found_now}
    seen |= {fold(mention.text) for mention in found_now}
    rescued |= {
        id(mention) for mention, _ in whole if fold(mention.text) in seen and bare(mention.text) not in surnames
    }
    for mention, entity in others:
        if entity.type == "NORP" and mention.text in nations:
            yield Toponym(mention, mention.text, "adjective", entity.id)
        elif is_street(mention.text):
            yield Toponym(mention, mention.text, "site", entity.id)
        elif id(mention) in rescued:
            yield Toponym(mention, mention.text, "name", entity.id)
        elif entity.type in _BODY_TYPES and (part := place_of_body(gazetteer, mention.text, seen)):
            yield replace(_part(mention, part), form="adjective" if part.name in nations else "part")
    covered = [mention for mention, _ in others] + [toponym.mention for toponym in found]
    for mention in reader.unnamed(covered, seen):
        yield Toponym(mention, mention.text, "name")


def _part(mention: Mention, part: Part) -> Toponym:
    text = mention.text[part.start : part.end]
    start = mention.start + part.start
    return Toponym(Mention(mention.field, start, start + len(text), text), part.name, "part")


def _codes(analysis: Analysis, found: list[Toponym]) -> Iterator[Toponym]:
    """The postal codes that follow towns."""
    texts = {text.field: text for text in analysis.texts}
    for toponym in found:
        text = texts[toponym.mention.field]
        if code := postal_after(text.text, toponym.mention.end):
            start, end, name = code
            yield Toponym(text.mention(start, end), name, "name")


def is_street(name: str) -> bool:
    """Whether a name is that of a street: "Orchard St.", "Highway 108"."""
    words = name.split()
    if not 1 < len(words) <= 6:
        return False
    street = Cues.load().street
    return bare(words[-1]) in street or (bare(words[0]) in street and words[-1][:1].isdigit())


def _ordered(analysis: Analysis, found: list[Toponym]) -> list[Toponym]:
    order = {text.field: number for number, text in enumerate(analysis.texts)}

    def rank(toponym: Toponym) -> tuple[int, int, bool, int]:
        mention = toponym.mention
        return order[mention.field], mention.start, toponym.form == "site", -mention.end

    kept: list[Toponym] = []
    for toponym in sorted(found, key=rank):
        before = kept[-1].mention if kept else None
        if before is None or before.field != toponym.mention.field or before.end <= toponym.mention.start:
            kept.append(toponym)
    return kept


def _bound(analysis: Analysis, toponyms: list[Toponym]) -> list[Toponym]:
    """Each with what the text says of it."""
    texts = {text.field: text.text for text in analysis.texts}
    bound = []
    for number, toponym in enumerate(toponyms):
        mention, text = toponym.mention, texts[toponym.mention.field]
        after = toponyms[number + 1] if number + 1 < len(toponyms) else None
        holds = (
            after is not None
            and after.form != "site"
            and after.mention.field == mention.field
            and binds(text[mention.end : after.mention.start])
        )
        container = after.name if after and holds else None
        bound.append(replace(toponym, told=Named(container, kind_told(text, mention.start, mention.end))))
    return bound


def told(toponyms: Iterable[Toponym]) -> dict[str, Named]:
    """The names of an article in order of first mention, each with what is said of any of its mentions."""
    names: dict[str, Named] = {}
    for toponym in toponyms:
        if toponym.form != "site":
            known = names.get(toponym.name, toponym.told)
            names[toponym.name] = Named(known.container or toponym.told.container, known.told or toponym.told.told)
    return names
