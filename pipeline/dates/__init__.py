"""Time expressions to ISO 8601 values."""

from pipeline.dates.step import DateStep

__all__ = ["DateStep"]
