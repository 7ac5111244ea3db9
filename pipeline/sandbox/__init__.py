"""A real single-node Apache Kafka for demos, tests and replays: no Docker, no root, no Java of the machine's."""

from pipeline.sandbox.broker import Sandbox, SandboxError

__all__ = ["Sandbox", "SandboxError"]
