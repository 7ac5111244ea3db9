"""Many articles through a pool of workers, in the order of the input."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable
from contextlib import ExitStack
from itertools import islice
from typing import TypeVar

from pipeline.settings import Settings
from pipeline.stage.run import worker_settings
from pipeline.stage.tasks import Enriched, Refused, Task
from pipeline.stage.workers import WorkerPool

T = TypeVar("T")
_AHEAD = 32  # articles a worker that are read ahead of the oldest one without an outcome
_LOOK = 0.5  # seconds


def enriched(
    inputs: Iterable[T], settings: Settings, task: Callable[[int, T], Task | None]
) -> Generator[tuple[T, Enriched | Refused | None]]:
    """Enrich articles with all workers.

    Args:
        inputs: what holds the articles; read as it is needed, a bounded number ahead.
        settings: how many workers, what they look for, and how long one article may take.
        task: makes the task of an input, given its number; None where there is nothing to enrich.

    Yields:
        Each input with its outcome (None where there was no task), in the order of the input.

    Raises:
        WorkerStartError: the workers cannot start.
    """
    waiting = iter(inputs)
    held = dict(enumerate(islice(waiting, settings.workers)))
    if not held:
        return
    pool = WorkerPool(len(held), worker_settings(settings), settings.article_timeout)
    with ExitStack() as stack:
        stack.callback(pool.stop)
        pool.start()
        outcomes: dict[int, Enriched | Refused | None] = {}

        def submit(number: int, given: T) -> None:
            work = task(number, given)
            if work is None:
                outcomes[number] = None
            else:
                pool.submit([work])

        for number, given in held.items():
            submit(number, given)
        first, following, window = 0, len(held), len(held) * _AHEAD
        while held:
            for given in islice(waiting, window - len(held)):
                held[following] = given
                submit(following, given)
                following += 1
            if len(outcomes) < len(held):
                outcomes.update(pool.collect(0 if first in outcomes else _LOOK))
            while first in outcomes:
                yield held.pop(first), outcomes.pop(first)
                first += 1
