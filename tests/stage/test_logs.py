import io
import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from pipeline.settings import Settings
from pipeline.stage.logs import configure, logger


@pytest.fixture(autouse=True)
def restored_logging() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()


def lines(stream: io.StringIO) -> list[dict[str, object]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_each_event_is_one_json_object_on_a_line() -> None:
    stream = io.StringIO()
    configure(Settings(), stream)
    logger("stage").info("partition\nassigned", partition=3)
    (line,) = lines(stream)
    assert line["event"] == "partition\nassigned"
    assert (line["partition"], line["level"], line["logger"]) == (3, "info", "stage")
    assert str(line["timestamp"]).endswith("Z")


def test_libraries_and_exceptions_are_in_the_same_format() -> None:
    stream = io.StringIO()
    configure(Settings(), stream)
    try:
        int("naïve")
    except ValueError:
        logging.getLogger("somewhere").exception("failed for %s", "reasons")
    (line,) = lines(stream)
    assert line["event"] == "failed for reasons"
    assert "ValueError: " in str(line["exception"])
    assert "naïve" in str(line["exception"])


def test_levels_below_the_setting_are_dropped() -> None:
    stream = io.StringIO()
    configure(Settings(log_level="WARNING"), stream)
    logger("stage").info("quiet")
    logging.getLogger("kafka.conn").info("quiet too")
    assert stream.getvalue() == ""


def test_readable_lines_by_setting() -> None:
    stream = io.StringIO()
    configure(Settings(log_format="console"), stream)
    logger("stage").warning("slow article", seconds=31.0)
    assert "slow article" in stream.getvalue()
    assert not stream.getvalue().startswith("{")
