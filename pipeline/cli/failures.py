"""What a command says of an error that ended it."""

from __future__ import annotations


def told(error: Exception) -> str:
    """The message of an error; those of the Kafka client say so little that they name a way to find out more."""
    from kafka.errors import KafkaError  # noqa: PLC0415 - commands start fast

    if isinstance(error, KafkaError):
        return f"{error}; 'dateline check' tells what is wrong with the broker, topics and rights"
    return str(error)
