"""A capture as a Parquet file, for those who query it: a row for each message, its index in the file's metadata.

pyarrow is an optional extra. Keys, values and headers are binary columns, exact to the byte. A file
that was cut has no footer, and each page has a checksum.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

import orjson
import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.replay.capture_file import FORMAT, CaptureError, Contents, Index, Message

_SCHEMA = pa.schema([
    pa.field("topic", pa.string(), nullable=False),
    pa.field("partition", pa.int32(), nullable=False),
    pa.field("offset", pa.int64(), nullable=False),
    pa.field("timestamp", pa.timestamp("ms", tz="UTC"), nullable=False),
    pa.field("log_append", pa.bool_(), nullable=False),
    pa.field("key", pa.binary()),
    pa.field("value", pa.binary()),
    pa.field("headers", pa.list_(pa.struct([("name", pa.string()), ("value", pa.binary())])), nullable=False),
])  # fmt: skip
_ROWS = 1_000  # of one row group, unless its messages are large
_BYTES = 16 << 20
_METADATA = "dateline.capture"


class ParquetWriter:
    """Writes messages, then the index when it is closed; as :class:`pipeline.replay.capture_file.CaptureWriter`."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("wb")
        self._sink = pq.ParquetWriter(self._file, _SCHEMA, compression="zstd", write_page_checksum=True)
        self._rows: list[tuple[object, ...]] = []
        self._size = 0
        self._contents = Contents()

    @property
    def messages(self) -> int:
        """How many there are so far."""
        return self._contents.messages

    def write(self, message: Message) -> None:
        """Add one message."""
        headers = [{"name": name, "value": value} for name, value in message.headers]
        self._rows.append((
            message.topic, message.partition, message.offset, message.timestamp_ms, message.log_append,
            message.key, message.value, headers,
        ))  # fmt: skip
        self._size += len(message.value or b"") + len(message.key or b"")
        self._contents.add(message)
        if len(self._rows) >= _ROWS or self._size >= _BYTES:
            self._flush()

    def close(self) -> Index:
        """Write the index and close the file."""
        index = self._contents.index("")
        try:
            self._flush()
            told = orjson.dumps({"format": FORMAT, "messages": index.messages, "partitions": index.partitions})
            self._sink.add_key_value_metadata({_METADATA: told.decode()})
            self._sink.close()
        finally:
            self._file.close()
        return index

    def _flush(self) -> None:
        columns = list(zip(*self._rows, strict=True)) or [()] * len(_SCHEMA)
        arrays = [pa.array(column, field.type) for column, field in zip(columns, _SCHEMA, strict=True)]
        self._rows, self._size = [], 0
        self._sink.write_batch(pa.record_batch(arrays, schema=_SCHEMA))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        if isinstance(error, OSError):  # a full disk takes no footer either; the file is then seen to be cut
            self._file.close()
        else:
            self.close()


def read_parquet(path: Path) -> Iterator[Message]:
    """The messages of a capture, in its order.

    Raises:
        CaptureError: the file is cut, foreign or damaged.
        OSError: it cannot be read.
    """
    with path.open("rb") as content:
        try:
            file = pq.ParquetFile(content, page_checksum_verification=True)
            if _METADATA.encode() not in (file.metadata.metadata or {}) or file.schema_arrow.names != _SCHEMA.names:
                raise CaptureError(f"{path}: was not written by 'dateline capture'")
            for batch in file.iter_batches(_ROWS):
                columns = (batch.column(n) for n in range(len(_SCHEMA)))
                held = [(c.cast(pa.int64()) if pa.types.is_timestamp(c.type) else c).to_pylist() for c in columns]
                for topic, partition, offset, ts, log_append, key, value, headers in zip(*held, strict=True):
                    pairs = tuple((header["name"], header["value"]) for header in headers)
                    yield Message(topic, partition, offset, ts, key, value, pairs, log_append)
        except (pa.ArrowException, OSError) as error:
            raise CaptureError(
                f"{path}: is no whole Parquet file ({str(error).splitlines()[0]}); capture again"
            ) from None
