"""``dateline show``: a record or an article for a person to read."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TextIO

import typer

from pipeline.cli.configuration import Config, load_settings
from pipeline.cli.enrich import UNREADABLE, PublishedAt, milliseconds

if TYPE_CHECKING:
    from pipeline.cli.inputs import Input
    from pipeline.cli.rendering import JsonObject
    from pipeline.settings import Settings

_WIDTH = 120  # longer lines are hard to read


def show(
    path: Annotated[
        Path, typer.Argument(help="A file of records or articles; [cyan]-[/cyan] is standard input.")
    ] = Path("-"),
    number: Annotated[int, typer.Option("--number", "-n", min=1, help="Which one of the file.")] = 1,
    *,
    html: Annotated[
        bool, typer.Option("--html", help="A page for a browser, with a map of the places; one file, no network.")
    ] = False,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="File for the page; without, standard output.", show_default=False),
    ] = None,
    published_at: PublishedAt = None,
    config: Config = None,
) -> None:
    """Show a record, or an article enriched on the fly: its text with all finds marked, and tables of them."""
    if output and not html:
        raise typer.BadParameter("goes with --html", param_hint="--output")
    given = _pick(path, number)
    record = _as_record(given) or _enriched(given, load_settings(config), milliseconds(published_at))
    if html:
        _write_page(record, output)
    else:
        _print(record)


def _print(record: JsonObject) -> None:
    from rich.console import Console  # noqa: PLC0415 - commands start fast

    from pipeline.cli.rendering import render  # noqa: PLC0415

    console = Console()
    console.print(render(record), width=min(console.width, _WIDTH))


def _write_page(record: JsonObject, output: Path | None) -> None:
    from pipeline.page import Page, PageArticle, write_page  # noqa: PLC0415

    title = record["article"].get("title") or record["id"]
    version = record["produced_by"]["dateline"]
    article = PageArticle(record["id"], before=None, after=record)
    page = Page(title, (article,), before_name=None, after_name=f"dateline {version}", counts={})
    try:
        with output.open("w", encoding="utf-8") if output else _standard_output() as sink:
            write_page(page, sink)
    except BrokenPipeError:  # who reads the page has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:
        raise _failure(f"{output or '-'}: {error.strerror}") from None


@contextmanager
def _standard_output() -> Iterator[TextIO]:
    """Standard output in UTF-8, whatever the terminal speaks: the page says that it is."""
    sink = io.TextIOWrapper(sys.stdout.buffer, encoding="utf-8", newline="\n", write_through=True)
    try:
        yield sink
    finally:
        sink.detach()


def _pick(path: Path, number: int) -> Input:
    from pipeline.cli.inputs import InputError, files, from_files, from_stream  # noqa: PLC0415

    try:
        inputs = from_stream(sys.stdin.buffer) if path == Path("-") else from_files(files([path]))
        given = next(islice(inputs, number - 1, None), None)
    except InputError as error:
        raise _failure(str(error)) from None
    if given is None:
        raise _failure(f"{path}: there is no number {number}")
    return given


def _as_record(given: Input) -> JsonObject | None:
    """Read a record, or give None for an article."""
    import orjson  # noqa: PLC0415

    try:
        value = orjson.loads(given.value)
    except ValueError:
        return None
    is_record = isinstance(value, dict) and str(value.get("schema", "")).startswith("dateline.record/")
    return value if is_record else None


def _enriched(given: Input, settings: Settings, timestamp_ms: int | None) -> JsonObject:
    import orjson  # noqa: PLC0415

    from pipeline.enricher import Enricher  # noqa: PLC0415
    from pipeline.events import LexiconError  # noqa: PLC0415
    from pipeline.places import GazetteerError  # noqa: PLC0415
    from pipeline.stage.run import worker_settings  # noqa: PLC0415
    from pipeline.stage.tasks import Refused, Task  # noqa: PLC0415
    from pipeline.stage.worker import refine  # noqa: PLC0415
    from pipeline.tsv import TableError  # noqa: PLC0415

    worker = worker_settings(settings)
    task = Task(0, given.value, given.content_type, timestamp_ms)
    try:
        enricher = Enricher.load(worker.enricher)
    except (GazetteerError, LexiconError, TableError) as error:
        raise _failure(str(error)) from None
    outcome = refine(enricher, worker.limits, task)
    if isinstance(outcome, Refused):
        raise _failure(f"{given.place}: {outcome.reason}: {outcome.message}")
    record: JsonObject = orjson.loads(outcome.record)
    return record


def _failure(message: str) -> typer.Exit:
    typer.echo(message, err=True)
    return typer.Exit(UNREADABLE)
