"""Two records of an article differ in what they mean, and in nothing else."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest

from pipeline.replay.difference.changes import KINDS
from pipeline.replay.difference.compare import compare
from tests.replay.records import BODY, record

Json = dict[str, Any]


def changed(alter: Callable[[Json], object]) -> tuple[Json, Json]:
    before = record()
    after = deepcopy(before)
    alter(after)
    return before, after


def drop(held: Json, layer: str, number: int) -> None:
    del held[layer][number]


def put(held: Json, layer: str, number: int, **fields: object) -> None:
    held[layer][number].update(fields)


def other_actor(held: Json) -> None:
    held["events"][0]["targets"] = [{"mention": held["entities"][2]["mentions"][0], "entity": "E3"}]


def merge(held: Json) -> None:
    gone = held["events"].pop()
    held["events"][1]["repeats"] = [{"trigger": gone["trigger"], "sentence": gone["sentence"]}]


def move_mention(held: Json) -> None:
    held["entities"][1]["mentions"].append(held["entities"][2]["mentions"].pop())


@pytest.mark.parametrize(
    ("kind", "alter"),
    [
        ("entities.lost", lambda r: drop(r, "entities", 0)),
        ("entities.retyped", lambda r: put(r, "entities", 0, type="ORG")),
        ("entities.renamed", lambda r: put(r, "entities", 0, name="Jan Kovac")),
        ("entities.recoded", lambda r: put(r, "entities", 0, country="HR")),
        ("entities.roles", lambda r: put(r, "entities", 0, roles=["minister"])),
        ("entities.details", lambda r: put(r, "entities", 0, salience=0.4)),
        ("mentions.lost", lambda r: r["entities"][2]["mentions"].pop()),
        ("mentions.moved", move_mention),
        ("mentions.resized", lambda r: r["entities"][0]["mentions"][0].update(end=9, text="Kovac met")),
        ("locations.lost", lambda r: drop(r, "locations", 0)),
        ("locations.moved", lambda r: put(r, "locations", 0, latitude=38.9, longitude=-77.3, geonames_id=4791160)),
        ("locations.replaced", lambda r: put(r, "locations", 0, latitude=48.21, geonames_id=2761367)),
        ("locations.details", lambda r: put(r, "locations", 0, confidence=0.5)),
        ("dates.lost", lambda r: drop(r, "dates", 0)),
        ("dates.value", lambda r: put(r, "dates", 0, value="2024-01-23")),
        ("dates.details", lambda r: put(r, "dates", 0, basis="text")),
        ("events.lost", lambda r: drop(r, "events", 0)),
        ("events.merged", merge),
        ("events.retyped", lambda r: put(r, "events", 1, type="COERCE", cameo="170")),
        ("events.recoded", lambda r: put(r, "events", 1, cameo="195")),
        ("events.actors", other_actor),
        ("events.actors", lambda r: r["events"][2]["targets"][0].update(country="HU")),
        ("events.status", lambda r: put(r, "events", 1, status="claimed")),
        ("events.status", lambda r: put(r, "events", 1, negated=True)),
        ("events.date", lambda r: put(r, "events", 0, date={"value": "2024-01-17", "basis": "stated"})),
        ("events.place", lambda r: r["events"][0].pop("location")),
        ("events.casualties", lambda r: put(r, "events", 1, casualties={"killed": {"low": 2, "high": 2}})),
        ("events.details", lambda r: put(r, "events", 1, confidence=0.5)),
        ("articles.metadata", lambda r: r["article"].update(language="de")),
    ],
)
def test_a_change_is_known_for_what_it_is(kind: str, alter: Callable[[Json], object]) -> None:
    before, after = changed(alter)
    assert {change.kind for change in compare(before, after)} >= {kind}
    back = {"lost": "added", "merged": "split"}
    noun, _, what = kind.partition(".")
    assert {change.kind for change in compare(after, before)} >= {f"{noun}.{back.get(what, what)}"}


@pytest.mark.parametrize(
    "alter",
    [
        lambda r: put(r, "events", 1, type="COERCE"),
        lambda r: put(r, "entities", 0, type="ORG"),
        lambda r: put(r, "dates", 0, value="2024-01-23"),
        lambda r: drop(r, "events", 2),
    ],
)
def test_one_change_is_told_once(alter: Callable[[Json], object]) -> None:
    assert len(compare(*changed(alter))) == 1


def test_the_same_record_has_no_changes_whoever_made_it() -> None:
    before, after = changed(lambda r: r["produced_by"].update(dateline="9.9.9"))
    assert compare(before, after) == ()


def test_another_numbering_is_no_change() -> None:
    def renumber(held: Json) -> None:
        names = {"E1": "E7", "E2": "E1", "E3": "E2", "L1": "L4"}
        for found in (*held["entities"], *held["locations"]):
            found["id"] = names[found["id"]]
        for event in held["events"]:
            for actor in event["sources"] + event["targets"]:
                if "entity" in actor:
                    actor["entity"] = names[actor["entity"]]
            if "location" in event:
                event["location"]["location"] = "L4"

    assert compare(*changed(renumber)) == ()


def test_findings_keep_their_identity_where_the_text_is_read_differently() -> None:
    before, after = record(), record(body="VIENNA, Jan 16 - " + BODY)
    assert [change.kind for change in compare(before, after)] == ["articles.text"]


def test_an_actor_that_lost_its_entity_is_still_the_same_where_its_words_are() -> None:
    before, after = changed(lambda r: r["events"][0]["targets"][0].pop("entity"))
    assert [change.kind for change in compare(before, after)] == []


def test_two_events_of_one_trigger_pair_by_type() -> None:
    before = record()
    before["events"].append({**deepcopy(before["events"][0]), "id": "V4", "type": "AGREE", "cameo": "057"})
    after = deepcopy(before)
    after["events"][0], after["events"][3] = after["events"][3], after["events"][0]
    assert compare(before, after) == ()


def test_an_event_with_other_words_is_paired_within_its_sentence() -> None:
    before, after = changed(lambda r: r["events"][0]["trigger"].update(start=10, end=15, text="Orban"))
    assert [change.kind for change in compare(before, after)] == ["events.details"]


def test_the_distance_decides_whether_a_place_has_moved() -> None:
    before, after = changed(lambda r: put(r, "locations", 0, latitude=48.5))
    assert [change.kind for change in compare(before, after, 20)] == ["locations.moved"]
    assert [change.kind for change in compare(before, after, 50)] == ["locations.details"]


def test_every_change_points_at_words_of_its_text() -> None:
    before, after = changed(other_actor)
    drop(after, "entities", 0)
    for change in compare(before, after):
        assert change.kind in KINDS
        assert change.place is not None
        body = (before if change.place.side == "before" else after)["article"]["body"]
        assert body[change.place.start : change.place.end] in change.text
