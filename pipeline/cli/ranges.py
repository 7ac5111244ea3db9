"""Which messages of topics: the options that ``capture`` and ``replay`` share."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from pipeline.replay.capture import Bound, Selection

BEGINNING, END = "beginning", "end"
_REASON = "dateline-error-reason"

Begin = Annotated[
    str, typer.Option("--from", help="First message: beginning, end, an offset, or a time (2024-01-19T06:00:00Z).")
]
Until = Annotated[str, typer.Option("--until", help="Before which message to end: end, an offset, or a time.")]
Last = Annotated[
    int | None, typer.Option(min=1, help="The last so many offsets of each partition.", show_default=False)
]
Partitions = Annotated[
    list[int] | None, typer.Option("--partition", help="Only this partition; may be repeated.", show_default=False)
]
Keys = Annotated[list[str] | None, typer.Option("--key", help="Only this key; may be repeated.", show_default=False)]
Headers = Annotated[
    list[str] | None, typer.Option("--header", help="Only with this header, NAME=VALUE.", show_default=False)
]
Reason = Annotated[str | None, typer.Option(help="Only dead letters with this reason.", show_default=False)]
Limit = Annotated[int | None, typer.Option(min=1, help="At most so many messages.", show_default=False)]


def bounds(begin: str, until: str, last: int | None) -> tuple[Bound, Bound]:
    """Read where a range begins and ends.

    Raises:
        typer.BadParameter: one cannot be read, or two contradict each other.
    """
    from pipeline.replay.capture import Bound  # noqa: PLC0415 - commands start fast

    if last and begin != BEGINNING:
        raise typer.BadParameter("give one of --from and --last")
    last = 0 if begin == END else last
    start = _bound(begin, BEGINNING, "--from") if last is None else Bound(last=last)
    return start, _bound(until, END, "--until")


def selection(
    partitions: list[int] | None, keys: list[str] | None, headers: list[str] | None, reason: str | None
) -> Selection:
    """Read which messages of a range are wanted.

    Raises:
        typer.BadParameter: a header is not NAME=VALUE.
    """
    from pipeline.replay.capture import Selection  # noqa: PLC0415

    wanted = [_header(text) for text in headers or ()] + ([(_REASON, reason.encode())] if reason else [])
    return Selection(partitions, [key.encode() for key in keys or ()], wanted)


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
