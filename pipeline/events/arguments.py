"""Who and what stands around a predicate: subjects, objects, agents, obliques, complements."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from pipeline.events.ontology import DATA
from pipeline.events.sectors import load_sectors
from pipeline.events.tree import Tree
from pipeline.tsv import rows

_RELATIVE = frozenset({"who", "which", "that", "whom"})
_OWNING = frozenset({"PERSON", "ORG", "GPE", "NORP", "LOC"})
_IN_POWER = frozenset({"GOV", "MIL", "COP", "JUD", "LEG", "SPY", "REB", "UAF"})
_STEPS = 6  # how far a missing subject is looked for
# "accused of killing", "charged with", "barred from leaving": the governor's object acts.
_OBJECT_CONTROL = frozenset({"of", "with", "for", "from", "into"})


@dataclass(frozen=True, slots=True)
class Arguments:
    """Word numbers by role; coordinated words are listed one by one."""

    subjects: tuple[int, ...] = ()
    objects: tuple[int, ...] = ()
    agents: tuple[int, ...] = ()
    prepositions: dict[str, tuple[int, ...]] = field(default_factory=dict)
    complements: tuple[int, ...] = ()
    owners: tuple[int, ...] = ()
    """Possessives and adjectives of a noun: "Pakistan's strikes", "Iranian operation"."""
    passive: bool = False


def arguments_of(tree: Tree, word: int) -> Arguments:
    """The arguments of a verb, noun or adjective."""
    if tree.word_class(word) == "N":
        return _of_noun(tree, word)
    passive = is_passive(tree, word)
    objects = objects_of(tree, word, passive)
    return Arguments(
        subjects=() if passive else tuple(_spread(tree, subjects_of(tree, word))),
        objects=tuple(_spread(tree, objects)),
        agents=tuple(_spread(tree, _agents(tree, word))),
        prepositions=prepositions_of(tree, word),
        complements=tuple(tree.kids(word, "xcomp", "ccomp", "pcomp") + _purpose(tree, word)),
        passive=passive,
    )


def is_passive(tree: Tree, word: int, steps: int = _STEPS) -> bool:
    """Whether a verb is in the passive: "was hit", "hit by", "the village hit in the raid"."""
    if _clipped(tree, word):
        return True
    if tree.tag[word] != "VBN" and tree.kids(word, "nsubjpass") == []:
        return False
    for child in tree.children[word]:
        if tree.dep[child] in ("nsubjpass", "auxpass", "agent"):
            return True
    if tree.dep[word] in ("acl", "amod"):
        return True
    if tree.dep[word] == "conj" and not tree.kids(word, "nsubj", "aux", "dobj"):
        return steps > 0 and is_passive(tree, tree.head[word], steps - 1)
    return tree.dep[word] in ("advcl", "relcl") and not tree.kids(word, "nsubj", "aux", "dobj")


def _clipped(tree: Tree, word: int) -> bool:
    """Whether a verb is a headline's passive, read as active: "Woman stabbed near the station"."""
    return (
        tree.lemma[word] in load_transitive()
        and tree.tag[word] in ("VBD", "VBN")
        and bool(tree.kids(word, "nsubj"))
        and not tree.kids(word, "dobj", "dative", "ccomp", "aux", "prt", "relcl")
        and tree.dep[word] not in ("relcl", "acl", "conj")
        and not any(tree.pos[w] == "PRON" or _in_power(tree, w) for w in tree.kids(word, "nsubj"))
    )


def _in_power(tree: Tree, word: int) -> bool:
    """Whether a noun names those who arrest and fight: they more likely do it than suffer it."""
    return load_sectors().get(tree.lemma[word]) in _IN_POWER


@cache
def load_transitive(path: Path = DATA / "transitive.tsv") -> frozenset[str]:
    """Lemmas of verbs that name whom they are done to, or stand in the passive."""
    return frozenset(lemma for (lemma,) in rows(path, 1))


def objects_of(tree: Tree, word: int, passive: bool) -> list[int]:
    """Direct objects; the subject where the verb is passive; the antecedent of a relative clause without one."""
    if passive:
        found = tree.kids(word, "nsubjpass")
        if not found:
            found = subjects_of(tree, word)
        found = found + tree.kids(word, "dobj", "oprd")
    else:
        found = tree.kids(word, "dobj", "dative", "attr")
        found = [c for dative in found for c in (tree.kids(dative, "pobj") or [dative])]
    found = [tree.head[word] if _is_relative(tree, w, word) else w for w in found]
    if not found and not passive:
        if tree.dep[word] == "relcl" and tree.kids(word, "nsubj") and not _relative_subject(tree, word):
            found = [tree.head[word]]
        else:
            shared = [c for c in tree.kids(word, "conj") if tree.tag[c] == tree.tag[word]]
            if shared and not tree.kids(word, "prep", "xcomp", "ccomp") and not is_passive(tree, shared[0]):
                found = tree.kids(shared[0], "dobj")
    return found


def subjects_of(tree: Tree, word: int, steps: int = _STEPS) -> list[int]:
    """The subjects of a verb, its own or those that it shares with the clause above."""
    own = tree.kids(word, "nsubj", "csubj", "nsubjpass", "expl")
    own = [tree.head[word] if _is_relative(tree, w, word) else w for w in own]
    own = [w for w in own if tree.dep[w] != "expl"]
    if own or steps == 0:
        return own
    above, dep = tree.head[word], tree.dep[word]
    if above == word:
        return []
    if dep in ("acl", "relcl"):
        if tree.tag[word] == "VB":  # "an operation to destroy": who did the operation
            return _subjects_above_noun(tree, above, steps - 1)
        return [above]
    if dep == "amod":
        return [above]
    if dep == "pcomp":
        return _subjects_of_pcomp(tree, above, steps)
    if dep == "xcomp" or (dep in ("ccomp", "advcl") and tree.tag[word] in ("VB", "VBG", "VBN")):
        controlled = tree.kids(above, "dobj") if dep in ("xcomp", "ccomp") else []
        return controlled or subjects_of(tree, above, steps - 1)
    if dep == "conj":
        return subjects_of(tree, _coordinated_with(tree, word), steps - 1)
    if dep in ("advcl", "dep", "acomp", "attr", "oprd"):
        return subjects_of(tree, above, steps - 1)
    return []


def _coordinated_with(tree: Tree, word: int) -> int:
    """The verb that a verb is coordinated with: where the conjunction belongs to a nearer verb, that one."""
    before = min([word, *tree.children[word]]) - 1
    if before >= 0 and tree.dep[before] == "cc" and tree.pos[tree.head[before]] == "VERB":
        return tree.head[before]
    return tree.head[word]


def _subjects_of_pcomp(tree: Tree, preposition: int, steps: int) -> list[int]:
    governor = tree.head[preposition]
    if tree.word_class(governor) == "N":
        return _subjects_above_noun(tree, governor, steps - 1)
    if tree.lower[preposition] in _OBJECT_CONTROL:
        controlled = tree.kids(governor, "dobj", "nsubjpass")
        if controlled:
            return controlled
    return subjects_of(tree, governor, steps - 1)


def _subjects_above_noun(tree: Tree, noun: int, steps: int) -> list[int]:
    owners = tree.kids(noun, "poss")
    if owners:
        return owners
    above = tree.head[noun]
    for _ in range(3):
        if tree.word_class(above) == "V":
            return subjects_of(tree, above, steps) if steps > 0 else []
        above = tree.head[above]
    return []


def prepositions_of(tree: Tree, *words: int) -> dict[str, tuple[int, ...]]:
    """Objects of prepositions below the words, by preposition."""
    found: dict[str, list[int]] = {}
    for word in words:
        for preposition in tree.kids(word, "prep", "agent", "dative"):
            inner = [preposition, *tree.kids(preposition, "prep")]
            for part in inner:
                objects = tree.kids(part, "pobj", "pcomp")
                objects = [named for word in objects for named in _named_by(tree, word)]
                if objects:
                    found.setdefault(tree.lower[part], []).extend(_spread(tree, objects))
            for other in tree.kids(preposition, "conj"):
                found.setdefault(tree.lower[other], []).extend(_spread(tree, tree.kids(other, "pobj")))
    return {name: tuple(objects) for name, objects in found.items()}


def _named_by(tree: Tree, word: int) -> list[int]:
    """What a clause names: "what it called bases" are bases."""
    if tree.dep[word] == "pcomp" and any(tree.lower[c] == "what" for c in tree.kids(word, "dobj", "nsubj")):
        return tree.kids(word, "oprd", "attr", "ccomp") or [word]
    return [word]


def _of_noun(tree: Tree, noun: int) -> Arguments:
    owners = [c for c in tree.kids(noun, "poss", "amod", "compound", "nmod") if _can_own(tree, c)]
    participles = [c for c in tree.kids(noun, "acl") if tree.tag[c] == "VBN"]
    agents = _agents(tree, noun) + [a for verb in participles for a in _agents(tree, verb)]
    prepositions = prepositions_of(tree, noun, *participles)
    return Arguments(
        objects=prepositions.get("of", ()) + tuple(tree.kids(noun, "compound")),
        agents=tuple(_spread(tree, agents)),
        prepositions=prepositions,
        complements=tuple(tree.kids(noun, "acl", "relcl")),
        owners=tuple(w for owner in owners for w in tree.with_conjuncts(owner)),
    )


def _can_own(tree: Tree, word: int) -> bool:
    """Possessives, and modifiers that are names or people: "Iranian operation", "police raid"."""
    if tree.dep[word] == "poss":
        return True
    return tree.entity_type[word] in _OWNING or tree.lemma[word] in load_sectors()


def _agents(tree: Tree, word: int) -> list[int]:
    return [
        agent
        for by in tree.kids(word, "agent", "prep")
        if tree.lower[by] == "by"
        for agent in tree.kids(by, "pobj")
    ]  # fmt: skip


def _purpose(tree: Tree, word: int) -> list[int]:
    return [c for c in tree.kids(word, "advcl") if tree.tag[c] == "VB"]


def _spread(tree: Tree, words: list[int]) -> list[int]:
    found: list[int] = []
    for word in words:
        found.extend(w for w in tree.with_conjuncts(word) if w not in found)
    return found


def _is_relative(tree: Tree, word: int, verb: int) -> bool:
    return tree.lower[word] in _RELATIVE and tree.dep[verb] == "relcl"


def _relative_subject(tree: Tree, verb: int) -> bool:
    return any(tree.lower[w] in _RELATIVE for w in tree.kids(verb, "nsubj", "nsubjpass"))
