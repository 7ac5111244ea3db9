"""Whatever comes, the decoder gives an article that can be written, or says why not."""

from __future__ import annotations

import orjson
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pipeline.article import UnreadableArticle
from pipeline.article.decode import decode

ANY_TEXT = st.text(st.characters())
JSON = st.recursive(st.none() | st.booleans() | st.integers() | st.floats() | ANY_TEXT, lambda c: st.lists(c) | st.dictionaries(ANY_TEXT, c))  # fmt: skip
FIELDS = (
    "body", "title", "id", "url", "published_at", "maintext", "date_publish", "source_domain", "filename", "text",
    "raw_text", "source-hostname", "fingerprint", "date", "dateTime", "dateTimePub", "lang", "body_html", "body_text",
    "bodyXhtml", "bodies", "headline", "headlines", "headline_x", "body_x", "by", "infosource", "infoSources", "uri",
    "guid", "type", "versioncreated", "pubstatus", "@type", "@graph", "@id", "mainEntity", "mainEntityOfPage",
    "articleBody", "publisher", "inLanguage", "datePublished", "identifier", "language", "source",
)  # fmt: skip
DEEP_LIST, DEEP_OBJECT = b"[" * 900 + b"]" * 900, b'{"name":' * 900 + b"1" + b"}" * 900
SHAPES = (b"5", b"-1.5", b"1e300", b"18446744073709551615", b"true", b"null", b'""', b'"x"', b"[]", b"{}", b"[5]",
          b"[[]]", b"[null]", b'{"value": 5}', b'[{"value": []}]', b'[{"role": 5, "value": "x"}]', b'{"name": {}}',
          DEEP_LIST, DEEP_OBJECT)  # fmt: skip
BESIDE = (b"", b', "body": "Text."', b', "body_text": "Text."', b', "maintext": "Text."',
          b', "@type": "NewsArticle", "articleBody": "Text."', b', "body": "Text.", "dateTime": 1')  # fmt: skip


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


@pytest.mark.parametrize("field", FIELDS)
def test_every_shape_in_every_known_field(field: str) -> None:
    for shape in SHAPES:
        for beside in BESIDE:
            check(b'{"%s": %s%s}' % (field.encode(), shape, beside))


@example({"bodies": 5})
@example({"headlines": 5, "body_text": "Text."})
@example({"@type": "NewsArticle", "articleBody": "Text.", "publisher": orjson.loads(b"[" * 200 + b"]" * 200)})
@given(st.dictionaries(st.sampled_from(FIELDS), JSON | st.just("NewsArticle")))
def test_any_json_in_known_fields(item: object) -> None:
    try:
        value = orjson.dumps(item)
    except (TypeError, ValueError):
        return
    check(value)
