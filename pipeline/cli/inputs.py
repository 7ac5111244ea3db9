"""Articles from files and standard input, one after the other, each with the place it stands at."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

JSON, TEXT = "application/json", "text/plain"
_LINES = (".jsonl", ".ndjson")
SUFFIXES = (".txt", ".json", *_LINES)


@dataclass(frozen=True, slots=True)
class Input:
    """The bytes of one article."""

    place: str
    """File, and line or item where it holds several: ``articles.jsonl:7``."""
    value: bytes
    content_type: str | None


class InputError(ValueError):
    """A file that holds no articles, and why."""


def files(paths: Iterable[Path]) -> list[Path]:
    """List the files that paths name: a folder stands for the articles in it, by name.

    Raises:
        InputError: a path does not exist, or has another suffix than ``SUFFIXES``.
    """
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = sorted(file for file in path.iterdir() if file.suffix in SUFFIXES and file.is_file())
            if not inside:
                raise InputError(f"{path}: no article in this folder ({', '.join(SUFFIXES)})")
            found += inside
        elif not path.exists():
            raise InputError(f"{path}: no such file")
        elif path.suffix not in SUFFIXES:
            raise InputError(f"{path}: a kind of file that is not known; known are {', '.join(SUFFIXES)}")
        else:
            found.append(path)
    return found


def from_files(paths: Iterable[Path]) -> Iterator[Input]:
    """Read the articles of files: one in a text, one or a list in JSON, one a line in JSON lines.

    Raises:
        InputError: a file cannot be read.
    """
    for path in paths:
        try:
            if path.suffix in _LINES:
                with path.open("rb") as lines:
                    yield from _lines(str(path), lines)
            elif path.suffix == ".json":
                yield from _items(str(path), path.read_bytes())
            else:
                yield Input(str(path), path.read_bytes(), TEXT)
        except OSError as error:
            raise InputError(f"{path}: {error.strerror}") from None


def from_stream(stream: BinaryIO, name: str = "-") -> Iterator[Input]:
    """Read the articles of a stream: JSON lines as they come; anything else is read to its end."""
    first = stream.readline()
    if _is_json(first):
        yield from _lines(name, (line for part in ([first], stream) for line in part))
        return
    value = first + stream.read()
    if _is_json(value):
        yield from _items(name, value)
    else:
        yield Input(name, value, JSON if value.lstrip()[:1] in (b"{", b"[") else TEXT)


def _lines(name: str, lines: Iterable[bytes]) -> Iterator[Input]:
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield Input(f"{name}:{number}", line.rstrip(b"\r\n"), JSON)


def _items(name: str, value: bytes) -> Iterator[Input]:
    """One article, or a list of them; what is no JSON goes on as it is, for the decoder to tell what is wrong."""
    try:
        items = json.loads(value) if value.lstrip()[:1] == b"[" else None
    except (ValueError, RecursionError):
        items = None
    if items is None:
        yield Input(name, value, JSON)
    else:
        for number, item in enumerate(items, 1):
            yield Input(
                f"{name}[{number}]", json.dumps(item, ensure_ascii=False).encode("utf-8", "surrogatepass"), JSON
            )


def _is_json(value: bytes) -> bool:
    if value.lstrip()[:1] not in (b"{", b"["):
        return False
    try:
        json.loads(value)
    except (ValueError, RecursionError):
        return False
    return True
