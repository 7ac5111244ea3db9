"""When messages are due, and what a dead letter was."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.replay.capture_file import CaptureWriter, Message
from pipeline.replay.load import LoadError, Pace, Plan, restored

FIRST = Message("raw", 0, 0, 10_000, None, b"a")
LATER = Message("raw", 0, 1, 16_000, None, b"b")
WHERE = (("dateline-error-topic", b"raw"), ("dateline-error-partition", b"3"), ("dateline-error-offset", b"17"))


@pytest.mark.parametrize(
    ("pace", "seconds"), [(Pace(), 0), (Pace(rate=4), 2.5), (Pace(factor=1), 6), (Pace(factor=12), 0.5)]
)
def test_a_message_is_due_by_rate_or_by_the_time_between_messages(pace: Pace, seconds: float) -> None:
    assert pace.due(10, LATER, FIRST) == seconds


def test_a_dead_letter_was_a_message_with_a_place_of_its_own() -> None:
    dead = Message("dead", 1, 5, 7, b"k", b"\xff", (("trace", b"x"), *WHERE, ("dateline-error-reason", b"timeout")))
    assert restored(dead) == Message("raw", 3, 17, 7, b"k", b"\xff", (("trace", b"x"),))


@pytest.mark.parametrize(
    ("headers", "words"),
    [
        (WHERE[:1], "dead/0/5 is no dead letter"),
        ((*WHERE[:2], ("dateline-error-offset", b"x")), "dead/0/5 is no dead letter"),
        ((*WHERE, ("dateline-error-value-bytes", b"9")), "too large to be kept; capture it from raw"),
    ],
)
def test_what_cannot_be_restored_says_why(headers: tuple[tuple[str, bytes], ...], words: str) -> None:
    with pytest.raises(LoadError, match=words):
        restored(Message("dead", 0, 5, 0, None, None, headers))


def test_a_load_is_named_after_its_content_and_target(tmp_path: Path) -> None:
    for name, message in (("one", FIRST), ("copy", FIRST), ("other", LATER)):
        with CaptureWriter(tmp_path / name) as writer:
            writer.write(message)
    names = [Plan((tmp_path / name,), topic).identity() for name in ("one", "copy", "other") for topic in ("a", "b")]
    assert names[:2] == names[2:4]
    assert len(set(names)) == 4
