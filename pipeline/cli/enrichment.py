"""Many articles through a pool of workers, in the order of the input."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from itertools import islice

from pipeline.cli.inputs import Input
from pipeline.settings import Settings
from pipeline.stage.run import worker_settings
from pipeline.stage.tasks import Refused, Task
from pipeline.stage.workers import WorkerPool

_AHEAD = 32  # articles a worker that are read ahead of the oldest one without an outcome
_LOOK = 0.5  # seconds


def enriched(
    inputs: Iterable[Input], settings: Settings, *, timestamp_ms: int | None = None
) -> Iterator[tuple[Input, bytes | Refused]]:
    """Enrich articles with all workers.

    Args:
        inputs: the articles; read as they are needed, a bounded number ahead.
        settings: how many workers, what they look for, and how long one article may take.
        timestamp_ms: when articles that do not say so were published, in milliseconds since 1970.

    Yields:
        Each article with the bytes of its record, or why there is none, in the order of the input.

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
        pool.submit(_task(number, given, timestamp_ms) for number, given in held.items())
        outcomes: dict[int, bytes | Refused] = {}
        first, following, window = 0, len(held), len(held) * _AHEAD
        while held:
            for given in islice(waiting, window - len(held)):
                held[following] = given
                pool.submit([_task(following, given, timestamp_ms)])
                following += 1
            for number, outcome in pool.collect(_LOOK):
                outcomes[number] = outcome if isinstance(outcome, Refused) else outcome.record
            while first in outcomes:
                yield held.pop(first), outcomes.pop(first)
                first += 1


def _task(number: int, given: Input, timestamp_ms: int | None) -> Task:
    return Task(number, given.value, given.content_type, timestamp_ms)
