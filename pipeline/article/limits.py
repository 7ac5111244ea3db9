"""What the decoder accepts."""

from __future__ import annotations

from dataclasses import dataclass
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of a message, and what to assume where it is silent."""

    max_message_bytes: int = 10_000_000
    max_body_characters: int = 200_000
    assumed_zone: str = "UTC"
    """IANA name of the time zone of times that name none."""

    def __post_init__(self) -> None:
        try:
            ZoneInfo(self.assumed_zone)
        except (KeyError, ValueError, OSError):  # KeyError: not found; OSError: the name of a folder of zones
            raise ValueError(
                f"{self.assumed_zone!r} is no time zone; write an IANA name such as 'UTC' or 'Europe/Berlin'"
            ) from None
