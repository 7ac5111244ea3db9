"""Status and negation, by the words around the event."""

import pytest

from tests.events.coding_of import code, one


@pytest.mark.parametrize(
    ("sentence", "status", "negated"),
    [
        ("Israel attacked Syria.", "actual", False),
        ("Israel did not attack Syria.", "actual", True),
        ("No talks were held between France and Germany.", "actual", True),
        ("Brazil denied that its soldiers attacked the village.", "denied", False),
        ("The army failed to attack the town.", "failed", False),
        ("Rebels may attack the town.", "possible", False),
        ("Did Peru attack Chile?", "possible", False),
        ("The alleged attack on the embassy by rebels was in the news.", "claimed", False),
    ],
)
def test_standing(sentence: str, status: str, negated: bool) -> None:
    event = one(sentence)
    assert (event.status, event.negated) == (status, negated)


def test_a_condition_is_not_actual() -> None:
    assert one("If Egypt attacks Sudan, many will suffer.").status == "possible"


def test_a_condition_of_an_event_is_no_event_beside_it() -> None:
    assert "ASSAULT" not in {event.type for event in code("If Egypt attacks Sudan, the king will visit Ethiopia.")}


@pytest.mark.parametrize(
    ("sentence", "kind", "cameo"),
    [
        ("Spain agreed to send aid to Morocco.", "AGREE", "0333"),
        ("Turkey will send aid to Syria.", "AGREE", "0333"),
        ("Japan urged China to withdraw its troops.", "REQUEST", "0256"),
        ("Ukraine demanded that Russia release the prisoners.", "REQUEST", "1053"),
        ("The government refused to release the hostages.", "REJECT", "1243"),
        ("Russia threatened to attack Poland.", "THREATEN", "138"),
        ("Greece plans to attack Albania.", "THREATEN", "138"),
        ("The rebels will meet Chad.", "AGREE", "036"),
        ("The rebels will cooperate with Chad unless Sudan pays them.", "THREATEN", "130"),
        ("The general said the village would be attacked.", "THREATEN", "138"),
    ],
)
def test_a_deed_that_is_only_spoken_of_gives_its_code_to_the_speaking(sentence: str, kind: str, cameo: str) -> None:
    event = one(sentence)
    assert (event.type, event.cameo) == (kind, cameo)


def test_who_says_it_is_the_attribution() -> None:
    event = one("The United Nations said Chad had attacked the refugees.")
    assert event.attribution is not None
    assert "United Nations" in event.attribution.mention.text
    assert event.status == "actual"
