"""What ``replay`` and ``diff`` read: a file, or ``topic:NAME`` for what a topic holds."""

from __future__ import annotations

from pathlib import Path

import typer

TOPIC = "topic:"


def topics_of(source: str) -> list[str] | None:
    """The topics that a source names, None for a file that exists.

    Raises:
        typer.BadParameter: there is no such file.
    """
    if source.startswith(TOPIC):
        return source.removeprefix(TOPIC).split(",")
    if not Path(source).exists():
        raise typer.BadParameter(f"{source}: no such file; a topic is written {TOPIC}{source}")
    return None
