"""``dateline enrich``: articles from files to records, without Kafka."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, BinaryIO

import typer

from pipeline.cli.bars import progress_bar
from pipeline.cli.configuration import Config, load_settings

if TYPE_CHECKING:
    from pipeline.cli.inputs import Input

UNREADABLE = 1
"""Exit code when some article became no record."""

PublishedAt = Annotated[
    datetime | None,
    typer.Option(
        formats=["%Y-%m-%d", "%Y-%m-%dT%H:%M:%SZ"],
        help="When articles that do not say so were published (UTC).",
        show_default=False,
    ),
]


def enrich(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(
            help="Files (.txt, .json, .jsonl) or folders of them; without, standard input.", show_default=False
        ),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="File for the records; without, standard output.", show_default=False),
    ] = None,
    published_at: PublishedAt = None,
    config: Config = None,
) -> None:
    """Turn articles into records, one a line, in the order of the input.

    An article that cannot be read is reported on standard error with its place; the
    others go on, and the command ends with exit code 1.
    """
    settings = load_settings(config)
    from pipeline.cli.inputs import InputError  # noqa: PLC0415 - commands start fast
    from pipeline.replay.enrichment import enriched  # noqa: PLC0415
    from pipeline.stage.tasks import Enriched, Refused, Task  # noqa: PLC0415
    from pipeline.stage.workers import WorkerStartError  # noqa: PLC0415

    timestamp_ms, unreadable = milliseconds(published_at), 0

    def task(number: int, given: Input) -> Task:
        return Task(number, given.value, given.content_type, timestamp_ms)

    with ExitStack() as stack:
        try:
            inputs, size = _inputs(paths or [])
            sink: BinaryIO = stack.enter_context(output.open("wb")) if output else sys.stdout.buffer
            visible = output is not None or not sys.stdout.isatty()
            tell, read = stack.enter_context(progress_bar("articles", visible=visible)), 0
            for number, (given, outcome) in enumerate(enriched(inputs, settings, task), 1):
                if isinstance(outcome, Enriched):
                    sink.write(outcome.record + b"\n")
                elif isinstance(outcome, Refused):
                    unreadable += 1
                    typer.echo(f"{given.place}: {outcome.reason}: {outcome.message}", err=True)
                read += len(given.value)
                tell(read, size, number)
            sink.flush()
        except BrokenPipeError:  # who reads the records has seen enough
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        except (InputError, OSError, WorkerStartError) as error:
            typer.echo(str(error), err=True)
            raise typer.Exit(UNREADABLE) from None
    if unreadable:
        raise typer.Exit(UNREADABLE)


def milliseconds(time: datetime | None) -> int | None:
    """Convert a time in UTC to milliseconds since 1970."""
    return None if time is None else int(time.replace(tzinfo=UTC).timestamp() * 1000)


def _inputs(paths: list[Path]) -> tuple[Iterator[Input], int | None]:
    """Open the articles, and tell their size in bytes where it is known."""
    from pipeline.cli.inputs import files, from_files, from_stream  # noqa: PLC0415

    if not paths or paths == [Path("-")]:
        if sys.stdin.isatty():
            typer.echo("Reading an article from the terminal; end it with Ctrl-D.", err=True)
        return from_stream(sys.stdin.buffer), None
    found = files(paths)
    return from_files(found), sum(file.stat().st_size for file in found)
