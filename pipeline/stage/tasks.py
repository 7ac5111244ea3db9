"""What passes between the stage and its workers: tasks there, outcomes back.

It loads neither the model's library nor a client of Kafka, so that either side starts fast.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from pipeline.article.limits import Limits
from pipeline.layers import EnricherSettings


@dataclass(frozen=True, slots=True)
class Task:
    """The bytes of one article, with what its message says of it."""

    id: int
    value: bytes
    content_type: str | None = None
    timestamp_ms: int | None = None


@dataclass(frozen=True, slots=True)
class Enriched:
    """The bytes of a record, and the seconds that each step took."""

    record: bytes
    seconds: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Refused:
    """Why an article became no record."""

    reason: str
    message: str
    stacktrace: str | None = None


@dataclass(frozen=True, slots=True)
class WorkerSettings:
    """What a worker needs to know."""

    enricher: EnricherSettings
    limits: Limits
