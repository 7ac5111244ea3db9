"""What the decoder accepts."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of a message, and what to assume where it is silent."""

    max_message_bytes: int = 10_000_000
    max_body_characters: int = 200_000
    assumed_zone: str = "UTC"
    """IANA name of the time zone of times that name none."""
