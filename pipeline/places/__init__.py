"""Toponyms to gazetteer entries with coordinates."""

from pipeline.places.gazetteer import GazetteerError
from pipeline.places.step import PlaceStep

__all__ = ["GazetteerError", "PlaceStep"]
