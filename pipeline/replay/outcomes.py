"""What became of articles: records, dead letters and tombstones, read from files and topics alike."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import orjson

from pipeline.article import UnreadableArticle
from pipeline.article.decode import decode
from pipeline.article.limits import Limits
from pipeline.replay.capture_file import Message, is_capture, lines_of, read_capture
from pipeline.stage.dead_letter import ERROR_PREFIX, SCHEMA_OF_RECORD, SOURCE_HEADER

_SCHEMA = SCHEMA_OF_RECORD.decode()
# Our own records say so at their beginning: the rest need not be parsed to know whose they are.
_ID = re.compile(rb'\{"schema":"' + re.escape(SCHEMA_OF_RECORD) + rb'","id":"((?:[^"\\])*)"')


class OutcomeError(Exception):
    """Something that is no result of this stage; the message gives the place, and what to do."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one article."""

    kind: Literal["record", "dead-letter", "tombstone"]
    content: bytes
    """A record as published; a dead letter as the JSON object of its headers; nothing for a tombstone."""
    id: str | None
    """The article's id; None where it cannot be known."""
    source: str | None = None
    """``topic/partition/offset`` of the message that it came from, where this is known."""
    place: str = ""
    """File and line, or topic, partition and offset."""


def from_file(path: Path, *, cut: bool = False) -> Iterator[Outcome]:
    """Read the outcomes of a file: records one a line, or a capture of an output topic and its dead letters.

    Raises:
        OutcomeError: a line is no record of the schema that this version knows.
        CaptureError: a capture is cut, foreign or damaged.
        OSError: the file cannot be read.
    """
    if is_capture(path):
        yield from from_messages(read_capture(path, cut=cut))
        return
    for number, line in enumerate(lines_of(path), 1):
        if line.strip():
            place = f"{path}, line {number}"
            yield Outcome("record", line.rstrip(b"\r\n"), _record_id(line, place), place=place)


def from_messages(messages: Iterable[Message]) -> Iterator[Outcome]:
    """Read the outcomes of messages of an output topic and its dead letters.

    Raises:
        OutcomeError: a message is no record of the schema that this version knows, and no dead letter.
    """
    for message in messages:
        headers, source = _text_headers(message), source_of(message)
        place = f"{message.topic}/{message.partition}/{message.offset}"
        if ERROR_PREFIX + "reason" in headers:
            content = orjson.dumps({"dead_letter": headers})
            yield Outcome("dead-letter", content, _article_id(message, headers), source, place)
        elif message.value is None:
            yield Outcome("tombstone", b"", None, source, place)
        else:
            yield Outcome("record", message.value, _record_id(message.value, place), source, place)


def source_of(message: Message) -> str | None:
    """The ``topic/partition/offset`` that a record, tombstone or dead letter came from, where its headers tell."""
    headers = _text_headers(message)
    if ERROR_PREFIX + "reason" in headers:
        return "/".join(headers.get(ERROR_PREFIX + part, "") for part in ("topic", "partition", "offset"))
    return headers.get(SOURCE_HEADER)


def _text_headers(message: Message) -> dict[str, str]:
    return {name: (value or b"").decode("utf-8", "backslashreplace") for name, value in message.headers}


def decoded(outcome: Outcome) -> dict[str, Any] | None:
    """Decode a record, or a dead letter as ``{"dead_letter": {…}}``; None for a tombstone."""
    held: dict[str, Any] | None = orjson.loads(outcome.content) if outcome.content else None
    return held


def _record_id(value: bytes, place: str) -> str:
    if ours := _ID.match(value):
        return ours[1].decode()
    try:
        held = orjson.loads(value)
    except orjson.JSONDecodeError as error:
        raise OutcomeError(f"{place}: is no JSON ({error}); records have one line each") from None
    schema = held.get("schema") if isinstance(held, dict) else None
    if not isinstance(schema, str) or not schema.startswith("dateline.record/"):
        raise OutcomeError(f"{place}: is no record: give records, or a capture of an output topic")
    if schema != _SCHEMA:
        raise OutcomeError(
            f"{place}: is of schema {schema}, and this version compares {_SCHEMA}; use one that knows both"
        )
    if not isinstance(held.get("id"), str):
        raise OutcomeError(f"{place}: is a damaged record: it has no id")
    return str(held["id"])


def _article_id(message: Message, headers: dict[str, str]) -> str | None:
    """The id of the article of a dead letter, where it can be read here."""
    content_type = next((value for name, value in headers.items() if name.lower() == "content-type"), None)
    try:
        return decode(
            message.value or b"", content_type=content_type, timestamp_ms=message.timestamp_ms, limits=Limits()
        ).id
    except UnreadableArticle:
        return None
