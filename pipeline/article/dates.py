"""When an article was published: every format ends as UTC, a day without a time stays a day."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from zoneinfo import ZoneInfo

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(Z?)")
_OFFSET = re.compile(r"\s*([+-]\d\d)(\d\d)$")
_FRACTION = re.compile(r"([.,]\d{6})\d+")


def published_at(value: object, assumed_zone: str) -> str | None:
    """A publication time as articles write it, in UTC.

    Args:
        value: ISO 8601 in its common spellings, an e-mail date, or seconds or milliseconds since 1970.
        assumed_zone: IANA name of the zone of a time that names none.

    Returns:
        ``YYYY-MM-DDThh:mm:ssZ``, ``YYYY-MM-DD`` where there is no time, or None where there is nothing
        that can be one: the year 1, the string "None", an empty string.
    """
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _from_number(value)
    if not isinstance(value, str):
        return None
    text = value.strip()
    try:
        if _DAY.fullmatch(text):
            return text if datetime.fromisoformat(text).year > 1 else None
        moment = _parse(text)
        if moment is None or moment.year <= 1:
            return None
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=ZoneInfo(assumed_zone))
        return utc(moment)
    except (ValueError, OverflowError):
        return None


def utc(moment: datetime) -> str:
    """A moment with its zone as ``YYYY-MM-DDThh:mm:ssZ``."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ").rjust(20, "0")


def from_milliseconds(milliseconds: int) -> str | None:
    """A Kafka timestamp in UTC; None where the message has none."""
    return _from_number(milliseconds / 1000) if milliseconds > 0 else None


def _from_number(seconds: float) -> str | None:
    if seconds > 100_000_000_000:
        seconds /= 1000
    try:
        return utc(datetime.fromtimestamp(seconds, UTC)) if seconds > 0 else None
    except (ValueError, OverflowError, OSError):
        return None


def _parse(text: str) -> datetime | None:
    compact = _COMPACT.fullmatch(text)
    if compact:
        year, month, day, hour, minute, second = map(int, compact.groups()[:6])
        return datetime(year, month, day, hour, minute, second, tzinfo=UTC if compact[7] else None)
    iso = _FRACTION.sub(r"\1", _OFFSET.sub(r"\1:\2", text)).replace(" ", "T", 1)
    try:
        return datetime.fromisoformat(iso)
    except ValueError:
        pass
    try:
        return parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError):
        return None
