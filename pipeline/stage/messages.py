"""What the stage reads and writes: Kafka messages as values."""

from __future__ import annotations

from dataclasses import dataclass

from kafka.structs import TopicPartition as Partition

__all__ = ["Headers", "Incoming", "Outgoing", "Partition"]

Headers = tuple[tuple[str, bytes], ...]


@dataclass(frozen=True, slots=True)
class Incoming:
    """A message as consumed."""

    partition: Partition
    offset: int
    timestamp_ms: int
    key: bytes | None
    value: bytes | None
    headers: Headers = ()

    @property
    def size(self) -> int:
        """Bytes of key and value."""
        return len(self.key or b"") + len(self.value or b"")

    @property
    def content_type(self) -> str | None:
        """The value of the ``content-type`` header, where there is one."""
        for name, value in self.headers:
            if name.lower() == "content-type" and value:
                return value.decode("latin-1")
        return None


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message to publish; the timestamp is that of the message it came from."""

    topic: str
    key: bytes | None
    value: bytes | None
    headers: Headers
    timestamp_ms: int
    origin: Partition
    kind: str
    """``record``, ``tombstone``, or the reason of a dead letter."""
