"""The place of a dateline is a place; a heading of the wire is not."""

from __future__ import annotations

import pytest

from tests.entities.entities_of import entities_of


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ("GSTAAD, Switzerland (AP) - The hotels are full, the town's mayor said.", "GSTAAD"),
        ("KOUROU 1996-12-18\nThe rocket was rolled to its pad.", "KOUROU"),
        ("BELEM , Brazil 1996-05-07\nPeasants blocked a road.", "BELEM"),
        ("TUESDAY, JUNE 3\nLA PAZ - Mercosur foreign ministers meet.\nASUNCION - Talks on water go on.", "ASUNCION"),
        ("Tax hike is likely. COLUMBIA -- The fight goes on, the state said.", "COLUMBIA"),
        ("Fire kills four. ST. PARIS - The men of the town grieved.", "ST. PARIS"),
        ("VUNG TAU, Vietnam, Oct. 3 - Fishermen found the raft.", "VUNG TAU"),
    ],
)
def test_the_place_of_a_dateline_is_a_place(body: str, place: str) -> None:
    assert {e.type for e in entities_of(body).values() if any(m.text == place for m in e.mentions)} == {"GPE"}


@pytest.mark.parametrize(
    "body",
    [
        "PRESS DIGEST - The papers lead with the budget.",
        "TABLE - Earnings rose in the first half, the company said.",
        "NATO - the alliance that was founded in 1949 - has new members.",
        "REBELS OVERRUN POST - TWO DEAD, MANY HURT IN THE RAIN AND THE COLD OF THE NIGHT, POLICE SAY",
    ],
)
def test_no_heading_and_no_headline_is_taken_for_one(body: str) -> None:
    assert "GPE" not in {entity.type for entity in entities_of(body).values()}
