"""PLOVER's contexts of an event, by the words around it."""

from __future__ import annotations

from functools import cache

from pipeline.events.ontology import load_ontology
from pipeline.events.selecting import Coded
from pipeline.events.tree import Tree
from pipeline.record import Event

_MOST = 2
_NEAR = 12  # words on either side of the trigger
# What the type says by itself, where the words say as much.
_OF_TYPE = {"ASSAULT": "military", "RETREAT": "military", "MOBILIZE": "military", "CONSULT": "diplomatic"}
# Between two states these are diplomacy, whatever they are about.
_BETWEEN_STATES = frozenset({"CONSULT", "SUPPORT", "AGREE", "REQUEST", "REJECT", "ACCUSE", "THREATEN"})


@cache
def _cues() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for context, (_, lemmas) in load_ontology().contexts.items():
        for lemma in lemmas:
            found[lemma] = (*found.get(lemma, ()), context)
    return found


def contexts_of(tree: Tree, one: Coded, event: Event) -> tuple[str, ...]:
    """At most two contexts, the strongest first.

    Args:
        tree: the text.
        one: the trigger.
        event: the event coded from it, for its actors.
    """
    first, end = tree.sentences[tree.sentence[one.match.head]]
    cues = _cues()
    score: dict[str, float] = {}
    for word in range(max(first, one.match.head - _NEAR), min(end, one.match.head + _NEAR + 1)):
        for context in cues.get(tree.lemma[word], ()):
            score[context] = score.get(context, 0.0) + 1.0
    prior = _OF_TYPE.get(one.code.type)
    if prior:
        score[prior] = score.get(prior, 0.0) + 0.5
    if one.code.type in _BETWEEN_STATES and _between_states(event):
        score["diplomatic"] = score.get("diplomatic", 0.0) + 1.0
    best = sorted(score, key=lambda context: (-score[context], context))
    return tuple(context for context in best[:_MOST] if score[context] >= max(1.0, score[best[0]] / 2))


def _between_states(event: Event) -> bool:
    sources = {actor.country for actor in event.sources if actor.country}
    targets = {actor.country for actor in event.targets if actor.country}
    return bool(sources and targets and sources != targets)
