"""Accidents, disasters and sport are no political violence, though they are told in its words."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from pipeline.events.ontology import DATA, rows
from pipeline.events.selecting import Coded
from pipeline.events.tree import Tree
from pipeline.record import Event

_VIOLENT = frozenset({"ASSAULT", "COERCE"})
_SURE_OF_SPORT = 2


@cache
def load_guards(path: Path = DATA / "guards.tsv") -> dict[str, frozenset[str]]:
    """Lemmas by what they speak for."""
    return {guard: frozenset(lemmas.split()) for _, (guard, lemmas) in rows(path, 2)}


def misread(tree: Tree, one: Coded, event: Event) -> bool:
    """Whether a violent event is better read as an accident, as sport, as farming, or as a figure of speech.

    Args:
        tree: the text.
        one: the trigger with its roles.
        event: the event coded from it.
    """
    if event.type not in _VIOLENT:
        return False
    first, end = tree.sentences[tree.sentence[one.match.head]]
    words = {tree.lemma[w] for w in range(first, end) if w != one.match.head}
    guards = load_guards()
    if not words & guards["violence"]:
        if not event.sources and words & guards["accident"]:
            return True
        sport = len(words & guards["sport"])
        if sport >= _SURE_OF_SPORT or (sport and event.type == "ASSAULT" and not event.casualties):
            return True
    animals = [_counted(tree, word) & guards["animal"] for word in one.targets]
    return _figurative(tree, one, event) or (bool(animals) and all(animals))


def _counted(tree: Tree, word: int) -> set[str]:
    """The lemma of a noun, and of what it counts: "thousands of birds"."""
    inner = [w for p in tree.kids(word, "prep") if tree.lower[p] == "of" for w in tree.kids(p, "pobj")]
    return {tree.lemma[w] for w in (word, *inner)}


def _figurative(tree: Tree, one: Coded, event: Event) -> bool:
    """A subject that nobody is, and an object that nobody is: "the drug attacks cancer cells"; a bomb is no such."""
    own = one.match.arguments
    if event.sources or event.casualties or own.passive or not own.subjects:
        return False
    named = (w for word in own.subjects for w in (word, *tree.kids(word, "compound")))
    if any(tree.lemma[word] in load_guards()["violence"] for word in named):
        return False
    return not any(target.entity or target.sector for target in event.targets)
