"""The step: names found, gathered into entities, described."""

from __future__ import annotations

from dataclasses import replace

from pipeline.entities.mentions import find_names
from pipeline.entities.names import Name
from pipeline.language.parsed import Analysis
from pipeline.record import Entity


class EntityStep:
    """Fills the entities of an analysis."""

    @classmethod
    def load(cls) -> EntityStep:
        """Read the tables."""
        return cls()

    def __call__(self, analysis: Analysis) -> Analysis:
        groups: dict[tuple[str, str], list[Name]] = {}
        for name in find_names(analysis.texts):
            groups.setdefault((name.words, name.kind), []).append(name)
        entities = tuple(
            Entity(f"E{number}", kind, words, tuple(analysis.texts[n.text].mention(n.start, n.end) for n in group))
            for number, ((words, kind), group) in enumerate(groups.items(), 1)
        )
        return replace(analysis, entities=entities)
