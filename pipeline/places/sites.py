"""Streets, buildings and other places that the gazetteer lacks: put where the town is that they are told beside.

A street has the town of its sentence, or else the last one before it. Of other names that the gazetteer lacks many
are no places at all: they count where a preposition of place stands before them, and their sentence has a town.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.language.parsed import ParsedText
from pipeline.places.choice import Scored
from pipeline.places.cues import Cues
from pipeline.places.toponyms import Toponym, is_street
from pipeline.record import Field

_WORD_BEFORE = re.compile(r"([A-Za-z]+)\s+(?:the\s+)?\Z")
_TOWN = frozenset({"PPL", "PPLC", "ADM2"})
_LEAST_SURE = 0.5  # of a town that others are put into
# How often a site lies within 161 km of the town (see docs/quality/places.md).
_TOLD_TOGETHER, _SAME_SENTENCE, _TOLD_BEFORE = 0.9, 0.85, 0.75


@dataclass(frozen=True, slots=True)
class Site:
    """A site in its town."""

    toponym: Toponym
    town: Scored
    confidence: float


def sites(
    texts: Sequence[ParsedText], toponyms: Sequence[Toponym], ranked: Mapping[str, Sequence[Scored]]
) -> Iterator[Site]:
    """The sites among the toponyms that have a town, each with it.

    Args:
        texts: the article.
        toponyms: its toponyms in the order of the text.
        ranked: the candidates of each name, most probable first.
    """
    if not any(toponym.form == "site" for toponym in toponyms):
        return
    towns = [_town(toponym, ranked) for toponym in toponyms]
    sentences = [_sentence(texts, toponym) for toponym in toponyms]
    first = next((town for town in towns if town), None)
    before: Scored | None = None
    for at, toponym in enumerate(toponyms):
        if toponym.form == "site":
            street = is_street(toponym.mention.text)
            found = _beside(at, toponym, towns, sentences) if street or _located(texts, toponym) else None
            if found:
                yield Site(toponym, found[0], found[1] * found[0].probability)
            elif street and (town := before or first):
                yield Site(toponym, town, _TOLD_BEFORE * town.probability)
        before = towns[at] or before


def _beside(
    at: int, toponym: Toponym, towns: Sequence[Scored | None], sentences: Sequence[tuple[Field, int]]
) -> tuple[Scored, float] | None:
    after = towns[at + 1] if at + 1 < len(towns) else None
    if after and toponym.told.container:
        return after, _TOLD_TOGETHER
    if after and sentences[at + 1] == sentences[at]:
        return after, _SAME_SENTENCE
    if at and (town := towns[at - 1]) and sentences[at - 1] == sentences[at]:
        return town, _SAME_SENTENCE
    return None


def _located(texts: Sequence[ParsedText], toponym: Toponym) -> bool:
    text = next(text.text for text in texts if text.field == toponym.mention.field)
    before = _WORD_BEFORE.search(text, max(0, toponym.mention.start - 20), toponym.mention.start)
    return bool(toponym.told.container) or (before is not None and before[1].lower() in Cues.load().located)


def _town(toponym: Toponym, ranked: Mapping[str, Sequence[Scored]]) -> Scored | None:
    if toponym.form not in ("name", "part") or toponym.name not in ranked:
        return None
    best = ranked[toponym.name][0]
    return best if best.feature in _TOWN and best.probability >= _LEAST_SURE else None


def _sentence(texts: Sequence[ParsedText], toponym: Toponym) -> tuple[Field, int]:
    """The field of a toponym, and where its sentence begins."""
    text = next(text for text in texts if text.field == toponym.mention.field)
    token = text.token(toponym.mention.start)
    return toponym.mention.field, token.sent.start if token is not None else 0
