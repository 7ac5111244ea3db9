"""``dateline capture``: messages of topics into a file."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli.bars import progress_bar
from pipeline.cli.configuration import Config, load_settings

if TYPE_CHECKING:
    from pipeline.replay.capture import Bound

FAILED = 1
"""Exit code when a capture or a load could not be done; what is done by then is kept."""
INTERRUPTED = 130
_REASON = "dateline-error-reason"


def capture(
    topics: Annotated[list[str], typer.Argument(help="Topics, parted by spaces.", show_default=False)],
    output: Annotated[
        Path,
        typer.Option("--output", "-o", help="The file; [cyan].zst[/] at its end compresses it.", show_default=False),
    ],
    *,
    begin: Annotated[
        str, typer.Option("--from", help="First message: beginning, an offset, or a time (2024-01-19T06:00:00Z).")
    ] = "beginning",
    end: Annotated[str, typer.Option("--to", help="Before which message to end: end, an offset, or a time.")] = "end",
    last: Annotated[
        int | None, typer.Option(min=1, help="The last so many offsets of each partition.", show_default=False)
    ] = None,
    partition: Annotated[
        list[int] | None, typer.Option(help="Only this partition; may be repeated.", show_default=False)
    ] = None,
    key: Annotated[list[str] | None, typer.Option(help="Only this key; may be repeated.", show_default=False)] = None,
    header: Annotated[
        list[str] | None, typer.Option(help="Only with this header, NAME=VALUE.", show_default=False)
    ] = None,
    reason: Annotated[str | None, typer.Option(help="Only dead letters with this reason.", show_default=False)] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="At most so many messages.", show_default=False)] = None,
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
    from pipeline.replay.capture_file import CaptureWriter  # noqa: PLC0415

    wanted = [_header(text) for text in header or ()] + ([(_REASON, reason.encode())] if reason else [])
    start = captures.Bound(last=last) if last else _bound(begin, "beginning", "--from")
    selection = captures.Selection(partition, [k.encode() for k in key or ()], wanted)
    stop, written = _bound(end, "end", "--to"), 0
    try:
        with progress_bar("offsets") as tell, CaptureWriter(output) as writer:
            messages = captures.capture(
                settings,
                topics,
                start,
                stop,
                selection,
                follow=follow,
                progress=lambda p: tell(p.done, p.total, p.done),
            )
            try:
                for message in islice(messages, limit):
                    writer.write(message)
            finally:
                messages.close()
                written = writer.messages
    except KeyboardInterrupt:
        typer.echo(f"stopped: {written} messages in {output}, which can be used", err=True)
        raise typer.Exit(0 if follow else INTERRUPTED) from None
    except (captures.RangeError, KafkaError, OSError) as error:
        typer.echo(f"{error} ({written} messages are in {output})" if written else str(error), err=True)
        raise typer.Exit(FAILED) from None
    typer.echo(f"{written} messages in {output}", err=True)


def _bound(text: str, own: str, option: str) -> Bound:
    from pipeline.replay.capture import Bound  # noqa: PLC0415

    if text == own:
        return Bound()
    if text.isdecimal():
        return Bound(offset=int(text))
    try:
        time = datetime.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"{text!r} is neither {own!r}, an offset nor a time", param_hint=option) from None
    return Bound(time=time if time.tzinfo else time.replace(tzinfo=UTC))


def _header(text: str) -> tuple[str, bytes]:
    name, equals, value = text.partition("=")
    if not equals:
        raise typer.BadParameter(f"{text!r} must be NAME=VALUE", param_hint="--header")
    return name, value.encode()
