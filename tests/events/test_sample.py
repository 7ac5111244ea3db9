"""A report of our own, read as a whole."""

from tests.events.coding_of import code, names

REPORT = """Ruritania bombed a depot of the Zenda rebels on Monday, killing at least six fighters.
The strike came after the rebels attacked a patrol near the border, wounding two soldiers.
Graustark condemned the strike. Its foreign minister will visit the Ruritanian capital next week.
No talks were held between the sides."""


def test_the_whole_report() -> None:
    events = code(REPORT, published_at="2031-05-07T08:00:00Z")
    told = [(event.type, event.negated, event.status) for event in events]
    assert told[0] == ("ASSAULT", False, "actual")
    assert ("ACCUSE", False, "actual") in told
    assert ("AGREE", False, "planned") in told
    assert ("CONSULT", True, "actual") in told
    assert len(told) <= 5


def test_the_first_event_has_its_victims_and_is_not_told_twice() -> None:
    first = code(REPORT)[0]
    assert names(first.sources) == ["Ruritania"]
    assert first.casualties is not None
    assert first.casualties.killed is not None
    assert first.casualties.killed.low == 6
    assert first.mode == "aerial"
    assert len(first.repeats) >= 1


def test_who_condemns_the_strike_condemns_its_doer() -> None:
    accusation = next(event for event in code(REPORT) if event.type == "ACCUSE")
    assert names(accusation.sources) == ["Graustark"]
    assert names(accusation.targets) == ["Ruritania"]
