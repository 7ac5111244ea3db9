"""One source of articles through an installed version, in a process of its own."""

from __future__ import annotations

import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path


class VersionError(Exception):
    """A version did not do its work; what it said is on standard error."""


@dataclass(frozen=True, slots=True)
class Version:
    """A version of Dateline with its settings; both None is this one as it is."""

    config: Path | None = None
    python: Path | None = None
    """The interpreter of the environment that it is installed in."""

    @property
    def name(self) -> str:
        """What to call it."""
        return " with ".join(str(part) for part in (self.python, self.config) if part) or "this version"

    def command(self, source: str, output: Path, *, raw: bool) -> list[str]:
        """The command that enriches a source.

        Args:
            source: a capture or a topic for ``replay``, or articles for ``enrich``.
            output: the file for the outcomes.
            raw: the source holds articles rather than messages.
        """
        # -P: what is installed there, rather than a package that lies in the current folder.
        start = [str(self.python), "-P"] if self.python else [sys.executable]
        words = ["enrich" if raw else "replay", source, "-o", str(output)]
        return [*start, "-m", "pipeline.cli", *words, *(["--config", str(self.config)] if self.config else [])]

    def run(self, source: str, output: Path, *, raw: bool) -> float:
        """Enrich a source; gives the seconds that it took. Arguments as for :meth:`command`.

        Raises:
            VersionError: it did not come to its end.
            OSError: there is no such interpreter.
        """
        began = time.monotonic()
        code = subprocess.run(self.command(source, output, raw=raw), check=False).returncode
        # 1 from enrich: some article is no record, as may well be. Without any, something else is wrong.
        if code not in ((0, 1) if raw else (0,)) or not (output.exists() and output.stat().st_size):
            raise VersionError(f"{self.name}: ended with exit code {code} on {source}")
        return time.monotonic() - began
