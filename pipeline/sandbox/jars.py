"""The broker's published jars, pinned and checked, kept in the user's cache folder."""

from __future__ import annotations

import hashlib
import os
from importlib.resources import files
from pathlib import Path

BROKER = "org.apache.kafka:kafka_2.13:4.1.0"


class SandboxError(RuntimeError):
    """The sandbox cannot run: the message says why and what to do."""


def classpath() -> list[Path]:
    """The jars of the broker, fetched once (44 MB) and compared with the pinned checksums.

    Raises:
        SandboxError: they cannot be fetched, or one is not what it should be.
    """
    try:
        import jgo  # noqa: PLC0415 - an optional extra
    except ImportError:
        raise SandboxError("the sandbox is an optional extra: install dateline[sandbox]") from None
    folder = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "dateline" / "jars"
    try:
        found = [Path(jar) for jar in jgo.build(BROKER, cache_dir=folder).all_jars]
    except Exception as error:
        raise SandboxError(
            f"the broker's jars ({BROKER}) cannot be fetched into {folder}: {error}; the first start needs the network"
        ) from error
    pinned = _pinned()
    for jar in found:
        if _sha256(jar) != pinned.get(jar.name):
            raise SandboxError(f"{jar} is not the jar that was published; delete {folder} and start again")
    if missing := pinned.keys() - {jar.name for jar in found}:
        raise SandboxError(f"jars are missing: {', '.join(sorted(missing))}; delete {folder} and start again")
    return found


def _pinned() -> dict[str, str]:
    table = files("pipeline.sandbox").joinpath("data", "jars.tsv").read_text()
    rows = (line.split("\t") for line in table.splitlines() if not line.startswith("#"))
    return {name: checksum for name, checksum in rows if name != "jar"}


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
