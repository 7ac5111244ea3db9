"""The text of an article, as a browser shows it: each span marked to the character."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pipeline.page import PageChange
from tests.page.browser import Tab
from tests.page.pages import ADDED, BODY, LOST, MOVED, RETYPED, mention, pair, record, report, single

Show = Callable[..., Tab]

MARKED = """[...document.querySelectorAll(`.text .body [data-refs~="REF"]`)].map(e => e.textContent).join("|")"""


def marked(tab: Tab, ref: str) -> str:
    """The words that the page marks as one find, its stretches joined by bars."""
    words: str = tab.run(MARKED.replace("REF", ref))
    return words


def test_spans_are_marked_to_the_character_after_characters_that_javascript_counts_twice(shown: Show) -> None:
    one = record()
    one["entities"].append(
        {
            "id": "E3",
            "type": "ORG",
            "name": "firefighters",
            "mentions": [mention(BODY, "👩🏽‍🚒"), mention(BODY, "cheered")],
        }
    )
    tab = shown(single(one))
    assert marked(tab, "a:E1") == "Norway"
    assert marked(tab, "a:L1") == "Geneva"
    assert marked(tab, "a:D1") == "Friday"
    assert marked(tab, "a:E2") == "Taneti Maamau"
    assert marked(tab, "a:E3") == "👩🏽‍🚒|cheered"
    assert marked(tab, "a:V1") == "Norway|met"
    assert tab.run("document.querySelector('.text .body').textContent") == BODY
    assert tab.run("document.querySelectorAll('.text .body p').length") == 2


def test_overlapping_spans_are_all_marked(shown: Show) -> None:
    one = record()
    one["entities"][0]["mentions"] = [mention(BODY, "Envoys of Norway")]
    one["locations"].append(
        {"id": "L9", "name": "Norway", "latitude": 62.0, "longitude": 10.0, "mentions": [mention(BODY, "Norway met")]}
    )
    tab = shown(single(one))
    assert marked(tab, "a:E1").replace("|", "") == "Envoys of Norway"
    assert marked(tab, "a:L9").replace("|", "") == "Norway met"


def test_spans_beyond_the_text_do_no_harm(shown: Show) -> None:
    one = record()
    one["entities"][0]["mentions"] = [{"field": "body", "start": 5000, "end": 6000, "text": "?"}]
    assert shown(single(one)).run("document.querySelector('.text .body').textContent") == BODY


@pytest.mark.parametrize("missing", ["body", "title"])
def test_a_record_without_text_still_shows_its_layers(shown: Show, missing: str) -> None:
    one = record(body=None if missing == "body" else BODY, title=None)
    text = shown(single(one)).run("document.querySelector('#article').innerText")
    for part in ("CONSULT", "Taneti Maamau", "Geneva", "2024-05-03", "consult.tsv:3", "killed 2", "No title"):
        assert part in text
    assert ("carries no text" in text) == (missing == "body")


def test_changes_are_told_from_what_both_sides_have(shown: Show) -> None:
    tab = shown(report(pair("one", RETYPED, ADDED, LOST, MOVED)))
    fates = "['lost', 'added', 'changed'].map(fate => [...document.querySelectorAll(`.text .body .${fate}`)].map(e => e.textContent).join('|'))"
    assert tab.run(fates) == ["Friday", "Taneti Maamau", "met|Geneva"]


def test_the_views_show_either_side_or_both(shown: Show) -> None:
    tab = shown(report(pair("one", RETYPED, ADDED, LOST)))
    assert (marked(tab, "b:D1"), marked(tab, "a:E2")) == ("Friday", "Taneti Maamau")
    tab.press("2")
    assert (marked(tab, "b:D1"), marked(tab, "a:E2"), marked(tab, "b:E2")) == ("Friday", "", "")
    tab.press("3")
    assert (marked(tab, "b:D1"), marked(tab, "a:E2")) == ("", "Taneti Maamau")
    tab.press("4")
    sides = "['b', 'a'].map(side => document.querySelector(`.both [data-side=${side}] .body`).textContent)"
    assert tab.run(sides) == [BODY, BODY]


def test_texts_that_differ_stand_side_by_side(shown: Show) -> None:
    changed = pair("one", RETYPED)
    assert changed.after is not None
    changed.after["article"]["body"] = BODY.replace("Café", "Cafe")
    tab = shown(report(changed))
    bodies = tab.run("[...document.querySelectorAll('.both .body')].map(e => e.textContent.includes('Café'))")
    assert bodies == [True, False]
    assert tab.run("document.querySelector('[data-view=changes]')") is None


def test_events_stand_beside_each_other_with_what_differs_marked(shown: Show) -> None:
    tab = shown(report(pair("one", RETYPED)))
    facts = "['b', 'a'].map(side => [...document.querySelectorAll(`.pair.changed [data-side=${side}] .differs`)].map(e => e.textContent))"
    assert tab.run(facts) == [["CONSULT meet", "CAMEO 046, Goldstein 7"], ["AGREE meet", "CAMEO 030, Goldstein 7"]]


def test_an_event_that_became_part_of_another_leaves_that_one_paired(shown: Show) -> None:
    article = pair("one")
    assert article.before is not None
    assert article.after is not None
    other = article.before["events"][0] | {"id": "V2", "trigger": mention(BODY, "flew")}
    article.before["events"].append(other)
    merged = PageChange("events merged", "events", "V2", "V1", "flew counts as a repeat of met")
    tab = shown(report(type(article)("one", article.before, article.after, (merged,))))
    tab.run("document.querySelector('.events details').open = true")
    tab.until("document.querySelectorAll('.pair.same').length > 0")
    rows = "[...document.querySelectorAll('.pair[data-refs]')].map(e => e.dataset.refs)"
    assert tab.run(rows) == ["b:V2 a:V1", "b:V1 a:V1"]


def test_pointing_at_an_event_lights_its_words(shown: Show) -> None:
    tab = shown(single(record()))
    tab.hover(".event-card")
    assert tab.run("[...document.querySelectorAll('.text .lit')].map(e => e.textContent)") == ["Norway", "met"]


def test_a_dead_letter_stands_beside_the_record_that_it_became(shown: Show) -> None:
    article = pair("one")
    dead = type(article)(
        "one", {"dead_letter": {"reason": "timeout", "message": "took <b>too</b> long"}}, article.after, (RETYPED,)
    )
    text = shown(report(dead)).run("document.querySelector('#article').innerText")
    assert "took <b>too</b> long" in text
    assert "Taneti Maamau" in text


def test_an_article_that_one_side_lacks_shows_the_other(shown: Show) -> None:
    article = pair("one")
    gone = PageChange("articles lost", "article", None, None, "there is no result of it any more")
    text = shown(report(type(article)("one", article.before, None, (gone,)))).run(
        "document.querySelector('#article').innerText"
    )
    assert "After: version 2: no result" in text
    assert "Taneti Maamau" in text
    assert "CONSULT" in text


def test_marks_of_a_kind_can_be_put_out(shown: Show) -> None:
    tab = shown(single(record()))
    line = "getComputedStyle(document.querySelector('.text .place')).textDecorationColor"
    before = tab.run(line)
    tab.run("[...document.querySelectorAll('.legend button')].find(b => b.textContent === 'places').click()")
    tab.settle()
    assert tab.run(line) != before


def test_an_article_with_ten_thousand_places_opens_with_part_of_its_tables(shown: Show) -> None:
    body = " ".join(f"Town{number:05}" for number in range(10_000))
    one = record(body=BODY + body)
    start = len(BODY)
    one["locations"] = [
        {"id": f"L{n}", "name": f"Town{n:05}", "latitude": (n % 170) - 85, "longitude": (n % 359) - 179,
         "mentions": [{"field": "body", "start": start + 10 * n, "end": start + 10 * n + 9, "text": f"Town{n:05}"}]}
        for n in range(10_000)]  # fmt: skip
    tab = shown(single(one))
    assert marked(tab, "a:L9999") == "Town09999"
    assert tab.run("document.querySelectorAll('.locations tbody tr').length") == 200
    tab.run("document.querySelector('.locations .more').click()")
    assert tab.run("document.querySelectorAll('.locations tbody tr').length") == 400
