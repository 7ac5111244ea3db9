"""The transactional id of this instance: stable over restarts, never shared by two that live.

A stable id lets the next start finish at once what a dead process left open; otherwise readers
of committed messages wait for the transaction's time limit.
"""

from __future__ import annotations

import fcntl
import itertools
import os
import re
import socket
import tempfile
from pathlib import Path
from typing import IO
from uuid import uuid4


class Instance:
    """One of the stages of a group on this host; its number is the lowest that no living one holds.

    Args:
        group_id: the consumer group.
        given: a transactional id from the settings, used as it is.
    """

    def __init__(self, group_id: str, given: str | None = None) -> None:
        self._lock: IO[bytes] | None = None
        self.transactional_id = given or f"{group_id}-{socket.gethostname()}-{self._claim(group_id)}"

    def _claim(self, group_id: str) -> str:
        name = re.sub(r"[^\w.-]", "_", group_id)
        folder = Path(tempfile.gettempdir())
        for number in itertools.count():
            try:
                lock = (folder / f"dateline-{os.getuid()}-{name}-{number}.lock").open("wb")
            except OSError:
                # No place for a lock: a fresh id is safe, only slower after a crash.
                return uuid4().hex
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                lock.close()
                continue
            self._lock = lock  # held, and so taken, as long as this process lives
            return str(number)
        raise AssertionError("unreachable")
