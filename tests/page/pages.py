"""Records and reports to look at, written by hand."""

from __future__ import annotations

import copy
from typing import Any

from pipeline.page import Page, PageArticle, PageChange

JsonObject = dict[str, Any]

BODY = (
    "😀 Envoys of Norway met in Geneva on Friday. Café owners 👩🏽‍🚒 cheered.\n\n"
    "Kiribati's president, Taneti Maamau, flew to Samoa."
)


def mention(body: str, text: str, nth: int = 1) -> JsonObject:
    """The nth place of words in a body, in code points as Python counts them."""
    start = -1
    for _ in range(nth):
        start = body.index(text, start + 1)
    return {"field": "body", "start": start, "end": start + len(text), "text": text}


def place(number: int, name: str, latitude: float, longitude: float, body: str = BODY, **more: Any) -> JsonObject:
    """A place, mentioned where the body has its name."""
    mentions = [mention(body, name)] if name in body else []
    return {"id": f"L{number}", "name": name, "latitude": latitude, "longitude": longitude, "mentions": mentions} | more


def record(identifier: str = "one", body: str | None = BODY, title: str | None = "Envoys meet") -> JsonObject:
    """A record with a find in each layer."""
    text = body or BODY
    article = {"id": identifier, "title": title, "body": body, "source": "The Example", "language": "en",
               "published_at": "2024-05-05T08:00:00Z", "published_at_basis": "article", "characters": len(text), "sha256": "0"}  # fmt: skip
    return {
        "schema": "dateline.record/1",
        "id": identifier,
        "article": {name: value for name, value in article.items() if value is not None},
        "entities": [
            {"id": "E1", "type": "GPE", "name": "Norway", "country": "NO", "mentions": [mention(text, "Norway")]},
            {"id": "E2", "type": "PERSON", "name": "Taneti Maamau", "country": "KI", "sector": "GOV",
             "roles": ["president"], "mentions": [mention(text, "Taneti Maamau")]},
        ],
        "locations": [place(1, "Geneva", 46.2, 6.15, text, country="CH", feature="PPLA"),
                      place(2, "Kiribati", 1.42, 173.0, text, country="KI", feature="PCLI"),
                      place(3, "Samoa", -13.8, -172.0, text, country="WS", feature="PCLI")],
        "dates": [{"id": "D1", "type": "DATE", "mention": mention(text, "Friday"), "value": "2024-05-03"}],
        "events": [
            {"id": "V1", "type": "CONSULT", "mode": "meet", "cameo": "046", "quad_class": 1, "goldstein": 7.0,
             "trigger": mention(text, "met"), "sentence": {"field": "body", "start": 0, "end": 43},
             "status": "actual", "negated": False, "confidence": 0.9, "rule": "consult.tsv:3",
             "sources": [{"entity": "E1", "mention": mention(text, "Norway"), "country": "NO", "sector": "GOV"}],
             "targets": [], "date": {"value": "2024-05-03", "basis": "stated", "date": "D1"},
             "location": {"location": "L1", "basis": "stated"}, "casualties": {"killed": {"low": 2, "high": 2}}}],
        "event_types": {"CONSULT": 1},
        "produced_by": {"dateline": "0", "model": "m", "lexicon": "l", "gazetteer": "g"},
    }  # fmt: skip


def single(one: JsonObject) -> Page:
    """The page of one record."""
    title = one["article"].get("title") or one["id"]
    return Page(title, (PageArticle(one["id"], None, one),), None, "dateline 0", {})


RETYPED = PageChange("event retyped", "events", "V1", "V1", "CONSULT became AGREE")
ADDED = PageChange("entity added", "entities", None, "E2", "PERSON Taneti Maamau")
LOST = PageChange("date lost", "dates", "D1", None, "Friday")
MOVED = PageChange("place moved", "locations", "L1", "L1", "Geneva moved by 400 km")


def pair(identifier: str, *changes: PageChange, body: str = BODY, title: str = "Envoys meet") -> PageArticle:
    """An article whose two records differ by some of the changes above."""
    before, after = record(identifier, body, title), record(identifier, body, title)
    if RETYPED in changes:
        after["events"][0] |= {"type": "AGREE", "cameo": "030"}
    if ADDED in changes:
        before["entities"].pop()
    if LOST in changes:
        after["dates"].clear()
    if MOVED in changes:
        before["locations"][0] |= {"latitude": 48.85, "longitude": 2.35}
    return PageArticle(identifier, before, after, changes)


def report(*articles: PageArticle) -> Page:
    """The page of a comparison."""
    return Page("What changed", articles, "version 1", "version 2", {"articles compared": 9000, "with changes": len(articles)})  # fmt: skip


def many(count: int) -> Page:
    """A report of many articles: each third lost a date, the others an event was retyped in."""
    made = [pair("x", LOST), pair("x", RETYPED, ADDED), pair("x", RETYPED)]
    articles = []
    for number in range(count):
        one = copy.copy(made[number % 3])
        sides = [{**side, "article": {**side["article"], "title": f"Story {number:05}"}} for side in (one.before, one.after) if side]  # fmt: skip
        articles.append(PageArticle(f"story-{number:05}", sides[0], sides[1], one.changes))
    return report(*articles)
