"""Whatever comes, the decoder gives an article that can be written, or says why not."""

from __future__ import annotations

import orjson
from hypothesis import given
from hypothesis import strategies as st

from pipeline.article import UnreadableArticle
from pipeline.article.decode import decode

ANY_TEXT = st.text(st.characters())
JSON = st.recursive(st.none() | st.booleans() | st.integers() | st.floats() | ANY_TEXT, lambda c: st.lists(c) | st.dictionaries(ANY_TEXT, c))  # fmt: skip
FIELDS = st.sampled_from(
    ["body", "title", "id", "url", "published_at", "maintext", "text", "body_html", "bodies", "headlines", "@type",
     "@graph", "articleBody", "publisher", "language", "source", "dateTime", "pubstatus"]
)  # fmt: skip


def check(value: bytes) -> None:
    try:
        article = decode(value)
    except UnreadableArticle as error:
        assert error.reason
    else:
        assert article.body.strip()
        orjson.dumps([article.body, article.title, article.id, article.url, article.source])


@given(st.binary())
def test_any_bytes(value: bytes) -> None:
    check(value)


@given(ANY_TEXT)
def test_any_text(text: str) -> None:
    check(text.encode("utf-8", "surrogatepass"))


@given(st.dictionaries(FIELDS, JSON | st.just("NewsArticle")))
def test_any_json_in_known_fields(item: object) -> None:
    try:
        value = orjson.dumps(item)
    except (TypeError, ValueError):
        return
    check(value)
