"""Who: names of the article gathered into entities with types, roles, countries and sectors."""

from pipeline.entities.step import EntityStep

__all__ = ["EntityStep"]
