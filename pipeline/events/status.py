"""Whether an event happened: status and negation, read from the words above and around its trigger."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import cast, get_args

from pipeline.events.ontology import DATA
from pipeline.events.tree import Tree
from pipeline.record import Status
from pipeline.tsv import rows

_STATUS = frozenset(get_args(Status))
_CONDITIONAL = frozenset({"if", "unless", "whether", "lest", "should", "until"})
_NEGATIVE = frozenset({"no", "neither", "nor", "never", "n't", "not", "without", "none"})
_CARRIES = frozenset({"xcomp", "ccomp", "pcomp", "acl", "advcl", "dobj", "pobj", "prep", "conj", "nsubjpass", "amod"})
# "called for talks", "accused of", "kept from", "plans on": not "with", "after", "during".
_TO_ITS_NOUN = frozenset({"for", "of", "to", "from", "against", "on", "about", "without", "into"})
_OBLIGING = frozenset({"must", "should", "ought", "needs", "need"})
_STEPS = 8


@dataclass(frozen=True, slots=True)
class Standing:
    """How an event is spoken of, and the word above it that decided."""

    status: Status = "actual"
    negated: bool = False
    word: int | None = None
    """The governing word, where it is one of the table."""


@cache
def load_effects(path: Path = DATA / "status.tsv") -> dict[tuple[str, str], str]:
    """The table of words that change an event's status, by lemma and class."""
    return {(cells[0], cells[1]): cells[2] for cells in rows(path, 3)}


def standing_of(tree: Tree, head: int, words: tuple[int, ...] = ()) -> Standing:
    """The status and negation of the event whose trigger has this head and these other words."""
    negated = any(_negated_here(tree, word) for word in (head, *words))
    status, decider = _own(tree, head), None
    word, before = tree.head[head], head
    for _ in range(_STEPS):
        if status != "actual" or word == before:
            break
        if not _passes(tree, before, word):
            break
        effect = load_effects().get((tree.lemma[word], tree.word_class(word)))
        if tree.lemma[before] in ("responsibility", "credit"):
            effect = None  # who claims an attack does not doubt it
        if effect is not None and word not in words:
            decider = word
            if effect == "negated":
                negated = not negated
            else:
                status = cast("Status", effect)
        if status == "actual" and tree.dep[before] in ("ccomp", "xcomp", "advcl", "csubj") and tree.lemma[word] == "be":
            status = _predicated(tree, word)
        if status == "actual" and tree.dep[before] != "conj":
            status = _own(tree, word)
            negated = negated or (tree.dep[before] in ("xcomp", "dobj", "pobj") and _negated_here(tree, word))
        before, word = word, tree.head[word]
    if status == "actual" and tree.lower[tree.sentences[tree.sentence[head]][1] - 1] == "?":
        status = "possible"
    return Standing(status, negated, decider)


def _passes(tree: Tree, below: int, above: int) -> bool:
    """Whether what is said of the word above bears on the word below."""
    dep = tree.dep[below]
    if dep not in _CARRIES:
        return False
    if dep == "advcl":  # "to destroy": a purpose; others are clauses of their own
        return tree.tag[below] == "VB"
    if dep == "acl":
        return tree.tag[below] == "VB"
    if dep in ("pobj", "pcomp"):
        return tree.lower[above] in _TO_ITS_NOUN
    if dep == "ccomp" and tree.lemma[above] == "be":
        return True
    if dep == "ccomp":
        return (tree.lemma[above], tree.word_class(above)) in load_effects()
    return True


def _predicated(tree: Tree, copula: int) -> Status:
    """The status by what a clause is said to be: "it is imperative that they meet"."""
    for word in tree.kids(copula, "acomp", "attr"):
        effect = load_effects().get((tree.lemma[word], tree.word_class(word)), "")
        if effect in _STATUS:
            return cast("Status", effect)
    return "actual"


def _own(tree: Tree, word: int) -> Status:
    """The status by the word's own modals, adjectives and conjunctions."""
    effects = load_effects()
    for child in tree.children[word]:
        dep = tree.dep[child]
        if dep == "aux" and tree.tag[child] == "MD":
            effect = effects.get((tree.lower[child], "M"), effects.get((tree.lemma[child], "M"), "possible"))
            if tree.lower[child] in ("would", "'d") and _reported(tree, word):
                effect = "planned"
        elif dep in ("amod", "acomp"):
            effect = effects.get((tree.lower[child], "A"), "")
        elif dep in ("mark", "advmod") and tree.lower[child] in _CONDITIONAL:
            effect = "possible"
        elif dep == "advmod" and tree.lower[child] in ("allegedly", "reportedly", "purportedly"):
            effect = "claimed"
        else:
            continue
        if effect in _STATUS:
            return cast("Status", effect)
    return "actual"


def _reported(tree: Tree, word: int) -> bool:
    """Whether the clause of a verb is what somebody said: "said it would" was "it will"."""
    return tree.dep[word] == "ccomp" or (tree.dep[word] in ("conj", "xcomp") and tree.dep[tree.head[word]] == "ccomp")


def obliging(tree: Tree, word: int) -> bool:
    """Whether a verb is what somebody must or should do."""
    return any(tree.dep[c] == "aux" and tree.lower[c] in _OBLIGING for c in tree.children[word])


def _negated_here(tree: Tree, word: int) -> bool:
    for child in tree.children[word]:
        dep = tree.dep[child]
        if dep == "neg":
            return True
        if tree.lower[child] in _NEGATIVE and dep in ("det", "preconj", "advmod"):
            return True
        if dep == "nsubj" and tree.lower[child] in ("nobody", "none"):
            return True
    above = tree.head[word]
    return tree.dep[word] in ("pcomp", "pobj") and tree.lower[above] == "without"
