"""What the linear model makes of the rules that fired, and of the verbs that none fired for."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.events.arguments import Arguments, arguments_of, subjects_of
from pipeline.events.composing import Code
from pipeline.events.learned import Model, as_type
from pipeline.events.lexicon import Rule, Word
from pipeline.events.matching import Match
from pipeline.events.ontology import load_ontology
from pipeline.events.sectors import load_sectors
from pipeline.events.status import obliging
from pipeline.events.tree import Tree
from pipeline.record import EventType

# The model's word against the lexicon's: how probable its label must be, and how improbable the lexicon's.
_RETYPED, _DOUBTED = 0.5, 0.3
_DOUBTED_PHRASE = 0.2  # a line of several words says more of its sense
_DROPPED, _REFUTED = 0.75, 0.1
_WITHOUT_MODEL = 0.7
_ACTING = frozenset({"PERSON", "ORG", "GPE", "NORP"})


def weigh(tree: Tree, matches: list[Match], model: Model | None) -> Iterator[tuple[Match, Code, float]]:
    """Matches that are events, in order, each with its code and its likelihood.

    Args:
        tree: the text.
        matches: what fired, exclusions and reports included.
        model: the weights, or None to go by the lexicon alone.
    """
    fired = {match.head: match for match in matches}
    inside = {word for match in matches for word in match.words}
    for word in range(len(tree.head)):
        match = fired.get(word)
        if match is not None:
            if match.rule.type is not None:
                yield from _weighed(tree, match, model)
        elif tree.pos[word] == "VERB" and word not in inside and not _carries(tree, word, fired):
            obliged = _obliged(tree, word, fired)
            if obliged is not None:
                yield obliged


def _carries(tree: Tree, verb: int, fired: dict[int, Match]) -> bool:
    """Whether a verb only carries the event of its object: "launched an assault"."""
    return any(
        child in fired and fired[child].rule.type is not None for child in tree.kids(verb, "dobj", "nsubjpass", "nsubj")
    )


def _obliged(tree: Tree, verb: int, fired: dict[int, Match]) -> tuple[Match, Code, float] | None:
    """A request: whoever says that another must act asks it of them, whatever the act."""
    saying = tree.head[verb]
    above = fired.get(saying)
    if tree.dep[verb] != "ccomp" or not obliging(tree, verb) or (above is not None and not above.rule.report):
        return None
    own = arguments_of(tree, verb)
    asked = own.objects if own.passive else own.subjects
    speakers = tuple(subjects_of(tree, saying))
    if not asked or not any(_can_act(tree, w) for w in speakers):
        return None
    arguments = Arguments(speakers, asked, prepositions=own.prepositions)
    code = _default("REQUEST")
    rule = Rule(Word("must", "V"), (), "REQUEST", False, code.cameo, None, "svo", False, (), "", "obligation", "")
    return Match(rule, verb, (), arguments), code, _WITHOUT_MODEL


def _weighed(tree: Tree, match: Match, model: Model | None) -> Iterator[tuple[Match, Code, float]]:
    rule = match.rule
    assert rule.type is not None
    own = Code(rule.type, rule.cameo, rule.mode)
    if model is None:
        yield match, own, _WITHOUT_MODEL
        return
    probability = model.probabilities(tree, match.head, match.arguments, rule.type)
    best = max(probability, key=lambda label: probability[label])
    other = as_type(best)
    if other is None and probability[best] > _DROPPED and probability[rule.type] < _REFUTED:
        return
    doubted = _DOUBTED_PHRASE if rule.words else _DOUBTED
    if other is not None and probability[best] > _RETYPED and probability[rule.type] < doubted:
        yield match, _default(other), probability[best]
    else:
        yield match, own, probability[rule.type]


def _can_act(tree: Tree, word: int) -> bool:
    named = tree.entity_type[word] in _ACTING or tree.pos[word] in ("PRON", "PROPN")
    return named or tree.lemma[word] in load_sectors()


def _default(kind: EventType) -> Code:
    return Code(kind, load_ontology().types[kind].cameo, None)
