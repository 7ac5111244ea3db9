"""What must be right before a stage can run, each with what to do when it is not."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pipeline.settings import Settings

if TYPE_CHECKING:
    from kafka.admin import KafkaAdminClient

_COORDINATOR_TRIES = 10
_ADVICE = {
    "GazetteerError": "build the gazetteer, and look at DATELINE_GAZETTEER if it is set",
    "LexiconError": "mend this line of pipeline/events/data/triggers",
    "TableError": "mend this line; the file is below pipeline",
}
"""What to do about an error of loading, by its name."""


@dataclass(frozen=True, slots=True)
class Finding:
    """How one thing stands."""

    subject: str
    ok: bool
    detail: str
    advice: str = ""
    """What to do, where it is not right."""


def findings(settings: Settings) -> Iterator[Finding]:
    """Look at everything that a stage with these settings needs, without changing anything."""
    yield Finding("settings", ok=True, detail=f"{settings.workers} workers, {settings.delivery}")
    yield from _enricher(settings)
    yield from _secrets(settings)
    yield from _kafka(settings)


def _enricher(settings: Settings) -> Iterator[Finding]:
    try:
        from pipeline.article import Article  # noqa: PLC0415 - heavy, and some of it may be missing
        from pipeline.enricher import Enricher  # noqa: PLC0415
        from pipeline.stage.run import worker_settings  # noqa: PLC0415

        enricher = Enricher.load(worker_settings(settings).enricher)
        made_by = enricher.enrich_one(Article(id="check", body="The ministers met in Geneva.")).produced_by
    except Exception as error:  # whatever it is, it is the answer
        yield Finding(
            "model, lexicon and gazetteer",
            ok=False,
            detail=f"{type(error).__name__}: {error}",
            advice=_ADVICE.get(type(error).__name__, "install the package again"),
        )
    else:
        yield Finding("model", ok=True, detail=made_by.model)
        yield Finding("lexicon", ok=True, detail=made_by.lexicon)
        yield Finding("gazetteer", ok=True, detail=made_by.gazetteer)


def _secrets(settings: Settings) -> Iterator[Finding]:
    for name in ("sasl_password_file", "sasl_oauth_token_file", "ssl_ca_file", "ssl_cert_file", "ssl_key_file",
                 "ssl_key_password_file"):  # fmt: skip
        if path := getattr(settings, name):
            try:
                path.read_bytes()
            except OSError as error:
                yield Finding(name, ok=False, detail=f"{path}: {error.strerror}", advice=f"look at {_variable(name)}")
            else:
                yield Finding(name, ok=True, detail=f"{path} can be read")


def _kafka(settings: Settings) -> Iterator[Finding]:
    from kafka.errors import KafkaError  # noqa: PLC0415

    from pipeline.stage.clients import open_admin  # noqa: PLC0415

    try:
        admin = open_admin(settings)
    except (KafkaError, OSError, ValueError) as error:
        yield Finding(
            "broker",
            ok=False,
            detail=f"{settings.bootstrap_servers}: {_said(error)}",
            advice="look at DATELINE_BOOTSTRAP_SERVERS, DATELINE_SECURITY_PROTOCOL and the network",
        )
        return
    with closing(admin):
        try:
            brokers = admin.describe_cluster()["brokers"]
            yield Finding("broker", ok=True, detail=f"{settings.bootstrap_servers}, cluster of {len(brokers)}")
            yield from _topics(admin, settings)
            yield from _group(admin, settings)
        except (KafkaError, OSError) as error:
            yield Finding("broker", ok=False, detail=_said(error), advice="look at the rights of this user")


def _topics(admin: KafkaAdminClient, settings: Settings) -> Iterator[Finding]:
    wanted = {settings.input_topic: "READ", settings.output_topic: "WRITE", settings.dead_letter_topic: "WRITE"}
    known = {topic["name"]: topic for topic in admin.describe_topics(list(wanted))}
    for name, right in wanted.items():
        yield _topic(name, right, known.get(name, {}))
    limit = _largest_message(admin, settings.output_topic) if known.get(settings.output_topic) else None
    if limit is not None and limit < settings.max_request_size:
        yield Finding(
            f"topic {settings.output_topic}",
            ok=False,
            detail=f"takes messages of {limit} bytes, DATELINE_MAX_REQUEST_SIZE is {settings.max_request_size}",
            advice="raise the topic's max.message.bytes, or lower the setting",
        )


def _largest_message(admin: KafkaAdminClient, topic: str) -> int | None:
    """Ask for the ``max.message.bytes`` of a topic; None where this user may not know it."""
    from kafka.admin import ConfigResource, ConfigResourceType  # noqa: PLC0415
    from kafka.errors import KafkaError  # noqa: PLC0415

    try:
        told = admin.describe_configs(
            [ConfigResource(ConfigResourceType.TOPIC, topic, {"max.message.bytes": None})], config_filter="all"
        )
        (configs,) = (held for by_name in told.values() for held in by_name.values())
        return int(configs["max.message.bytes"]["value"])
    except (KafkaError, KeyError, TypeError, ValueError):
        return None


def _topic(name: str, right: str, topic: dict[str, Any]) -> Finding:
    subject = f"topic {name}"
    partitions = topic.get("partitions") or ()
    if not partitions:
        why = "does not exist, or this user may not see it"
        return Finding(subject, ok=False, detail=why, advice=f"create it, and allow {right} and DESCRIBE")
    if not _may(right, topic.get("authorized_operations")):
        return Finding(subject, ok=False, detail=f"{right} is not allowed", advice=f"allow this user to {right} it")
    if leaderless := [part["partition_index"] for part in partitions if part.get("leader_id", 0) < 0]:
        return Finding(subject, ok=False, detail=f"no leader for {leaderless}", advice="bring its brokers back")
    return Finding(subject, ok=True, detail=f"{len(partitions)} partitions, {right} allowed")


def _group(admin: KafkaAdminClient, settings: Settings) -> Iterator[Finding]:
    subject, advice = f"group {settings.group_id}", "allow this user to READ and DESCRIBE the group"
    group = _described(admin, settings.group_id)
    members = f"{len(group.get('members') or ())} members"
    error = group.get("error") or ""
    if "GroupIdNotFound" in error or not error:
        if _may("READ", group.get("authorized_operations")):
            yield Finding(subject, ok=True, detail=f"{members}, READ allowed")
        else:
            yield Finding(subject, ok=False, detail="READ is not allowed", advice=advice)
    else:
        yield Finding(subject, ok=False, detail=error, advice=advice)


def _described(admin: KafkaAdminClient, group_id: str) -> dict[str, Any]:
    """Ask for a group; a broker that has just started needs some seconds to find its coordinator."""
    from kafka.errors import CoordinatorNotAvailableError  # noqa: PLC0415

    for _ in range(_COORDINATOR_TRIES):
        try:
            group: dict[str, Any] = admin.describe_groups([group_id])[group_id]
        except CoordinatorNotAvailableError:
            time.sleep(1)
        else:
            return group
    return {"error": "the broker names no coordinator for it"}


def _may(right: str, operations: list[str] | None) -> bool:
    """Whether a right is among those told; a broker without access control tells none."""
    return not operations or right in operations or "ALL" in operations


def _said(error: BaseException) -> str:
    words, name = str(error), type(error).__name__
    return words if name in words else f"{name}: {words}"


def _variable(name: str) -> str:
    return f"DATELINE_{name.upper()}"
