import json
from collections.abc import Iterator
from http.client import HTTPConnection

import pytest
from prometheus_client.parser import text_string_to_metric_families

from pipeline.stage.health import HealthServer
from pipeline.stage.metrics import Metrics


class Stage:
    """What the probes read."""

    def __init__(self) -> None:
        self.metrics = Metrics()
        self.ready = (False, "loading the model")
        self.live = (True, "running")


@pytest.fixture
def stage() -> Stage:
    return Stage()


@pytest.fixture
def connection(stage: Stage) -> Iterator[HTTPConnection]:
    server = HealthServer("127.0.0.1", 0, stage.metrics, ready=lambda: stage.ready, live=lambda: stage.live)
    connection = HTTPConnection("127.0.0.1", server.port, timeout=10)
    yield connection
    connection.close()
    server.stop()


def get(connection: HTTPConnection, path: str, method: str = "GET") -> tuple[int, bytes]:
    connection.request(method, path)
    response = connection.getresponse()
    body = response.read()
    connection.close()
    return response.status, body


def test_ready_follows_the_stage_and_says_why(connection: HTTPConnection, stage: Stage) -> None:
    status, body = get(connection, "/ready")
    assert (status, json.loads(body)) == (503, {"ok": False, "why": "loading the model"})
    stage.ready = (True, "2 workers")
    assert get(connection, "/ready?verbose=1")[0] == 200


def test_live_is_another_question_than_ready(connection: HTTPConnection) -> None:
    assert get(connection, "/live")[0] == 200


def test_metrics_can_be_read_by_prometheus(connection: HTTPConnection, stage: Stage) -> None:
    stage.metrics.committed(records=3, tombstones=1, dead_letters=["empty", "empty"])
    families = {
        family.name: family for family in text_string_to_metric_families(get(connection, "/metrics")[1].decode())
    }
    dead = [sample for sample in families["dateline_dead_letters"].samples if sample.name.endswith("_total")]
    assert [(sample.labels, sample.value) for sample in dead] == [({"reason": "empty"}, 2.0)]


def test_metrics_say_what_ready_says(connection: HTTPConnection, stage: Stage) -> None:
    assert b"dateline_ready 0.0" in get(connection, "/metrics")[1]
    stage.ready = (True, "2 workers")
    assert b"dateline_ready 1.0" in get(connection, "/metrics")[1]


def test_head_has_no_body(connection: HTTPConnection) -> None:
    assert get(connection, "/live", "HEAD") == (200, b"")


def test_other_paths_are_not_found_and_name_those_that_are(connection: HTTPConnection) -> None:
    status, body = get(connection, "/")
    assert status == 404
    assert b"/ready" in body


def test_a_taken_port_is_an_error_at_once(connection: HTTPConnection, stage: Stage) -> None:
    with pytest.raises(OSError, match="in use"):
        HealthServer("127.0.0.1", connection.port, stage.metrics, ready=lambda: stage.ready, live=lambda: stage.live)
