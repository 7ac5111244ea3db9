"""A page as one HTML file that needs nothing else: no server, no network, no other file."""

from __future__ import annotations

import base64
import hashlib
import html
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TextIO

import orjson

from pipeline.page.model import JsonObject, Page, PageArticle

_DATA = Path(__file__).parent / "data"
_SCRIPTS = (
    "dom.js", "record.js", "text.js", "events.js", "layers.js", "projection.js", "map.js", "list.js", "article.js",
    "page.js",
)  # fmt: skip
_LAYERS = ("entities", "locations", "dates", "events")
_LEVEL = 3  # of zlib: a fifth larger than level 6, twice as fast


def write_page(page: Page, sink: TextIO) -> None:
    """Write a page as HTML.

    The list of articles, with what is searched, is plain JSON; each article's records are a compressed line that the
    browser opens when the article is looked at. So thousands of articles load at once.

    Args:
        page: what to show. Its text is foreign and stays text, whatever is in it.
        sink: where to write it, as text in UTF-8.
    """
    style, script = _read("page.css"), "\n".join(_read(name) for name in _SCRIPTS)
    slots = {
        "policy": _policy(style, script),
        "title": html.escape(page.title),
        "style": style,
        "page": _harmless(_index(page)),
        "land": _read("land.json").strip(),
        "script": script,
    }
    head, _, tail = _read("page.html").partition("{{records}}")
    sink.write(_filled(head, slots))
    for article in page.articles:
        sink.write(_packed(article))
        sink.write("\n")
    sink.write(_filled(tail, slots))


def _read(name: str) -> str:
    return (_DATA / name).read_text("utf-8")


def _filled(template: str, slots: dict[str, str]) -> str:
    """The template with its slots filled, each once; what fills one is not looked at again."""
    parts = template.split("{{")
    filled = (slots[name] + rest for name, _, rest in (part.partition("}}") for part in parts[1:]))
    return parts[0] + "".join(filled)


def _policy(style: str, script: str) -> str:
    """Content-Security-Policy: our own style and script run, nothing else, and nothing is fetched."""
    return (
        f"default-src 'none'; style-src '{_digest(style)}'; script-src '{_digest(script)}'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _harmless(value: Any) -> str:  # noqa: ANN401 - JSON
    """JSON that cannot end the element it stands in."""
    return orjson.dumps(value).decode().replace("<", "\\u003c")


def _index(page: Page) -> JsonObject:
    return {
        "title": page.title,
        "before": page.before_name,
        "after": page.after_name,
        "counts": dict(page.counts),
        "articles": [_entry(article) for article in page.articles],
    }


def _entry(article: PageArticle) -> JsonObject:
    """What the list and the search need to know of an article."""
    sides = [side for side in (article.after, article.before) if side]
    facts: JsonObject = next((side["article"] for side in sides if "article" in side), {})
    return {
        "id": article.id,
        "title": facts.get("title"),
        "source": facts.get("source"),
        "published": facts.get("published_at"),
        "search": "\n".join(dict.fromkeys(words for side in sides for words in _words(side))),
        "changes": article.changes,
    }


def _words(side: JsonObject) -> Iterator[str]:
    """The text of a side; the names of what it found, where the text was left out."""
    if "dead_letter" in side:
        yield from (str(value) for value in side["dead_letter"].values())
        return
    article = side["article"]
    yield from (article[field] for field in ("title", "body") if article.get(field))
    if not article.get("body"):
        yield from (found["name"] for layer in ("entities", "locations") for found in side.get(layer, ()))


def _packed(article: PageArticle) -> str:
    """Both records, layer beside layer so that what they share is near enough to be stored once."""
    sides = (article.before, article.after)
    layers = {layer: [side and side.get(layer) for side in sides] for layer in ("article", "dead_letter", *_LAYERS)}
    layers["produced_by"] = [side and side.get("produced_by") for side in sides]
    return base64.b64encode(zlib.compress(orjson.dumps(layers), _LEVEL)).decode()
