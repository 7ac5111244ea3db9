"""PLOVER's contexts of an event, by the words around it."""

from __future__ import annotations

from functools import cache

from pipeline.events.ontology import load_ontology
from pipeline.events.selecting import Coded
from pipeline.events.tree import Tree

_MOST = 2
_NEAR = 12  # words on either side of the trigger
# What the type says by itself, where the words say as much.
_OF_TYPE = {"ASSAULT": "military", "RETREAT": "military", "MOBILIZE": "military", "CONSULT": "diplomatic"}


@cache
def _cues() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for context, (_, lemmas) in load_ontology().contexts.items():
        for lemma in lemmas:
            found[lemma] = (*found.get(lemma, ()), context)
    return found


def contexts_of(tree: Tree, one: Coded) -> tuple[str, ...]:
    """At most two contexts, the strongest first."""
    first, end = tree.sentences[tree.sentence[one.match.head]]
    cues = _cues()
    score: dict[str, float] = {}
    for word in range(max(first, one.match.head - _NEAR), min(end, one.match.head + _NEAR + 1)):
        for context in cues.get(tree.lemma[word], ()):
            score[context] = score.get(context, 0.0) + 1.0
    prior = _OF_TYPE.get(one.code.type)
    if prior:
        score[prior] = score.get(prior, 0.0) + 0.5
    best = sorted(score, key=lambda context: (-score[context], context))
    return tuple(context for context in best[:_MOST] if score[context] >= max(1.0, score[best[0]] / 2))
