"""The step: time expressions of an article and their values."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from spacy.tokens import Token

from pipeline.dates.calendar import Value
from pipeline.dates.patterns import compile_forms
from pipeline.dates.resolution import Anchors, Groups, Resolver
from pipeline.dates.words import Words
from pipeline.language.parsed import Analysis, ParsedText
from pipeline.record import DateExpression

_AMBIGUOUS = {"may", "march", "august"}  # words of other meanings, in form month_only
_MODALS = {"will", "would", "shall", "'ll", "wo", "going", "plan", "expect", "schedule", "intend", "due", "set"}


@dataclass(frozen=True, slots=True)
class _Match:
    form: str
    start: int
    end: int
    groups: Groups


class DateStep:
    """Finds time expressions and resolves them; writes the layer ``dates``."""

    def __init__(self, words: Words) -> None:
        self._forms = compile_forms(words)
        self._resolver = Resolver(words)
        # A cheap look before the forms: nothing to find where there is no digit and no word of the table.
        every = words.pattern("month", "weekday", "unit", "season", "part", "holiday")
        self._anything = re.compile(
            rf"\d|\b(?:{every}|today|tonight|yesterday|tomorrow|weekend|noon|midnight|last|next|this|"
            r"every|each|century|decade|earlier|later|same|that|daily|weekly|monthly|yearly|annually)",
            re.IGNORECASE,
        )

    @classmethod
    def load(cls) -> DateStep:
        """Read the table of words and compile the forms."""
        return cls(Words.load())

    def __call__(self, analysis: Analysis) -> Analysis:
        published = _day_of(analysis.article.published_at)
        found = [expression for text in analysis.texts for expression in self._expressions(text, published)]
        return replace(analysis, dates=tuple(replace(one, id=f"D{number}") for number, one in enumerate(found, 1)))

    def _expressions(self, text: ParsedText, published: date | None) -> Iterator[DateExpression]:
        last: Value | None = None
        end = 0
        for match in self._matches(text.text):
            token = text.token(match.start)
            if token is None or _is_other_word(match, token):
                continue
            near = None if "\n" in text.text[end : match.start] else last
            anchors = Anchors(published, last, near, _looks_ahead(token))
            resolved = self._resolver.resolve(match.form, match.groups, anchors)
            if resolved is None:
                continue
            value = resolved.value
            if resolved.type in ("DATE", "TIME") and value is not None and value.start is not None:
                last, end = value, match.end
            yield DateExpression(
                id="",
                type=resolved.type,
                mention=text.mention(match.start, match.end),
                value=value.text if value else None,
                start=value.start.isoformat() if value and value.start else None,
                end=value.end.isoformat() if value and value.end else None,
                basis=resolved.basis,
            )

    def _matches(self, text: str) -> list[_Match]:
        """Matches that do not overlap, in order; of two at one place the longer, then the earlier form."""
        candidates: list[tuple[int, int, int, _Match]] = []
        if self._anything.search(text) is None:
            return []
        for rank, (form, pattern) in enumerate(self._forms):
            for match in pattern.finditer(text):
                candidates.append(
                    (match.start(), -match.end(), rank, _Match(form, match.start(), match.end(), match.groupdict()))
                )
        chosen: list[_Match] = []
        taken = 0
        for *_, best in sorted(candidates, key=lambda candidate: candidate[:3]):
            if best.start >= taken:
                chosen.append(best)
                taken = best.end
        return chosen


def _day_of(published_at: str | None) -> date | None:
    return date.fromisoformat(published_at[:10]) if published_at else None


def _is_other_word(match: _Match, token: Token) -> bool:
    """Whether a month's name is another word here: a verb, a modal, a person's name."""
    if match.form == "month_only" and token.lower_ in _AMBIGUOUS:
        return token.tag_ != "NNP" or token.ent_type_ not in ("DATE", "")
    if match.form in ("month_only", "weekday", "season_year"):
        return token.ent_type_ == "PERSON"
    return False


def _looks_ahead(token: Token) -> bool:
    """Whether the verb that governs an expression speaks of the future."""
    verb = next((each for each in token.ancestors if each.pos_ in ("VERB", "AUX")), None)
    if verb is None:
        return False
    words = {child.lower_ for child in verb.children if child.dep_ in ("aux", "auxpass")} | {verb.lemma_}
    if words & {"will", "'ll", "wo", "shall"}:
        return True
    if verb.tag_ in ("VBD", "VBN") and "to" not in words:
        return bool(words & {"schedule", "expect"})
    return "to" in words and verb.head.lemma_ in _MODALS
