"""A capture gives back what it was given, and is known for cut, changed or foreign when it is."""

import contextlib
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.replay.capture_file import CaptureError, CaptureWriter, Message, read_capture

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
    with CaptureWriter(path) as writer:
        for message in messages:
            writer.write(message)
    return path


@pytest.mark.parametrize("name", ["capture.jsonl", "capture.jsonl.zst"])
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


def test_an_interrupted_capture_is_whole_as_far_as_it_went(tmp_path: Path) -> None:
    path = tmp_path / "c"
    with contextlib.suppress(KeyboardInterrupt), CaptureWriter(path) as writer:
        writer.write(_TWO[0])
        raise KeyboardInterrupt
    assert list(read_capture(path)) == _TWO[:1]
