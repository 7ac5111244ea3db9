"""Bytes put aside: in memory while they are few, in a temporary file when they are many."""

from __future__ import annotations

import tempfile
from types import TracebackType
from typing import NamedTuple, Self

_IN_MEMORY = 32 << 20  # bytes


class Ticket(NamedTuple):
    """Where something lies on a shelf."""

    start: int
    length: int


class Shelf:
    """Keeps bytes until it is closed. Use as a context manager."""

    def __init__(self) -> None:
        self._file = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - closed on exit
        self._end = 0

    def put(self, content: bytes) -> Ticket:
        """Put something aside.

        Raises:
            OSError: the temporary folder is full.
        """
        self._file.seek(self._end)
        self._file.write(content)
        ticket = Ticket(self._end, len(content))
        self._end += len(content)
        return ticket

    def get(self, ticket: Ticket) -> bytes:
        """Read it again."""
        self._file.seek(ticket.start)
        return self._file.read(ticket.length)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        self._file.close()
