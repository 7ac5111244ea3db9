"""Which format a JSON value is in."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.article.formats import crawlers, ninjs, schema_org
from pipeline.article.formats.parts import Parts


def recognise(data: object) -> Parts | None:
    """The parts of the article in a JSON value, by the fields it has; None where it holds no article.

    Args:
        data: any JSON value, parsed.
    """
    node = schema_org.find(data)
    if node is not None:
        return schema_org.parts(node)
    if not isinstance(data, Mapping):
        return None
    if ninjs.is_ninjs(data):
        return ninjs.parts(data)
    if crawlers.is_news_please(data):
        return crawlers.news_please(data)
    if crawlers.is_newsapi_ai(data):
        return crawlers.newsapi_ai(data)
    if crawlers.is_trafilatura(data):
        return crawlers.trafilatura(data)
    return crawlers.envelope(data) if "body" in data else None
