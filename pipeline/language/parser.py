"""Articles to parsed texts: tokens, tags, dependencies, sentences and the model's names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.article import Article
from pipeline.language.headlines import Headlines
from pipeline.language.model import MODEL, load_model
from pipeline.language.morphology import Morphology
from pipeline.language.parsed import ParsedText
from pipeline.language.truecase import Truecaser
from pipeline.record import Field

# The model was trained on straight quotes and single spaces: each of these is one character for
# one, so that offsets in the parse are offsets in the article.
_AS_TRAINED = str.maketrans("‘’‚‛“”„‟`\n\t\r\u00a0\u2028\u2029", "''''\"\"\"\"'      ")

# The tokeniser takes time that grows with the square of a stretch without spaces; no word is this long.
_ENDLESS = re.compile(r"\S{400,}")
_HUNDREDTH = re.compile(r"(.{99}).", re.DOTALL)

# A paragraph ends at a blank line, and at a line end after the end of a sentence; another line end
# wraps a line, or parts the lines of a table or a headline from its story.
_PARAGRAPH = re.compile(r"\n[^\S\n]*\n\s*|(?<=[.!?:;”\"’')\]])[^\S\n]*\n\s*")
_WIDEST, _NARROWEST = 120, 40
"""Characters of the longest line of a text that is wrapped."""


class Parser:
    """Parses articles with the English model."""

    version = MODEL

    def __init__(self, nlp: Language) -> None:
        self._nlp = nlp
        self._morphology = Morphology(nlp)
        self._truecase = Truecaser(nlp.vocab)
        self._headlines = Headlines(self._truecase)
        nlp.max_length = 100_000_000  # the limit on characters is a setting of the decoder

    @classmethod
    def load(cls) -> Parser:
        """Load the model from the installed package (about two seconds)."""
        return cls(load_model())

    def parse(self, articles: Sequence[Article]) -> list[tuple[ParsedText, ...]]:
        """Parse the titles and bodies of articles.

        Args:
            articles: English articles.

        Returns:
            For each article, in order, its title (where there is one) and its body.
        """
        parsed = []
        for article in articles:
            texts = list(_fields(article))
            # One article is one batch: sums of floats depend on the shape of a batch, and a record
            # may not depend on its neighbours.
            docs = self._nlp.pipe(
                [self._tokens(text, cased) for (_, text), cased in zip(texts, self._cased(article), strict=True)],
                batch_size=len(texts),
            )
            parsed.append(
                tuple(
                    ParsedText(field, text, self._morphology(doc))
                    for (field, text), doc in zip(texts, docs, strict=True)
                )
            )
        return parsed

    def _cased(self, article: Article) -> Iterator[str]:
        """The title, where there is one, and the body, in the case that their words have in running text."""
        body = article.body
        headline = article.title or body.partition("\n")[0]
        cased = self._headlines(headline, body)
        if article.title:
            yield self._truecase(cased)
        if body.startswith(headline):
            body = cased + body[len(headline) :]
        yield self._truecase(body)

    def _tokens(self, text: str, cased: str) -> Doc:
        readable = _ENDLESS.sub(lambda stretch: _HUNDREDTH.sub(r"\1 ", stretch[0]), cased)
        doc = self._nlp.make_doc(readable.translate(_AS_TRAINED))
        breaks = sorted({match.end() for match in _PARAGRAPH.finditer(text)} | set(_line_starts(text)))
        position = 0
        for token in doc:
            while position < len(breaks) and token.idx >= breaks[position]:
                token.is_sent_start = True
                position += 1
        return doc


def _line_starts(text: str) -> Iterator[int]:
    """Where lines begin that no wrapping has made: the first word would have fitted into the line before.

    Lines are wrapped only in a text whose longest line has the length of a line of print.
    """
    lines = text.split("\n")
    width = max(map(len, lines))
    wrapped = _NARROWEST <= width <= _WIDEST
    start = 0
    for before, line in pairwise(lines):
        start += len(before) + 1
        first = line.split(maxsplit=1)[:1]
        if first and (not wrapped or len(before.rstrip()) + 1 + len(first[0]) <= width):
            yield start + len(line) - len(line.lstrip())


def _fields(article: Article) -> Iterator[tuple[Field, str]]:
    if article.title:
        yield "title", article.title
    yield "body", article.body
