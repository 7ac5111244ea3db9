"""The pinned table of jars, and what is said when jars are missing or not as published."""

import hashlib
import re
from pathlib import Path

import jgo
import pytest

from pipeline.sandbox import SandboxError, jars


def test_each_jar_is_pinned_once_with_a_sha256() -> None:
    table = Path(jars.__file__).with_name("data") / "jars.tsv"
    rows = [line.split("\t") for line in table.read_text().splitlines() if not line.startswith("#")]
    assert rows[0] == ["jar", "sha256"]
    names = [name for name, _ in rows[1:]]
    assert names == sorted(set(names), key=str)
    assert all(name.endswith(".jar") for name in names)
    assert all(re.fullmatch("[0-9a-f]{64}", checksum) for _, checksum in rows[1:])
    _, artifact, version = jars.BROKER.split(":")
    assert f"{artifact}-{version}.jar" in names


class _Environment:
    def __init__(self, *all_jars: Path) -> None:
        self.all_jars = all_jars


def test_jars_that_cannot_be_fetched_are_explained(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def unreachable(*_: object, **__: object) -> None:
        raise OSError("no route to host")

    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr(jgo, "build", unreachable)
    with pytest.raises(SandboxError, match=r"no route to host.*needs the network"):
        jars.classpath()


def test_a_jar_that_is_not_the_published_one_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    jar = tmp_path / "kafka_2.13-4.1.0.jar"
    jar.write_bytes(b"something else")
    monkeypatch.setattr(jgo, "build", lambda *_, **__: _Environment(jar))
    with pytest.raises(SandboxError, match="not the jar that was published"):
        jars.classpath()


def test_a_jar_that_is_missing_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    jar = tmp_path / "here.jar"
    jar.write_bytes(b"jar")
    pinned = {"here.jar": hashlib.sha256(b"jar").hexdigest(), "away.jar": "0"}
    monkeypatch.setattr(jgo, "build", lambda *_, **__: _Environment(jar))
    monkeypatch.setattr(jars, "_pinned", lambda: pinned)
    with pytest.raises(SandboxError, match=r"missing: away\.jar"):
        jars.classpath()
