"""Outcomes of two sides find each other by article and by message, in any order."""

from __future__ import annotations

from pathlib import Path

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.replay.capture_file import CaptureError, CaptureWriter, Message
from pipeline.replay.matching import matched
from pipeline.replay.outcomes import Outcome, OutcomeError, from_file
from tests.replay.records import line, record


def outcome(identity: str | None, source: str | None = None, content: bytes = b"{}") -> Outcome:
    return Outcome("record", content, identity, source)


def named(pairs: object) -> list[tuple[str | None, str | None]]:
    assert isinstance(pairs, list)
    return [tuple(side and side.content.decode() for side in pair) for pair in pairs]


@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 3)), unique=True), st.randoms())
def test_every_outcome_comes_once_and_meets_its_own_message(messages: list[tuple[str, int]], random: object) -> None:
    before = [outcome(name, f"t/0/{number}", f"{name}{number}".encode()) for name, number in messages]
    after = list(before)
    random.shuffle(after)  # type: ignore[attr-defined]
    pairs = named(list(matched(before, after)))
    assert sorted(pairs) == sorted((side.content.decode(),) * 2 for side in before)


@given(st.lists(st.sampled_from("abcd"), max_size=8), st.lists(st.sampled_from("abcd"), max_size=8))
def test_without_messages_the_ids_pair_as_often_as_both_have_them(before: list[str], after: list[str]) -> None:
    pairs = list(matched(map(outcome, before), map(outcome, after)))
    for name in "abcd":
        both = [pair for pair in pairs if all(side and side.id == name for side in pair)]
        assert len(both) == min(before.count(name), after.count(name))
    assert sum(side is not None for pair in pairs for side in pair) == len(before) + len(after)


def test_other_topics_pair_by_id_in_order() -> None:
    before = [outcome("a", "live/0/7", b"1"), outcome("a", "live/0/8", b"2"), outcome("b", "live/0/9", b"3")]
    after = [outcome("b", "copy/0/7", b"4"), outcome("a", "copy/0/8", b"5"), outcome("a", "copy/0/9", b"6")]
    assert sorted(named(list(matched(before, after)))) == [("1", "5"), ("2", "6"), ("3", "4")]


def test_what_has_no_id_is_known_by_its_message() -> None:
    dead = Outcome("dead-letter", b"dead", None, "t/0/1")
    pairs = named(list(matched([dead, outcome("x", "t/0/2", b"x")], [outcome("a", "t/0/1", b"alive")])))
    assert sorted(pairs, key=str) == [("dead", "alive"), ("x", None)]


def test_waiting_outcomes_come_back_whole_from_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.replay.shelf._IN_MEMORY", 100)
    before = [outcome(str(n), None, b"%d" % n * 50) for n in range(50)]
    pairs = list(matched(before, before[::-1]))
    assert all(one == other for one, other in pairs)
    assert len(pairs) == 50


def _dead(value: bytes, reason: bytes = b"timeout") -> Message:
    headers = (("dateline-error-reason", reason), ("dateline-error-topic", b"raw"))
    place = (("dateline-error-partition", b"1"), ("dateline-error-offset", b"4"))
    return Message("dead", 0, 0, 0, b"k", value, (*headers, *place))


def test_a_capture_holds_records_dead_letters_and_tombstones(tmp_path: Path) -> None:
    source = (("dateline-source", b"raw/0/1"),)
    with CaptureWriter(tmp_path / "c.zst") as writer:
        writer.write(Message("out", 0, 0, 0, b"k", orjson.dumps(record()), source))
        writer.write(Message("out", 0, 1, 0, b"k", None, source))
        writer.write(_dead(b'{"id": "known", "body": "Talks failed."}'))
        writer.write(_dead(b"\xff", b"invalid-utf8"))
    found = list(from_file(tmp_path / "c.zst"))
    assert [(o.kind, o.id, o.source) for o in found] == [
        ("record", "a1", "raw/0/1"),
        ("tombstone", None, "raw/0/1"),
        ("dead-letter", "known", "raw/1/4"),
        ("dead-letter", None, "raw/1/4"),
    ]


def test_record_lines_are_read_whatever_the_order_of_their_fields(tmp_path: Path) -> None:
    held = record('with "quotes"')
    (tmp_path / "r.jsonl").write_bytes(line(held) + line(dict(sorted(held.items()))))
    assert [o.id for o in from_file(tmp_path / "r.jsonl")] == ['with "quotes"'] * 2


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (line(record() | {"schema": "dateline.record/2"}), "line 1: is of schema dateline.record/2, and this version"),
        (line(record()) + b'{"title": "An article"}\n', "line 2: is no record"),
        (b"plain text\n", "line 1: is no JSON"),
        (b'{"schema": "dateline.record/1"}\n', "line 1: is a damaged record"),
    ],
)
def test_what_is_no_record_is_an_error_with_its_line(tmp_path: Path, content: bytes, words: str) -> None:
    (tmp_path / "r.jsonl").write_bytes(content)
    with pytest.raises(OutcomeError, match=words):
        list(from_file(tmp_path / "r.jsonl"))


def test_a_cut_capture_is_an_error(tmp_path: Path) -> None:
    with CaptureWriter(tmp_path / "c") as writer:
        writer.write(_dead(b"\xff"))
    whole = (tmp_path / "c").read_bytes()
    (tmp_path / "c").write_bytes(whole.splitlines(keepends=True)[0])
    with pytest.raises(CaptureError, match="cut"):
        list(from_file(tmp_path / "c"))
    assert len(list(from_file(tmp_path / "c", cut=True))) == 1
