"""What a text has told to have happened on a day, so that "ten days before the murder" can be counted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from spacy.tokens import Token

from pipeline.dates.calendar import Value

_STEM = 4  # letters that a verb and its noun share at least: "kill", "killing"
_KEPT = 60
_ABOUT = frozenset({"nsubj", "nsubjpass", "dobj", "attr"})
_VERBS = ("VERB", "AUX")


@dataclass(frozen=True, slots=True)
class _Happening:
    lemma: str
    word_class: str
    whose: str | None
    day: Value


class Happenings:
    """The dated verbs and nouns of one text, the last ones.

    ``kinds`` gives a verb or a noun the kinds of happening that it tells of: two words that share one may
    mean the same thing ("was shot on Friday", "the day after the murder").
    """

    def __init__(self, kinds: Mapping[str, frozenset[str]]) -> None:
        self._kinds = kinds
        self._told: list[_Happening] = []

    def note(self, token: Token, day: Value, aside: bool) -> None:
        """Take up what is told of a day.

        Args:
            token: last word of the day's expression.
            day: a single day.
            aside: whether the day is quoted or only the bound of another; it then dates no verb.
        """
        words = _named_by(token) if aside else _told_of(token)
        self._told += [_Happening(word.lemma_.lower(), word.pos_, _whose(word), day) for word in words]
        del self._told[:-_KEPT]

    def day_of(self, word: Token) -> Value | None:
        """The day of what a noun or a verb means, where the text gave it one, told in the same words or in others."""
        lemma, whose = word.lemma_.lower(), _whose(word)
        kinds = self._kinds.get(lemma, frozenset())
        if word.pos_ in _VERBS and not kinds:
            return None  # "a day after he spoke": of some other time, as a rule
        told = [one for one in reversed(self._told) if not (whose and one.whose and whose != one.whose)]
        same = (one.day for one in told if _is_same_word(one, lemma))
        alike = (one.day for one in told if kinds & self._kinds.get(one.lemma, frozenset()))
        return next(same, None) or next(alike, None)


def _is_same_word(told: _Happening, lemma: str) -> bool:
    """Whether a lemma is the word that was told of, or the noun of that verb."""
    stem = told.lemma[: max(_STEM, len(told.lemma) - 1)]
    return told.lemma == lemma or (told.word_class == "VERB" and len(told.lemma) >= _STEM and lemma.startswith(stem))


def _whose(word: Token) -> str | None:
    """The last word of the name that something happened to: "Marlow was shot", "the death of Ann Marlow"."""
    below = list(word.children)
    below += [child for each in below if each.lower_ == "of" for child in each.children]
    names = {child.dep_: child.lower_ for child in reversed(below) if child.pos_ == "PROPN"}
    roles = ("nsubjpass", "dobj", "nsubj") if word.pos_ in _VERBS else ("poss", "pobj")
    return next((names[role] for role in roles if role in names), None)


def _told_of(token: Token) -> Iterator[Token]:
    """The nouns and the verb that a day hangs on, with who or what the verb is about."""
    for node in token.ancestors:
        if node.pos_ == "NOUN":
            yield node
        elif node.pos_ in _VERBS:
            yield node
            yield from (child for child in node.children if child.dep_ in _ABOUT and child.pos_ == "NOUN")
            return


def _named_by(token: Token) -> Iterator[Token]:
    """The noun that a day stands before: "since the Oct. 23 slaying"."""
    for node in token.ancestors:
        if node.pos_ == "NOUN" and node.i > token.i:
            yield node
        elif node.pos_ not in ("NUM", "PROPN"):
            return
