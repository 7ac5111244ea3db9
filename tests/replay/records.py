"""Records written by hand, to compare."""

from __future__ import annotations

import hashlib
from typing import Any

import orjson

from pipeline.record import (
    Actor,
    ArticleOfRecord,
    DateExpression,
    Entity,
    Event,
    EventDate,
    EventLocation,
    Location,
    Mention,
    ProducedBy,
    Record,
    Span,
    encode,
)

BODY = "Kovac met Orban in Vienna on Tuesday. Rebels shelled Vienna and fired at the army."


def mention(text: str, body: str = BODY, nth: int = 1) -> Mention:
    """The nth place where the body has these words."""
    start = -1
    for _ in range(nth):
        start = body.index(text, start + 1)
    return Mention("body", start, start + len(text), text)


def record(identity: str = "a1", body: str = BODY) -> dict[str, Any]:
    """A record with two persons, a place, a date and two events, as read from its JSON."""
    kovac, orban, vienna, tuesday = (mention(word, body) for word in ("Kovac", "Orban", "Vienna", "Tuesday"))
    rebels, army = mention("Rebels", body), mention("army", body)
    first, second = Span("body", 0, rebels.start - 1), Span("body", rebels.start, len(body))
    made = Record(
        id=identity,
        article=ArticleOfRecord(
            id=identity,
            published_at_basis="none",
            characters=len(body),
            sha256=hashlib.sha256(body.encode()).hexdigest(),
            body=body,
        ),
        entities=(
            Entity("E1", "PERSON", "Kovac", (kovac,)),
            Entity("E2", "PERSON", "Orban", (orban,)),
            Entity("E3", "GPE", "Vienna", (vienna, mention("Vienna", body, 2))),
        ),
        locations=(
            Location("L1", "Vienna", 48.20849, 16.37208, (vienna,), geonames_id=2761369, country="AT", entity="E3"),
        ),
        dates=(DateExpression("D1", "DATE", tuesday, "2024-01-16", "2024-01-16", "2024-01-16", "publication"),),
        events=(
            Event(
                "V1", "CONSULT", "046", 1, 7.0, mention("met", body), first, "actual", negated=False,
                sources=(Actor(kovac, "E1"),), targets=(Actor(orban, "E2"),),
                date=EventDate("2024-01-16", "stated", "D1"), location=EventLocation("stated", "L1", vienna),
            ),
            Event(
                "V2", "ASSAULT", "194", 4, -10.0, mention("shelled", body), second, "actual", negated=False,
                sources=(Actor(rebels, sector="REB"),), location=EventLocation("stated", "L1", vienna),
            ),
            Event(
                "V3", "ASSAULT", "190", 4, -9.0, mention("fired", body), second, "actual", negated=False,
                sources=(Actor(rebels, sector="REB"),), targets=(Actor(army, sector="MIL"),),
            ),
        ),
        event_types={"ASSAULT": 2, "CONSULT": 1},
        produced_by=ProducedBy("0.1.0", "m", "l", "g"),
    )  # fmt: skip
    held: dict[str, Any] = orjson.loads(encode(made))
    return held


def line(held: dict[str, Any]) -> bytes:
    """The line of a record."""
    return orjson.dumps(held) + b"\n"
