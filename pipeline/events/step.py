"""The events of an article: the step that composes the rest of this package."""

from __future__ import annotations

from pipeline.events.coding import code_text
from pipeline.events.lexicon import Lexicon, load_lexicon
from pipeline.events.merging import merge
from pipeline.language.parsed import Analysis


class EventStep:
    """Adds the events: who did what to whom, when and where."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self.version = lexicon.version

    @classmethod
    def load(cls) -> EventStep:
        """Load the lexicon of the package.

        Raises:
            LexiconError: a line of the lexicon is wrong.
        """
        return cls(load_lexicon())

    def __call__(self, analysis: Analysis) -> Analysis:
        """The analysis with its events, in order of mention."""
        drafts = [draft for text in analysis.texts for draft in code_text(text, analysis, self._lexicon)]
        return Analysis(
            analysis.article, analysis.texts, analysis.entities, analysis.dates, analysis.locations,
            merge(drafts, analysis),
        )  # fmt: skip
