"""What commands say when they end with an error."""

from __future__ import annotations

from kafka.errors import KafkaTimeoutError

from pipeline.cli.failures import told


def test_an_error_of_the_client_names_a_way_to_find_out_more() -> None:
    assert told(KafkaTimeoutError("no broker")).startswith("KafkaTimeoutError: no broker; 'dateline check'")


def test_an_error_of_ours_speaks_for_itself() -> None:
    assert told(ValueError("line 7: cut")) == "line 7: cut"
