"""The step: names of places in an article to locations."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.language.parsed import Analysis
from pipeline.places import weights
from pipeline.places.choice import Scored, resolve
from pipeline.places.gazetteer import Gazetteer
from pipeline.record import Alternative, Entity, Location, Mention

_PLACE_TYPES = frozenset({"GPE", "LOC", "FAC"})
_UNSURE = 0.6
_ALTERNATIVES = 3
_BINDS = re.compile(r"\s*,\s*\Z|\s*\(\s*\Z")


@dataclass(frozen=True, slots=True)
class _Toponym:
    mention: Mention
    entity: Entity
    container: str | None


class PlaceStep:
    """Resolves toponyms; reads the layer ``entities``, writes ``locations``."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._weights = weights.load()
        self.version = gazetteer.version

    @classmethod
    def load(cls, gazetteer: Path | None = None) -> PlaceStep:
        """Open the gazetteer.

        Raises:
            GazetteerError: it is missing, cut or foreign.
        """
        return cls(Gazetteer.open(gazetteer))

    def __call__(self, analysis: Analysis) -> Analysis:
        toponyms = self._toponyms(analysis)
        countries = {entity.country for entity in analysis.entities if entity.country} | self._nations(toponyms)
        names: dict[str, str | None] = {}
        for toponym in toponyms:
            name = toponym.mention.text
            names[name] = names.get(name) or toponym.container
        for entity in analysis.entities:  # nationalities are no places here, but tell of countries
            if entity.type == "NORP" and entity.country:
                names.setdefault(entity.name, None)
        ranked = resolve(self._gazetteer, self._weights, names, countries)
        found: dict[int, tuple[list[Scored], list[_Toponym]]] = {}
        for toponym in toponyms:
            if scored := ranked.get(toponym.mention.text):
                found.setdefault(scored[0].place.index, (scored, []))[1].append(toponym)
        locations = tuple(
            self._location(f"L{number}", scored, named) for number, (scored, named) in enumerate(found.values(), 1)
        )
        return replace(analysis, locations=locations)

    def _toponyms(self, analysis: Analysis) -> list[_Toponym]:
        texts = {text.field: text.text for text in analysis.texts}
        order = {text.field: number for number, text in enumerate(analysis.texts)}
        mentions = sorted(
            (
                (mention, entity)
                for entity in analysis.entities
                if entity.type in _PLACE_TYPES
                for mention in entity.mentions
            ),
            key=lambda pair: (order[pair[0].field], pair[0].start),
        )
        toponyms = []
        for number, (mention, entity) in enumerate(mentions):
            after = mentions[number + 1][0] if number + 1 < len(mentions) else None
            bound = (
                after is not None
                and after.field == mention.field
                and _BINDS.match(texts[mention.field][mention.end : after.start]) is not None
            )
            toponyms.append(_Toponym(mention, entity, after.text if bound and after else None))
        return toponyms

    def _nations(self, toponyms: list[_Toponym]) -> set[str]:
        nations = set()
        for name in {toponym.mention.text for toponym in toponyms}:
            candidates = self._gazetteer.candidates(name)
            for index in candidates.places[candidates.main]:
                place = self._gazetteer.place(int(index))
                if place.feature == "PCLI" and place.country:
                    nations.add(place.country)
        return nations

    def _location(self, number: str, scored: list[Scored], named: list[_Toponym]) -> Location:
        best = scored[0]
        place = best.place
        return Location(
            id=number,
            name=place.name,
            latitude=place.latitude,
            longitude=place.longitude,
            mentions=tuple(toponym.mention for toponym in named),
            geonames_id=place.geonames_id or None,
            country=place.country,
            admin1=self._gazetteer.place(place.admin1).name if place.admin1 >= 0 else None,
            feature=place.feature,
            radius_km=place.radius_km or None,
            confidence=round(best.probability, 3),
            entity=named[0].entity.id,
            alternatives=tuple(
                _alternative(other) for other in (scored[1 : 1 + _ALTERNATIVES] if best.probability < _UNSURE else ())
            ),
        )


def _alternative(scored: Scored) -> Alternative:
    place = scored.place
    return Alternative(place.name, round(scored.probability, 3), place.geonames_id or None, place.country)
