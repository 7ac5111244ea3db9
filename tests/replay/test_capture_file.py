"""A capture gives back what it was given, and is known for cut, changed or foreign when it is."""

import contextlib
import json
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from random import Random

import pyarrow
import pyarrow.parquet
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.replay.capture_file import CaptureError, Contents, Message, open_writer, read_capture

_BYTES = st.none() | st.binary(max_size=40) | st.text(st.characters(codec="utf-8"), max_size=20).map(str.encode)
_MESSAGES = st.lists(
    st.builds(
        Message,
        topic=st.just("articles.raw"),
        partition=st.integers(0, 7),
        offset=st.integers(0, 2**60),
        timestamp_ms=st.integers(0, 2**42),
        key=_BYTES,
        value=_BYTES,
        headers=st.lists(st.tuples(st.text(st.characters(codec="utf-8"), max_size=8), _BYTES), max_size=3).map(tuple),
        log_append=st.booleans(),
    ),
    max_size=8,
)
_TWO = [
    Message("articles.raw", 0, 5, 1_705_600_000_000, b"a", b"Peace talks in Muscat."),
    Message("articles.raw", 1, 9, 1_705_600_000_001, None, b"\xff\x00", (("trace", b"\xfe"), ("empty", None))),
]


def _written(path: Path, messages: list[Message]) -> Path:
    with open_writer(path) as writer:
        for message in messages:
            writer.write(message)
    return path


@pytest.mark.parametrize("name", ["capture.jsonl", "capture.jsonl.zst", "capture.parquet"])
@given(messages=_MESSAGES)
def test_what_is_read_is_what_was_written(
    tmp_path_factory: pytest.TempPathFactory, name: str, messages: list[Message]
) -> None:
    path = _written(tmp_path_factory.getbasetemp() / name, messages)
    assert list(read_capture(path)) == messages


def test_lines_have_the_shape_that_kcat_writes(tmp_path: Path) -> None:
    first, second, index = map(json.loads, _written(tmp_path / "c", _TWO).read_text().splitlines())
    assert first == {
        "topic": "articles.raw",
        "partition": 0,
        "offset": 5,
        "tstype": "create",
        "ts": 1_705_600_000_000,
        "key": "a",
        "payload": "Peace talks in Muscat.",
    }
    assert (second["headers"], second["base64"]) == (["trace", "/g==", "empty", None], [0, "payload"])
    assert index["index"]["partitions"] == {"articles.raw/0": [1, 5, 5], "articles.raw/1": [1, 9, 9]}


@pytest.mark.parametrize("name", ["c.jsonl", "c.jsonl.zst"])
def test_a_cut_file_is_an_error_unless_allowed(tmp_path: Path, name: str) -> None:
    path = _written(tmp_path / name, _TWO * 2_000)
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])
    with pytest.raises(CaptureError, match="cut after"):
        list(read_capture(path))
    kept = list(read_capture(path, cut=True))
    assert kept == (_TWO * 2_000)[: len(kept)]


def test_a_changed_file_is_an_error(tmp_path: Path) -> None:
    path = _written(tmp_path / "c", _TWO)
    path.write_bytes(path.read_bytes().replace(b"Muscat", b"Geneva"))
    with pytest.raises(CaptureError, match="was changed"):
        list(read_capture(path))


@pytest.mark.parametrize(
    "content", [b"plain text\n", b"[]\n", b'{"title": "x"}\n', b'{"topic": 1, "headers": ["a"]}\n']
)
def test_a_foreign_file_is_an_error_with_its_line(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "c"
    path.write_bytes(content)
    with pytest.raises(CaptureError, match="line 1"):
        list(read_capture(path))


@pytest.mark.parametrize("name", ["c", "c.zst", "c.parquet"])
def test_an_interrupted_capture_is_whole_as_far_as_it_went(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    with contextlib.suppress(KeyboardInterrupt), open_writer(path) as writer:
        writer.write(_TWO[0])
        raise KeyboardInterrupt
    assert list(read_capture(path)) == _TWO[:1]


@pytest.mark.parametrize("name", ["c", "c.zst"])
def test_an_interrupt_within_a_message_leaves_a_cut_capture(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    def interrupted(contents: Contents, message: Message) -> None:
        raise KeyboardInterrupt

    path = tmp_path / name
    with contextlib.suppress(KeyboardInterrupt), open_writer(path) as writer:
        writer.write(_TWO[0])
        monkeypatch.setattr(Contents, "add", interrupted)
        writer.write(_TWO[1])
    assert list(read_capture(path, cut=True)) == _TWO
    with pytest.raises(CaptureError, match="--cut"):
        list(read_capture(path))


def test_a_parquet_capture_is_a_table_to_query(tmp_path: Path) -> None:
    table = pyarrow.parquet.read_table(_written(tmp_path / "c.parquet", _TWO * 1_500))
    assert table.num_rows == 3_000
    assert table.column("value")[1].as_py() == b"\xff\x00"
    assert table.column("timestamp")[0].as_py() == datetime(2024, 1, 18, 17, 46, 40, tzinfo=UTC)
    assert table.column("headers")[1].as_py() == [{"name": "trace", "value": b"\xfe"}, {"name": "empty", "value": None}]


def _flipped(held: bytes, position: int) -> bytes:
    return held[:position] + bytes([held[position] ^ 255]) + held[position + 1 :]


@pytest.mark.parametrize("damage", [lambda held, middle: held[:middle], _flipped])
def test_a_cut_or_changed_parquet_capture_is_an_error(tmp_path: Path, damage: Callable[[bytes, int], bytes]) -> None:
    random = Random(7)
    messages = [Message("articles.raw", 0, n, 0, None, random.randbytes(2_000)) for n in range(100)]
    path = _written(tmp_path / "c.parquet", messages)
    content = path.read_bytes()
    path.write_bytes(damage(content, len(content) // 2))
    with pytest.raises(CaptureError, match="no whole Parquet file"):
        list(read_capture(path))


def test_a_foreign_parquet_file_is_an_error(tmp_path: Path) -> None:
    pyarrow.parquet.write_table(pyarrow.table({"body": ["Talks failed."]}), tmp_path / "c.parquet")
    with pytest.raises(CaptureError, match="not written by 'dateline capture'"):
        list(read_capture(tmp_path / "c.parquet"))


def test_without_pyarrow_the_extra_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "pipeline.replay.parquet_file", raising=False)
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    (tmp_path / "c.parquet").touch()
    for use in (open_writer, lambda path: list(read_capture(path))):
        with pytest.raises(CaptureError, match=r"install dateline\[parquet\]"):
            use(tmp_path / "c.parquet")
