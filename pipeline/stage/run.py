"""One stage from start to end: workers, broker, loop, health, signals."""

from __future__ import annotations

import os
import signal
import threading
import time
from types import FrameType

import structlog
from kafka.errors import KafkaError

from pipeline.article.limits import Limits
from pipeline.layers import EnricherSettings
from pipeline.settings import Settings
from pipeline.stage import logs
from pipeline.stage.clients import open_producer
from pipeline.stage.health import HealthServer
from pipeline.stage.instance import Instance
from pipeline.stage.intake import Intake
from pipeline.stage.loop import Stage
from pipeline.stage.metrics import Metrics
from pipeline.stage.startup import StartupError, await_broker
from pipeline.stage.tasks import WorkerSettings
from pipeline.stage.transaction import FlushingPublisher, Publisher, TransactionalPublisher
from pipeline.stage.workers import WorkerPool, WorkerStartError

log = structlog.get_logger(__name__)

EXIT_OK, EXIT_FAILED, EXIT_STUCK = 0, 1, 70
_STUCK_SECONDS = 180.0  # far beyond every bound on a wait in the loop
_LOOK_SECONDS = 15.0


def run(settings: Settings) -> int:
    """Run a stage until SIGTERM or SIGINT; a second signal ends it at once.

    Returns:
        The exit code: 0 after a stop that was asked for, 1 when it could not start or go on. The
        log says why.
    """
    logs.configure(settings)
    stop = _stop_on_signals()
    pool = WorkerPool(
        settings.workers, worker_settings(settings), settings.article_timeout, settings.worker_batch_articles
    )
    metrics = Metrics()
    instance = Instance(settings.group_id, settings.transactional_id)
    stage = Stage(settings, pool, metrics, lambda intake: _publisher(settings, instance, intake), stop)
    try:
        health = HealthServer(
            settings.http_host, settings.http_port, metrics, ready=stage.ready, live=lambda: _live(stage)
        )
    except OSError as error:
        log.error("cannot serve health and metrics; set DATELINE_HTTP_PORT", port=settings.http_port, error=str(error))  # noqa: TRY400
        return EXIT_FAILED
    try:
        # Workers before clients: a client does not survive a fork, and loading takes seconds.
        pool.start()
        log.info("starting", workers=settings.workers, delivery=settings.delivery, http_port=health.port)
        await_broker(settings, stop)
        threading.Thread(target=_end_when_stuck, args=(stage,), name="dateline-watchdog", daemon=True).start()
        stage.run()
    except (StartupError, WorkerStartError, KafkaError) as error:
        log.error("cannot go on", error=str(error) or type(error).__name__)  # noqa: TRY400 - said in words
        return EXIT_FAILED
    else:
        log.info("stopped")
        return EXIT_OK
    finally:
        pool.stop()
        health.stop()


def worker_settings(settings: Settings) -> WorkerSettings:
    """What the workers need of the settings."""
    return WorkerSettings(
        EnricherSettings(
            gazetteer=settings.gazetteer,
            layers=settings.layers,
            place_adjectives=settings.place_adjectives,
            place_alternatives_below=settings.place_alternatives_below,
            place_abstain_below=settings.place_abstain_below,
            place_homes=settings.place_homes,
            include_text=settings.include_text,
            refuse_other_languages=settings.unsupported_language == "dead-letter",
        ),
        Limits(
            max_message_bytes=settings.max_message_bytes,
            max_body_characters=settings.max_body_characters,
            assumed_zone=settings.assumed_zone,
        ),
    )


def _publisher(settings: Settings, instance: Instance, intake: Intake) -> Publisher:
    budget = 2 * settings.transaction_timeout
    if settings.delivery == "at-least-once":
        return FlushingPublisher(lambda: open_producer(settings, None), intake.commit, intake.input_partitions, budget)
    return TransactionalPublisher(
        lambda: open_producer(settings, instance.transactional_id), intake.input_partitions, budget
    )


def _stop_on_signals() -> threading.Event:
    stop = threading.Event()

    def handle(number: int, _: FrameType | None) -> None:
        if stop.is_set():
            os._exit(128 + number)
        stop.set()

    signal.signal(signal.SIGTERM, handle)
    signal.signal(signal.SIGINT, handle)
    return stop


def _live(stage: Stage) -> tuple[bool, str]:
    idle = time.monotonic() - stage.turned
    return idle < _STUCK_SECONDS, f"the loop last went round {idle:.0f} s ago"


def _end_when_stuck(stage: Stage) -> None:
    """End the process when the loop stands still: every wait in it is bounded, so something is broken.

    The next start recovers. Two looks in a row, since after a suspended process wakes up the first
    one finds the loop late through no fault of its own.
    """
    late = 0
    while late < 2:
        time.sleep(_LOOK_SECONDS)
        late = 0 if _live(stage)[0] else late + 1
    log.critical("the loop stands still; this process ends, and the next start takes up where it was")
    os._exit(EXIT_STUCK)
