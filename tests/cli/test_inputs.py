import io
import json
from pathlib import Path

import pytest

from pipeline.cli.inputs import JSON, TEXT, Input, InputError, files, from_files, from_stream


def read(path: Path) -> list[Input]:
    return list(from_files(files([path])))


def test_a_text_is_one_article_to_the_byte(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"\xef\xbb\xbfOne.\r\n{two}\n")
    assert read(path) == [Input(str(path), b"\xef\xbb\xbfOne.\r\n{two}\n", TEXT)]


def test_json_lines_are_named_by_their_line_and_blank_ones_skipped(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b'{"body": "1"}\r\n\n  \n{"body": cut\n')
    assert [(given.place, given.value) for given in read(path)] == [
        (f"{path}:1", b'{"body": "1"}'),
        (f"{path}:4", b'{"body": cut'),
    ]


def test_a_list_in_json_is_as_many_articles(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text('[{"body": "ü"}, 7]')
    assert [(given.place, json.loads(given.value)) for given in read(path)] == [
        (f"{path}[1]", {"body": "ü"}),
        (f"{path}[2]", 7),
    ]


@pytest.mark.parametrize("value", [b'[{"body": "cut', b"[" * 100_000, b'\xff{"body": 1}'])
def test_json_that_cannot_be_read_goes_on_for_the_decoder_to_judge(tmp_path: Path, value: bytes) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(value)
    assert read(path) == [Input(str(path), value, JSON)]


def test_a_folder_stands_for_its_articles_by_name(tmp_path: Path) -> None:
    for name in ("b.txt", "a.json", "c.md"):
        (tmp_path / name).write_text("{}")
    assert [path.name for path in files([tmp_path])] == ["a.json", "b.txt"]


def test_paths_that_hold_no_article_are_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "a.pdf").touch()
    for path, why in (("none.txt", "no such file"), ("a.pdf", "not known"), ("empty", "no article")):
        with pytest.raises(InputError, match=why):
            files([tmp_path / path])


@pytest.mark.parametrize(
    ("value", "places"),
    [
        (b'{"body": "1"}\n{"body": "2"}', ["-:1", "-:2"]),
        (b'{\n "body": "1"\n}\n', ["-"]),
        (b'[\n{"body": "1"},\n{"body": "2"}]', ["-[1]", "-[2]"]),
        (b"GENEVA: Talks\n\nbegan.", ["-"]),
        (b"", ["-"]),
    ],
)
def test_a_stream_is_text_json_or_json_lines_by_what_it_holds(value: bytes, places: list[str]) -> None:
    assert [given.place for given in from_stream(io.BytesIO(value))] == places


def test_json_lines_of_a_stream_come_before_its_end() -> None:
    class Endless(io.RawIOBase):
        def readable(self) -> bool:
            return True

        def readline(self, size: int | None = -1, /) -> bytes:
            return b'{"body": "again"}\n'

        def __next__(self) -> bytes:
            return self.readline()

    stream: io.RawIOBase = Endless()
    articles = from_stream(stream)  # type: ignore[arg-type]
    assert [next(articles).place for _ in range(3)] == ["-:1", "-:2", "-:3"]
