"""Frames: which arguments of a trigger are its sources and which its targets."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from pipeline.events.arguments import Arguments, arguments_of, prepositions_of, subjects_of
from pipeline.events.matching import Match
from pipeline.events.ontology import DATA
from pipeline.events.sectors import load_sectors
from pipeline.events.tree import Tree
from pipeline.tsv import rows

Roles = tuple[list[int], list[int]]
"""Words that name sources, and words that name targets."""

_TARGET_PREPOSITIONS = ("against", "on", "with", "to", "of", "at", "for", "over", "into", "from", "in")
_TARGET_OF_NOUN = ("against", "on", "into", "to", "with", "of", "at", "for", "over", "about", "between", "among")
# Where the people of a trigger are those it is done to: "summoned the Chinese ambassador".
_DONE_TO_PEOPLE = frozenset({"ACCUSE", "REJECT", "SANCTION", "COERCE", "CONSULT", "SUPPORT"})
_CLAIMING = frozenset({"claim", "accept", "admit", "take", "acknowledge"})
_TIMES = frozenset({"DATE", "TIME"})
_PARTNERS = ("with", "between", "among")
_INTO_LIGHT = frozenset({"dobj", "nsubjpass", "pobj", "conj", "attr"})


@cache
def load_light_verbs(path: Path = DATA / "light.tsv") -> dict[str, str]:
    """Light verbs, and the role of their subject."""
    return dict(rows(path, 2))


def roles_of(tree: Tree, match: Match) -> Roles:
    """The words of the sources and targets of a match, before actors are made of them."""
    frame, own = match.rule.frame, match.arguments
    if frame in ("noun", "noun-mutual") or tree.word_class(match.head) == "N":
        return _noun(tree, match, mutual=frame in ("noun-mutual", "mutual"))
    below = below_of(tree, match)
    sources = list(own.agents) if own.passive else list(own.subjects)
    if frame == "mutual":
        sources = list(own.objects) + list(own.agents) if own.passive else sources
        objects = [] if own.passive else [w for w in own.objects if w not in match.words]
        return _mutual(sources, [w for p in _PARTNERS for w in below.get(p, ())], objects)
    if frame == "sv":
        return (sources or (list(own.objects) if own.passive else [])), []
    if frame == "patient":
        sources = [*own.agents, *below.get("by", ()), *below.get("from", ()), *below.get("under", ())]
        return sources, list(own.objects) if own.passive else list(own.subjects)
    inner = set(match.words)
    objects = [w for w in own.objects if w not in inner]
    oblique = below.get(frame[4:], ()) if frame.startswith("svo-") else ()
    targets = [w for w in oblique if w not in inner]
    targets = targets or objects
    if not targets and match.rule.complement:
        targets = _complement_subjects(tree, own)
    if not targets:  # "refused to let the ship enter"
        deeds = (w for w in inner if tree.word_class(w) == "V")
        targets = [w for deed in deeds for clause in tree.kids(deed, "ccomp") for w in tree.kids(clause, "nsubj")]
    if not targets and match.rule.type in _DONE_TO_PEOPLE:
        people = (w for w in match.words if tree.word_class(w) == "N" and tree.lemma[w] in load_sectors())
        targets = [w for w in people if not owned(tree, w)]
    if not targets and inner:
        targets = [w for p in _TARGET_PREPOSITIONS[:5] for w in below.get(p, ()) if w not in inner]
    if not sources and inner:
        sources = [w for word in inner for w in _owners(tree, word)]
    return sources, targets


def owned(tree: Tree, noun: int) -> bool:
    """Whether a noun is the actor's own: "recalled its ambassador"."""
    return any(tree.pos[owner] == "PRON" for owner in tree.kids(noun, "poss"))


def claimed_by(tree: Tree, noun: int) -> list[int]:
    """The words between an event noun and who claims it: "claimed responsibility for the attack"."""
    preposition = tree.head[noun]
    responsibility = tree.head[preposition]
    if tree.dep[noun] != "pobj" or tree.lemma[responsibility] not in ("responsibility", "credit"):
        return []
    verb = tree.head[responsibility]
    return [responsibility, verb] if tree.lemma[verb] in _CLAIMING else []


def below_of(tree: Tree, match: Match) -> dict[str, tuple[int, ...]]:
    """Objects of the prepositions below the head, its objects, the trigger's other words and a light verb, by name."""
    nouns = [w for w in (*match.words, *match.arguments.objects) if tree.word_class(w) == "N"]
    above = tree.head[match.head]
    if tree.dep[match.head] in ("dobj", "nsubjpass") and tree.lemma[above] in load_light_verbs():
        nouns.append(above)
    claimed = claimed_by(tree, match.head)
    nouns.extend(claimed[:1])
    for noun in list(nouns):  # "billions in aid to the province"
        nouns.extend(w for p in tree.kids(noun, "prep") if tree.lower[p] in ("of", "in") for w in tree.kids(p, "pobj"))
    found = dict(match.arguments.prepositions)
    for name, words in prepositions_of(tree, *dict.fromkeys(nouns)).items():
        found[name] = found.get(name, ()) + tuple(w for w in words if w not in found.get(name, ()))
    return {name: tuple(w for w in words if tree.entity_type[w] not in _TIMES) for name, words in found.items()}


def _mutual(sources: list[int], partners: list[int], objects: list[int]) -> Roles:
    partners = partners or objects
    if not sources and len(partners) > 1:
        return partners[:1], partners[1:]
    if partners:
        return sources, partners
    if len(sources) > 1:  # "A and B met": each with the other
        return sources[:1], sources[1:]
    return sources, []


def _complement_subjects(tree: Tree, own: Arguments) -> list[int]:
    for clause in own.complements:
        found = tree.kids(clause, "nsubj", "nsubjpass")
        if found:
            return [w for word in found for w in tree.with_conjuncts(word)]
    return []


def _owners(tree: Tree, noun: int) -> list[int]:
    return tree.kids(noun, "poss")


def _noun(tree: Tree, match: Match, mutual: bool) -> Roles:
    """The roles of a noun: "Pakistan's strikes on the camps", "talks between A and B", "launched an attack on"."""
    own = match.arguments
    below = below_of(tree, match)
    owners = [w for w in own.owners if w not in match.words]
    if mutual:
        pair = [w for p in ("between", "among", "of") for w in below.get(p, ())]
        partners = [*below.get("with", ())]
        sources = pair or owners or _light_subjects(tree, match.head, "source")
        if partners and not (pair or owners):
            return sources, partners
        return _mutual(sources, partners, [])
    sources = list(own.agents) or owners
    oblique = ([w for w in below.get(p, ()) if w not in match.words] for p in _TARGET_OF_NOUN)
    targets = next((words for words in oblique if words), [])
    for clause in own.complements:  # "an attack that killed", "a raid targeting"
        if tree.lemma[clause] in ("target", "hit", "kill", "strike", "injure", "wound"):
            targets.extend(w for w in arguments_of(tree, clause).objects if w not in targets and w != match.head)
    claimed = claimed_by(tree, match.head)
    light_sources = subjects_of(tree, claimed[1]) if claimed else _light_subjects(tree, match.head, "source")
    if not list(own.agents) and light_sources:
        targets = targets or owners
        sources = light_sources
    return sources, targets or _light_subjects(tree, match.head, "target")


def _light_subjects(tree: Tree, noun: int, role: str) -> list[int]:
    word = noun
    for _ in range(4):
        above = tree.head[word]
        if above == word or (tree.dep[word] not in _INTO_LIGHT and tree.dep[word] != "prep"):
            return []
        if tree.word_class(above) == "V":
            if load_light_verbs().get(tree.lemma[above]) != role:
                return []
            verb = arguments_of(tree, above)
            return list(verb.agents) if verb.passive else [w for w in subjects_of(tree, above) if w != noun]
        if tree.word_class(above) == "N" and tree.dep[word] != "conj":
            return []
        word = above
    return []
