"""Who is source and who is target, by construction."""

import pytest

from tests.events.coding_of import code, names, one


@pytest.mark.parametrize(
    ("sentence", "sources", "targets"),
    [
        ("Egypt attacked Sudan.", ["Egypt"], ["Sudan"]),
        ("Sudan was attacked by Egypt.", ["Egypt"], ["Sudan"]),
        ("Norway and Sweden condemned Finland.", ["Norway", "Sweden"], ["Finland"]),
        ("The patrol came under fire from snipers near the river.", ["snipers"], ["patrol"]),
        ("The European Union imposed sanctions on Belarus, Russia and Iran.", None, ["Belarus", "Russia", "Iran"]),
        ("Japan urged China to withdraw its troops from the islands.", ["Japan"], ["China"]),
        ("Ukraine demanded that Russia release the prisoners.", ["Ukraine"], ["Russia"]),
        ("Talks between India and Nepal resumed on Monday.", ["India"], ["Nepal"]),
        ("Iran was forced to withdraw its troops from Iraq.", ["Iran"], ["Iraq"]),
        ("Spain agreed to send aid to Morocco.", ["Spain"], ["Morocco"]),
    ],
)
def test_roles(sentence: str, sources: list[str] | None, targets: list[str]) -> None:
    event = one(sentence)
    assert sources is None or names(event.sources) == sources
    assert names(event.targets) == targets


def test_the_subject_of_a_relative_clause_is_its_noun() -> None:
    second, first = code("The mayor, who was attacked by gunmen, accused the police of negligence.")
    assert (names(first.sources), names(first.targets)) == (["gunmen"], ["mayor"])
    assert (names(second.sources), names(second.targets)) == (["mayor"], ["police"])


def test_coordinated_verbs_share_their_subject() -> None:
    first, second = code("The minister visited Ankara and held talks with Turkish officials.")
    assert names(first.sources) == names(second.sources) == ["minister"]
    assert names(second.targets) == ["Turkish officials"]


def test_who_condemns_a_deed_speaks_of_its_doer() -> None:
    accusation = code("Norway condemned the attack on the embassy by Finnish rebels.")[0]
    assert names(accusation.targets) == ["Finnish rebels"]


def test_the_harm_that_an_attack_does_is_part_of_it() -> None:
    event = one("Kenya's strikes on the camps killed at least 14 militants and wounded dozens.")
    assert names(event.sources) == ["Kenya"]
    assert "at least 14 militants" in names(event.targets)
    assert event.casualties is not None
    assert event.casualties.killed is not None
    assert event.casualties.wounded is not None
    assert (event.casualties.killed.low, event.casualties.killed.high) == (14, None)
    assert event.casualties.wounded.low == 24


def test_general_actors_have_a_sector() -> None:
    event = one("Police arrested 200 protesters.")
    assert event.sources[0].sector == "COP"
    assert event.targets[0].sector == "CVL"


def test_an_excluded_sense_is_no_event() -> None:
    assert code("The bill strikes a balance between the two parties.") == ()
    assert code("The senator withdrew the bill.") == ()


def test_a_headline_verb_without_object_is_done_to_its_subject() -> None:
    event = one("Student arrested near the port.")
    assert (names(event.sources), names(event.targets)) == ([], ["Student"])


def test_those_in_power_arrest_rather_than_are_arrested() -> None:
    event = one("Police arrested on Monday a student.")
    assert names(event.sources) == ["Police"]
