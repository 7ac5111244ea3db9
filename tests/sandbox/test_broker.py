"""The sandbox's broker is real: it keeps data through a kill, and leaves nothing behind."""

import socket
from contextlib import closing
from pathlib import Path

import pytest
from kafka import KafkaConsumer, KafkaProducer
from kafka.admin import KafkaAdminClient
from kafka.errors import MessageSizeTooLargeError
from kafka.structs import TopicPartition

from pipeline.sandbox import Sandbox, SandboxError


def _send(broker: Sandbox, topic: str, value: bytes) -> None:
    with closing(KafkaProducer(bootstrap_servers=broker.bootstrap_servers, acks="all")) as producer:
        producer.send(topic, value, partition=0).get(30)


def _values(broker: Sandbox, topic: str, count: int) -> list[bytes]:
    with closing(KafkaConsumer(bootstrap_servers=broker.bootstrap_servers, auto_offset_reset="earliest")) as consumer:
        consumer.assign([TopicPartition(topic, 0)])
        values: list[bytes] = []
        for _ in range(60):
            for messages in consumer.poll(timeout_ms=500).values():
                values += [message.value for message in messages]
            if len(values) >= count:
                break
        return values


def test_data_and_address_outlive_a_kill(private_kafka: Sandbox) -> None:
    address = private_kafka.bootstrap_servers
    private_kafka.create_topic("kept", partitions=1)
    _send(private_kafka, "kept", b"before")
    private_kafka.kill()
    with pytest.raises(ConnectionError):
        socket.create_connection(("127.0.0.1", int(address.rpartition(":")[2])), 5)
    private_kafka.restart()
    _send(private_kafka, "kept", b"after")
    assert private_kafka.bootstrap_servers == address
    assert _values(private_kafka, "kept", 2) == [b"before", b"after"]


def test_topics_have_the_partitions_and_settings_asked_for(kafka: Sandbox) -> None:
    kafka.create_topic("asked", partitions=3, config={"max.message.bytes": "1234"})
    with closing(KafkaAdminClient(bootstrap_servers=kafka.bootstrap_servers)) as admin:
        (topic,) = admin.describe_topics(["asked"])
        assert len(topic["partitions"]) == 3
    with (
        closing(KafkaProducer(bootstrap_servers=kafka.bootstrap_servers)) as producer,
        pytest.raises(MessageSizeTooLargeError),
    ):
        producer.send("asked", b"x" * 5000, partition=0).get(30)


def test_a_broker_that_cannot_start_says_why() -> None:
    broker = Sandbox(properties={"num.network.threads": "0"})
    try:
        with pytest.raises(SandboxError, match=r"num\.network\.threads"):
            broker.start()
    finally:
        broker.stop()


def test_nothing_is_left_after_the_end(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    broker = Sandbox()
    broker.start()
    assert list(tmp_path.iterdir())
    broker.stop()
    assert not list(tmp_path.iterdir())
    broker.stop()
