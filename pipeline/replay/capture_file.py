"""A file of messages, exact to the byte: one JSON object a line, as ``kcat -J`` writes them.

A key, value or header that is no UTF-8 text is in base64, and named under ``base64`` (a
field that ``kcat`` leaves aside). The last line is an index: how many messages there are,
from which offsets, and the SHA-256 of all lines before it. A file without it was cut.
A name that ends in ``.zst`` is compressed with Zstandard. One that ends in ``.parquet`` is another format,
with the same content, for those who query captures.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Protocol, Self, cast

import orjson
import zstandard

FORMAT = "dateline.capture/1"
_TYPES = ("create", "logappend")


class CaptureError(Exception):
    """A capture that cannot be used; the message gives file and line, and what to do."""


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a topic."""

    topic: str
    partition: int
    offset: int
    timestamp_ms: int
    key: bytes | None
    value: bytes | None
    headers: tuple[tuple[str, bytes | None], ...] = ()
    log_append: bool = False
    """The timestamp is the broker's, not the producer's."""


@dataclass(frozen=True, slots=True)
class Index:
    """What the last line of a capture says."""

    messages: int
    sha256: str
    """Of all lines before, each with its line feed, before compression."""
    partitions: dict[str, list[int]]
    """Per ``topic/partition``: messages, first and last offset."""


class Contents:
    """Counts the messages of a capture, for its index."""

    def __init__(self) -> None:
        self.messages = 0
        self._partitions: dict[str, list[int]] = {}

    def add(self, message: Message) -> None:
        """Count one message."""
        seen = self._partitions.setdefault(f"{message.topic}/{message.partition}", [0, message.offset, 0])
        seen[0] += 1
        seen[2] = message.offset
        self.messages += 1

    def index(self, sha256: str) -> Index:
        """The index of what was counted."""
        return Index(self.messages, sha256, self._partitions)


class Writer(Protocol):
    """Writes a capture; use as a context manager. What was written when an error comes is usable."""

    @property
    def messages(self) -> int:
        """How many there are so far."""
        ...

    def write(self, message: Message) -> None:
        """Add one message."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


def open_writer(path: Path) -> Writer:
    """A writer for a file, by the ending of its name: ``.parquet``, or lines of JSON, compressed for ``.zst``.

    Raises:
        CaptureError: pyarrow is not there for a Parquet file.
        OSError: the file cannot be written.
    """
    if not _is_parquet(path):
        return CaptureWriter(path)
    with _pyarrow(path):
        from pipeline.replay.parquet_file import ParquetWriter  # noqa: PLC0415 - an extra of the package
    return ParquetWriter(path)


class CaptureWriter:
    """Writes messages, then the index when it is closed, also on the way out of an error.

    Use as a context manager.

    Args:
        path: the file; one that exists is overwritten.

    Raises:
        OSError: the disk is full, or the file cannot be written.
    """

    def __init__(self, path: Path) -> None:
        self._file: BinaryIO = path.open("wb")
        self._sink: Any = zstandard.ZstdCompressor().stream_writer(self._file) if _compressed(path) else self._file
        self._hash = hashlib.sha256()
        self._contents = Contents()
        self._in_step = True

    @property
    def messages(self) -> int:
        """How many there are so far."""
        return self._contents.messages

    def write(self, message: Message) -> None:
        """Add one message."""
        line = _line(message)
        self._in_step = False  # a Ctrl-C may come between these three
        self._sink.write(line)
        self._hash.update(line)
        self._contents.add(message)
        self._in_step = True

    def close(self) -> Index:
        """Write the index, unless a message was broken off, and close the file."""
        index = self._contents.index(self._hash.hexdigest())
        try:
            if self._in_step:
                self._sink.write(orjson.dumps({"format": FORMAT, "index": index}) + b"\n")
            if self._sink is not self._file:
                self._sink.flush(zstandard.FLUSH_FRAME)
        finally:
            self._file.close()
        return index

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        if isinstance(error, OSError):  # a full disk takes no index either; the file is then seen to be cut
            self._file.close()
        else:
            self.close()


def read_capture(path: Path, *, cut: bool = False) -> Iterator[Message]:
    """The messages of a capture, in its order.

    Args:
        path: the file.
        cut: take what is there of a file without an index; such a file is an error otherwise.

    Raises:
        CaptureError: the file is foreign or cut, or its checksum is not that of its index. The
            messages before have been given by then.
        OSError: the file cannot be read.
    """
    if _is_parquet(path):
        with _pyarrow(path):
            from pipeline.replay.parquet_file import read_parquet  # noqa: PLC0415 - an extra of the package
        yield from read_parquet(path)
        return
    digest, count, index = hashlib.sha256(), 0, None
    for number, line in enumerate(lines_of(path), 1):
        place = f"{path}, line {number}"
        if index is not None:
            raise CaptureError(f"{place}: there is more after the index; two captures are loaded as two files")
        if not line.endswith(b"\n"):
            break
        held = _parsed(line, place)
        if held.get("format") == FORMAT:
            index = _index(held, place)
            continue
        digest.update(line)
        count += 1
        yield _message(held, place)
    if index is None:
        if not cut:
            raise CaptureError(
                f"{path}: cut after {count} messages, or not written by 'dateline capture': its index is missing; "
                "--cut takes what is there"
            )
    elif (index.messages, index.sha256) != (count, digest.hexdigest()):
        raise CaptureError(f"{path}: was changed: its index tells of {index.messages} messages and another checksum")


def is_capture(path: Path) -> bool:
    """Tell a capture, whole or not, from a file of other lines by its first line.

    Raises:
        CaptureError, OSError: the file cannot be read.
    """
    if _is_parquet(path):
        return True
    try:
        first = orjson.loads(next(iter(lines_of(path)), b""))
    except orjson.JSONDecodeError:
        return False
    return isinstance(first, dict) and (
        {"topic", "partition", "offset"} <= first.keys() or first.get("format") == FORMAT
    )


def _is_parquet(path: Path) -> bool:
    return path.suffix == ".parquet"


@contextmanager
def _pyarrow(path: Path) -> Iterator[None]:
    try:
        yield
    except ImportError as error:
        raise CaptureError(f"{path}: Parquet needs pyarrow ({error}): install dateline[parquet]") from None


def _compressed(path: Path) -> bool:
    return path.suffix == ".zst"


def lines_of(path: Path) -> Iterator[bytes]:
    """The lines of a file, which may be compressed.

    Raises:
        CaptureError: it is no Zstandard file, though its name says so.
        OSError: it cannot be read.
    """
    with path.open("rb") as file:
        if not _compressed(path):
            yield from file
            return
        try:
            yield from io.BufferedReader(cast("Any", zstandard.ZstdDecompressor().stream_reader(file)), 1 << 20)
        except zstandard.ZstdError as error:
            raise CaptureError(f"{path}: is no Zstandard file, or a damaged one ({error})") from None


def _line(message: Message) -> bytes:
    binary: list[str | int] = []

    def text(held: bytes | None, name: str | int) -> str | None:
        if held is None:
            return None
        try:
            return held.decode("utf-8")
        except UnicodeDecodeError:
            binary.append(name)
            return base64.b64encode(held).decode()

    flat: list[str | None] = []
    for position, (name, value) in enumerate(message.headers):
        flat += [name, text(value, position)]
    shape: dict[str, Any] = {
        "topic": message.topic,
        "partition": message.partition,
        "offset": message.offset,
        "tstype": _TYPES[message.log_append],
        "ts": message.timestamp_ms,
    }
    if flat:
        shape["headers"] = flat
    shape["key"] = text(message.key, "key")
    shape["payload"] = text(message.value, "payload")
    if binary:
        shape["base64"] = binary
    return orjson.dumps(shape) + b"\n"


def _parsed(line: bytes, place: str) -> dict[str, Any]:
    try:
        held = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        raise CaptureError(f"{place}: is no JSON ({error}); a capture has one message a line") from None
    if not isinstance(held, dict):
        raise CaptureError(f"{place}: is no JSON object; a capture has one message a line")
    return held


def _index(held: dict[str, Any], place: str) -> Index:
    try:
        return Index(**held["index"])
    except (KeyError, TypeError):
        raise CaptureError(f"{place}: the index is damaged; capture again") from None


def _message(held: dict[str, Any], place: str) -> Message:
    try:
        binary = frozenset(held.get("base64", ()))
        flat = held.get("headers") or []

        def raw(text: str | None, name: str | int) -> bytes | None:
            if text is None:
                return None
            return base64.b64decode(text, validate=True) if name in binary else text.encode()

        return Message(
            topic=held["topic"],
            partition=held["partition"],
            offset=held["offset"],
            timestamp_ms=held["ts"],
            key=raw(held.get("key"), "key"),
            value=raw(held.get("payload"), "payload"),
            headers=tuple((flat[i], raw(flat[i + 1], i // 2)) for i in range(0, len(flat), 2)),
            log_append=held.get("tstype") == "logappend",
        )
    except (KeyError, IndexError, TypeError, AttributeError, binascii.Error) as error:
        raise CaptureError(f"{place}: is no message of a capture ({error!r}); 'kcat -J' and we write such") from None
