"""Accidents, disasters, sport and private life are no political events, though they are told in their words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pipeline.events.casualties import load_harms
from pipeline.events.ontology import DATA
from pipeline.events.selecting import Coded
from pipeline.events.tree import Tree
from pipeline.record import Event
from pipeline.tsv import rows

_VIOLENT = frozenset({"ASSAULT", "COERCE"})
_NAMED = frozenset({"PERSON", "GPE", "ORG", "NORP"})
_SURE_OF_SPORT = 2
_SCORE = re.compile(r"\d{1,3}[-–]\d{1,3}")
_CROWD = "CVL"  # "thousands were killed and hundreds injured": they did not do it
_HARMS_WITHOUT_PEOPLE = frozenset({"destroy", "damage", "hit", "strike", "devastate", "blast", "explosion", "explode"})


@cache
def load_guards(path: Path = DATA / "guards.tsv") -> dict[str, frozenset[str]]:
    """Lemmas by what they speak for."""
    return {guard: frozenset(lemmas.split()) for guard, lemmas in rows(path, 2)}


@dataclass(frozen=True, slots=True)
class Story:
    """Whether the sentences of an article tell of a disaster and of no deed."""

    of_disaster: bool

    @classmethod
    def of(cls, trees: Iterable[Tree]) -> Story:
        """Read all texts of an article: words of disasters against words of deliberate violence."""
        guards = load_guards()
        disasters = deeds = 0
        for tree in trees:
            disasters += sum(lemma in guards["disaster"] for lemma in tree.lemma)
            deeds += sum(lemma in guards["deed"] for lemma in tree.lemma)
        return cls(disasters > 2 * deeds)


def misread(tree: Tree, one: Coded, event: Event, story: Story) -> bool:
    """Whether an event is better read as an accident, as sport, as farming, as private life, or as a figure of speech.

    Args:
        tree: the text.
        one: the trigger with its roles.
        event: the event coded from it.
        story: what the whole article tells of.
    """
    if _by_nature(tree, one) or (_private(tree, one) and not _concerns_actors(event)):
        return True
    if _among_kin(tree, one, event):
        return True
    if event.type not in _VIOLENT:
        return False
    first, end = tree.sentences[tree.sentence[one.match.head]]
    words = {tree.lemma[w] for w in range(first, end) if w != one.match.head}
    guards = load_guards()
    if _all_doers(tree, one, guards["vehicle"]) and not words & guards["deed"]:
        return True
    if not words & guards["violence"]:
        told_as_deed = tree.lemma[one.match.head] in guards["deed"]
        by_accident = words & guards["accident"] or (story.of_disaster and _harm(tree, one))
        wrecked = _wrecked(tree, one.match.head)
        nobody = wrecked or not any(source.entity or source.sector not in (None, _CROWD) for source in event.sources)
        if nobody and not told_as_deed and (by_accident or wrecked):
            return True
        sport = len(words & guards["sport"]) + any(_SCORE.fullmatch(word) for word in words)
        if _won(tree, one, event):
            return True
        if sport >= _SURE_OF_SPORT or (sport and event.type == "ASSAULT" and not event.casualties):
            return True
    animals = [_counted(tree, word) & guards["animal"] for word in one.targets]
    return _figurative(tree, one, event) or (bool(animals) and all(animals))


def _doers(one: Coded) -> list[int]:
    own = one.match.arguments
    return list(own.agents if own.passive else own.subjects) or list(one.sources)


def _by_nature(tree: Tree, one: Coded) -> bool:
    """Whether all who act are weather, illness or animals: "cholera killed", "a shark attacked", "Cyclone Idai hit"."""
    guards = load_guards()
    natural = guards["nature"] | guards["animal"]
    doers = _doers(one)
    return bool(doers) and all(
        (tree.lemma[w] in natural and tree.entity_type[w] not in _NAMED)
        or (tree.pos[w] == "PROPN" and _named_for_nature(tree, w))
        for w in doers
    )


def _named_for_nature(tree: Tree, name: int) -> bool:
    """Whether a name is one that disasters are given: "Tropical Storm Agatha", "the Camp Fire"."""
    guards = load_guards()
    before = [tree.lower[word] for word in tree.kids(name, "compound")]
    return any(word in guards["storm"] for word in before) or (bool(before) and tree.lower[name] in guards["fire"])


def _private(tree: Tree, one: Coded) -> bool:
    """Whether all who act do so in sport, show business, trade or science."""
    return _all_doers(tree, one, load_guards()["private"])


def _all_doers(tree: Tree, one: Coded, lemmas: frozenset[str]) -> bool:
    doers = _doers(one)
    return bool(doers) and all(tree.lemma[w] in lemmas for w in doers)


def _won(tree: Tree, one: Coded, event: Event) -> bool:
    """Whether one name beats another, as clubs and players do, and neither is known for anything else."""
    actors = (*event.sources, *event.targets)
    named = all(tree.pos[word] == "PROPN" for word in (*one.sources, *one.targets))
    both = bool(event.sources and event.targets) and named and not any(actor.sector for actor in actors)
    return both and not event.casualties and tree.lemma[one.match.head] in load_guards()["win"]


def _among_kin(tree: Tree, one: Coded, event: Event) -> bool:
    """Whether somebody without office or arms acts on nobody but his own family: "a man shot his wife"."""
    kin = load_guards()["kin"]
    if any(source.sector not in (None, _CROWD) for source in event.sources) or not one.targets:
        return False
    first, end = tree.sentences[tree.sentence[one.match.head]]
    own = any(tree.lower[w] in ("his", "her", "their") and tree.dep[w] == "poss" for w in range(first, end))
    return own and all(tree.lemma[word] in kin for word in one.targets)


def _wrecked(tree: Tree, head: int) -> bool:
    """Whether harm follows from a wreck: "the helicopter crashed, killing four"."""
    above = tree.head[head]
    follows = tree.dep[head] in ("advcl", "conj") and tree.pos[above] == "VERB"
    return follows and tree.lemma[above] in load_guards()["wreck"]


def _concerns_actors(event: Event) -> bool:
    """Whether a state, a party to a conflict or another public body is the target: "the singer sued the ministry"."""
    return any(target.sector or (target.entity and target.country) for target in event.targets)


def _harm(tree: Tree, one: Coded) -> bool:
    """Whether the trigger only tells of harm, and not who or what did it."""
    head = one.match.head
    lemma = tree.lemma[head]
    kinds = {kind for kind, _ in load_harms().get((lemma, tree.word_class(head)), ())} - {"arrested"}
    return bool(kinds) or lemma in _HARMS_WITHOUT_PEOPLE


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
