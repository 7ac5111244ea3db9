"""The events of an article: the step that composes the rest of this package."""

from __future__ import annotations

import hashlib
from pathlib import Path

from pipeline.events.accepting import LEAST, LEAST_AMONG_MANY, Acceptance, among_many, load_acceptance
from pipeline.events.coding import Draft, code_text
from pipeline.events.guarding import Story
from pipeline.events.learned import Model, load_model
from pipeline.events.lexicon import Lexicon, load_lexicon
from pipeline.events.merging import merge
from pipeline.events.ontology import DATA
from pipeline.events.tree import Names, build_tree
from pipeline.language.parsed import Analysis


class EventStep:
    """Adds the events: who did what to whom, when and where."""

    def __init__(
        self, lexicon: Lexicon, model: Model | None = None, acceptance: Acceptance | None = None, version: str = ""
    ) -> None:
        self._lexicon = lexicon
        self._model = model
        self._acceptance = acceptance
        self._names: Names | None = None
        self.version = version or lexicon.version

    @classmethod
    def load(cls) -> EventStep:
        """Load the lexicon and the weights of the package.

        Raises:
            LexiconError: a line of the lexicon is wrong.
        """
        return cls(load_lexicon(), load_model(), load_acceptance(), content_version())

    def __call__(self, analysis: Analysis) -> Analysis:
        """The analysis with its events, sentence by sentence, that of the main clause first."""
        if self._names is None and analysis.texts:
            self._names = Names(analysis.texts[0].doc.vocab.strings)
        trees = [build_tree(text, self._names) for text in analysis.texts]
        drafts: list[Draft] = []
        many, story = among_many(trees), Story.of(trees)
        for tree in trees:
            judge = self._acceptance.of(tree, many) if self._acceptance is not None else None
            least = LEAST_AMONG_MANY if many else LEAST
            drafts.extend(code_text(tree, analysis, self._lexicon, self._model, judge, story=story, least=least))
        return Analysis(
            analysis.article, analysis.texts, analysis.entities, analysis.dates, analysis.locations,
            merge(drafts),
        )  # fmt: skip


def content_version(folder: Path = DATA) -> str:
    """A short hash of every table and weight of this layer: equal content, equal version."""
    digest = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:12]
