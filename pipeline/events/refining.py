"""A general code made more exact by what the event's words are about."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from pipeline.events.composing import Code
from pipeline.events.ontology import DATA, load_ontology
from pipeline.events.tree import Tree
from pipeline.tsv import rows

_WORDS = 60  # of the trigger's clause that count
_STEPS = 2  # a code may be refined twice: 190 -> 183 -> 1831


@cache
def load_refinements(
    topics: Path = DATA / "topics.tsv", refine: Path = DATA / "refine.tsv"
) -> dict[str, tuple[tuple[frozenset[str], str], ...]]:
    """For a general code, the words of each topic and the code that it makes."""
    words = {topic: frozenset(lemmas.split()) for topic, lemmas in rows(topics, 2)}
    found = {}
    for code, exact in rows(refine, 2):
        pairs = (pair.split("=") for pair in exact.split())
        found[code] = tuple((words[topic], other) for topic, other in pairs)
    return found


def refined(tree: Tree, words: tuple[int, ...], code: Code) -> Code:
    """The code by the topic of the clause, with the mode that the code stands for.

    Args:
        tree: the text.
        words: the words of the trigger, the head first.
        code: the code so far.
    """
    table = load_refinements()
    cameo = code.cameo
    about: set[str] = set()
    if cameo in table:
        about = {tree.lemma[word] for word in _clause(tree, words, code.type == "ASSAULT")}
    for _ in range(_STEPS):
        finer = next((other for lemmas, other in table.get(cameo, ()) if about & lemmas), None)
        if finer is None:
            break
        cameo = finer
    entry = load_ontology().cameo[cameo]
    kind = code.type if cameo == code.cameo else entry.type or code.type
    own = code.mode if kind == code.type else None
    exact = entry.mode if entry.type == kind else None
    return Code(kind, cameo, (exact or own) if cameo != code.cameo else (own or exact))


def _clause(tree: Tree, words: tuple[int, ...], with_subject: bool) -> list[int]:
    """The trigger and what hangs below it; a noun's verb counts with it, and the attacker says how it was done."""
    skipped = ("conj",) if with_subject else ("conj", "nsubj")
    head = words[0]
    found = list(words)
    if tree.word_class(head) == "N":
        above = tree.head[head]
        found.extend(tree.children[above] if tree.word_class(above) == "V" else ())
    for member in found:
        if len(found) > _WORDS:
            break
        top = member == head
        found.extend(c for c in tree.children[member] if c not in found and not (top and tree.dep[c] in skipped))
    return found
