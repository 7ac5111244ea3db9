"""The table of homes: learned from records, read, and what it decides."""

from __future__ import annotations

import sys
from pathlib import Path

import orjson
import pytest

from pipeline.layers import EnricherSettings
from pipeline.places import homes
from pipeline.places.gazetteer import Gazetteer
from pipeline.places.homes import HomesError, learn, load, source_of
from tests.places.places_of import located

ATHENS_GEORGIA = 4180386
WATKINSVILLE = 4229498


def record(source: str | None, url: str | None, *places: tuple[int, str, float]) -> dict[str, object]:
    locations = [{"geonames_id": number, "feature": feature, "confidence": sure} for number, feature, sure in places]
    return {"article": {"source": source, "url": url}, "locations": locations}


def test_the_source_decides_between_towns_of_one_name(tmp_path: Path) -> None:
    table = tmp_path / "homes.tsv"
    table.write_text(f"source\tgeonames_id\tshare\tname\nexample.org\t{ATHENS_GEORGIA}\t0.6\tAthens\n")
    settings = EnricherSettings(place_homes=table)
    text = "The council of Athens met on Monday. Athens has a new park."
    here = located(text, settings=settings, source="Example.org").locations[0]
    elsewhere = located(text, settings=settings, source="example.com").locations[0]
    assert here.geonames_id == ATHENS_GEORGIA
    assert elsewhere.country == "GR"
    assert located(text, source="Example.org").locations[0] == elsewhere


def test_shares_are_of_sure_local_places_of_sources_told_often_enough() -> None:
    athens = (ATHENS_GEORGIA, "PPL", 0.9)
    told = [record("The Sample", None, athens, (6252001, "PCLI", 1.0), (1, "PPL", 0.2))] * 3
    told += [record(None, "https://www.example.org/a", (WATKINSVILLE, "PPL", 0.8), athens, athens, athens)]
    told += [record("Seldom", None, athens), record(None, None, athens)]
    assert learn(told) == {
        "example.org": {ATHENS_GEORGIA: 0.75, WATKINSVILLE: 0.25},
        "the sample": {ATHENS_GEORGIA: 1.0},
    }


def test_a_source_is_its_name_or_else_the_host_of_its_address() -> None:
    assert source_of("The Sample ", "https://example.org/a") == "the sample"
    assert source_of(None, "https://www.Example.org:8080/a") == "example.org"
    assert source_of(None, "no address") is None
    assert source_of(None, None) is None


def test_the_command_writes_a_table_that_can_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    records, table = tmp_path / "records.jsonl", tmp_path / "homes.tsv"
    told = record("The Sample", None, *[(ATHENS_GEORGIA, "PPL", 0.9)] * 3)
    records.write_bytes(orjson.dumps(told) + b"\n\n")
    monkeypatch.setattr(sys, "argv", ["homes", str(records), "-o", str(table)])
    homes.main()
    gazetteer = Gazetteer.open()
    home = load(table, gazetteer)["the sample"]
    assert [gazetteer.place(int(index)).geonames_id for index in home.places] == [ATHENS_GEORGIA]
    assert home.shares.tolist() == [1.0]


@pytest.mark.parametrize("line", ["example.org", "example.org\tAthens\t0.5", "a\t4180386\t1.5", "a\t4180386\t-1"])
def test_a_wrong_line_is_named(tmp_path: Path, line: str) -> None:
    table = tmp_path / "homes.tsv"
    table.write_text(f"# ours\nsource\tgeonames_id\tshare\tname\n{line}\n")
    with pytest.raises(HomesError, match=r"homes\.tsv, line 3"):
        load(table, Gazetteer.open())


def test_a_missing_table_is_an_error_and_an_unknown_place_is_none(tmp_path: Path) -> None:
    with pytest.raises(HomesError, match="nowhere"):
        load(tmp_path / "nowhere.tsv", Gazetteer.open())
    table = tmp_path / "homes.tsv"
    table.write_text("example.org\t999999999999\t0.5\n")
    assert load(table, Gazetteer.open()) == {}
