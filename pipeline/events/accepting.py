"""How probable it is that a careful coder would accept an event: a linear model over its words and actors.

The lexicon and the model of types say what an event would be; whether there is one at all depends on who acts on
whom, on what the sentence is about, and on how the trigger stands in it. The weights are ``data/acceptance/``,
written by ``python -m bench.train_acceptance``.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import numpy as np
from spacy.vocab import Vocab

from pipeline.events.learned import Floats, unit_vector
from pipeline.events.ontology import DATA
from pipeline.events.selecting import Coded
from pipeline.events.tree import Tree
from pipeline.record import Actor, Event
from pipeline.tsv import rows

_CONTENT = frozenset({"NOUN", "VERB", "PROPN", "ADJ"})
_CACHE_ENTRIES = 20_000
_PRONOUNS = frozenset({"PRON"})
_FEW = 6  # sentences
_LONGEST = 60  # words of a sentence that are read on either side of the trigger
LEAST, LEAST_AMONG_MANY = 0.12, 0.42
"""The least probability with which an event is kept, in an article of a few sentences and in a longer one."""
PARTS = ("head", "object", "sentence", "text")
"""What the dense features are the vectors of."""
ARTICLE = "article:"
"""Before the name of a weight that is added in articles of more than a few sentences."""


Judge = Callable[[Coded, Event], float]


@dataclass(frozen=True, slots=True)
class Weights:
    """Weights of the sparse features by name, and of the vectors by part."""

    sparse: dict[str, float]
    dense: Floats
    """Parts x dimensions."""
    _known: dict[str, list[float]] = field(default_factory=dict)

    def of(self, tree: Tree) -> Judge:
        """What gives events of a text their probability, 0 to 1: from the trigger with its roles, and the event."""
        vocab = tree.text.doc.vocab
        about = self._mean(vocab, PARTS.index("text"), text_words(tree))

        def judge(one: Coded, event: Event) -> float:
            weights = self.sparse
            score = about + sum(weights.get(name, 0.0) * value for name, value in sparse_features(tree, one, event))
            score += sum(self._mean(vocab, part, lemmas) for part, lemmas in enumerate(dense_words(tree, one)))
            return 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))

        return judge

    def _mean(self, vocab: Vocab, part: int, lemmas: list[str]) -> float:
        return sum(self._shares(vocab, lemma)[part] for lemma in lemmas) / len(lemmas) if lemmas else 0.0

    def _shares(self, vocab: Vocab, lemma: str) -> list[float]:
        """What a lemma counts in each part."""
        found = self._known.get(lemma)
        if found is None:
            if len(self._known) > _CACHE_ENTRIES:
                self._known.clear()
            found = self._known[lemma] = (self.dense @ unit_vector(vocab, lemma)).tolist()
        return found


@dataclass(frozen=True, slots=True)
class Acceptance:
    """The weights for a sentence that stands alone, and for one of many.

    A sentence on its own is there for its event; one of many may tell anything. Both share what they can: the
    second weights are the first and a difference, each held small (Daumé, Frustratingly Easy Domain Adaptation, 2007).
    """

    alone: Weights
    among_many: Weights

    def of(self, tree: Tree, many: bool) -> Judge:
        """What judges the events of a text.

        Args:
            tree: the text.
            many: whether its article is more than a few sentences.
        """
        return (self.among_many if many else self.alone).of(tree)


@cache
def load_groups(path: Path = DATA / "actor_groups.tsv") -> dict[str, str]:
    """The group of each actor code."""
    return dict(rows(path, 2))


def load_acceptance(folder: Path = DATA / "acceptance") -> Acceptance | None:
    """The weights of the package, or None where there are none."""
    if not (folder / "dense.npy").exists():
        return None
    told: dict[str, float] = json.loads((folder / "sparse.json").read_text(encoding="utf-8"))
    alone = {name: weight for name, weight in told.items() if not name.startswith(ARTICLE)}
    further = {name.removeprefix(ARTICLE): weight for name, weight in told.items() if name.startswith(ARTICLE)}
    summed = alone | {name: alone.get(name, 0.0) + weight for name, weight in further.items()}
    dense, further_dense = np.load(folder / "dense.npy").astype(np.float32)
    return Acceptance(Weights(alone, dense), Weights(summed, dense + further_dense))


def dense_words(tree: Tree, one: Coded) -> tuple[list[str], ...]:
    """Lemmas whose vectors are features, in the order of PARTS but for the text's."""
    head = one.match.head
    first, end = tree.sentences[tree.sentence[head]]
    around = range(max(first, head - _LONGEST), min(end, head + _LONGEST))
    return (
        [tree.lemma[head]],
        [tree.lemma[w] for w in one.match.arguments.objects[:3]],
        [tree.lemma[w] for w in around if tree.pos[w] in _CONTENT and w != head],
    )


def text_words(tree: Tree) -> list[str]:
    """The lemmas that tell what a text is about."""
    return [lemma for lemma, pos in zip(tree.lemma, tree.pos, strict=True) if pos in _CONTENT]


def sparse_features(tree: Tree, one: Coded, event: Event) -> Iterator[tuple[str, float]]:
    """What else counts, by name: the type and its line, the actors, the standing of the trigger."""
    head, kind, rule = one.match.head, event.type, one.match.rule
    source, target = _group(tree, one.sources, event.sources), _group(tree, one.targets, event.targets)
    likelihood = min(max(one.likelihood, 0.02), 0.98)
    yield "bias", 1.0
    yield "likelihood", math.log(likelihood / (1 - likelihood))
    first, end = tree.sentences[tree.sentence[head]]
    yield f"source:{source}", 1.0
    yield f"target:{target}", 1.0
    yield f"type:{kind}", 1.0
    yield f"code:{event.cameo}", 1.0
    yield f"mode:{event.mode}", 1.0
    yield f"date:{event.date.basis if event.date else None}", 1.0
    yield f"length:{min((end - first) // 10, 5)}", 1.0
    yield f"pair:{source}:{target}", 1.0
    yield f"type:{kind}:source:{source}", 1.0
    yield f"type:{kind}:target:{target}", 1.0
    yield f"status:{event.status}", 1.0
    yield f"type:{kind}:status:{event.status}", 1.0
    yield f"dep:{tree.dep[head]}", 1.0
    yield f"tag:{tree.tag[head]}", 1.0
    yield f"lemma:{tree.lemma[head]}", 1.0
    yield f"lemma:{tree.lemma[head]}:{kind}", 1.0
    yield f"words:{min(len(rule.words), 2)}", 1.0
    yield f"conditions:{min(len(rule.conditions), 2)}", 1.0
    if event.negated:
        yield "negated", 1.0
    if one.match.arguments.passive:
        yield "passive", 1.0
    if event.casualties:
        yield "casualties", 1.0
    sources, targets = (
        {actor.country for actor in actors if actor.country} for actors in (event.sources, event.targets)
    )
    if sources:
        yield "source country", 1.0
    if targets:
        yield "target country", 1.0
    if sources and targets and sources != targets:
        yield "between countries", 1.0


def among_many(trees: Iterable[Tree]) -> bool:
    """Whether an article is more than a few sentences, its title and body taken together."""
    return sum(len(tree.sentences) for tree in trees) > _FEW


def _group(tree: Tree, words: list[int], actors: tuple[Actor, ...]) -> str:
    """What kind of actor the first of some actors is."""
    for actor in actors:
        if actor.sector:
            return load_groups().get(actor.sector, "society")
    if any(actor.country for actor in actors):
        return "of a country"
    if any(actor.entity for actor in actors):
        types = {tree.entity_type[w] for w in words}
        return next((f"named {t}" for t in ("GPE", "ORG", "NORP", "PERSON") if t in types), "named")
    if actors:
        return "pronoun" if any(tree.pos[w] in _PRONOUNS for w in words) else "common"
    return "none"
