"""``dateline sandbox`` as a process, and ``dateline check`` against it."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator

import pytest
from typer.testing import CliRunner, Result

from pipeline.cli import app

DATELINE = [sys.executable, "-c", "from pipeline.cli import main; main()"]


@pytest.fixture(scope="module")
def sandbox() -> Iterator[subprocess.Popen[str]]:
    command = [*DATELINE, "sandbox", "--port", "0", "--partitions", "3"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        yield process
        process.kill()


@pytest.fixture(scope="module")
def bootstrap_servers(sandbox: subprocess.Popen[str]) -> str:
    assert sandbox.stdout is not None
    name, _, value = sandbox.stdout.readline().strip().partition("=")
    assert name == "DATELINE_BOOTSTRAP_SERVERS"
    return value


def check(bootstrap_servers: str, **environ: str) -> Result:
    return CliRunner().invoke(app, ["check"], env={"DATELINE_BOOTSTRAP_SERVERS": bootstrap_servers, **environ})


def test_a_stage_could_run_on_the_sandbox(bootstrap_servers: str) -> None:
    checked = check(bootstrap_servers)
    assert "✗" not in checked.output
    assert checked.exit_code == 0
    for subject in ("model", "gazetteer", "broker", "topic articles.raw: 3 partitions", "group dateline"):
        assert f"✓ {subject}" in checked.output


def test_a_missing_topic_is_named_and_not_made(bootstrap_servers: str) -> None:
    for _ in range(2):
        checked = check(bootstrap_servers, DATELINE_OUTPUT_TOPIC="articles.enrichd", DATELINE_LAYERS="")
        assert checked.exit_code == 1
        assert "✗ topic articles.enrichd: does not exist" in checked.output
        assert "✓ topic articles.dead" in checked.output


def test_records_that_the_topic_would_not_take_are_foreseen(bootstrap_servers: str) -> None:
    checked = check(bootstrap_servers, DATELINE_MAX_REQUEST_SIZE="30000000", DATELINE_LAYERS="")
    assert checked.exit_code == 1
    assert "takes messages of 20000000 bytes" in checked.output


def test_ctrl_c_ends_the_sandbox_and_its_broker(sandbox: subprocess.Popen[str], bootstrap_servers: str) -> None:
    sandbox.send_signal(signal.SIGINT)
    assert sandbox.wait(60) == 0
    assert "✗ broker" in check(bootstrap_servers, DATELINE_LAYERS="").output
