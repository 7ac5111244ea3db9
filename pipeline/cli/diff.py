"""``dateline diff``: what two results of the same articles differ in."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, BinaryIO, NamedTuple

import typer

from pipeline.cli.bars import progress_bar
from pipeline.cli.capture import INTERRUPTED
from pipeline.cli.configuration import Config, load_settings
from pipeline.cli.failures import told
from pipeline.cli.sides import topics_of

if TYPE_CHECKING:
    from pipeline.replay.comparison import Summary
    from pipeline.replay.gate import Crossing, Threshold
    from pipeline.replay.outcomes import Outcome
    from pipeline.replay.versions import Version
    from pipeline.settings import Settings

ABOVE = 1
"""Exit code when something changed more than a threshold allows."""
TROUBLE = 2
"""Exit code when the sides could not be compared."""
_OUT = "-"


def _list_kinds(*, wanted: bool) -> None:
    if wanted:
        from pipeline.replay.comparison import RATES  # noqa: PLC0415 - commands start fast

        for name, meaning in RATES.items():
            typer.echo(f"{name:20} {meaning}")
        raise typer.Exit


def diff(
    sides: Annotated[
        list[str],
        typer.Argument(
            metavar="A B | SOURCE",
            help="Two files of records, captures of an output topic and its dead letters, or [cyan]topic:NAME,NAME[/]; "
            "or one source of articles, with options that say what differs: --config-b, --python-a, …",
            show_default=False,
        ),
    ],
    *,
    config_a: Annotated[Path | None, typer.Option(help="Settings of the side before.", show_default=False)] = None,
    config_b: Annotated[Path | None, typer.Option(help="Settings of the side after.", show_default=False)] = None,
    python_a: Annotated[
        Path | None, typer.Option(help="Interpreter of the version before: venv/bin/python.", show_default=False)
    ] = None,
    python_b: Annotated[Path | None, typer.Option(help="Interpreter of the version after.", show_default=False)] = None,
    fail_above: Annotated[
        list[str] | None,
        typer.Option(
            metavar="KIND=RATE",
            help="End with exit code 1 when a kind of change is more frequent: events.lost=2%. May be repeated.",
            show_default=False,
        ),
    ] = None,
    distance: Annotated[float, typer.Option(min=0, help="Kilometres within which a place counts as the same.")] = 25.0,
    examples: Annotated[int, typer.Option(min=0, help="Examples of each kind of change.")] = 2,
    json: Annotated[
        str | None, typer.Option(metavar="FILE|-", help="Write the comparison as JSON.", show_default=False)
    ] = None,
    html: Annotated[Path | None, typer.Option(help="Write a page to look at changes.", show_default=False)] = None,
    html_articles: Annotated[int, typer.Option(min=1, help="Changed articles in that page at most.")] = 5_000,
    cut: Annotated[bool, typer.Option("--cut", help="Take what is there of a capture without an index.")] = False,
    kinds: Annotated[  # noqa: ARG001 - its callback does it
        bool,
        typer.Option(
            "--kinds",
            callback=lambda wanted: _list_kinds(wanted=wanted),
            is_eager=True,
            help="List the kinds of change.",
        ),
    ] = False,
    config: Config = None,
) -> None:
    """Compare two results of the same articles by what they mean.

    Exit code 0; 1 when a threshold is crossed; 2 when the sides could not be compared.
    """
    from pipeline.replay.gate import Threshold, ThresholdError  # noqa: PLC0415 - commands start fast
    from pipeline.replay.versions import Version  # noqa: PLC0415

    try:
        thresholds = [Threshold.read(text) for text in fail_above or ()]
    except ThresholdError as error:
        raise typer.BadParameter(str(error), param_hint="--fail-above") from None
    options = ((config_a, python_a), (config_b, python_b))
    asked = _Asked(thresholds, distance, examples, json, html, html_articles)
    with tempfile.TemporaryDirectory(prefix="dateline-diff-") as folder, _trouble():
        if len(sides) == 1 and options[0] != options[1]:
            versions = [Version(own or config, python) for own, python in options]
            crossed = _compare(_produced(sides[0], versions, Path(folder)), asked)
        elif len(sides) == 2 and not any(map(any, options)):
            settings = load_settings(config)
            outcomes = [_outcomes(source, settings, cut=cut) for source in sides]
            crossed = _compare([_Side(*side) for side in zip(_names(sides), outcomes, strict=True)], asked)
        else:
            raise typer.BadParameter("give two results; or one source, and what differs: --config-b, --python-b, …")
    if crossed:
        raise typer.Exit(ABOVE)


class _Side(NamedTuple):
    name: str
    outcomes: Iterator[Outcome]
    seconds: float | None = None


class _Asked(NamedTuple):
    thresholds: list[Threshold]
    distance_km: float
    examples: int
    json: str | None
    html: Path | None
    html_articles: int


def _names(sources: list[str]) -> list[str]:
    """What to call the sides: without the folder that both are in."""
    folders = {Path(source).parent for source in sources}
    return [Path(source).name for source in sources] if len(folders) == 1 else sources


def _outcomes(source: str, settings: Settings, *, cut: bool) -> Iterator[Outcome]:
    from pipeline.replay import outcomes  # noqa: PLC0415

    topics = topics_of(source)
    if topics is None:
        return outcomes.from_file(Path(source), cut=cut)
    from pipeline.replay.capture import Bound, Selection, capture  # noqa: PLC0415 - loads the Kafka client

    return outcomes.from_messages(capture(settings, topics, Bound(), Bound(), Selection()))


def _produced(source: str, versions: Sequence[Version], folder: Path) -> list[_Side]:
    """Both sides from one source of articles, one after the other."""
    from pipeline.replay.capture_file import is_capture  # noqa: PLC0415
    from pipeline.replay.outcomes import from_file  # noqa: PLC0415

    raw = topics_of(source) is None and (Path(source).is_dir() or not is_capture(Path(source)))
    sides = []
    for number, version in enumerate(versions):
        output = folder / f"{number}.jsonl"
        typer.echo(f"{source} through {version.name} …", err=True)
        seconds = version.run(source, output, raw=raw)
        sides.append(_Side(version.name, from_file(output), seconds))
    return sides


def _compare(sides: Sequence[_Side], asked: _Asked) -> tuple[Crossing, ...]:
    """Compare, write what was asked for, and give the thresholds that are crossed."""
    from pipeline.page import write_page  # noqa: PLC0415
    from pipeline.replay.comparison import Tally, compared  # noqa: PLC0415
    from pipeline.replay.gate import crossings  # noqa: PLC0415
    from pipeline.replay.reports import ChangedArticles, JsonReport  # noqa: PLC0415
    from pipeline.replay.shelf import Shelf  # noqa: PLC0415

    before, after = sides
    tally = Tally(asked.examples, asked.distance_km)
    with ExitStack() as stack:
        report = JsonReport(stack.enter_context(_sink(asked.json))) if asked.json else None
        page = ChangedArticles(stack.enter_context(Shelf()), asked.html_articles)
        html = stack.enter_context(asked.html.open("w", encoding="utf-8")) if asked.html else None
        tell = stack.enter_context(progress_bar("articles", visible=asked.json != _OUT))
        for number, article in enumerate(compared(before.outcomes, after.outcomes, asked.distance_km), 1):
            tally.add(article)
            if report:
                report.add(article)
            if html:
                page.add(article)
            tell(number, None, number)
        summary = tally.summary(before.name, after.name, (before.seconds, after.seconds))
        crossed = crossings(summary, asked.thresholds)
        if report:
            report.end(summary, crossed)
        if html:
            write_page(page.page(summary), html)
    _show(summary, asked, crossed)
    return crossed


def _show(summary: Summary, asked: _Asked, crossed: tuple[Crossing, ...]) -> None:
    from rich.console import Console  # noqa: PLC0415

    from pipeline.cli.comparing import render  # noqa: PLC0415

    console = Console(stderr=asked.json == _OUT)
    console.print(render(summary, asked.thresholds, crossed))
    if asked.html:
        console.print(f"The changes to look at: {asked.html}", markup=False, highlight=False, soft_wrap=True)


@contextmanager
def _sink(path: str) -> Iterator[BinaryIO]:
    if path == _OUT:
        yield sys.stdout.buffer
        sys.stdout.flush()
        return
    with Path(path).open("wb") as file:
        yield file


@contextmanager
def _trouble() -> Iterator[None]:
    """Say what went wrong, and end with the exit code for it."""
    from kafka.errors import KafkaError  # noqa: PLC0415

    from pipeline.replay.capture import RangeError  # noqa: PLC0415
    from pipeline.replay.capture_file import CaptureError  # noqa: PLC0415
    from pipeline.replay.outcomes import OutcomeError  # noqa: PLC0415
    from pipeline.replay.versions import VersionError  # noqa: PLC0415

    try:
        yield
    except KeyboardInterrupt:
        raise typer.Exit(INTERRUPTED) from None
    except (OutcomeError, CaptureError, RangeError, VersionError, KafkaError, OSError) as error:
        typer.echo(told(error), err=True)
        raise typer.Exit(TROUBLE) from None
