"""``dateline load``: captures back into topics."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.bars import progress_bar
from pipeline.cli.capture import FAILED, INTERRUPTED
from pipeline.cli.configuration import Config, load_settings
from pipeline.cli.failures import told


def load(
    paths: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE… TOPIC", help="Captures, and the topic; no topic with --restore.", show_default=False
        ),
    ],
    *,
    restore: Annotated[
        bool, typer.Option("--restore", help="The captures hold dead letters: send what they were, to where it was.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="List what would be sent, and send nothing.")] = False,
    rate: Annotated[float | None, typer.Option(min=0.001, help="Messages a second.", show_default=False)] = None,
    real_time: Annotated[
        float | None,
        typer.Option(min=0.001, help="As they came, so many times faster; 1 is real time.", show_default=False),
    ] = None,
    repartition: Annotated[bool, typer.Option("--repartition", help="Let the keys choose the partitions.")] = False,
    append: Annotated[bool, typer.Option("--append", help="Load into a topic that is not empty.")] = False,
    cut: Annotated[bool, typer.Option("--cut", help="Take what is there of a file without an index.")] = False,
    config: Config = None,
) -> None:
    """Send the messages of captures to a topic: same bytes, partitions, headers and timestamps.

    A load that was stopped goes on where it stood when it is given again, and doubles nothing.
    """
    settings = load_settings(config)
    from kafka.errors import KafkaError  # noqa: PLC0415 - commands start fast

    from pipeline.replay import load as loads  # noqa: PLC0415
    from pipeline.replay.capture_file import CaptureError  # noqa: PLC0415
    from pipeline.replay.sending import TopicError  # noqa: PLC0415

    if not restore and len(paths) < 2:
        raise typer.BadParameter("give at least one file, and the topic last", param_hint="FILE… TOPIC")
    files, topic = (paths, None) if restore else (paths[:-1], str(paths[-1]))
    plan = loads.Plan(tuple(files), topic, restore=restore, cut=cut)
    try:
        if dry_run:
            for message in plan.messages():
                key = "" if message.key is None else message.key.decode("utf-8", "backslashreplace")
                size = "null" if message.value is None else f"{len(message.value)} bytes"
                typer.echo(f"{message.topic}/{message.partition}\t{key}\t{size}")
            return
        with progress_bar("messages") as tell:
            sent = loads.load(
                settings,
                plan,
                pace=loads.Pace(rate, real_time),
                repartition=repartition,
                append=append,
                progress=lambda done, total: tell(done, total, done),
            )
    except KeyboardInterrupt:
        typer.echo("stopped; the same command goes on where this one stood", err=True)
        raise typer.Exit(INTERRUPTED) from None
    except (loads.LoadError, TopicError, CaptureError, KafkaError, OSError) as error:
        typer.echo(told(error), err=True)
        raise typer.Exit(FAILED) from None
    typer.echo(f"{sent} messages sent", err=True)
