"""The bytes of a message to an article."""

from __future__ import annotations

import hashlib
import re

import orjson

from pipeline.article.article import Article, UnreadableArticle
from pipeline.article.dates import from_milliseconds, published_at
from pipeline.article.formats import Parts, recognise
from pipeline.article.limits import Limits
from pipeline.article.text import html_to_text, is_html, normalise
from pipeline.language.codes import language_code
from pipeline.record import PublishedBasis

__all__ = ["Limits", "decode"]

_BOM = b"\xef\xbb\xbf"
_STRING = r'"[^"\\\n]*+(?:\\.[^"\\\n]*+)*+'  # without its closing quote; JSON strings hold no line ends
# How JSON begins that was cut off or is broken further on: an object with a quoted name, or a list of such
# objects or of strings, or nesting that no text has. "[Reuters] Text" and '["Stop," he said.] Text' begin neither.
_JSON = re.compile(
    rf'\s*+(?:\[\s*+){{16}}|\s*+(?:\[\s*+)*+(?:\Z|\{{\s*+(?:\Z|{_STRING}(?:\\?\Z|"\s*+(?::|\Z)))|{_STRING}(?:\\?\Z|"\s*+(?:\Z|,\s*+(?:["\[{{]|\Z))))'
)
_SHOWN = 80
_DEFAULT = Limits()


def decode(
    value: bytes, *, content_type: str | None = None, timestamp_ms: int | None = None, limits: Limits = _DEFAULT
) -> Article:
    """The article that a message holds.

    Args:
        value: the value of the message: UTF-8, plain text, HTML or JSON in one of the known formats.
        content_type: the message's ``content-type`` header, which decides where there is one.
        timestamp_ms: the message's timestamp, which stands in for a missing publication time.
        limits: what is accepted.

    Raises:
        UnreadableArticle: the message holds no article; its reason is one of empty, message-too-large,
            invalid-utf8, invalid-json, wrong-shape, withheld, not-text, no-body, body-too-long, html-too-deep.
    """
    text = _text(value, limits)
    kind = (content_type or "").split(";")[0].strip().lower()
    if kind.endswith("json") or (not kind.startswith("text/") and _is_json(text)):
        parts = _from_json(value.removeprefix(_BOM), text)
    else:
        parts = Parts(body=text, body_field="the message", html={"text/html": True, "text/plain": False}.get(kind))
    return _article(parts, timestamp_ms, limits)


def _is_json(text: str) -> bool:
    if not text.lstrip().startswith(("{", "[")):
        return False
    if _JSON.match(text):
        return True
    try:
        orjson.loads(text)
    except orjson.JSONDecodeError:
        return False
    return True


def _text(value: bytes, limits: Limits) -> str:
    if not value:
        raise UnreadableArticle("empty", "the message has an empty value; send a null value to delete")
    if len(value) > limits.max_message_bytes:
        raise UnreadableArticle(
            "message-too-large",
            f"the message has {len(value)} bytes, more than DATELINE_MAX_MESSAGE_BYTES ({limits.max_message_bytes})",
        )
    try:
        return value.removeprefix(_BOM).decode()
    except UnicodeDecodeError as error:
        at = error.start + len(value) - len(value.removeprefix(_BOM))
        raise UnreadableArticle(
            "invalid-utf8", f"byte {at} (0x{value[at]:02x}) is not UTF-8: {error.reason}; encode the message as UTF-8"
        ) from None


def _from_json(value: bytes, text: str) -> Parts:
    try:
        data = orjson.loads(value)
    except orjson.JSONDecodeError as error:
        data = _with_lone_surrogates(text, error)
    parts = recognise(data)
    if parts is None:
        shape = (
            f"an object with {', '.join(sorted(data)[:8]) or 'no fields'}" if isinstance(data, dict) else "no object"
        )
        raise UnreadableArticle(
            "wrong-shape",
            f'the JSON is {shape[:300]}: no article in a known format; send at least {{"body": "…"}}',
        )
    return parts


def _with_lone_surrogates(text: str, error: orjson.JSONDecodeError) -> object:
    """Some crawlers cut a string inside a surrogate pair: such an escape becomes U+FFFD, all else stays an error."""
    mended = re.sub(r"(?<!\\)((?:\\\\)*)\\u[dD][89abAB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F])", r"\1\\ufffd", text)
    mended = re.sub(
        r"(\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2})|(?<!\\)\\u[dD][c-fC-F][0-9a-fA-F]{2}",
        lambda match: match[1] or "\\ufffd",
        mended,
    )
    if mended != text:
        try:
            return orjson.loads(mended)
        except orjson.JSONDecodeError as still:
            error = still
    near = text[max(0, error.pos - _SHOWN // 2) : error.pos + _SHOWN // 2]
    raise UnreadableArticle(
        "invalid-json", f"no JSON at line {error.lineno}, column {error.colno}: {error.msg}; near {near!r}"
    ) from None


def _article(parts: Parts, timestamp_ms: int | None, limits: Limits) -> Article:
    if parts.withheld:
        raise UnreadableArticle("withheld", f"the article may not be used: {parts.withheld}")
    if parts.not_text:
        raise UnreadableArticle("not-text", f"the item is of type {parts.not_text!r}; send only items of type 'text'")
    if parts.body is not None and not isinstance(parts.body, str):
        raise UnreadableArticle(
            "wrong-shape", f"field {parts.body_field!r} is a {type(parts.body).__name__}, not a text"
        )
    body = _body(parts.body or "", parts, limits)
    title, url = _string(parts.title), _string(parts.url)
    published = published_at(parts.published, limits.assumed_zone)
    basis: PublishedBasis = "article"
    if published is None:
        published = from_milliseconds(timestamp_ms) if timestamp_ms else None
        basis = "message" if published else "none"
    return Article(
        id=_string(parts.id) or hashlib.sha256((url or body).encode()).hexdigest()[:32],
        body=body,
        title=" ".join(html_to_text(title).split()) if title and is_html(title) else title,
        url=url,
        source=_string(parts.source),
        language=language_code(_string(parts.language)),
        published_at=published,
        published_at_basis=basis,
    )


def _body(text: str, parts: Parts, limits: Limits) -> str:
    if len(text) > limits.max_body_characters * 10:
        raise _too_long(len(text), limits)
    if parts.html or (parts.html is None and is_html(text)):
        text = html_to_text(text)
    body = normalise(text)
    if not body.strip():
        raise UnreadableArticle("no-body", f"field {parts.body_field!r} holds no text")
    if len(body) > limits.max_body_characters:
        raise _too_long(len(body), limits)
    return body


def _too_long(characters: int, limits: Limits) -> UnreadableArticle:
    return UnreadableArticle(
        "body-too-long",
        f"the body has {characters} characters, more than DATELINE_MAX_BODY_CHARACTERS ({limits.max_body_characters})",
    )


def _string(value: object) -> str | None:
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str):
        return None
    text = normalise(value).strip()
    return text if text and text != "None" else None
