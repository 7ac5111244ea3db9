"""Nouns that name actors in general, and their sectors."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from pipeline.events.ontology import DATA
from pipeline.tsv import rows


@cache
def load_sectors(path: Path = DATA / "actors.tsv") -> dict[str, str]:
    """Sector by the lemma of a noun that names an actor in general; the first line that has it counts."""
    found: dict[str, str] = {}
    for sector, lemmas in rows(path, 2):
        for lemma in lemmas.split():
            found.setdefault(lemma, sector)
    return found
