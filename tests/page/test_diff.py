"""What a comparison finds is what its page shows."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy

import orjson

from pipeline.replay.comparison import Tally, compared
from pipeline.replay.outcomes import Outcome
from pipeline.replay.reports import ChangedArticles
from pipeline.replay.shelf import Shelf
from tests.page.browser import Tab
from tests.replay.records import record


def outcome(held: dict[str, object]) -> Outcome:
    return Outcome("record", orjson.dumps(held), str(held["id"]))


def test_a_comparison_is_shown_with_its_kinds_and_both_sides(shown: Callable[..., Tab]) -> None:
    before = [record(name) for name in ("same", "retyped", "merged", "dead")]
    same, retyped, merged, _ = deepcopy(before)
    retyped["events"][1]["type"] = "COERCE"
    gone = merged["events"].pop()
    merged["events"][1]["repeats"] = [{"trigger": gone["trigger"], "sentence": gone["sentence"]}]
    why = {"dateline-error-reason": "timeout", "dateline-error-message": "took longer than 30 s"}
    dead = Outcome("dead-letter", orjson.dumps({"dead_letter": why}), "dead")
    tally = Tally()
    with Shelf() as shelf:
        articles = ChangedArticles(shelf, 10)
        for article in compared(map(outcome, before), [*map(outcome, (same, retyped, merged)), dead]):
            tally.add(article)
            articles.add(article)
        tab = shown(articles.page(tally.summary("live", "new")))
    kinds = "[...document.querySelectorAll('.kind')].map(e => e.getAttribute('aria-label')).sort()"
    assert tab.run(kinds) == [
        "articles now-dead, 1 article",
        "events details, 1 article",
        "events merged, 1 article",
        "events retyped, 1 article",
    ]
    tab.run("document.querySelector('[data-kind=\"events retyped\"]').click()")
    tab.until("document.querySelector('.article-id').textContent === 'retyped'")
    assert "became COERCE" in tab.run("document.querySelector('#article').textContent")
    tab.run("document.querySelector('#clear').click()")
    tab.run("document.querySelector('[data-kind=\"articles now-dead\"]').click()")
    tab.until("document.querySelectorAll('.row').length === 1")
    tab.run("document.querySelector('.row').click()")
    tab.until("document.querySelector('.article-id').textContent === 'dead'")
    assert "took longer than 30 s" in tab.run("document.querySelector('#article').textContent")
