"""A stage as its users run it: the command in a process of its own, steered through its environment."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from types import TracebackType
from typing import Self

_START_SECONDS = 60


class StageProcess:
    """``dateline run`` with settings; its log goes to a file."""

    def __init__(self, bootstrap_servers: str, log: Path, **settings: object) -> None:
        self.log = log
        self._environment = {
            **{k: v for k, v in os.environ.items() if not k.startswith("DATELINE_")},
            "DATELINE_BOOTSTRAP_SERVERS": bootstrap_servers,
            "DATELINE_HTTP_HOST": "127.0.0.1",
            "DATELINE_HTTP_PORT": "0",
            "DATELINE_LOG_FORMAT": "json",
            **{f"DATELINE_{name.upper()}": str(value) for name, value in settings.items()},
        }
        self.process = self._start()

    def _start(self) -> subprocess.Popen[bytes]:
        with self.log.open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-m", "pipeline.cli", "run"], env=self._environment, stderr=log, stdout=log
            )

    def lines(self, event: str) -> list[dict[str, object]]:
        """The log lines of this event."""
        found = []
        for line in self.log.read_text().splitlines():
            if line.startswith("{") and (entry := json.loads(line)).get("event") == event:
                found.append(entry)
        return found

    def get(self, path: str) -> tuple[int, str]:
        """Ask the HTTP port of the latest start."""
        port = self.lines("starting")[-1]["http_port"]
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=5) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    def wait_ready(self) -> Self:
        """Wait until messages flow."""
        end = time.monotonic() + _START_SECONDS
        while time.monotonic() < end:
            if self.process.poll() is not None:
                break
            try:
                if self.get("/ready")[0] == 200:
                    return self
            except (OSError, IndexError):
                pass
            time.sleep(0.1)
        raise AssertionError(f"the stage did not become ready:\n{self.log.read_text()[-3000:]}")

    def signal(self, number: signal.Signals) -> None:
        self.process.send_signal(number)

    def kill_and_restart(self) -> None:
        """SIGKILL it, as a machine that vanishes would, and start it again."""
        self.process.kill()
        self.process.wait()
        self.process = self._start()

    def children(self) -> list[int]:
        """Process ids of the workers."""
        path = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        pids = []
        for pid in map(int, path.read_text().split()):
            if b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes():
                pids.append(pid)
        return pids

    def stop(self) -> int:
        """SIGTERM, and the exit code."""
        if self.process.poll() is None:
            self.process.terminate()
        try:
            return self.process.wait(60)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
