"""The step: names found, gathered into entities, described."""

from __future__ import annotations

from dataclasses import replace

from pipeline.entities.names import KINDS, Name
from pipeline.language.parsed import Analysis
from pipeline.record import Entity


class EntityStep:
    """Fills the entities of an analysis."""

    @classmethod
    def load(cls) -> EntityStep:
        """Read the tables."""
        return cls()

    def __call__(self, analysis: Analysis) -> Analysis:
        groups: dict[str, list[Name]] = {}
        for index, parsed in enumerate(analysis.texts):
            for span in parsed.doc.ents:
                while len(span) > 1 and span[0].lower_ in ("the", "a", "an"):
                    span = span[1:]
                while len(span) > 1 and (span[-1].tag_ == "POS" or span[-1].is_punct):
                    span = span[:-1]
                if span.label_ in KINDS or span[0].ent_type_ in KINDS:
                    name = Name.of(index, parsed, span, span[0].ent_type_)
                    groups.setdefault(name.words, []).append(name)
        entities = tuple(
            Entity(
                f"E{number}", group[0].kind, words, tuple(analysis.texts[n.text].mention(n.start, n.end) for n in group)
            )
            for number, (words, group) in enumerate(groups.items(), 1)
        )
        return replace(analysis, entities=entities)
