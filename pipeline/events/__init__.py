"""What happened: triggers and their arguments to PLOVER and CAMEO events."""

from pipeline.events.lexicon import LexiconError
from pipeline.events.step import EventStep

__all__ = ["EventStep", "LexiconError"]
