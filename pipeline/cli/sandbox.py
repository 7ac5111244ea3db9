"""``dateline sandbox``: a throwaway Kafka."""

import signal
import threading
from types import FrameType
from typing import Annotated

import typer

from pipeline.cli.configuration import Config, load_settings

FAILED = 1
"""Exit code when the sandbox could not start, or ended by itself."""


def sandbox(
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port of the broker; 0 takes a free one.")] = 9092,
    partitions: Annotated[int, typer.Option(min=1, help="Partitions of each topic.")] = 4,
    config: Config = None,
) -> None:
    """Run a throwaway Apache Kafka with the topics of these settings, until Ctrl-C.

    It needs no Docker, no Java and no root; the first start fetches the broker (44 MB).
    """
    settings = load_settings(config)
    try:
        from pipeline.sandbox import Sandbox, SandboxError  # noqa: PLC0415 - an extra of the package
    except ImportError as error:
        typer.echo(f"The sandbox is not installed ({error}): install dateline[sandbox].", err=True)
        raise typer.Exit(FAILED) from None

    typer.echo("Starting Apache Kafka …", err=True)
    try:
        with Sandbox(port=port or None) as broker:
            for topic in (settings.input_topic, settings.output_topic, settings.dead_letter_topic):
                broker.create_topic(topic, partitions)
            typer.echo(f"DATELINE_BOOTSTRAP_SERVERS={broker.bootstrap_servers}")
            typer.echo("Running, with nothing kept after the end. Ctrl-C ends it.", err=True)
            _until_signal()
    except SandboxError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(FAILED) from None


def _until_signal() -> None:
    """Wait for SIGINT or SIGTERM."""
    stop = threading.Event()

    def handle(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGINT, handle)
    signal.signal(signal.SIGTERM, handle)
    stop.wait()
