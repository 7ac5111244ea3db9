"""The record: what Dateline says of one article, and the bytes of its message.

Every value here is frozen. Offsets count Unicode code points in the named field of
the article that the record carries, end exclusive. ``None`` and ``()`` mean unknown
and are left out of the bytes: there are no placeholder values.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Annotated, Any, ClassVar, Literal

import orjson
from annotated_types import Ge, Le
from pydantic import ConfigDict, StringConstraints

Field = Literal["title", "body"]
DateType = Literal["DATE", "TIME", "DURATION", "SET"]
DateBasis = Literal["explicit", "publication", "text"]
PublishedBasis = Literal["article", "message", "none"]
Status = Literal["actual", "claimed", "denied", "planned", "threatened", "possible", "failed"]
EventType = Literal[
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST",
    "ACCUSE", "REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
]  # fmt: skip

Offset = Annotated[int, Ge(0)]
Number = Annotated[int, Ge(0)]
Probability = Annotated[float, Ge(0), Le(1)]
Latitude = Annotated[float, Ge(-90), Le(90)]
Longitude = Annotated[float, Ge(-180), Le(180)]
Country = Annotated[str, StringConstraints(pattern="^[A-Z]{2}$")]
Day = Annotated[str, StringConstraints(pattern="^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]
Moment = Annotated[str, StringConstraints(pattern="^[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}:[0-9]{2}Z)?$")]
CameoCode = Annotated[str, StringConstraints(pattern="^[0-9]{2,4}$")]
QuadClass = Annotated[int, Ge(1), Le(4)]
Goldstein = Annotated[float, Ge(-10), Le(10)]
Sha256 = Annotated[str, StringConstraints(pattern="^[0-9a-f]{64}$")]

_DOCUMENTED = ConfigDict(use_attribute_docstrings=True, extra="forbid")


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of one field of the article."""

    __pydantic_config__: ClassVar[ConfigDict] = _DOCUMENTED

    field: Field
    """The field that holds the text."""
    start: Offset
    """First character, in Unicode code points."""
    end: Offset
    """One past the last character."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A stretch of one field, with its text."""

    __pydantic_config__: ClassVar[ConfigDict] = _DOCUMENTED

    field: Field
    """The field that holds the text."""
    start: Offset
    """First character, in Unicode code points."""
    end: Offset
    """One past the last character."""
    text: str
    """The characters from start to end. A trigger that is not one stretch joins its parts with " … "."""


@dataclass(frozen=True, slots=True)
class Entity:
    """Who or what one or more mentions refer to."""

    __pydantic_config__: ClassVar[ConfigDict] = _DOCUMENTED

    id: str
    """Local to the record: E1, E2, … in order of first mention."""
    type: str
    """OntoNotes label, as spaCy gives it: PERSON, ORG, GPE, LOC, FAC, NORP, …"""
    name: str
    """Canonical name."""
    mentions: tuple[Mention, ...]
    """Where the article names it."""
    aliases: tuple[str, ...] = ()
    """Other names that the article uses for it."""
    references: tuple[Mention, ...] = ()
    """Descriptions and pronouns that plainly mean it ("the prime minister", "the group")."""
    country: Country | None = None
    """ISO 3166-1 alpha-2 code of the country that it is, or belongs to."""
    sector: str | None = None
    """PLOVER actor code: GOV, MIL, PAR, REB, OPP, COP, CVL, …"""
    roles: tuple[str, ...] = ()
    """Roles that the article gives it, as written."""
    salience: Probability | None = None
    """How central it is to the article, 0 to 1."""


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another place that a name may mean."""

    __pydantic_config__: ClassVar[ConfigDict] = _DOCUMENTED

    name: str
    """Main name of the place."""
    score: Probability
    """Probability, 0 to 1, among the candidates."""
    geonames_id: int | None = None
    """GeoNames id, where the place has one."""
    country: Country | None = None
    """ISO 3166-1 alpha-2 code."""


@dataclass(frozen=True, slots=True)
class Location:
    """A place that the article names, found in the gazetteer, or a street or building at the place of its town."""

    __pydantic_config__: ClassVar[ConfigDict] = _DOCUMENTED

    id: str
    """Local to the record: L1, L2, … in order of first mention."""
    name: str
    """Main name of the place in the gazetteer; of a place that is not there, as the article names it."""
    latitude: Latitude
    """Degrees north, WGS 84."""
    longitude: Longitude
    """Degrees east, WGS 84."""
    mentions: tuple[Mention, ...]
    """Where the article names it."""
    geonames_id: int | None = None
    """GeoNames id, where the place has one."""
    country: Country | None = None
    """ISO 3166-1 alpha-2 code of the country that the place is in, or is."""
    admin1: str | None = None
    """Name of the first-order division that holds it."""
    feature: str | None = None
    """GeoNames feature code: PPL, PPLC, ADM1, PCLI, SEA, …"""
    radius_km: float | None = None
    """Half of the place's extent, in kilometres, where it is no point."""
    confidence: Probability | None = None
    """Probability, 0 to 1, that this is the place meant."""
    entity: str | None = None
    """Id of the entity that names the place."""
    within: str | None = None
    """Id of the location whose coordinates it has, where the gazetteer lacks the place itself."""
    alternatives: tuple[Alternative, ...] = ()
    """Other candidates, best first, where the confidence is low."""


@dataclass(frozen=True, slots=True)
class DateExpression:
    """A time expression and what it means on the calendar."""

    __pydantic_config__: ClassVar[ConfigDict] = _DOCUMENTED

    id: str
    """Local to the record: D1, D2, … in order of mention."""
    type: DateType
    """DATE and TIME are on the calendar; DURATION and SET are not."""
    mention: Mention
    """The expression."""
    value: str | None = None
    """ISO 8601 at the text's granularity: 2024-01-16, 2013-W11, 2013-Q1, P3D; or PRESENT_REF, PAST_REF, FUTURE_REF."""
    start: Day | None = None
    """First day, YYYY-MM-DD."""
    end: Day | None = None
    """Last day, inclusive, YYYY-MM-DD."""
    basis: DateBasis | None = None
    """What the value was computed from: the words alone, the publication date, or another date in the text."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who takes part in an event."""

    __pydantic_config__: ClassVar[ConfigDict] = _DOCUMENTED

    mention: Mention
    """The words that name the actor in the event's sentence."""
    entity: str | None = None
    """Id of the entity, where the actor is one."""
    country: Country | None = None
    """ISO 3166-1 alpha-2 code."""
    sector: str | None = None
    """PLOVER actor code."""


@dataclass(frozen=True, slots=True)
class EventDate:
    """When an event happened."""

    __pydantic_config__: ClassVar[ConfigDict] = _DOCUMENTED

    value: str
    """ISO 8601 at the granularity of the text."""
    basis: Literal["stated", "sentence", "context", "publication"]
    """Where the date comes from: the event's own words, its sentence, the text before it, the publication date."""
    date: str | None = None
    """Id of the date expression."""


@dataclass(frozen=True, slots=True)
class EventLocation:
    """Where an event happened."""

    __pydantic_config__: ClassVar[ConfigDict] = _DOCUMENTED

    basis: Literal["stated", "sentence", "context", "target"]
    """Where the place comes from: the event's own words, its sentence, the text before it, its target."""
    location: str | None = None
    """Id of the location, where the place is in the gazetteer."""
    mention: Mention | None = None
    """The words that name the place."""


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who says that an event happened."""

    __pydantic_config__: ClassVar[ConfigDict] = _DOCUMENTED

    mention: Mention
    """The words that name the speaker."""
    entity: str | None = None
    """Id of the entity, where the speaker is one."""


@dataclass(frozen=True, slots=True)
class Count:
    """A number of people, as exact as the text."""

    __pydantic_config__: ClassVar[ConfigDict] = _DOCUMENTED

    low: Number | None = None
    """Least number that the words allow."""
    high: Number | None = None
    """Greatest number that the words allow."""
    text: str | None = None
    """The words."""


@dataclass(frozen=True, slots=True)
class Casualties:
    """What happened to how many people."""

    __pydantic_config__: ClassVar[ConfigDict] = _DOCUMENTED

    killed: Count | None = None
    """The dead."""
    wounded: Count | None = None
    """The wounded."""
    arrested: Count | None = None
    """The arrested, the detained and the kidnapped."""
    displaced: Count | None = None
    """Those who fled or were driven out."""
    missing: Count | None = None
    """The missing."""


@dataclass(frozen=True, slots=True)
class Repeat:
    """Another place in the article that tells of the same event."""

    __pydantic_config__: ClassVar[ConfigDict] = _DOCUMENTED

    trigger: Mention
    """The words that evoke the event there."""
    sentence: Span
    """The sentence of that trigger."""


@dataclass(frozen=True, slots=True)
class Event:
    """Who did what to whom, coded in PLOVER and CAMEO."""

    __pydantic_config__: ClassVar[ConfigDict] = _DOCUMENTED

    id: str
    """Local to the record: V1, V2, … in order of mention."""
    type: EventType
    """PLOVER event type."""
    cameo: CameoCode
    """CAMEO code: digits with leading zeros."""
    quad_class: QuadClass
    """1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict."""
    goldstein: Goldstein
    """Published Goldstein score of the CAMEO code, -10 to 10."""
    trigger: Mention
    """The words that evoke the event; start and end are those of their head."""
    sentence: Span
    """The sentence of the trigger."""
    status: Status
    """Whether it happened, or how it is spoken of."""
    negated: bool
    """The text says that it did not happen."""
    mode: str | None = None
    """PLOVER mode of the type."""
    contexts: tuple[str, ...] = ()
    """PLOVER contexts."""
    sources: tuple[Actor, ...] = ()
    """Who acts."""
    targets: tuple[Actor, ...] = ()
    """Who is acted upon."""
    date: EventDate | None = None
    """When it happened."""
    location: EventLocation | None = None
    """Where it happened."""
    attribution: Attribution | None = None
    """Who says so, where the article names a speaker."""
    casualties: Casualties | None = None
    """How many people it killed, wounded, …, as far as the text says."""
    repeats: tuple[Repeat, ...] = ()
    """Where else the article tells of it."""
    salience: Probability | None = None
    """How central it is to the article, 0 to 1."""
    confidence: Probability | None = None
    """Probability, 0 to 1, that a careful coder would accept it."""
    rule: str | None = None
    """The line of the lexicon that fired."""


@dataclass(frozen=True, slots=True)
class ArticleOfRecord:
    """The article that the record is about."""

    __pydantic_config__: ClassVar[ConfigDict] = _DOCUMENTED

    id: str
    """The article's own id, or a hash of its url, or of its body."""
    published_at_basis: PublishedBasis
    """Where published_at comes from."""
    characters: Number
    """Length of the body in Unicode code points."""
    sha256: Sha256
    """Hash of the body in UTF-8, in hexadecimal."""
    url: str | None = None
    """Where the article was published."""
    source: str | None = None
    """Name or host of the outlet."""
    title: str | None = None
    """The headline; left out by setting."""
    body: str | None = None
    """The text that all offsets refer to; left out by setting."""
    language: str | None = None
    """ISO 639 code."""
    published_at: Moment | None = None
    """UTC, YYYY-MM-DDThh:mm:ssZ; a date alone where the article gives no time."""


@dataclass(frozen=True, slots=True)
class ProducedBy:
    """What made the record: with the same versions, the same article gives the same bytes."""

    __pydantic_config__: ClassVar[ConfigDict] = _DOCUMENTED

    dateline: str
    """Version of Dateline."""
    model: str
    """Name and version of the language model."""
    lexicon: str
    """Version of the event lexicon."""
    gazetteer: str
    """Version of the gazetteer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One article, enriched."""

    __pydantic_config__: ClassVar[ConfigDict] = _DOCUMENTED

    schema: Literal["dateline.record/1"] = "dateline.record/1"
    """Name and version of this format."""
    id: str
    """The id of the article."""
    article: ArticleOfRecord
    """The article, as read."""
    entities: tuple[Entity, ...] = ()
    """Who: people, organisations, countries and other names."""
    locations: tuple[Location, ...] = ()
    """Where: the places that the article names."""
    dates: tuple[DateExpression, ...] = ()
    """When: the time expressions of the article."""
    events: tuple[Event, ...] = ()
    """What: who did what to whom."""
    event_types: dict[str, int]
    """How many events there are of each type."""
    produced_by: ProducedBy
    """The versions that made the record."""


ALWAYS_PRESENT = frozenset(
    {"entities", "locations", "dates", "events", "event_types", "mentions", "sources", "targets"}
)
"""Fields that are written even when empty."""


_NAMES: dict[type, tuple[str, ...]] = {
    kind: tuple(field.name for field in fields(kind))
    for kind in (
        Span, Mention, Entity, Alternative, Location, DateExpression, Actor, EventDate, EventLocation,
        Attribution, Count, Casualties, Repeat, Event, ArticleOfRecord, ProducedBy, Record,
    )
}  # fmt: skip


def _known(value: Any) -> dict[str, Any]:  # noqa: ANN401 - any dataclass
    """The fields of a dataclass that hold something; layers stay even when empty."""
    return {
        name: held
        for name in _NAMES[type(value)]
        if (held := getattr(value, name)) is not None and (held != () or name in ALWAYS_PRESENT)
    }


def encode(record: Record) -> bytes:
    """The bytes of a record: UTF-8 JSON, unknown values left out, keys in the order of the dataclasses.

    Args:
        record: the record; its strings hold no unpaired surrogates.

    Returns:
        One line of JSON without a line end. Equal records give equal bytes.
    """
    return orjson.dumps(record, default=_known, option=orjson.OPT_PASSTHROUGH_DATACLASS)
