"""Totals, rates and thresholds of a comparison."""

from __future__ import annotations

from copy import deepcopy

import orjson
import pytest

from pipeline.replay.comparison import RATES, Summary, Tally, compared
from pipeline.replay.gate import Threshold, ThresholdError, crossings
from pipeline.replay.outcomes import Outcome, OutcomeError
from tests.replay.records import record


def outcome(held: dict[str, object]) -> Outcome:
    if "dead_letter" in held:
        return Outcome("dead-letter", orjson.dumps(held), None, "raw/0/1")
    return Outcome("record", orjson.dumps(held), str(held["id"]), "raw/0/1" if held["id"] == "a1" else None)


def summed(before: list[dict[str, object]], after: list[dict[str, object]]) -> Summary:
    tally = Tally(examples=1)
    for article in compared(map(outcome, before), map(outcome, after)):
        tally.add(article)
    return tally.summary("A", "B")


DEAD: dict[str, object] = {"dead_letter": {"dateline-error-reason": "timeout", "dateline-error-message": "slow"}}


def test_rates_are_shares_of_what_there_was() -> None:
    same, lost, grown = record("a"), record("b"), record("c")
    less, more = deepcopy(lost), deepcopy(grown)
    del less["events"][2]
    more["events"][0]["status"] = "claimed"
    more["events"].append({**more["events"][0], "id": "V4", "trigger": more["dates"][0]["mention"], "type": "AGREE"})
    summary = summed([same, lost, grown], [more, same, less])
    assert (summary.articles, summary.identical, summary.unchanged) == (3, 1, 1)
    assert summary.rates["events.lost"] == 1 / 9
    assert summary.rates["events.added"] == 1 / 9
    assert summary.rates["events.changed"] == 3 / 9
    assert summary.rates["articles.changed"] == 2 / 3
    assert summary.rates["entities.lost"] == 0
    assert {kind.kind: kind.articles for kind in summary.kinds} == {
        "events.lost": 1,
        "events.status": 1,
        "events.added": 1,
    }
    assert summary.before.items["mentions"] == 12


def test_details_are_counted_and_change_no_article() -> None:
    other = record()
    other["events"][0]["confidence"] = 0.3
    summary = summed([record()], [other])
    assert (summary.identical, summary.unchanged) == (0, 1)
    assert (summary.rates["articles.bytes"], summary.rates["articles.changed"]) == (1, 0)
    assert summary.rates["events.details"] == 1 / 3
    assert summary.rates["events.changed"] == 0


def test_an_example_has_the_text_around_it() -> None:
    other = record()
    other["events"][1]["status"] = "claimed"
    (kind,) = summed([record()], [other]).kinds
    (example,) = kind.examples
    assert (example.article, example.text) == ("a1", "ASSAULT “shelled” was actual, is claimed")
    assert example.excerpt is not None
    assert example.excerpt.words == "shelled"
    assert example.excerpt.left.endswith("Tuesday. Rebels ")
    assert example.excerpt.right.startswith(" Vienna and fired")


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        ([record()], [DEAD], "articles.now-dead"),
        ([DEAD], [record()], "articles.revived"),
        ([DEAD], [{"dead_letter": {"dateline-error-reason": "no-body"}}], "articles.reason"),
        ([record()], [], "articles.lost"),
        ([], [record()], "articles.added"),
    ],
)
def test_articles_come_and_go(before: list[dict[str, object]], after: list[dict[str, object]], kind: str) -> None:
    summary = summed(before, after)
    assert [(total.kind, total.count) for total in summary.kinds] == [(kind, 1)]
    assert summary.rates[kind] == 1
    assert summary.before.items["articles"] == len(before)
    assert summary.before.dead_letters == ({"timeout": 1} if DEAD in before else {})


def test_nothing_at_all_changes_nothing() -> None:
    summary = summed([], [])
    assert not any(summary.rates.values())


def test_a_damaged_record_is_an_error() -> None:
    damaged = record()
    del damaged["events"][0]["trigger"]
    with pytest.raises(OutcomeError, match="damaged record"):
        summed([record()], [damaged])


def test_a_threshold_is_crossed_by_more_than_its_rate() -> None:
    other = record()
    del other["events"][2]
    summary = summed([record()], [other])
    read = [Threshold.read(text) for text in ("events.lost=33.4%", "events.lost=0.3", "articles.changed=1")]
    assert [crossing.threshold.rate for crossing in crossings(summary, read)] == [0.3]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("events.lost", "must be KIND=RATE"),
        ("event.lost=0", "did you mean events.lost"),
        ("events.lost=2", "no rate from 0 to 1"),
        ("events.lost=-1%", "no rate"),
        ("events.lost=nan", "no rate"),
        ("events.lost=few", "no rate"),
    ],
)
def test_a_threshold_that_cannot_be_read_says_what_it_may_be(text: str, words: str) -> None:
    with pytest.raises(ThresholdError, match=words):
        Threshold.read(text)


def test_every_rate_is_there_to_be_a_threshold() -> None:
    assert summed([record()], [record()]).rates.keys() == RATES.keys()
