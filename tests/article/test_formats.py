"""Every format gives the same article; every pitfall has its end."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import orjson
import pytest

from pipeline.article import Article, UnreadableArticle
from pipeline.article.decode import Limits, decode

SAMPLES = Path("samples")


def read(item: Any, **options: Any) -> Article:
    return decode(orjson.dumps(item), **options)


def reason(value: bytes, **options: Any) -> str:
    with pytest.raises(UnreadableArticle) as caught:
        decode(value, **options)
    assert str(caught.value)
    return caught.value.reason


@pytest.mark.parametrize(
    ("name", "title", "begins", "published", "source", "url"),
    [
        ("restoration.txt", None, "Islamabad and Tehran", None, None, None),
        ("restoration.json", "Pakistan and Iran restore", "Islamabad and", "2024-01-19T14:05:00Z", "example.org", True),
        ("ninjs.json", "Rescuers search", "Rescue teams", "2023-02-06T09:30:00Z", "Example Agency", None),
        (
            "schema_org.json",
            "Ukraine and Russia",
            "Russia and Ukraine",
            "2022-07-22T15:00:00Z",
            "Example Courier",
            True,
        ),
        ("news_please.json", "Nuclear deal", "Iran and six", "2015-07-14T12:10:00Z", "example.org", True),
        ("trafilatura.json", "Protesters fill", "Tens of thousands", "2019-04-06", "Example Post", True),
        ("newsapi_ai.json", "Trump and Kim", "U.S. President", "2018-06-12T08:40:00Z", "Example Times", True),
    ],
)
def test_each_sample_is_read_whole(
    name: str, title: str | None, begins: str, published: str | None, source: str | None, url: bool | None
) -> None:
    article = decode((SAMPLES / name).read_bytes())
    assert article.body.startswith(begins)
    assert (article.title or "").startswith(title or "")
    assert (article.title is None) == (title is None)
    assert (article.published_at, article.source) == (published, source)
    assert (article.url or "").startswith("https://example.org/") == bool(url)
    assert article.language in ("en", None)
    assert article.published_at_basis == ("article" if published else "none")


def test_of_several_bodies_one_is_taken_and_the_plain_one_first() -> None:
    article = decode((SAMPLES / "ninjs.json").read_bytes())
    assert article.body.count("Rescue teams") == 1
    html = {"uri": "u", "type": "text", "body_html": "<p>One.</p><p>Two.</p>", "body_text": "One. Two."}
    assert read(html).body == "One. Two."


@pytest.mark.parametrize(
    "item",
    [
        {"uri": "u", "headline": "H", "body_xhtml": "<p>Text &amp; more.</p><figcaption>Photo</figcaption>"},
        {"uri": "u", "headlines": [{"value": "H"}], "bodies": [{"contentType": "text/html", "value": "<p>Text &amp; more.</p>"}]},
        {"guid": "u", "headline": "H", "body_html": "<div>Text &amp; more.</div><script>x()</script>", "versioncreated": "None"},
    ],
)  # fmt: skip
def test_ninjs_with_html_becomes_text(item: dict[str, Any]) -> None:
    article = read(item)
    assert (article.id, article.title, article.body) == ("u", "H", "Text & more.")


@pytest.mark.parametrize("status", ["canceled", "withheld", "stat:canceled"])
def test_withheld_articles_are_refused(status: str) -> None:
    item = {"uri": "u", "pubstatus": status, "body_text": "Text."}
    assert reason(orjson.dumps(item)) == "withheld"


def test_pictures_are_refused() -> None:
    assert (
        reason(b'{"uri": "u", "type": "picture", "body_text": "A caption.", "versioncreated": "2024-01-19"}')
        == "not-text"
    )


@pytest.mark.parametrize(
    "data",
    [
        {"@type": "NewsArticle", "headline": "H", "articleBody": "Text."},
        {"@type": ["Thing", "AnalysisNewsArticle"], "name": "H", "articleBody": "Text.", "author": {}},
        [{"@type": "WebPage"}, {"@type": "https://schema.org/ReportageNewsArticle", "headline": "H", "articleBody": "Text."}],
        {"@context": "x", "@graph": [{"@type": "Person"}, {"@type": "NewsArticle", "headline": "H", "articleBody": "Text."}]},
        {"@type": "WebPage", "mainEntity": {"@type": "Article", "headline": "H", "articleBody": "Text."}},
    ],
)  # fmt: skip
def test_schema_org_articles_are_found_wherever_they_are(data: object) -> None:
    article = read(data)
    assert (article.title, article.body) == ("H", "Text.")


@pytest.mark.parametrize("absent", ["None", "", None, "0001-01-01T00:00:00Z", "yesterday", "2024-02-31", 0])
def test_dates_that_are_none_fall_back_to_the_message(absent: object) -> None:
    article = read({"body": "Text.", "published_at": absent}, timestamp_ms=1_705_672_800_000)
    assert (article.published_at, article.published_at_basis) == ("2024-01-19T14:00:00Z", "message")
    assert read({"body": "Text.", "published_at": absent}).published_at_basis == "none"


@pytest.mark.parametrize(
    ("written", "utc"),
    [
        ("2024-01-19", "2024-01-19"),
        ("2024-01-19T14:05:00Z", "2024-01-19T14:05:00Z"),
        ("2024-01-19T14:05:00+05:00", "2024-01-19T09:05:00Z"),
        ("2024-01-19T14:05:00+0000", "2024-01-19T14:05:00Z"),
        ("2024-01-19 14:05:00.123456-05", "2024-01-19T19:05:00Z"),
        ("20240119T140500Z", "2024-01-19T14:05:00Z"),
        ("Fri, 19 Jan 2024 14:05:00 +0100", "2024-01-19T13:05:00Z"),
        ("2024-01-19T14:05:00", "2024-01-19T13:05:00Z"),
    ],
)
def test_times_end_as_utc(written: str, utc: str) -> None:
    article = read({"body": "Text.", "published_at": written}, limits=Limits(assumed_zone="Europe/Berlin"))
    assert article.published_at == utc


def test_the_content_type_decides_where_there_is_one() -> None:
    assert decode(b'{"body": "x"}', content_type="text/plain; charset=utf-8").body == '{"body": "x"}'
    assert decode(b"a &lt; b", content_type="text/html").body == "a < b"
    assert reason(b"plain", content_type="application/json") == "invalid-json"
    assert decode(b"He said <b>no</b>.").body == "He said no."
    assert decode(b"If a < b and b > c, stop.").body == "If a < b and b > c, stop."


@pytest.mark.parametrize(
    "text",
    [
        "[Reuters] Talks began.",
        "{sic} he wrote.",
        "[1] A footnote.",
        '["Stop," he said.] The talks began.',
        '{"Stop," he said.} Talks.',
        '["Yes"] was the answer.',
        "[[Update]] Talks began.",
        "{} is empty.",
    ],
)
def test_text_that_only_begins_like_json_stays_text(text: str) -> None:
    assert decode(text.encode()).body == text


def test_a_missing_id_is_a_hash_of_url_or_body() -> None:
    same, url = read({"body": "Text.", "title": "A"}), {"url": "https://example.org/a"}
    assert same.id == read({"body": "Text."}).id
    assert read({"body": "Text.", **url}).id == read({"body": "Changed.", **url}).id != same.id


def test_text_is_normalised_once() -> None:
    article = read({"body": " e\u0301te\u0301 co\u00adop\u200berate\r\nnext\r \u0646\u200c\u0645", "title": "A\u0000B"})
    assert article.body == " été cooperate\nnext\n \u0646\u200c\u0645"
    assert article.title == "AB"


def test_unpaired_surrogates_become_replacement_characters() -> None:
    assert decode(b'{"body": "half \\ud83d pair, whole \\ud83d\\ude00"}').body == "half \ufffd pair, whole \U0001f600"


def test_a_byte_order_mark_is_no_text() -> None:
    assert decode(b"\xef\xbb\xbfText.").body == "Text."
    assert decode(b'\xef\xbb\xbf{"body": "Text."}').body == "Text."


def test_bytes_that_are_not_utf8_are_named_by_their_place() -> None:
    with pytest.raises(UnreadableArticle, match="byte 3 "):
        decode("café".encode("latin-1"))
    with pytest.raises(UnreadableArticle, match="byte 4 "):
        decode(b"\xef\xbb\xbfa\xff")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (b"", "empty"),
        (b" \n\t", "no-body"),
        (b'{"body": ""}', "no-body"),
        (b'{"body": "cut o', "invalid-json"),
        (b'{"bod', "invalid-json"),
        (b'{"body"', "invalid-json"),
        (b'{"body": "a", }', "invalid-json"),
        (b'{"bo\\', "invalid-json"),
        (b"{", "invalid-json"),
        (b' [{"@type": "NewsArt', "invalid-json"),
        (b'[[{"a": 1}', "invalid-json"),
        (b'["a", "b', "invalid-json"),
        (b'["a"]', "wrong-shape"),
        (b"[1]", "wrong-shape"),
        (b"[]", "wrong-shape"),
        (b'{"body": 5}', "wrong-shape"),
        (b'{"bodies": 5}', "wrong-shape"),
        (b'{"bodies": [{"value": 5}]}', "wrong-shape"),
        (b'{"headlines": 5}', "no-body"),
        (b'{"body": ["a"]}', "wrong-shape"),
        (b"[1, 2]", "wrong-shape"),
        (b"{}", "wrong-shape"),
        (b'{"title": "T"}', "wrong-shape"),
        (b"[" * 100_000, "invalid-json"),
        (b"<html><head><title>x</title></head><body></body></html>", "no-body"),
        (b"<div>" * 500 + b"deep", "html-too-deep"),
        (b"<div>" * 5_000 + b"deep", "html-too-deep"),
        (b"<div>" * 20_000 + b"deep" + b"</div>" * 20_000, "html-too-deep"),
        (b"x" * 200_001, "body-too-long"),
    ],
)
def test_what_is_no_article_says_why(value: bytes, expected: str) -> None:
    assert reason(value) == expected


def test_limits_are_kept_and_named() -> None:
    with pytest.raises(UnreadableArticle, match="DATELINE_MAX_MESSAGE_BYTES"):
        decode(b"123456", limits=Limits(max_message_bytes=5))
    with pytest.raises(UnreadableArticle, match="DATELINE_MAX_BODY_CHARACTERS"):
        decode(b"123456", limits=Limits(max_body_characters=5))


@pytest.mark.parametrize("zone", ["Mars/Olympus", "", "Europe", "../UTC"])
def test_an_unknown_zone_is_refused_at_once(zone: str) -> None:
    with pytest.raises(ValueError, match="IANA"):
        Limits(assumed_zone=zone)
