"""The ontology's data, whole, and the page generated from it."""

from pathlib import Path

import pytest

from pipeline.events.composing import load_compositions
from pipeline.events.document import ontology_page
from pipeline.events.ontology import TYPES, load_ontology

ONTOLOGY = load_ontology()


def test_every_type_of_the_record_has_an_entry_with_a_known_code() -> None:
    assert tuple(ONTOLOGY.types) == TYPES
    for entry in ONTOLOGY.types.values():
        assert ONTOLOGY.cameo[entry.cameo].type == entry.name
        assert entry.quad_class in (1, 2, 3, 4)


def test_every_code_is_digits_below_a_known_root_and_scores_within_the_scale() -> None:
    for code, entry in ONTOLOGY.cameo.items():
        assert code.isdigit()
        assert code[:2] in ONTOLOGY.cameo
        assert 1 <= int(code[:2]) <= 20
        assert -10.0 <= entry.goldstein <= 10.0
        assert (entry.type is None) == code.startswith("01")


@pytest.mark.parametrize(
    ("code", "score"), [("010", 0.0), ("0874", 10.0), ("057", 8.0), ("130", -4.4), ("173", -5.0), ("2042", -10.0)]
)
def test_goldstein_scores_are_the_published_ones(code: str, score: float) -> None:
    assert ONTOLOGY.cameo[code].goldstein == score


def test_every_mode_belongs_to_a_type_and_stands_for_a_known_code() -> None:
    for mode in ONTOLOGY.modes.values():
        assert mode.type in ONTOLOGY.types
        assert mode.cameo in ONTOLOGY.cameo
        assert mode.gloss


def test_every_mode_of_a_code_is_a_mode_of_its_type() -> None:
    for entry in ONTOLOGY.cameo.values():
        assert entry.mode is None or (entry.type, entry.mode) in ONTOLOGY.modes


def test_composed_codes_exist_and_belong_to_the_type_of_their_column() -> None:
    types = {"request": "REQUEST", "demand": "REQUEST", "agree": "AGREE", "reject": "REJECT", "threaten": "THREATEN"}
    for deed, columns in load_compositions().items():
        assert deed in ONTOLOGY.cameo
        for column, code in columns.items():
            assert not code or ONTOLOGY.cameo[code].type == types[column]


def test_the_page_is_generated_from_the_data() -> None:
    page = Path(__file__).parents[2] / "docs" / "ontology.md"
    assert page.read_text(encoding="utf-8") == ontology_page()  # python -m pipeline.events.document
