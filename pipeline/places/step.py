"""The step: names of places in an article to locations."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass, replace

from pipeline.language.parsed import Analysis
from pipeline.layers import EnricherSettings
from pipeline.places import weights
from pipeline.places.choice import Scored, resolve
from pipeline.places.confidence import Curve
from pipeline.places.features import About
from pipeline.places.gazetteer import Gazetteer
from pipeline.places.homes import load as load_homes
from pipeline.places.homes import source_of
from pipeline.places.sites import sites
from pipeline.places.toponyms import Toponym, find, is_street, told
from pipeline.record import Alternative, Location

_SITE_KM, _AREA_KM = 10.0, 30.0  # how far a street, or another place of unknown position, may lie from its town


@dataclass(slots=True)
class _Placed:
    """A place with all its mentions: one of the gazetteer, or a site in a town of it."""

    ranked: list[Scored]
    confidence: float
    toponyms: list[Toponym]
    site: str | None = None


class PlaceStep:
    """Resolves toponyms; reads the layer ``entities``, writes ``locations``."""

    def __init__(self, gazetteer: Gazetteer, settings: EnricherSettings | None = None) -> None:
        self._settings = settings or EnricherSettings()
        self._gazetteer = gazetteer
        self._weights = weights.load()
        self._curve = Curve.load()
        homes = self._settings.place_homes
        self._homes = load_homes(homes, gazetteer) if homes else {}
        self.version = gazetteer.version

    @classmethod
    def load(cls, settings: EnricherSettings) -> PlaceStep:
        """Open the gazetteer, and the table of homes where the settings name one.

        Raises:
            GazetteerError: it is missing, cut or foreign.
            HomesError: the table of homes cannot be used.
        """
        return cls(Gazetteer.open(settings.gazetteer), settings)

    def __call__(self, analysis: Analysis) -> Analysis:
        toponyms = find(self._gazetteer, analysis)
        resolved = resolve(self._gazetteer, self._weights, told(toponyms), self._article(analysis))
        ranked = {name: self._curve.over(candidates) for name, candidates in resolved.items()}
        if not self._settings.place_adjectives:
            toponyms = [toponym for toponym in toponyms if toponym.form != "adjective"]
        least = self._settings.place_abstain_below
        placed = [each for each in _placed(analysis, toponyms, ranked) if each.confidence >= least]
        return replace(analysis, locations=tuple(self._locations(placed)))

    def _article(self, analysis: Analysis) -> About:
        countries = frozenset(entity.country for entity in analysis.entities if entity.country)
        source = source_of(analysis.article.source, analysis.article.url)
        return About(countries, self._homes.get(source or ""))

    def _locations(self, placed: list[_Placed]) -> Iterable[Location]:
        ids = {each.ranked[0].index: f"L{n}" for n, each in enumerate(placed, 1) if each.site is None}
        for number, each in enumerate(placed, 1):
            location = self._location(f"L{number}", each)
            if each.site is not None:
                location = replace(
                    location,
                    name=each.site,
                    geonames_id=None,
                    feature="ST" if is_street(each.site) else None,
                    radius_km=_SITE_KM if is_street(each.site) else _AREA_KM,
                    within=ids.get(each.ranked[0].index),
                    alternatives=(),
                )
            yield location

    def _location(self, number: str, placed: _Placed) -> Location:
        place = placed.ranked[0].place
        unsure = placed.confidence < self._settings.place_alternatives_below
        return Location(
            id=number,
            name=place.name,
            latitude=place.latitude,
            longitude=place.longitude,
            mentions=tuple(toponym.mention for toponym in placed.toponyms),
            geonames_id=place.geonames_id or None,
            country=place.country,
            admin1=self._gazetteer.place(place.admin1).name if place.admin1 >= 0 else None,
            feature=place.feature,
            radius_km=place.radius_km or None,
            confidence=round(placed.confidence, 3),
            entity=next((toponym.entity for toponym in placed.toponyms if toponym.entity), None),
            alternatives=tuple(map(_alternative, placed.ranked[1:] if unsure else ())),
        )


def _placed(analysis: Analysis, toponyms: list[Toponym], ranked: dict[str, list[Scored]]) -> list[_Placed]:
    """What the toponyms mean, each place once, in the order of first mention.

    An adjective is a mention of a country that the article names, or names places of.
    """
    at_site = {id(site.toponym): site for site in sites(analysis.texts, toponyms, ranked)}
    named = [toponym for toponym in toponyms if toponym.form == "name" and toponym.name in ranked]
    countries = {ranked[toponym.name][0].country for toponym in named}
    found: dict[Hashable, _Placed] = {}
    for toponym in toponyms:
        if site := at_site.get(id(toponym)):
            key = toponym.name, site.town.index
            found.setdefault(key, _Placed([site.town], site.confidence, [], toponym.name)).toponyms.append(toponym)
        elif scored := ranked.get(toponym.name) if toponym.form != "site" else None:
            best = scored[0]
            if toponym.form != "adjective" or best.country in countries:
                found.setdefault(best.index, _Placed(scored, best.probability, [])).toponyms.append(toponym)
    return list(found.values())


def _alternative(scored: Scored) -> Alternative:
    place = scored.place
    return Alternative(place.name, round(scored.probability, 3), place.geonames_id or None, place.country)
