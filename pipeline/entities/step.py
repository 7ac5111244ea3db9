"""The step: names found, gathered into entities, described."""

from __future__ import annotations

from dataclasses import replace

from pipeline.entities.coreference import Group, gather
from pipeline.entities.description import canonical, country_of, known, sector_of
from pipeline.entities.kinds import kind_nouns
from pipeline.entities.mentions import find_names
from pipeline.entities.missed import telling
from pipeline.entities.references import Described, find_references, pointers
from pipeline.entities.roles import Role, roles_of
from pipeline.entities.salience import salience
from pipeline.entities.scanning import Lists
from pipeline.entities.tables import Countries, known_organisations, role_sectors, sector_words
from pipeline.language.parsed import Analysis, ParsedText
from pipeline.record import Entity, Mention


class EntityStep:
    """Fills the entities of an analysis: one for each thing that the article names."""

    @classmethod
    def load(cls) -> EntityStep:
        """Read the tables.

        Raises:
            TableError: a line of a table is wrong.
        """
        Countries.load()
        known_organisations()
        role_sectors()
        sector_words()
        kind_nouns()
        return cls(Lists({**telling(), **pointers()}))

    def __init__(self, lists: Lists) -> None:
        self._lists = lists

    def __call__(self, analysis: Analysis) -> Analysis:
        texts = analysis.texts
        hits = [self._lists.find(parsed.doc) for parsed in texts]
        groups = gather(texts, find_names(texts, hits))
        described = _describe(texts, groups)
        references = find_references(texts, described, hits)
        entities = tuple(
            _entity(texts, place, entity, references.get(place, [])) for place, entity in enumerate(described)
        )
        return replace(analysis, entities=entities)


def _describe(texts: tuple[ParsedText, ...], groups: list[Group]) -> list[Described]:
    roles = _roles(texts, groups)
    described = []
    for place, group in enumerate(groups):
        row = known(group)
        mine = tuple(roles.get(place, ()))
        described.append(
            Described(group, mine, country_of(texts, group, mine, row), sector_of(texts, group, mine, row))
        )
    return described


def _roles(texts: tuple[ParsedText, ...], groups: list[Group]) -> dict[int, list[Role]]:
    """The roles of each person; a counterpart has the role of the person named before."""
    mentions = sorted(
        ((name.text, name.first, place, name) for place, group in enumerate(groups) for name in group.names),
        key=lambda mention: mention[:2],
    )
    found: dict[int, list[Role]] = {}
    before: int | None = None
    for text, _, place, name in mentions:
        if groups[place].kind != "PERSON":
            continue
        for role in roles_of(texts[text], name):
            told = role
            if role.counterpart and before is not None and found.get(before):
                other = found[before][0]
                told = replace(role, sector=role.sector or other.sector)
                if role.sector in (None, "GOV"):
                    told = replace(told, sector=other.sector)
                found.setdefault(place, []).append(told)
                plain_role = _without_country(other)
                if plain_role is not None:
                    found[place].append(replace(plain_role, country=role.country, sector=told.sector, counterpart=True))
                continue
            if all(told.words != held.words for held in found.get(place, ())):
                found.setdefault(place, []).append(told)
        before = place
    return found


def _without_country(role: Role) -> Role | None:
    """The role of a person without the country that it names, for a counterpart's."""
    countries = Countries.load()
    words = [word for word in role.words.split() if countries.code(word.removesuffix("'s").removesuffix("’s")) is None]
    return replace(role, words=" ".join(words)) if words else None


def _entity(texts: tuple[ParsedText, ...], place: int, entity: Described, references: list[Mention]) -> Entity:
    name, aliases = canonical(entity.group)
    group = entity.group
    # A role that is only inferred from a counterpart's serves references; the record keeps what is written.
    written = dict.fromkeys(
        role.words for role in entity.roles if not role.counterpart or role.words.endswith("counterpart")
    )
    return Entity(
        id=f"E{place + 1}",
        type=group.kind,
        name=name,
        mentions=tuple([texts[n.text].mention(n.start, n.end) for n in group.names]),
        aliases=aliases,
        references=tuple(references),
        country=entity.country,
        sector=entity.sector,
        roles=tuple(written),
        salience=salience(texts, group, len(references)),
    )
