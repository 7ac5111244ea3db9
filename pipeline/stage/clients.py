"""kafka-python's clients as this stage needs them, from the settings."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from kafka import KafkaConsumer, KafkaProducer
from kafka.admin import KafkaAdminClient
from kafka.coordinator.assignors.cooperative_sticky import CooperativeStickyAssignor
from kafka.net.sasl.oauth import AbstractTokenProvider
from kafka.serializer import Serializer

from pipeline.settings import Settings

BOOTSTRAP_MS = 5_000  # one try to reach a broker; who opens a client decides how often to try
_REQUEST_MS = 10_000  # a broker that died mid-request is noticed after this
_METADATA_MS = 10_000  # new partitions, and topics that a leader did not know yet, are seen after this
_MAX_BLOCK_MS = 10_000
NULL = object()
"""What to send for a null value: kafka-python takes no None beside a null key, though Kafka does."""
_BROKER_DECIDES = 1 << 30  # sizes are checked by us (records) and by the broker (dead letters)


class _TokenFile(AbstractTokenProvider):  # type: ignore[misc]  # kafka-python has no types
    """The token that another process keeps fresh in a file, read anew at each connection."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def token(self) -> str:
        return self._path.read_text().strip()


class NullableValues(Serializer):  # type: ignore[misc]  # kafka-python has no types
    """Values as they are, and :data:`NULL` as null."""

    def serialize(self, _topic: str, _headers: object, data: object) -> object:
        """Give what goes into the message."""
        return None if data is NULL else data


def connection(settings: Settings) -> dict[str, Any]:
    """What all clients share: where the brokers are and how to speak to them safely."""
    config: dict[str, Any] = {
        "bootstrap_servers": [server.strip() for server in settings.bootstrap_servers.split(",")],
        "client_id": "dateline",
        "bootstrap_timeout_ms": BOOTSTRAP_MS,
        "request_timeout_ms": _REQUEST_MS,
        "reconnect_backoff_max_ms": 1_000,
        "metadata_max_age_ms": _METADATA_MS,
        "security_protocol": settings.security_protocol,
    }
    if "SSL" in settings.security_protocol:
        config |= {
            "ssl_cafile": _path(settings.ssl_ca_file),
            "ssl_certfile": _path(settings.ssl_cert_file),
            "ssl_keyfile": _path(settings.ssl_key_file),
            "ssl_password": settings.key_password,
            "ssl_check_hostname": settings.ssl_check_hostname,
        }
    if "SASL" in settings.security_protocol:
        config |= {
            "sasl_mechanism": settings.sasl_mechanism,
            "sasl_plain_username": settings.sasl_username,
            "sasl_plain_password": settings.password,
        }
        if settings.sasl_oauth_token_file:
            config["sasl_oauth_token_provider"] = _TokenFile(settings.sasl_oauth_token_file)
    return config


def open_consumer(settings: Settings) -> KafkaConsumer:
    """A consumer of the group that reads committed messages and commits nothing by itself.

    Raises:
        KafkaError: no broker could be reached within one try.
    """
    session_ms = int(settings.session_timeout * 1000)
    return KafkaConsumer(
        **connection(settings),
        group_id=settings.group_id,
        enable_auto_commit=False,
        auto_offset_reset=settings.auto_offset_reset,
        # Also makes the client wait for offsets that an open transaction may still change (KIP-447).
        isolation_level="read_committed",
        partition_assignment_strategy=(CooperativeStickyAssignor,),
        session_timeout_ms=session_ms,
        heartbeat_interval_ms=max(100, session_ms // 5),
        max_poll_interval_ms=int(settings.max_poll_interval * 1000),
        max_poll_records=100,
        fetch_max_wait_ms=100,
        max_partition_fetch_bytes=min(1 << 20, settings.in_flight_bytes),
        fetch_max_bytes=settings.in_flight_bytes,
    )


def open_producer(settings: Settings, transactional_id: str | None) -> KafkaProducer:
    """A producer, transactional where an id is given.

    Raises:
        KafkaError: no broker could be reached within one try.
    """
    transactional: dict[str, Any] = {}
    if transactional_id:
        transactional = {
            "transactional_id": transactional_id,
            "transaction_timeout_ms": int(settings.transaction_timeout * 1000),
        }
    return KafkaProducer(
        **connection(settings),
        **transactional,
        value_serializer=NullableValues(),
        acks="all",
        enable_idempotence=True,
        compression_type=None if settings.compression == "none" else settings.compression,
        max_request_size=_BROKER_DECIDES,
        max_block_ms=_MAX_BLOCK_MS,
        batch_size=256 * 1024,
        linger_ms=5,
    )


def open_admin(settings: Settings) -> KafkaAdminClient:
    """An admin client, for questions only.

    Raises:
        KafkaError: no broker could be reached within one try.
    """
    return KafkaAdminClient(**connection(settings))


def _path(path: Path | None) -> str | None:
    return str(path) if path else None
