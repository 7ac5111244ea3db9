"""The outcomes of one transaction on a real broker."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from kafka import KafkaProducer
from kafka.errors import KafkaTimeoutError
from kafka.structs import ConsumerGroupMetadata

from pipeline.sandbox import Sandbox
from pipeline.settings import Settings
from pipeline.stage.clients import open_producer
from pipeline.stage.messages import Outgoing, Partition
from pipeline.stage.transaction import Outcome, TransactionalPublisher, bounded, output_partition
from tests.kafka.topics import Topics, read_all


@pytest.fixture
def publisher(kafka: Sandbox, topics: Topics) -> Iterator[TransactionalPublisher]:
    settings = Settings(bootstrap_servers=kafka.bootstrap_servers)
    made = TransactionalPublisher(lambda: open_producer(settings, f"tx-{topics.output}"), lambda: 2, 20)
    made.recover()
    yield made
    made.close()


def messages(topics: Topics) -> list[Outgoing]:
    return [Outgoing(topics.output, b"k", b"v", (), 1, Partition(topics.input, 0), "record")]


def test_a_membership_without_a_generation_is_refused_before_anything_is_sent(
    kafka: Sandbox, topics: Topics, publisher: TransactionalPublisher
) -> None:
    nobody = ConsumerGroupMetadata(group_id="g", generation_id=-1, member_id="")
    published = publisher.publish(messages(topics), {Partition(topics.input, 0): 1}, nobody)
    assert published.outcome is Outcome.ABORTED
    assert read_all(kafka.bootstrap_servers, [topics.output], bool, 2) == []


def test_a_membership_that_the_group_does_not_know_is_refused_by_the_broker(
    kafka: Sandbox, topics: Topics, publisher: TransactionalPublisher
) -> None:
    stranger = ConsumerGroupMetadata(group_id="g", generation_id=7, member_id="gone")
    published = publisher.publish(messages(topics), {Partition(topics.input, 0): 1}, stranger)
    assert published.outcome is not Outcome.COMMITTED
    assert read_all(kafka.bootstrap_servers, [topics.output], bool, 2) == []


def test_after_an_unknown_outcome_nothing_is_published_until_recovery(topics: Topics) -> None:
    def fails() -> KafkaProducer:
        raise AssertionError("not opened")

    publisher = TransactionalPublisher(fails, lambda: 2, 1)
    member = ConsumerGroupMetadata(group_id="g", generation_id=1, member_id="m")
    assert publisher.publish(messages(topics), {}, member).outcome is Outcome.UNKNOWN


def test_a_wait_without_end_is_given_up() -> None:
    with pytest.raises(KafkaTimeoutError, match="did not answer"):
        bounded(lambda: time.sleep(30), 0.05)
    with pytest.raises(ZeroDivisionError):
        bounded(lambda: 1 / 0, 5)


def test_output_partitions_keep_order_for_keys_and_partitions() -> None:
    def sent(key: bytes | None, partition: int) -> Outgoing:
        return Outgoing("out", key, b"", (), 0, Partition("in", partition), "record")

    assert output_partition(sent(b"any", 3), 4, 4) == 3
    assert output_partition(sent(None, 3), 2, 4) == 1
    assert output_partition(sent(b"21", 0), 1_000_000, 4) == output_partition(sent(b"21", 3), 1_000_000, 4)
    # The reference value of Kafka's murmur2 for this key.
    assert output_partition(sent(b"21", 0), 1 << 31, 4) == -973932308 & 0x7FFFFFFF
