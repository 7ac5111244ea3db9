"""Toponyms to gazetteer entries with coordinates."""

from pipeline.places.step import PlaceStep

__all__ = ["PlaceStep"]
