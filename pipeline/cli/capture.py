"""``dateline capture``: messages of topics into a file."""

from __future__ import annotations

from contextlib import ExitStack
from itertools import islice
from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.bars import progress_bar
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
    bounds,
    selection,
)

FAILED = 1
"""Exit code when a capture or a load could not be done; what is done by then is kept."""
INTERRUPTED = 130


def capture(
    topics: Annotated[list[str], typer.Argument(help="Topics, parted by spaces.", show_default=False)],
    output: Annotated[
        Path,
        typer.Option(
            "--output",
            "-o",
            help="The file; it is compressed for [cyan].zst[/], and a table for [cyan].parquet[/].",
            show_default=False,
        ),
    ],
    *,
    begin: Begin = BEGINNING,
    until: Annotated[
        str, typer.Option("--until", "--to", help="Before which message to end: end, an offset, or a time.")
    ] = END,
    last: Last = None,
    partition: Partitions = None,
    key: Keys = None,
    header: Headers = None,
    reason: Reason = None,
    limit: Limit = None,
    follow: Annotated[bool, typer.Option("--follow", help="Go on after the end, until Ctrl-C.")] = False,
    config: Config = None,
) -> None:
    """Write the committed messages of topics into a file, exact to the byte.

    One message a line, in the shape of [cyan]kcat -J[/]; the last line is an index. It joins no
    consumer group. Ctrl-C ends it early, with a file that can be used.
    """
    settings = load_settings(config)
    from kafka.errors import KafkaError  # noqa: PLC0415 - commands start fast

    from pipeline.replay import capture as captures  # noqa: PLC0415
    from pipeline.replay.capture_file import CaptureError, open_writer  # noqa: PLC0415

    (start, stop), wanted, written = bounds(begin, until, last), selection(partition, key, header, reason), 0
    try:
        with progress_bar("offsets") as tell, ExitStack() as stack:
            messages = captures.capture(
                settings,
                topics,
                start,
                stop,
                wanted,
                follow=follow,
                progress=lambda p: tell(p.done, p.total, p.done),
            )
            stack.callback(messages.close)
            # Opened once it is known that there is something to capture: an older file is not lost to a wrong name.
            writer = stack.enter_context(open_writer(output))
            try:
                for message in islice(messages, limit):
                    writer.write(message)
            finally:
                written = writer.messages
    except KeyboardInterrupt:
        typer.echo(f"stopped: {written} messages in {output}, which can be used", err=True)
        raise typer.Exit(0 if follow else INTERRUPTED) from None
    except OSError as error:
        typer.echo(f"{output}: {error.strerror or error}; --cut reads the messages that are there", err=True)
        raise typer.Exit(FAILED) from None
    except (captures.RangeError, CaptureError, KafkaError) as error:
        typer.echo(f"{told(error)} ({written} messages are in {output})" if written else told(error), err=True)
        raise typer.Exit(FAILED) from None
    typer.echo(f"{written} messages in {output}", err=True)
