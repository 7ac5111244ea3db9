"""The progress bar of long work, on standard error, where a person sees it."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Tell = Callable[[int, int | None, int], None]
"""Told how much is done, of how much where this is known, and how many things that is."""


@contextmanager
def progress_bar(things: str, *, visible: bool = True) -> Iterator[Tell]:
    """Give a function to tell how far the work is; on a terminal it shows a bar, the rate and the time left.

    Args:
        things: what is counted: ``articles``.
        visible: False where the bar would lie over other output.
    """
    if not (visible and sys.stderr.isatty()):
        yield lambda _done, _total, _things: None
        return
    from rich.console import Console  # noqa: PLC0415 - commands start fast
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn  # noqa: PLC0415

    columns = (
        TextColumn("[cyan]{task.fields[count]:,}[/] " + things),
        BarColumn(),
        TaskProgressColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task, began, first = bar.add_task(things, total=None, count=0, rate=""), time.monotonic(), 0

        def tell(done: int, total: int | None, count: int) -> None:
            nonlocal began, first
            if bar.tasks[0].completed == 0:  # what an earlier run has done, and the start, are not of this rate
                began, first = time.monotonic(), count
            seconds = time.monotonic() - began
            rate = f"{(count - first) / seconds:,.0f}/s" if seconds > 1 else ""
            bar.update(task, completed=done, total=total, count=count, rate=rate)

        yield tell
