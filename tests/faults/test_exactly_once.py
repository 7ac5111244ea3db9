"""Exactly once, whatever dies: stages, brokers, members that are thrown out."""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from pipeline.sandbox import Sandbox
from tests.kafka.stage_process import StageProcess
from tests.kafka.topics import Topics, article, check_exactly_once, read_all, send

ARTICLES, PARTITIONS = 2_000, 4


@pytest.fixture
def stages() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


def committed(kafka: Sandbox, topics: Topics, share: float) -> None:
    """Wait until a share of the articles is published."""
    wanted = int(ARTICLES * share)
    assert len(read_all(kafka.bootstrap_servers, [topics.output], lambda read: len(read) >= wanted, 120)) >= wanted


def finish(kafka: Sandbox, topics: Topics) -> None:
    found = read_all(kafka.bootstrap_servers, [topics.output, topics.dead], lambda read: len(read) >= ARTICLES, 240)
    # A little longer, to see doubles that come late.
    late = read_all(kafka.bootstrap_servers, [topics.output, topics.dead], lambda read: len(read) > ARTICLES, 5)
    check_exactly_once(late if len(late) >= len(found) else found, ARTICLES, PARTITIONS)
    assert {message.topic for message in late} == {topics.output}


def test_stages_that_are_killed_join_and_leave(
    kafka: Sandbox, topics4: Topics, tmp_path: Path, stages: ExitStack
) -> None:
    servers = kafka.bootstrap_servers
    send(servers, topics4.input, map(article, range(ARTICLES)), PARTITIONS)
    settings = {**topics4.settings("kills"), "workers": 2, "session_timeout": 6, "batch_articles": 20}
    first = stages.enter_context(StageProcess(servers, tmp_path / "first", **settings))
    stages.enter_context(StageProcess(servers, tmp_path / "second", **settings))
    for share in (0.15, 0.3, 0.45):
        committed(kafka, topics4, share)
        first.kill_and_restart()
    third = stages.enter_context(StageProcess(servers, tmp_path / "third", **settings))
    third.wait_ready()
    committed(kafka, topics4, 0.6)
    assert third.stop() == 0
    finish(kafka, topics4)


def test_a_broker_that_is_killed_twice_and_comes_back(
    private_kafka: Sandbox, tmp_path: Path, stages: ExitStack
) -> None:
    topics = Topics("raw", "enriched", "dead")
    for topic in (topics.input, topics.output, topics.dead):
        private_kafka.create_topic(topic, partitions=PARTITIONS)
    servers = private_kafka.bootstrap_servers
    send(servers, topics.input, map(article, range(ARTICLES)), PARTITIONS)
    settings = {**topics.settings("broker"), "workers": 2, "batch_articles": 20}
    stage = stages.enter_context(StageProcess(servers, tmp_path / "stage", **settings))
    for share, away in ((0.2, 1.0), (0.5, 12.0)):
        committed(private_kafka, topics, share)
        private_kafka.kill()
        time.sleep(away)
        private_kafka.restart()
    finish(private_kafka, topics)
    assert stage.process.poll() is None, "the stage goes on by itself"


def test_a_member_thrown_out_in_mid_batch_is_refused(
    kafka: Sandbox, topics4: Topics, tmp_path: Path, stages: ExitStack
) -> None:
    servers = kafka.bootstrap_servers
    send(servers, topics4.input, map(article, range(ARTICLES)), PARTITIONS)
    settings = {**topics4.settings("zombie"), "workers": 2, "session_timeout": 6, "batch_articles": 20}
    zombie = stages.enter_context(StageProcess(servers, tmp_path / "zombie", **settings))
    stages.enter_context(StageProcess(servers, tmp_path / "heir", **settings))
    for share in (0.1, 0.3):
        committed(kafka, topics4, share)
        zombie.signal(signal.SIGSTOP)
        time.sleep(9)  # beyond its session: the heir has its partitions now
        zombie.signal(signal.SIGCONT)
    finish(kafka, topics4)
    assert zombie.lines("partitions lost: this member was thrown out of its group")
