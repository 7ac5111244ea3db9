"""One happening, one event; dates and places with what they come from."""

from pipeline.record import DateExpression, Location, Mention
from tests.events.coding_of import code

BODY = "Egypt attacked Sudan on Monday. The attack by Egypt on Sudan angered many. Japan condemned Egypt."


def test_repeats_are_merged_and_numbered_in_order_of_mention() -> None:
    first, second = code(BODY)
    assert (first.id, first.type, len(first.repeats)) == ("V1", "ASSAULT", 1)
    assert (second.id, second.type) == ("V2", "ACCUSE")
    assert BODY[first.repeats[0].trigger.start : first.repeats[0].trigger.end] == "attack"


def test_the_title_and_the_body_tell_of_one_event() -> None:
    event = code("Egypt attacked Sudan on Monday.", title="Egypt attacks Sudan")[0]
    assert len(event.repeats) == 1
    assert {event.trigger.field, event.repeats[0].trigger.field} == {"title", "body"}


def test_the_lead_is_more_salient_than_the_end() -> None:
    events = code(BODY)
    assert events[0].salience is not None
    assert events[1].salience is not None
    assert events[0].salience > events[1].salience


def test_every_offset_gives_its_text() -> None:
    for event in code(BODY):
        trigger = event.trigger
        assert BODY[trigger.start : trigger.end] in trigger.text
        assert event.sentence.start <= trigger.start < trigger.end <= event.sentence.end
        for actor in (*event.sources, *event.targets):
            assert BODY[actor.mention.start : actor.mention.end] == actor.mention.text


def test_the_date_of_the_clause_is_stated_and_otherwise_that_of_the_publication() -> None:
    at = BODY.index("Monday")
    monday = DateExpression("D1", "DATE", Mention("body", at, at + 6, "Monday"), "2024-01-15")
    first, second = code(BODY, published_at="2024-01-17T10:00:00Z", dates=(monday,))
    assert first.date is not None
    assert second.date is not None
    assert (first.date.value, first.date.basis, first.date.date) == ("2024-01-15", "stated", "D1")
    assert second.date.value in ("2024-01-15", "2024-01-17")


def test_without_any_date_there_is_none() -> None:
    assert all(event.date is None for event in code(BODY))


def test_the_place_is_the_event_s_own_or_none() -> None:
    body = "Rebels attacked a convoy in Gao. France condemned the rebels."
    at = body.index("Gao")
    gao = Location("L1", "Gao", 16.27, -0.04, (Mention("body", at, at + 3, "Gao"),))
    first, second = code(body, locations=(gao,))
    assert first.location is not None
    assert (first.location.location, first.location.basis) == ("L1", "stated")
    assert second.location is None


def test_bad_input_gives_no_error() -> None:
    for body in ("", "!!! ??? ...", "ATTACK " * 2000, "and and and or or of of of by by", "12 34 56"):
        for event in code(body):
            assert 0 < (event.confidence or 0) < 1
