"""Topics to files and back, on a real broker, through the commands."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from uuid import uuid4

import pytest
from kafka import KafkaProducer
from kafka.admin import KafkaAdminClient
from kafka.structs import TopicPartition
from typer.testing import CliRunner, Result

from pipeline.cli import app
from pipeline.replay.capture_file import CaptureWriter, Message, read_capture
from pipeline.sandbox import Sandbox
from pipeline.stage.clients import NULL, NullableValues
from tests.kafka.topics import article, read_all, send

_AT = 1_705_600_000_000
_MESSAGES = [
    Message("", 0, 0, _AT, b"plain", b"Talks in Muscat.", (("trace", b"a"), ("trace", b"b"))),
    Message("", 1, 0, _AT + 1, b"\xff\x00", b"\xfe\x80", (("binary", b"\xc3"), ("empty", b""))),
    Message("", 0, 1, _AT + 2, None, None),
    Message("", 1, 1, _AT + 3, b"", b""),
    Message("", 0, 2, _AT + 4, b"k", "Überfall\u2028مرحبا".encode()),
]


def dateline(kafka: Sandbox, *arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments), env={"DATELINE_BOOTSTRAP_SERVERS": kafka.bootstrap_servers})


def new_topic(kafka: Sandbox, partitions: int = 2) -> str:
    name = f"capture-{uuid4().hex[:8]}"
    kafka.create_topic(name, partitions=partitions)
    return name


def fill(kafka: Sandbox, topic: str) -> None:
    producer = KafkaProducer(bootstrap_servers=kafka.bootstrap_servers, value_serializer=NullableValues())
    for m in _MESSAGES:
        producer.send(topic, NULL if m.value is None else m.value, m.key, list(m.headers), m.partition, m.timestamp_ms)
    producer.close()


def captured(kafka: Sandbox, topic: str, path: Path, *options: str) -> list[Message]:
    ended = dateline(kafka, "capture", topic, "-o", str(path), *options)
    assert ended.exit_code == 0, ended.output
    return list(read_capture(path))


def content(messages: list[Message]) -> list[tuple[object, ...]]:
    held = [(m.partition, m.offset, m.timestamp_ms, m.key, m.value, m.headers) for m in messages]
    return sorted(held, key=lambda message: message[:2])


def test_a_topic_comes_back_from_a_capture_exact_to_the_byte(kafka: Sandbox, tmp_path: Path) -> None:
    source, target = new_topic(kafka), new_topic(kafka)
    fill(kafka, source)
    first = captured(kafka, source, tmp_path / "first.jsonl.zst")
    assert content(first) == content(_MESSAGES)
    loaded = dateline(kafka, "load", str(tmp_path / "first.jsonl.zst"), target)
    assert loaded.output.strip() == "5 messages sent"
    assert content(captured(kafka, target, tmp_path / "second.jsonl")) == content(first)


def test_a_range_and_a_selection_are_kept_to(kafka: Sandbox, tmp_path: Path) -> None:
    topic, path = new_topic(kafka), tmp_path / "c"
    fill(kafka, topic)
    assert {m.offset for m in captured(kafka, topic, path, "--from", "1", "--to", "2")} == {1}
    assert len(captured(kafka, topic, path, "--last", "1")) == 2
    assert captured(kafka, topic, path, "--from", "end") == []
    assert [m.key for m in captured(kafka, topic, path, "--partition", "0")] == [b"plain", None, b"k"]
    assert [m.offset for m in captured(kafka, topic, path, "--key", "k")] == [2]
    assert [m.key for m in captured(kafka, topic, path, "--header", "trace=b")] == [b"plain"]
    later = captured(kafka, topic, path, "--from", "2024-01-18T17:46:40.003Z")
    assert {m.timestamp_ms - _AT for m in later} == {3, 4}
    assert len(captured(kafka, topic, path, "--limit", "2")) == 2


def test_what_is_not_committed_is_not_captured(kafka: Sandbox, tmp_path: Path) -> None:
    topic = new_topic(kafka, 1)
    producer = KafkaProducer(bootstrap_servers=kafka.bootstrap_servers, transactional_id=topic)
    producer.init_transactions()
    for value, end in ((b"kept", producer.commit_transaction), (b"dropped", producer.abort_transaction)):
        producer.begin_transaction()
        producer.send(topic, value).get(10)
        end()
    producer.close()
    assert [m.value for m in captured(kafka, topic, tmp_path / "c")] == [b"kept"]


def test_a_load_that_is_killed_goes_on_without_doubles(kafka: Sandbox, tmp_path: Path) -> None:
    source, target, path = new_topic(kafka), new_topic(kafka), tmp_path / "c"
    send(kafka.bootstrap_servers, source, map(article, range(600)), 2)
    before = captured(kafka, source, path)
    command = [sys.executable, "-m", "pipeline.cli", "load", str(path), target, "--rate", "150"]
    environ = {"DATELINE_BOOTSTRAP_SERVERS": kafka.bootstrap_servers, "PATH": ""}
    for sign in (signal.SIGKILL, signal.SIGINT):
        stopped = subprocess.Popen(command, env=environ)
        seen = len(captured(kafka, target, tmp_path / "part"))
        while len(captured(kafka, target, tmp_path / "part")) < seen + 50:
            time.sleep(0.05)
        stopped.send_signal(sign)
        assert stopped.wait(30) != 0
    part = len(captured(kafka, target, tmp_path / "part"))
    assert 100 <= part < 600
    assert dateline(kafka, "load", str(path), target).output.strip() == f"{600 - part} messages sent"
    assert dateline(kafka, "load", str(path), target).output.strip() == "0 messages sent"
    after = captured(kafka, target, tmp_path / "whole")
    for partition in (0, 1):
        assert [m.value for m in after if m.partition == partition] == [
            m.value for m in before if m.partition == partition
        ]


def test_a_topic_that_is_not_empty_is_refused_unless_told(kafka: Sandbox, tmp_path: Path) -> None:
    source, target, path = new_topic(kafka), new_topic(kafka), tmp_path / "c"
    fill(kafka, source)
    fill(kafka, target)
    captured(kafka, source, path)
    refused = dateline(kafka, "load", str(path), target)
    assert refused.exit_code == 1
    assert "is not empty (5 offsets); --append" in refused.output
    assert dateline(kafka, "load", str(path), target, "--append").exit_code == 0
    assert len(captured(kafka, target, path)) == 10


def test_a_narrower_topic_is_refused_or_partitioned_anew(kafka: Sandbox, tmp_path: Path) -> None:
    source, narrow, path = new_topic(kafka, 2), new_topic(kafka, 1), tmp_path / "c"
    fill(kafka, source)
    captured(kafka, source, path)
    assert "--repartition" in dateline(kafka, "load", str(path), narrow).output
    assert dateline(kafka, "load", str(path), narrow, "--repartition").exit_code == 0
    assert {m.key for m in captured(kafka, narrow, path)} == {m.key for m in _MESSAGES}


def test_dead_letters_go_back_to_where_they_came_from(kafka: Sandbox, tmp_path: Path) -> None:
    source, dead, path = new_topic(kafka, 4), new_topic(kafka), tmp_path / "c"
    own = [("trace", b"a")]
    added = [
        ("dateline-error-reason", b"timeout"),
        ("dateline-error-message", b"took longer than 60 s"),
        ("dateline-error-topic", source.encode()),
        ("dateline-error-partition", b"3"),
        ("dateline-error-offset", b"17"),
    ]
    producer = KafkaProducer(bootstrap_servers=kafka.bootstrap_servers)
    producer.send(dead, b"\xff", b"key", own + added, 1, _AT)
    producer.send(dead, b"", b"other", [*added[1:], ("dateline-error-reason", b"no-body")], 0, _AT)
    producer.close()
    assert len(captured(kafka, dead, path, "--reason", "timeout")) == 1
    dry = dateline(kafka, "load", str(path), "--restore", "--dry-run")
    assert dry.output.strip() == f"{source}/3\tkey\t1 bytes"
    assert captured(kafka, source, tmp_path / "none") == []
    assert dateline(kafka, "load", str(path), "--restore").exit_code == 0
    assert captured(kafka, source, path) == [Message(source, 3, 0, _AT, b"key", b"\xff", (("trace", b"a"),))]


def test_offsets_that_retention_took_are_named(kafka: Sandbox, tmp_path: Path) -> None:
    topic = new_topic(kafka, 1)
    send(kafka.bootstrap_servers, topic, map(article, range(10)), 1)
    admin = KafkaAdminClient(bootstrap_servers=kafka.bootstrap_servers)
    admin.delete_records({TopicPartition(topic, 0): 6})
    admin.close()
    gone = dateline(kafka, "capture", topic, "-o", str(tmp_path / "c"), "--from", "2")
    assert gone.exit_code == 1
    assert "offset 2 is gone (retention); the topic begins at 6 now" in gone.output
    assert [m.offset for m in captured(kafka, topic, tmp_path / "c")] == [6, 7, 8, 9]


@pytest.mark.parametrize("command", [("capture", "no-such-topic", "-o", "c"), ("load", "c", "no-such-topic")])
def test_a_topic_that_is_not_there_is_named(kafka: Sandbox, tmp_path: Path, command: tuple[str, ...]) -> None:
    source = new_topic(kafka)
    fill(kafka, source)
    captured(kafka, source, tmp_path / "c")
    ended = dateline(kafka, *(str(tmp_path / "c") if word == "c" else word for word in command))
    assert ended.exit_code == 1
    assert "'no-such-topic' does not exist" in ended.output


def test_a_cut_capture_sends_nothing(kafka: Sandbox, tmp_path: Path) -> None:
    source, target, path = new_topic(kafka), new_topic(kafka), tmp_path / "c"
    fill(kafka, source)
    captured(kafka, source, path)
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:-1]))
    ended = dateline(kafka, "load", str(path), target)
    assert (ended.exit_code, "--cut takes what is there" in ended.output) == (1, True)
    assert read_all(kafka.bootstrap_servers, [target], lambda _: False, 1) == []


def test_a_live_topic_is_followed_until_it_is_stopped(kafka: Sandbox, tmp_path: Path) -> None:
    topic, path = new_topic(kafka), tmp_path / "c"
    command = [sys.executable, "-m", "pipeline.cli", "capture", topic, "-o", str(path), "--follow", "--limit", "9"]
    environ = {"DATELINE_BOOTSTRAP_SERVERS": kafka.bootstrap_servers, "PATH": ""}
    following = subprocess.Popen(command, env=environ)
    send(kafka.bootstrap_servers, topic, map(article, range(4)), 2)
    time.sleep(1)
    send(kafka.bootstrap_servers, topic, map(article, range(4, 9)), 2, first=4)
    assert following.wait(30) == 0
    assert {m.value for m in read_capture(path)} == set(map(article, range(9)))


def test_a_full_disk_ends_a_capture_with_its_reason(kafka: Sandbox) -> None:
    topic = new_topic(kafka)
    fill(kafka, topic)
    ended = dateline(kafka, "capture", topic, "-o", "/dev/full")
    assert (ended.exit_code, "/dev/full: No space left on device; --cut reads" in ended.output) == (1, True)


def test_a_capture_that_loses_its_broker_can_be_used_and_says_so(
    private_kafka: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    topic, path = new_topic(private_kafka, 1), tmp_path / "c"
    send(private_kafka.bootstrap_servers, topic, [random.randbytes(20_000) for _ in range(300)], 1)
    write = CaptureWriter.write

    def write_and_kill(writer: CaptureWriter, message: Message) -> None:
        private_kafka.kill()
        write(writer, message)

    monkeypatch.setattr("pipeline.replay.capture._SILENCE_S", 3.0)
    with monkeypatch.context() as patched:
        patched.setattr(CaptureWriter, "write", write_and_kill)
        lost = dateline(private_kafka, "capture", topic, "-o", str(path))
    kept = len(list(read_capture(path)))
    assert 0 < kept < 300
    assert lost.exit_code == 1
    assert f"the broker gave nothing for 3 s, {300 - kept} offsets before the end; " in lost.output
    assert f"({kept} messages are in" in lost.output
    private_kafka.restart()
    assert len(captured(private_kafka, topic, path)) == 300


def test_a_wrong_name_leaves_an_older_capture_as_it_is(kafka: Sandbox, tmp_path: Path) -> None:
    topic, path = new_topic(kafka), tmp_path / "c"
    fill(kafka, topic)
    captured(kafka, topic, path)
    assert dateline(kafka, "capture", "no-such-topic", "-o", str(path)).exit_code == 1
    assert len(list(read_capture(path))) == 5
