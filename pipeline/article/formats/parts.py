"""The parts of an article as its format holds them, before any of them is checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Json = Mapping[str, Any]
_DEEPEST = 4


@dataclass(frozen=True, slots=True)
class Parts:
    """What a format says of an article; a part is None where it says nothing."""

    body: object
    body_field: str
    """The name of the field that holds the body, or should: for errors."""
    html: bool | None = None
    """Whether the body is HTML; None where the format does not say."""
    id: object = None
    title: object = None
    url: object = None
    source: object = None
    language: object = None
    published: object = None
    withheld: str | None = None
    """Why the publisher does not want it used."""
    not_text: str | None = None
    """What it is, where it is a picture, a video or the like."""


def first(item: Json, *names: str) -> Any:  # noqa: ANN401 - any JSON
    """The first of these fields that holds something; the string "None" holds nothing."""
    for name in names:
        held = item.get(name)
        if held is not None and held not in ("", "None", []):
            return held
    return None


def text_of(value: object, *names: str) -> object:
    """The text of a value that may be a string, an object with one of these fields, or a list of either.

    What lies deeper than a list of objects of lists of objects is no text.
    """
    return _text_within(value, names, _DEEPEST)


def _text_within(value: object, names: tuple[str, ...], levels: int) -> object:
    if not isinstance(value, list | Mapping):
        return value
    if not levels:
        return None
    if isinstance(value, list):
        return next((text for each in value if (text := _text_within(each, names, levels - 1))), None)
    return _text_within(first(value, *names), names, levels - 1)


def word(value: object) -> str:
    """A value of a fixed vocabulary, in small letters; empty where it is no string."""
    return value.lower() if isinstance(value, str) else ""
