"""The worker process: bytes of articles in, bytes of records out, one after the other.

A worker knows no Kafka. What kills it or never ends is the pool's to deal with; what raises
becomes a refusal here, and the next article goes on.
"""

from __future__ import annotations

import gc
import os
import signal
import threading
import time
import traceback
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection

from pipeline.article import UnreadableArticle
from pipeline.article.decode import decode
from pipeline.article.limits import Limits
from pipeline.enricher import Enricher
from pipeline.record import encode
from pipeline.stage.tasks import Enriched, Refused, Task, WorkerSettings


class _Stopwatch:
    """Seconds per step of one article."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextmanager
    def __call__(self, step: str) -> Iterator[None]:
        began = time.perf_counter()
        yield
        self.seconds[step] = time.perf_counter() - began


def refine(enricher: Enricher, limits: Limits, task: Task) -> Enriched | Refused:
    """Decode one article, enrich it and encode its record; nothing but the death of the process escapes."""
    watch = _Stopwatch()
    try:
        with watch("decode"):
            article = decode(task.value, content_type=task.content_type, timestamp_ms=task.timestamp_ms, limits=limits)
        record = enricher.enrich_one(article, watch)
        with watch("encode"):
            encoded = encode(record)
    except UnreadableArticle as error:
        return Refused(error.reason, str(error))
    except MemoryError:
        return Refused("out-of-memory", "the article needs more memory than the worker may use; give it more")
    except Exception as error:
        # Not foreseen: the message stays, with all that is needed to find the cause.
        return Refused("enrichment-failed", f"{type(error).__name__}: {error}", traceback.format_exc()[-4000:])
    return Enriched(encoded, watch.seconds)


def work(connection: Connection, settings: WorkerSettings, parent: int) -> None:
    """The life of a worker process: load, say so, then answer tasks until the connection ends.

    Sends ``("ready", None)`` or ``("failed", why)``, then ``(task id, outcome)`` for each task in order.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the parent decides
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
    try:
        try:
            enricher = Enricher.load(settings.enricher)
        except Exception as error:
            connection.send(("failed", f"{type(error).__name__}: {error}"))
            return
        gc.collect()
        gc.freeze()  # what is loaded stays: the collector need not walk through the model again and again
        connection.send(("ready", None))
        waiting: deque[Task] = deque()
        while True:
            # Take in all that has come before starting on the next, so that the pipe never fills.
            while not waiting or connection.poll():
                waiting.extend(connection.recv())
            task = waiting.popleft()
            connection.send((task.id, refine(enricher, settings.limits, task)))
    except (EOFError, BrokenPipeError, ConnectionResetError):
        return  # the parent is gone, or needs this worker no more


def _end_with(parent: int) -> None:
    """End this process when its parent has died: an endless article would keep it alive otherwise."""
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)
