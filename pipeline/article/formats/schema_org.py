"""schema.org ``NewsArticle`` and its subtypes, as JSON-LD."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping

from pipeline.article.formats.parts import Json, Parts, first, text_of

_MOST_NODES = 10_000


def find(data: object) -> Json | None:
    """The article in JSON-LD: the object itself, one of a list, or one of its ``@graph``; with a body if any has."""
    articles = [node for node in _nodes(data) if _is_article(node)]
    return next((node for node in articles if node.get("articleBody")), articles[0] if articles else None)


def parts(node: Json) -> Parts:
    """The parts of an article."""
    url = text_of(first(node, "url", "mainEntityOfPage", "@id"), "@id", "url")
    return Parts(
        body=first(node, "articleBody", "text"),
        body_field="articleBody",
        id=first(node, "identifier", "@id"),
        title=first(node, "headline", "name"),
        url=url,
        source=text_of(first(node, "publisher", "sourceOrganization", "provider"), "name"),
        language=text_of(first(node, "inLanguage"), "alternateName", "name"),
        published=first(node, "datePublished", "dateModified", "dateCreated"),
    )


def _is_article(node: Json) -> bool:
    types = node.get("@type")
    names = types if isinstance(types, list) else [types]
    return any(isinstance(name, str) and name.rpartition("/")[2].endswith(("Article", "BlogPosting")) for name in names)


def _nodes(data: object) -> Iterator[Json]:
    waiting, seen = deque([data]), 0
    while waiting and seen < _MOST_NODES:
        seen += 1
        node = waiting.popleft()
        if isinstance(node, list):
            waiting += node
        elif isinstance(node, Mapping):
            yield node
            waiting += [node[name] for name in ("@graph", "mainEntity") if isinstance(node.get(name), list | Mapping)]
