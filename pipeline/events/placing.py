"""Which of the places that a sentence names is where its event happened: a linear choice among them, or none.

A conditional logit over the places and the answer that the sentence names none, as the models that order
the candidates of a toponym; its weights are ``data/places.tsv``, written by ``python -m bench.train_event_places``.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pipeline.events.ontology import DATA, load_ontology
from pipeline.events.tree import Tree
from pipeline.record import DateExpression, EventType, Location, Mention
from pipeline.tsv import rows

LOCATIVE = frozenset({"in", "at", "near", "outside", "around", "inside", "across"})
_INSIDE_NAMES = frozenset({"compound", "appos", "amod", "nmod", "punct"})
_LONGEST = 8  # labels on the way from a place to a trigger
_BEFORE_NOUNS = frozenset({"compound", "poss", "amod", "nmod"})
_AIMING = frozenset({"fire", "shoot", "aim", "throw", "hurl"})
_VERBAL = (1, 3)
_SHORT = 5  # letters of a word that is likely a preposition or an article
_BESIDE = 60  # words within which another place is beside this one
_PREPOSITIONS = frozenset(
    ["in", "at", "near", "on", "from", "to", "of", "into", "outside", "inside", "around", "across", "over", "by",
     "with", "against", "for", "toward", "towards", "within", "throughout", "along", "between", "through", "off",
     "about", "than", "as", "after", "during", "under"]
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class At:
    """Something that the article names, at a word."""

    word: int
    predicate: int
    """The verb or event noun that it hangs on."""
    thing: DateExpression | Location | None
    """None for a place that is not in the gazetteer."""
    mention: Mention


@cache
def load_place_nouns(path: Path = DATA / "place_nouns.tsv") -> dict[str, tuple[str, ...]]:
    """Nouns for kinds of places, and the beginnings of the GeoNames features that they may mean."""
    return {noun: tuple(features.split()) for noun, features in rows(path, 2)}


@cache
def load_measures(path: Path = DATA / "place_measures.tsv") -> frozenset[str]:
    """Words that say how far or which way something is from a place."""
    return frozenset(word for (word,) in rows(path, 1))


@cache
def load_weights(path: Path = DATA / "places.tsv") -> dict[str, float]:
    """Weights by feature."""
    return {name: float(weight) for name, weight in rows(path, 2)}


@dataclass(frozen=True, slots=True)
class Scene:
    """An event, and the places that may be its own."""

    tree: Tree
    near: list[At]
    """The places of the event's sentence."""
    words: tuple[int, ...]
    """The words of its trigger, the head first."""
    actors: frozenset[int]
    """The words of its sources and targets."""
    kind: EventType


def choose(scene: Scene) -> At | None:
    """The place of an event, or None."""
    weights = load_weights()
    best, highest = None, 0.0  # "none" has the score 0
    for at in candidates(scene):
        score = sum(weights.get(name, 0.0) * value for name, value in features(scene, at))
        if score > highest:
            best, highest = at, score
    return best


def of_the_target(scene: Scene) -> At | None:
    """Where the target of violence stands: "an operation against the group in the north"."""
    if scene.kind != "ASSAULT":
        return None
    tree, head = scene.tree, scene.words[0]
    for at in candidates(scene):
        preposition = tree.head[at.word]
        stands = tree.head[preposition] in scene.actors and tree.lower[preposition] in LOCATIVE
        if stands and at.word > head and tree.entity_type[at.word] in ("GPE", "LOC", "FAC"):
            return at
    return None


def candidates(scene: Scene) -> list[At]:
    """The places that can be where it happened.

    What is said or agreed happens where a preposition says so; a country that is only spoken of is an actor.
    The person that was shot at is no place, though the preposition is.
    """
    tree = scene.tree
    found = [at for at in scene.near if at.thing is not None or not _aimed_at(scene, at.word)]
    if load_ontology().types[scene.kind].quad_class in _VERBAL:
        found = [at for at in found if _preposition(tree, at.word) in LOCATIVE]
        found = [at for at in found if at.word not in scene.actors]
    return found


def _aimed_at(scene: Scene, word: int) -> bool:
    """Whether a person is what a deed aims at: "fired at X"."""
    tree = scene.tree
    preposition = tree.head[word]
    person = tree.entity_type[word] == "PERSON" and tree.lower[preposition] == "at"
    return person and tree.lemma[tree.head[preposition]] in _AIMING


def _preposition(tree: Tree, word: int) -> str:
    """The preposition that leads to a place, past the nouns that say what kind of place it is."""
    for member in (word, *tree.ancestors(word)):
        above = tree.head[member]
        if tree.dep[member] == "pobj" and not (
            tree.lower[above] == "of" and tree.lemma[tree.head[above]] in load_place_nouns()
        ):
            return tree.lower[above]
        if tree.pos[above] in ("VERB", "AUX"):
            break
    return ""


def features(scene: Scene, at: At) -> list[tuple[str, float]]:
    """What speaks for and against a place, by name.

    How it hangs on the trigger, by which preposition, across how many other verbs; what kind of place it is;
    how far from the trigger; and where it stands among the other places of the sentence.
    """
    tree, words, kind = scene.tree, scene.words, scene.kind
    up = [at.word, *tree.ancestors(at.word)]
    relation, crossed, first, last, label = _tie(tree, up, words)
    head = words[0]
    distance = abs(at.word - head)
    feature = at.thing.feature or "" if isinstance(at.thing, Location) else ""
    sort = "country" if feature.startswith("PCL") else feature[:3]
    sort = f"none:{tree.entity_type[at.word]}" if at.thing is None else sort
    before = tree.lower[at.word - 1] if at.word else ""
    side = "after" if at.word > head else "before"
    found = [
        ("bias", 1.0),
        (f"{relation}", 1.0),
        (f"{relation}:{first}", 1.0),
        (f"{relation}:{crossed}", 1.0),
        (f"{relation}:{label}", 1.0),
        (f"dep:{tree.dep[at.word]}", 1.0),
        (f"kind:{kind}:{relation}", 1.0),
        ("distance", math.log1p(distance)),
        ("after", float(at.word > head)),
        (f"feature:{sort}", 1.0),
        (f"feature:{sort}:{relation}:{first}", 1.0),
        (f"lemma:{tree.lemma[head]}", 1.0),
        (f"lemma:{tree.lemma[head]}:{relation}:{first}", 1.0),
        (f"{relation}:word before:{before if len(before) <= _SHORT else 'long'}", 1.0),
        (f"{side}:{min(distance // 3, 6)}", 1.0),
    ]
    if last != first:
        found.append((f"{relation}:last:{last}", 1.0))
    found.extend((f"{relation}:{name}", 1.0) for name in _way(scene, up))
    if any(tree.lemma[w] in load_place_nouns() for w in up[1:4]):
        found.append(("place noun", 1.0))
    if at.word in scene.actors or any(w in scene.actors for w in up[1:3]):
        found.append((f"actor:{kind}", 1.0))
    found.append((f"{relation}:{crossed}:{first}", 1.0))
    found.append((f"{relation}:owner:{tree.pos[at.predicate]}:{at.predicate in words}", 1.0))
    others = [other for other in scene.near if other is not at and abs(other.word - at.word) <= _BESIDE]
    found.extend((name, 1.0) for name in _among(tree, at, up, others, relation))
    found.extend((name, 1.0) for name in (*_route(tree, up, head), *_rivals(scene, at, others, relation)))
    if not any(abs(other.word - head) < distance for other in others):
        found.append(("nearest", 1.0))
    if at.word > head and not any(head < other.word < at.word for other in others):
        found.append(("first after", 1.0))
    return found


def _way(scene: Scene, up: list[int]) -> list[str]:
    """What a place's first preposition hangs on, past the nouns for kinds of places, or the noun that it stands before.

    Killed "in Homs" and the soldiers "in Homs" differ in that word.
    """
    tree = scene.tree
    for word in up:
        if tree.dep[word] == "pobj" and tree.lemma[tree.head[word]] in _PREPOSITIONS:
            on = tree.head[tree.head[word]]
            if tree.lemma[on] in load_place_nouns():
                continue
            return [f"on:{tree.lemma[on]}", f"on {tree.pos[on]}:{on in scene.words}:{tree.dep[on]}"]
        if tree.dep[word] in _BEFORE_NOUNS:
            on = tree.head[word]
            return [f"of:{tree.lemma[on]}", f"of:{tree.dep[word]}:{tree.dep[on]}:{on in scene.actors}"]
    return []


def _route(tree: Tree, up: list[int], head: int) -> list[str]:
    """The labels on the way from a place up to what governs it and the trigger both, and down to the trigger."""
    chain = [head, *tree.ancestors(head)]
    top = next((word for word in up if word in chain), None)
    if top is None:
        return ["no route"]
    above = [tree.dep[w] for w in up[: up.index(top)] if tree.dep[w] not in _INSIDE_NAMES]
    down = [tree.dep[w] for w in chain[: chain.index(top)]]
    found = [f"down:{'<'.join(down[:4])}", f"up:{'>'.join(above[:4])}"]
    found.append(f"last of both:{'>'.join(above[-2:])}|{'<'.join(down[-2:])}")
    if len(above) + len(down) <= _LONGEST:
        found.append(f"route:{'>'.join(above)}<{'<'.join(down)}")
    return found


def _rivals(scene: Scene, at: At, others: list[At], relation: str) -> list[str]:
    """How many places stand here, how many of them hang below the trigger; and what this one is beside them."""
    tree, head = scene.tree, scene.words[0]
    ties = [_tie(tree, [one.word, *tree.ancestors(one.word)], scene.words)[0] for one in (at, *others)]
    many = min(len(ties), 5)
    return [
        f"{relation} of below:{min(ties.count('below'), 3)}",
        f"places:{many}",
        f"{relation} of places:{many}",
        f"{tree.pos[head]}:{relation}",
        f"{tree.pos[head]}:{relation}:{_preposition(tree, at.word)}",
        f"type:{tree.entity_type[at.word]}:{relation}",
    ]


def _among(tree: Tree, at: At, up: list[int], others: list[At], relation: str) -> list[str]:
    """How a place stands to the other places of its sentence.

    "In Mallawi, south of Cairo": Cairo only says where Mallawi is. "The West Bank town of Tulkarm": the wider
    of the two stands before the noun that the narrower one hangs on, and holds it in the gazetteer too.
    """
    found = []
    if any(at.word in tree.ancestors(other.word) for other in others):
        found.append("narrow")
    if any(other.word in up for other in others):
        found.append("wide")
    preposition = next((tree.head[word] for word in up[:4] if tree.dep[word] == "pobj"), None)
    if preposition is not None and _measured(tree, preposition):
        found += ["measured from", f"measured from:{bool(others)}", f"measured from:{tree.lower[preposition]}"]
    before = next((word for word in up[:3] if tree.dep[word] in _BEFORE_NOUNS), None)
    if before is not None:
        noun = tree.head[before]
        if any(noun == other.word or noun in tree.ancestors(other.word) for other in others):
            found += ["holds", f"holds:{tree.dep[before]}:{tree.lemma[noun] in load_place_nouns()}"]
    if any(tree.dep[other.word] in _BEFORE_NOUNS and tree.head[other.word] in up for other in others):
        found.append("held")
    if any(_holds(at, other) for other in others):
        found += ["holds on the map", f"holds on the map:{relation}"]
    if any(_holds(other, at) for other in others):
        found += ["held on the map", f"held on the map:{relation}"]
    return found


def _measured(tree: Tree, preposition: int) -> bool:
    """Whether a preposition measures from its place: "south of", "60 km from", "close to"."""
    above = tree.head[preposition]
    words = (tree.lower[above], tree.lower[tree.head[above]] if tree.lower[preposition] == "from" else "")
    return any(word in load_measures() for word in words)


def _holds(at: At, other: At) -> bool:
    """Whether a place holds another, as far as the gazetteer tells."""
    if not isinstance(at.thing, Location) or not isinstance(other.thing, Location):
        return False
    wide, narrow = at.thing, other.thing
    if wide.country is None or wide.country != narrow.country:
        return False
    if (wide.feature or "").startswith("PCL"):
        return not (narrow.feature or "").startswith("PCL")
    return wide.feature == "ADM1" and narrow.feature != "ADM1" and wide.name == narrow.admin1


def _tie(tree: Tree, up: list[int], words: tuple[int, ...]) -> tuple[str, int, str, str, str]:
    """How a place hangs on a trigger.

    Returns:
        "below" it, "above" it (on what governs it) or "aside"; the number of verbs between, at most 3; the
        preposition next to the place and the last one on the way; and the label by which the way reaches there.
    """
    chain = {word: number for number, word in enumerate(reversed([words[0], *tree.ancestors(words[0])]))}
    first = last = ""
    crossed = 0
    for number, word in enumerate(up[:-1]):
        if tree.dep[word] in ("pobj", "pcomp") and tree.lower[tree.head[word]] in _PREPOSITIONS:
            last = tree.lower[tree.head[word]]
            first = first or last
        above = up[number + 1]
        if above in words:
            return "below", min(crossed, 3), first, last, tree.dep[word]
        if above in chain:
            return "above", min(crossed, 3), first, last, tree.dep[word]
        crossed += tree.pos[above] == "VERB"
    return "aside", min(crossed, 3), first, last, ""
