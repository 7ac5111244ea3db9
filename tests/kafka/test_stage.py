"""The main job on a real broker: every input ends in exactly one place."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import jsonschema
import orjson
import pytest
from kafka import KafkaProducer

from pipeline.sandbox import Sandbox
from pipeline.stage.clients import NULL, NullableValues
from tests.kafka.stage_process import StageProcess
from tests.kafka.topics import Read, Topics, article, check_exactly_once, read_all, send

SAMPLES = Path("samples")
SCHEMA = orjson.loads(Path("schemas/record.schema.json").read_bytes())


def outputs(kafka: Sandbox, topics: Topics, count: int, seconds: float = 60) -> list[Read]:
    servers = kafka.bootstrap_servers
    found = read_all(servers, (topics.output, topics.dead), lambda read: len(read) >= count, seconds)
    assert len(found) == count
    return found


def test_articles_become_records_and_bad_input_becomes_dead_letters(
    kafka: Sandbox, topics: Topics, tmp_path: Path
) -> None:
    deep = b"[" * 100_000 + b"]" * 100_000
    inputs: list[tuple[bytes | None, str]] = [
        (article(0), "record"),
        (b"", "empty"),
        (b" \n\t ", "no-body"),
        (b"caf\xe9 is no UTF-8", "invalid-utf8"),
        (b'{"body": "cut o', "invalid-json"),
        (b"[1, 2, 3]", "wrong-shape"),
        (b'{"body": 5}', "wrong-shape"),
        (b'{"body": "' + b"word " * 1_000_000 + b'"}', "body-too-long"),
        (b"x" * 150_000, "record"),
        (deep, "invalid-json"),
        (b'{"body": "half \\ud800 a pair"}', "any"),
        (b'{"body": "a NUL \\u0000 inside"}', "any"),
        (b'{"body": "<html><body><p>Only <b>markup</b></p></body></html>"}', "record"),
        ("\u202eهذا نص عربي طويل بما يكفي ليعرف القارئ لغته.".encode(), "record"),
        (None, "tombstone"),
        (article(1), "record"),
    ]
    servers = kafka.bootstrap_servers
    producer = KafkaProducer(bootstrap_servers=servers, max_request_size=20_000_000)
    for number, (value, _) in enumerate(inputs):
        headers = [("traceparent", b"00-%d-01" % number)]
        producer.send(topics.input, value, key=b"%d" % number, partition=0, headers=headers, timestamp_ms=1000 + number)
    producer.flush()
    producer.close()
    with StageProcess(servers, tmp_path / "log", workers=2, **topics.settings("bad-input")) as stage:
        found = {message.source[1]: message for message in outputs(kafka, topics, len(inputs), 90)}
        assert sorted(found) == list(range(len(inputs)))
        for number, (value, kind) in enumerate(inputs):
            message = found[number]
            assert message.key == b"%d" % number
            assert message.timestamp == 1000 + number
            assert message.headers["traceparent"] == b"00-%d-01" % number
            if kind == "tombstone":
                assert (message.topic, message.value) == (topics.output, None)
            elif message.topic == topics.output:
                assert kind in ("record", "any")
                check_record(orjson.loads(message.value or b""))
            else:
                assert message.value == value
                assert kind in (message.headers["dateline-error-reason"].decode(), "any")
        assert stage.stop() == 0
        metrics_line = stage.lines("stopped")
        assert metrics_line


def test_a_message_without_key_and_value_is_a_tombstone(kafka: Sandbox, topics: Topics, tmp_path: Path) -> None:
    servers = kafka.bootstrap_servers
    producer = KafkaProducer(bootstrap_servers=servers, value_serializer=NullableValues())
    for value in (article(0), NULL, b"", article(1)):
        producer.send(topics.input, value, partition=0)
    producer.close()
    with StageProcess(servers, tmp_path / "log", workers=2, **topics.settings("keyless")):
        found = {message.source[1]: message for message in outputs(kafka, topics, 4, 60)}
    assert [(found[n].topic, found[n].key, bool(found[n].value)) for n in range(4)] == [
        (topics.output, None, True),
        (topics.output, None, False),
        (topics.dead, None, False),
        (topics.output, None, True),
    ]
    assert (found[1].value, found[2].value) == (None, b"")


def check_record(record: dict[str, object]) -> None:
    jsonschema.validate(record, SCHEMA)
    assert record["schema"] == "dateline.record/1"


def test_later_messages_of_a_partition_keep_their_order(kafka: Sandbox, topics: Topics, tmp_path: Path) -> None:
    values = [b"\xff bad" if number % 5 == 0 else article(number) for number in range(60)]
    count = send(kafka.bootstrap_servers, topics.input, values, 2)
    with StageProcess(kafka.bootstrap_servers, tmp_path / "log", workers=2, **topics.settings("order")):
        check_exactly_once(outputs(kafka, topics, count), count, 2)


def test_an_article_that_overruns_its_time_is_one_dead_letter(kafka: Sandbox, topics: Topics, tmp_path: Path) -> None:
    slow = orjson.dumps({"body": "He met them, and she said that they went there. " * 4000, "language": "en"})
    values = [article(0), slow, *(article(number) for number in range(2, 10))]
    send(kafka.bootstrap_servers, topics.input, values, 1)
    settings = {**topics.settings("slow"), "article_timeout": 1.0, "workers": 2}
    with StageProcess(kafka.bootstrap_servers, tmp_path / "log", **settings):
        found = outputs(kafka, topics, 10, 90)
    check_exactly_once(found, 10, 1)
    dead = [message for message in found if message.topic == topics.dead]
    assert [(m.source[1], m.headers["dateline-error-reason"], m.value) for m in dead] == [(1, b"timeout", slow)]


def test_a_worker_that_is_killed_loses_no_article(kafka: Sandbox, topics: Topics, tmp_path: Path) -> None:
    send(kafka.bootstrap_servers, topics.input, map(article, range(300)), 2)
    with StageProcess(kafka.bootstrap_servers, tmp_path / "log", workers=2, **topics.settings("killed")) as stage:
        stage.wait_ready()
        for pid in stage.children()[:1]:
            os.kill(pid, signal.SIGKILL)
        found = outputs(kafka, topics, 300, 90)
        assert "dateline_workers_replaced_total 1.0" in stage.get("/metrics")[1]
    check_exactly_once(found, 300, 2)
    assert {message.topic for message in found} == {topics.output}


def test_a_record_that_the_output_topic_refuses_becomes_a_dead_letter(
    kafka: Sandbox, topics: Topics, tmp_path: Path
) -> None:
    small = topics.output + "-small"
    kafka.create_topic(small, partitions=1, config={"max.message.bytes": "2500"})
    incompressible = orjson.dumps({"body": "".join(chr(0x4E00 + 7 * n * n % 20000) for n in range(1500))})
    send(kafka.bootstrap_servers, topics.input, [b"Short text.", incompressible, b"Also short."], 1)
    settings = {**topics.settings("small"), "output_topic": small, "layers": ""}
    with StageProcess(kafka.bootstrap_servers, tmp_path / "log", workers=1, **settings):
        found = read_all(kafka.bootstrap_servers, (small, topics.dead), lambda read: len(read) >= 3, 60)
    ends = sorted((m.source[1], m.topic == small, m.headers.get("dateline-error-reason")) for m in found)
    assert ends == [(0, True, None), (1, False, b"record-too-large"), (2, True, None)]


@pytest.mark.parametrize("delivery", ["exactly-once", "at-least-once"])
def test_a_stop_finishes_what_is_in_flight_and_the_next_start_goes_on(
    kafka: Sandbox, topics: Topics, tmp_path: Path, delivery: str
) -> None:
    settings = {**topics.settings("restart"), "delivery": delivery, "workers": 1}
    send(kafka.bootstrap_servers, topics.input, map(article, range(100)), 2)
    with StageProcess(kafka.bootstrap_servers, tmp_path / "log", **settings) as stage:
        stage.wait_ready()
        assert stage.stop() == 0
    send(kafka.bootstrap_servers, topics.input, map(article, range(100, 150)), 2, first=100)
    with StageProcess(kafka.bootstrap_servers, tmp_path / "log2", **settings):
        found = read_all(
            kafka.bootstrap_servers, [topics.output, topics.dead], lambda read: len({m.source for m in read}) >= 150, 60
        )
    sources = [message.source for message in found]
    assert len(set(sources)) == 150
    if delivery == "exactly-once":
        check_exactly_once(found, 150, 2)


def test_no_broker_at_start_is_a_clear_message_and_exit_code(tmp_path: Path) -> None:
    with StageProcess("127.0.0.1:1", tmp_path / "log", workers=1, startup_timeout=1) as stage:
        assert stage.process.wait(60) == 1
        said = stage.lines("cannot go on")[0]["error"]
    assert "127.0.0.1:1" in str(said)
    assert "DATELINE_BOOTSTRAP_SERVERS" in str(said)


def test_health_and_metrics_tell_the_truth(kafka: Sandbox, topics: Topics, tmp_path: Path) -> None:
    send(kafka.bootstrap_servers, topics.input, [article(0), b"\xff", None], 1)
    with StageProcess(kafka.bootstrap_servers, tmp_path / "log", workers=1, **topics.settings("health")) as stage:
        stage.wait_ready()
        outputs(kafka, topics, 3)
        assert stage.get("/live")[0] == 200
        metrics = stage.get("/metrics")[1]
    for line in (
        "dateline_articles_in_total 3.0",
        "dateline_records_total 1.0",
        "dateline_tombstones_total 1.0",
        'dateline_dead_letters_total{reason="invalid-utf8"} 1.0',
        "dateline_workers_alive 1.0",
    ):
        assert line in metrics
