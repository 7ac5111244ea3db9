"""Every message ends in one message: record, tombstone or dead letter."""

from __future__ import annotations

from pipeline.stage.dead_letter import Routing, too_large
from pipeline.stage.messages import Incoming, Partition
from pipeline.stage.tasks import Enriched, Refused

ROUTING = Routing("out", "dead", 200)
HEADERS = (("traceparent", b"00-1-2-01"), ("content-type", b"text/plain"))
MESSAGE = Incoming(Partition("in", 3), 42, 1_700_000_000_000, b"key", b"caf\xe9", HEADERS)


def test_a_record_keeps_key_time_and_headers_and_says_where_it_came_from() -> None:
    sent = ROUTING.outgoing(MESSAGE, Enriched(b"{}"))
    assert (sent.topic, sent.key, sent.value, sent.kind) == ("out", b"key", b"{}", "record")
    assert sent.timestamp_ms == MESSAGE.timestamp_ms
    assert sent.headers == (
        ("traceparent", b"00-1-2-01"),
        ("content-type", b"application/json"),
        ("dateline-schema", b"dateline.record/1"),
        ("dateline-source", b"in/3/42"),
    )


def test_a_null_value_becomes_a_tombstone() -> None:
    sent = ROUTING.outgoing(MESSAGE, None)
    assert (sent.topic, sent.key, sent.value, sent.kind) == ("out", b"key", None, "tombstone")


def test_a_dead_letter_keeps_the_original_message_whole() -> None:
    sent = ROUTING.outgoing(MESSAGE, Refused("invalid-utf8", "byte 3 …"))
    assert (sent.topic, sent.key, sent.value, sent.kind) == ("dead", b"key", b"caf\xe9", "invalid-utf8")
    assert sent.headers[:2] == HEADERS
    added = dict(sent.headers[2:])
    assert added["dateline-error-reason"] == b"invalid-utf8"
    assert added["dateline-error-message"] == "byte 3 …".encode()
    where = [added[f"dateline-error-{name}"] for name in ("topic", "partition", "offset")]
    assert where == [b"in", b"3", b"42"]


def test_a_record_over_the_limit_becomes_a_dead_letter_with_the_original_value() -> None:
    sent = ROUTING.outgoing(MESSAGE, Enriched(b"x" * 300))
    assert (sent.topic, sent.kind, sent.value) == ("dead", "record-too-large", MESSAGE.value)


def test_a_dead_letter_that_no_broker_takes_names_its_origin_and_size_instead_of_the_value() -> None:
    sent = ROUTING.dead_letter(MESSAGE, too_large(300), with_value=False)
    assert sent.value is None
    assert dict(sent.headers)["dateline-error-value-bytes"] == b"4"
