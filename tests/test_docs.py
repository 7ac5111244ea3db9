import re
from pathlib import Path

import pytest

from docs.tables import DOCUMENTS, ROOT, TABLES, with_tables
from pipeline.settings import PREFIX, Settings

PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").glob("*.md")])


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_tables_in_the_documentation_are_those_that_the_code_makes(document: Path) -> None:
    text = document.read_text()
    assert "<!-- table: " in text
    assert with_tables(text) == text, "stale: run python -m docs.tables"


def test_every_table_stands_in_some_document() -> None:
    everything = "".join(document.read_text() for document in DOCUMENTS)
    assert all(f"<!-- table: {name} -->" in everything for name in TABLES)


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)
def test_pages_speak_of_settings_that_there_are(page: Path) -> None:
    spoken = set(re.findall(rf"{PREFIX}[A-Z][A-Z_]*[A-Z]", page.read_text())) - {"DATELINE_CONFIG"}
    assert spoken <= {PREFIX + name.upper() for name in Settings.model_fields}


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)
def test_links_within_the_repository_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text())
    assert [link for link in links if not (page.parent / link).exists()] == []
