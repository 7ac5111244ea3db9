"""The pool of worker processes: it hands out articles, bounds their time, and outlives any worker.

Every task ends in exactly one outcome. A task that its worker dies of, or that overruns its
time, is tried once more alone in a fresh worker; if that fails too, it is refused.
"""

from __future__ import annotations

import multiprocessing
import os
import queue
import threading
import time
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess

from pipeline.stage.tasks import Enriched, Refused, Task, WorkerSettings

_LATE = 1.0  # seconds between two looks after which the pool itself was asleep, not the worker
_START_TRIES = 3


class WorkerStartError(RuntimeError):
    """Workers cannot start: the message says why."""


@dataclass(slots=True, eq=False)
class _Attempt:
    task: Task
    alone: bool = False


@dataclass(slots=True, eq=False)
class _Worker:
    process: BaseProcess
    connection: Connection
    outbox: queue.SimpleQueue[list[Task] | None] = field(default_factory=queue.SimpleQueue)
    ready: bool = False
    attempts: deque[_Attempt] = field(default_factory=deque)
    head_since: float = 0.0

    def give(self, attempts: list[_Attempt], now: float) -> None:
        if not self.attempts:
            self.head_since = now
        self.attempts.extend(attempts)
        self.outbox.put([attempt.task for attempt in attempts])

    def feed(self) -> None:
        """Runs in a thread of its own: a worker that stands still must never hold up the caller of the pool."""
        try:
            while (tasks := self.outbox.get()) is not None:
                self.connection.send(tasks)
        except (OSError, ValueError):
            return  # the worker died, or its connection was closed: the pool sees it too


def _work(connection: Connection, settings: WorkerSettings, parent: int) -> None:
    # Imported in the worker alone: the model's library takes seconds to load, and the stage needs none of it.
    from pipeline.stage.worker import work  # noqa: PLC0415

    work(connection, settings, parent)


class WorkerPool:
    """Worker processes behind one queue.

    Args:
        size: how many processes.
        settings: what each of them loads.
        article_timeout: seconds that one article may take.
        ahead: how many articles wait at each worker, so that none stands idle.

    Not safe for use from several threads.
    """

    def __init__(self, size: int, settings: WorkerSettings, article_timeout: float, ahead: int = 8) -> None:
        self._size = size
        self._settings = settings
        self._article_timeout = article_timeout
        self._ahead = ahead
        self._context = multiprocessing.get_context("spawn")
        self._workers: list[_Worker] = []
        self._queue: deque[_Attempt] = deque()
        self._suspects: deque[_Attempt] = deque()
        self._outcomes: list[tuple[int, Enriched | Refused]] = []
        self._failed_starts = 0
        self._looked = time.monotonic()
        self.replaced = 0

    @property
    def alive(self) -> int:
        """Workers that have loaded the model and run."""
        return sum(worker.ready for worker in self._workers)

    @property
    def pending(self) -> int:
        """Tasks without an outcome yet."""
        return len(self._queue) + len(self._suspects) + sum(len(worker.attempts) for worker in self._workers)

    def start(self) -> None:
        """Start the processes, and return at once; they are ready some seconds later."""
        # One thread of linear algebra a process: the processes are the parallelism.
        os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
        os.environ.setdefault("OMP_NUM_THREADS", "1")
        while len(self._workers) < self._size:
            self._spawn()

    def submit(self, tasks: Iterable[Task]) -> None:
        """Queue tasks; their ids come back with their outcomes from :meth:`collect`."""
        self._queue.extend(map(_Attempt, tasks))
        self._hand_out()

    def cancel(self, ids: Iterable[int]) -> None:
        """Forget tasks that no worker has begun to read; outcomes of the others still come."""
        gone = frozenset(ids)
        self._queue = deque(attempt for attempt in self._queue if attempt.task.id not in gone)
        self._suspects = deque(attempt for attempt in self._suspects if attempt.task.id not in gone)

    def collect(self, timeout: float) -> list[tuple[int, Enriched | Refused]]:
        """Outcomes that have come, waiting up to ``timeout`` seconds for the first.

        Raises:
            WorkerStartError: workers fail to load, again and again.
        """
        asleep = time.monotonic() - self._looked
        connections = [worker.connection for worker in self._workers]
        for ready in wait(connections, timeout if not self._outcomes else 0):
            self._read(next(worker for worker in self._workers if worker.connection is ready))
        self._check_time(asleep)
        self._hand_out()
        outcomes, self._outcomes = self._outcomes, []
        return outcomes

    def stop(self) -> None:
        """End all workers, whatever they do."""
        for worker in self._workers:
            self._end(worker)
        self._workers.clear()

    def _spawn(self) -> None:
        ours, theirs = self._context.Pipe()
        process = self._context.Process(
            target=_work, args=(theirs, self._settings, os.getpid()), name="dateline-worker", daemon=True
        )
        process.start()
        theirs.close()
        worker = _Worker(process, ours)
        threading.Thread(target=worker.feed, daemon=True).start()
        self._workers.append(worker)

    def _hand_out(self) -> None:
        now = time.monotonic()
        for worker in self._workers:
            if not worker.ready or any(attempt.alone for attempt in worker.attempts):
                continue
            if self._suspects and not worker.attempts:
                worker.give([self._suspects.popleft()], now)
                continue
            room = self._ahead - len(worker.attempts)
            if room > 0 and self._queue:
                worker.give([self._queue.popleft() for _ in range(min(room, len(self._queue)))], now)

    def _read(self, worker: _Worker) -> None:
        try:
            while True:
                head, outcome = worker.connection.recv()
                if head == "ready":
                    worker.ready, self._failed_starts = True, 0
                elif head == "failed":
                    raise WorkerStartError(f"a worker cannot start: {outcome}")
                else:
                    worker.attempts.popleft()
                    worker.head_since = time.monotonic()
                    self._outcomes.append((head, outcome))
                if not worker.connection.poll():
                    return
        except (EOFError, OSError):
            self._lose(worker, None)

    def _check_time(self, asleep: float) -> None:
        now = time.monotonic()
        for worker in list(self._workers):
            if asleep > _LATE:
                worker.head_since += asleep
            if worker.ready and worker.attempts and now - worker.head_since > self._article_timeout:
                self._lose(worker, now - worker.head_since)
        self._looked = time.monotonic()

    def _lose(self, worker: _Worker, overran: float | None) -> None:
        """Replace a worker that died (``overran`` is None) or ran out of time; the article it was at is suspect."""
        self._workers.remove(worker)
        self._end(worker)
        self.replaced += 1
        if not worker.ready:
            self._failed_starts += 1
            if self._failed_starts >= _START_TRIES:
                raise WorkerStartError(
                    f"{self._failed_starts} workers in a row died while loading (exit code {worker.process.exitcode}); "
                    "is there memory enough for the model (about 400 MB a worker)?"
                )
        attempts = worker.attempts
        if attempts:
            suspect = attempts.popleft()
            if suspect.alone:
                self._outcomes.append((suspect.task.id, self._verdict(worker, overran)))
            else:
                self._suspects.append(replace(suspect, alone=True))
            self._queue.extendleft(reversed(attempts))
        self._spawn()

    def _verdict(self, worker: _Worker, overran: float | None) -> Refused:
        if overran is not None:
            return Refused(
                "timeout",
                f"the article took more than {self._article_timeout:g} s twice; raise DATELINE_ARTICLE_TIMEOUT, "
                "or look at its text",
            )
        code = worker.process.exitcode
        how = f"signal {-code}" if code is not None and code < 0 else f"exit code {code}"
        return Refused("worker-died", f"the article ended its worker twice ({how}); look at its text, or at memory")

    @staticmethod
    def _end(worker: _Worker) -> None:
        worker.process.kill()
        worker.process.join(5)
        worker.outbox.put(None)
        worker.connection.close()
