"""A real broker for the tests: one for all, and one to kill."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import uuid4

import pytest

from pipeline.sandbox import Sandbox
from tests.kafka.topics import Topics


@pytest.fixture(scope="session")
def kafka() -> Iterator[Sandbox]:
    """The broker that all tests share."""
    with Sandbox() as broker:
        yield broker


@pytest.fixture
def private_kafka() -> Iterator[Sandbox]:
    """A broker for one test alone, which may kill it."""
    with Sandbox() as broker:
        yield broker


def _topics(broker: Sandbox, partitions: int) -> Topics:
    name = uuid4().hex[:8]
    topics = Topics(f"raw-{name}", f"enriched-{name}", f"dead-{name}")
    for topic in (topics.input, topics.output, topics.dead):
        broker.create_topic(topic, partitions=partitions)
    return topics


@pytest.fixture
def topics(kafka: Sandbox) -> Topics:
    """Topics of two partitions that no other test uses."""
    return _topics(kafka, 2)


@pytest.fixture
def topics4(kafka: Sandbox) -> Topics:
    """Topics of four partitions that no other test uses."""
    return _topics(kafka, 4)
