"""Article to record: the order of the steps, nothing else."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext

from pipeline.article import Article, UnreadableArticle
from pipeline.dates import DateStep
from pipeline.entities import EntityStep
from pipeline.events import EventStep
from pipeline.language.detect import detect
from pipeline.language.parsed import Analysis, Step
from pipeline.language.parser import Parser
from pipeline.layers import LAYERS, EnricherSettings
from pipeline.places import PlaceStep
from pipeline.record import ArticleOfRecord, ProducedBy, Record
from pipeline.version import VERSION

Watch = Callable[[str], AbstractContextManager[object]]
"""Given the name of a step, a context to run it in: how those who time steps look in."""


class Enricher:
    """Turns articles into records. Same article, same settings, same versions: the same record."""

    def __init__(
        self,
        parser: Parser | None,
        steps: tuple[tuple[str, Step], ...],
        made_by: ProducedBy,
        settings: EnricherSettings,
    ) -> None:
        self._parser = parser
        self._steps = steps
        self._produced_by = made_by
        self._settings = settings

    @classmethod
    def load(cls, settings: EnricherSettings | None = None) -> Enricher:
        """Load the model, the gazetteer and the tables (a few seconds).

        Raises:
            GazetteerError: the gazetteer is missing, cut or foreign.
            LexiconError: a line of the lexicon is wrong.
            TableError: a line of another table is wrong.
        """
        settings = settings or EnricherSettings()
        places, events = PlaceStep.load(settings), EventStep.load()
        steps: dict[str, Step] = {
            "entities": EntityStep.load(),
            "dates": DateStep.load(),
            "places": places,
            "events": events,
        }
        return cls(
            Parser.load() if settings.layers else None,
            tuple((name, steps[name]) for name in LAYERS if name in settings.layers),
            ProducedBy(VERSION, Parser.version, events.version, places.version),
            settings,
        )

    def enrich(self, articles: Iterable[Article], watch: Watch = nullcontext) -> Iterator[Record]:
        """The records of articles, one for one and in order.

        Raises:
            UnreadableArticle: as :meth:`enrich_one`.
        """
        return (self.enrich_one(article, watch) for article in articles)

    def enrich_one(self, article: Article, watch: Watch = nullcontext) -> Record:
        """The record of one article.

        Args:
            article: the article as decoded.
            watch: called with the name of each step, for a context to run it in.

        Raises:
            UnreadableArticle: it is not in English and the settings refuse other languages.
        """
        language = article.language or detect(article.body)
        if language not in ("en", None):
            if self._settings.refuse_other_languages:
                raise UnreadableArticle("language", f"the article is in {language!r}; only English ('en') is read")
            return self._record(Analysis(article, ()), language)
        if self._parser is None:
            return self._record(Analysis(article, ()), language)
        with watch("parse"):
            analysis = Analysis(article, self._parser.parse([article])[0])
        for name, step in self._steps:
            with watch(name):
                analysis = step(analysis)
        return self._record(analysis, language)

    def _record(self, analysis: Analysis, language: str | None) -> Record:
        article, keep = analysis.article, self._settings.include_text
        return Record(
            id=article.id,
            article=ArticleOfRecord(
                id=article.id,
                url=article.url,
                source=article.source,
                title=article.title if keep else None,
                body=article.body if keep else None,
                language=language,
                published_at=article.published_at,
                published_at_basis=article.published_at_basis,
                characters=len(article.body),
                sha256=hashlib.sha256(article.body.encode()).hexdigest(),
            ),
            entities=analysis.entities,
            locations=analysis.locations,
            dates=analysis.dates,
            events=analysis.events,
            event_types=dict(sorted(Counter(event.type for event in analysis.events).items())),
            produced_by=self._produced_by,
        )
