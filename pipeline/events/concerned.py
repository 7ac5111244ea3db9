"""Whom an event concerns where its frame names no actor as its target: "rejected a call by X"."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.events.arguments import arguments_of
from pipeline.events.frames import below_of, load_light_verbs
from pipeline.events.matching import Match
from pipeline.events.tree import Tree

_FURTHER = ("against", "on", "with", "to", "of", "over", "from", "for", "by", "toward", "towards", "between", "at")
_FILLED = frozenset({"dobj", "pobj", "nsubj", "nsubjpass", "dative", "poss"})
_ASIDE = frozenset({"in", "at", "after", "during", "near", "since", "before", "across", "into"})
_EMPTY = frozenset({"behalf", "condition", "eve", "part", "side"})  # "on behalf of"
_BEFORE_A_BUILDING = ("outside", "front")  # "in front of"
_UNTIL = frozenset({"until", "unless", "if", "before"})
_ON_CONDITION = frozenset({"REJECT", "THREATEN", "REQUEST", "PROTEST"})
_OVER_DEEDS = frozenset({"ACCUSE", "PROTEST", "REJECT", "SUPPORT"})
_BODILY = frozenset({"ASSAULT", "COERCE"})  # "charged with the killing of X": not done to X
_TARGET_A_PLACE = frozenset(
    {"COERCE", "AID", "MOBILIZE", "RETREAT", "AGREE", "SANCTION", "CONCEDE", "ASSAULT", "PROTEST", "THREATEN"}
)
_WIDE = 40


def concerned(tree: Tree, match: Match) -> Iterator[list[int]]:
    """Words that name the target if they name an actor at all: who is told plainly first, then who stands around."""
    if match.rule.frame == "sv":
        return
    below = below_of(tree, match)
    taken = {match.head, *match.words}
    for words in (_plainly(tree, match, below), _around(tree, match, below)):
        yield [w for w in dict.fromkeys(words) if w not in taken and not _for_another(tree, w)]


def _plainly(tree: Tree, match: Match, below: dict[str, tuple[int, ...]]) -> list[int]:
    """Who did the deeds that it is about, who must act first, and before whose building it is."""
    kind = match.rule.type
    found: list[int] = []
    if kind in _OVER_DEEDS:  # "investigated crimes by the militia against villagers"
        told = (*match.arguments.objects, *(w for p in _FURTHER for w in below.get(p, ())))
        found += [agent for deed in told if tree.word_class(deed) == "N" for agent in arguments_of(tree, deed).agents]
    if kind in _ON_CONDITION:
        found += _conditions(tree, match)
    if kind == "PROTEST":
        found += [w for p in _BEFORE_A_BUILDING for w in below.get(p, ())]
    return found


def _around(tree: Tree, match: Match, below: dict[str, tuple[int, ...]]) -> list[int]:
    """What prepositions lead to, and what the complement clause and the objects are about."""
    kind = match.rule.type
    found = [w for p in _FURTHER for word in below.get(p, ()) for w in _clause_subjects(tree, word)]
    if kind == "REJECT":
        found.extend(below.get("despite", ()))
    clauses = [clause for noun in match.words for clause in tree.kids(noun, "acl", "ccomp")]
    found.extend(w for clause in clauses for w in tree.kids(clause, "nsubj"))  # "its demand that the council vote"
    aside: list[int] = []
    objects = [w for w in match.arguments.objects if w not in match.words]
    within = [] if kind in _BODILY else found
    purposes = _light_purposes(tree, match.head)
    for clause in dict.fromkeys((*match.arguments.complements, *clauses, *purposes, *objects, *within)):
        for word in tree.subtree(clause, _WIDE):
            if tree.dep[word] in _FILLED and word != clause:
                where = tree.dep[word] == "pobj" and tree.lower[tree.head[word]] in _ASIDE
                (aside if where else found).append(word)
    if kind in _TARGET_A_PLACE:
        found.extend([*aside, *(w for p in ("into", "in", "across") for w in below.get(p, ()))])
    return found


def _for_another(tree: Tree, word: int) -> bool:
    """Whether a word is "behalf" or whose: "on behalf of the party"."""
    return tree.lemma[word] in _EMPTY or tree.lemma[tree.head[tree.head[word]]] in _EMPTY


def _light_purposes(tree: Tree, head: int) -> list[int]:
    """The purpose of the light verb that a noun is the object of: "began a strike to protest the mayor's plan"."""
    above = tree.head[head]
    if tree.dep[head] != "dobj" or tree.lemma[above] not in load_light_verbs():
        return []
    return [clause for clause in tree.kids(above, "advcl", "xcomp") if tree.tag[clause] == "VB"]


def _conditions(tree: Tree, match: Match) -> list[int]:
    """Who must do something first: "will not end the siege until the rebels leave", "threatened to act unless"."""
    above = (match.head, *match.words, *match.arguments.complements)
    clauses = (clause for word in above for clause in tree.kids(word, "advcl"))
    return [
        word
        for clause in clauses
        if any(tree.lower[mark] in _UNTIL for mark in tree.kids(clause, "mark"))
        for word in (*tree.kids(clause, "nsubj", "nsubjpass"), *arguments_of(tree, clause).agents)
    ]


def _clause_subjects(tree: Tree, word: int) -> list[int]:
    """The word, or whom its clause is about: "an investigation into whether the envoy"."""
    return tree.kids(word, "nsubj", "nsubjpass") if tree.dep[word] == "pcomp" else [word]
