"""Before the first message: is the broker there, and are the topics?"""

from __future__ import annotations

import time
from threading import Event

import structlog
from kafka.errors import AuthorizationError, KafkaError, KafkaTimeoutError

from pipeline.settings import Settings
from pipeline.stage.clients import open_producer

log = structlog.get_logger(__name__)


class StartupError(RuntimeError):
    """The stage cannot start: the message says why and what to do."""


def await_broker(settings: Settings, stop: Event) -> None:
    """Wait until the broker answers and knows the three topics.

    Topics are asked for as by any client, so that a broker that creates topics on demand does.

    Raises:
        StartupError: it did not within ``startup_timeout``.
    """
    end, missing = time.monotonic() + settings.startup_timeout, "no answer yet"
    while not stop.is_set():
        try:
            producer = open_producer(settings, None)
        except AuthorizationError as error:
            raise StartupError(f"the broker refuses this stage: {error}") from error
        except (KafkaError, OSError) as error:
            missing = (
                f"no broker at {settings.bootstrap_servers} ({type(error).__name__}: {error}); "
                f"set DATELINE_BOOTSTRAP_SERVERS, and check the network and {_suspects(settings)}"
            )
        else:
            try:
                for topic in (settings.input_topic, settings.output_topic, settings.dead_letter_topic):
                    missing = f"topic {topic!r} does not exist at {settings.bootstrap_servers}; create it"
                    producer.partitions_for(topic)
            except KafkaTimeoutError:
                pass
            except KafkaError as error:
                missing = f"{missing} ({type(error).__name__}: {error})"
            else:
                return
            finally:
                producer.close(timeout=1)
        if time.monotonic() > end:
            raise StartupError(f"{missing} (waited {settings.startup_timeout:g} s, DATELINE_STARTUP_TIMEOUT)")
        log.warning("waiting for the broker", why=missing)
        stop.wait(0.5)


def _suspects(settings: Settings) -> str:
    """The settings that may be wrong when a broker is there but does not talk: the client reports both alike."""
    if settings.sasl_mechanism is None:
        return "DATELINE_SECURITY_PROTOCOL"
    return "DATELINE_SECURITY_PROTOCOL, DATELINE_SASL_MECHANISM, user name and password or token"
