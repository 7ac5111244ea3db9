"""Our own envelope, and the JSON of news-please, trafilatura and newsapi.ai."""

from __future__ import annotations

from pipeline.article.formats.parts import Json, Parts, first, text_of


def envelope(item: Json) -> Parts:
    """Our own envelope: only ``body`` is required."""
    return Parts(
        body=item.get("body"),
        body_field="body",
        id=first(item, "id"),
        title=first(item, "title"),
        url=first(item, "url"),
        source=first(item, "source"),
        language=first(item, "language"),
        published=first(item, "published_at"),
    )


def is_news_please(item: Json) -> bool:
    """Whether an object is an article of news-please."""
    return "maintext" in item


def news_please(item: Json) -> Parts:
    """An article of news-please; its times name no zone, and what is missing may be the string "None"."""
    return Parts(
        body=first(item, "maintext"),
        body_field="maintext",
        html=False,
        id=first(item, "id", "filename"),
        title=first(item, "title"),
        url=first(item, "url"),
        source=first(item, "source_domain"),
        language=first(item, "language"),
        published=first(item, "date_publish"),
    )


def is_trafilatura(item: Json) -> bool:
    """Whether an object is trafilatura's JSON."""
    return "body" not in item and ("text" in item or "raw_text" in item)


def trafilatura(item: Json) -> Parts:
    """An extraction by trafilatura, whose ``source`` is the address of the page."""
    return Parts(
        body=first(item, "text", "raw_text"),
        body_field="text",
        html=False,
        id=first(item, "id", "fingerprint"),
        title=first(item, "title"),
        url=first(item, "source", "url"),
        source=first(item, "source-hostname", "sitename", "hostname"),
        language=first(item, "language"),
        published=first(item, "date"),
    )


def is_newsapi_ai(item: Json) -> bool:
    """Whether an object is an article of newsapi.ai."""
    return "body" in item and ("dateTimePub" in item or "dateTime" in item or isinstance(item.get("source"), dict))


def newsapi_ai(item: Json) -> Parts:
    """An article of newsapi.ai; ``dateTime`` is when it was found, for want of better."""
    return Parts(
        body=first(item, "body"),
        body_field="body",
        id=first(item, "uri"),
        title=first(item, "title"),
        url=first(item, "url"),
        source=text_of(first(item, "source"), "title", "uri"),
        language=first(item, "lang"),
        published=first(item, "dateTimePub", "dateTime"),
    )
