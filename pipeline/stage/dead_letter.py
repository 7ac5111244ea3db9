"""What becomes of one message: a record, a tombstone or a dead letter."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import ClassVar

from pydantic import ConfigDict

from pipeline.stage.messages import Headers, Incoming, Outgoing
from pipeline.stage.tasks import Enriched, Refused

PREFIX = "dateline-"
ERROR_PREFIX = "dateline-error-"
SOURCE_HEADER = "dateline-source"
"""Header of a record: topic, partition and offset of its article."""
SCHEMA_OF_RECORD = b"dateline.record/1"


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """Why a message became no record. Each field is a header, ``dateline-error-`` before its name.

    The message itself keeps the original key, value and headers, as Kafka Streams' dead
    letters do (KIP-1034).
    """

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(use_attribute_docstrings=True, extra="forbid")

    reason: str
    """A short fixed word: invalid-utf8, no-body, timeout, …"""
    message: str
    """What was wrong, where, and what to do."""
    topic: str
    """Topic that the message came from."""
    partition: int
    """Its partition there."""
    offset: int
    """Its offset there."""
    stacktrace: str | None = None
    """Where the error arose, when it is one that nobody foresaw."""
    value_bytes: int | None = None
    """Size of the original value, when it had to be left out: the broker takes no message so large."""

    def headers(self) -> Headers:
        """The headers that a dead letter carries behind the original ones."""
        known = ((f.name, getattr(self, f.name)) for f in fields(self))
        return tuple(
            (ERROR_PREFIX + name.replace("_", "-"), str(held).encode()) for name, held in known if held is not None
        )


@dataclass(frozen=True, slots=True)
class Routing:
    """The topics that messages go to."""

    output_topic: str
    dead_letter_topic: str
    max_record_bytes: int
    """A record larger than this, with its key and headers, becomes a dead letter."""

    def outgoing(self, message: Incoming, outcome: Enriched | Refused | None) -> Outgoing:
        """The one message that an incoming one ends in.

        Args:
            message: the message as consumed.
            outcome: what a worker made of it; None for a null value.
        """
        if outcome is None:
            return Outgoing(
                self.output_topic, message.key, None, _record_headers(message), message.timestamp_ms, message.partition,
                "tombstone",
            )  # fmt: skip
        if isinstance(outcome, Refused):
            return self.dead_letter(message, outcome)
        headers = _record_headers(message)
        size = len(outcome.record) + len(message.key or b"") + sum(len(n) + len(v) for n, v in headers)
        if size > self.max_record_bytes:
            return self.dead_letter(message, too_large(size, self.max_record_bytes))
        return Outgoing(
            self.output_topic, message.key, outcome.record, headers, message.timestamp_ms, message.partition, "record"
        )

    def dead_letter(self, message: Incoming, refused: Refused, *, with_value: bool = True) -> Outgoing:
        """The dead letter of a message: its own key, value and headers, and why."""
        why = DeadLetter(
            reason=refused.reason,
            message=refused.message,
            topic=message.partition.topic,
            partition=message.partition.partition,
            offset=message.offset,
            stacktrace=refused.stacktrace,
            value_bytes=None if with_value else len(message.value or b""),
        )
        return Outgoing(
            self.dead_letter_topic,
            message.key,
            message.value if with_value else None,
            message.headers + why.headers(),
            message.timestamp_ms,
            message.partition,
            refused.reason,
        )


def too_large(size: int, limit: int | None = None) -> Refused:
    """Why a record that does not fit became a dead letter."""
    bound = f"more than DATELINE_MAX_REQUEST_SIZE ({limit})" if limit else "more than the broker takes"
    return Refused(
        "record-too-large",
        f"the record has {size} bytes, {bound}; raise the limit here and max.message.bytes of the topic, "
        "or leave the text out with DATELINE_INCLUDE_TEXT=false",
    )


def _record_headers(message: Incoming) -> Headers:
    topic, partition = message.partition
    ours = (
        ("content-type", b"application/json"),
        ("dateline-schema", SCHEMA_OF_RECORD),
        (SOURCE_HEADER, f"{topic}/{partition}/{message.offset}".encode()),
    )
    names = {name for name, _ in ours}
    return tuple(header for header in message.headers if header[0].lower() not in names) + ours
