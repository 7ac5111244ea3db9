"""A linear model beside the lexicon: what type a predicate is of, from word vectors and its arguments.

It weighs the rules that fire and speaks for verbs that the lexicon does not have. The weights are
made by ``bench/train_events.py``. A score is a sum over words, so the share of every word in every
role is kept, and a predicate costs a few additions.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt
from spacy.vocab import Vocab

from pipeline.events.arguments import Arguments
from pipeline.events.ontology import DATA, TYPES
from pipeline.events.tree import Tree
from pipeline.record import EventType

LABELS: tuple[str, ...] = (*TYPES, "NONE")
ROLES = ("head", "object", "complement", "oblique")
DIMENSIONS = 300
_CACHE_ENTRIES = 50_000
Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Model:
    """Weights by role and by sparse feature."""

    roles: Floats
    """Roles x dimensions x labels."""
    sparse: dict[str, Floats]
    bias: Floats
    _known: dict[tuple[int, str], Floats] = field(default_factory=dict)

    def probabilities(self, tree: Tree, head: int, arguments: Arguments, rule: str) -> dict[str, float]:
        """The probability of each label.

        Args:
            tree: the text.
            head: the predicate.
            arguments: what stands around it.
            rule: the type that the lexicon gives it, "" for none.
        """
        score = self.bias.copy()
        vocab = tree.text.doc.vocab
        for role, words in enumerate(role_words(tree, head, arguments)):
            if len(words) == 1:
                score += self._share(vocab, role, words[0])
            elif words:
                score += np.add.reduce([self._share(vocab, role, word) for word in words]) / len(words)
        sparse = self.sparse
        for name in sparse_features(tree, head, arguments, rule):
            if name in sparse:
                score += sparse[name]
        score -= score.max()
        np.exp(score, score)
        score /= score.sum()
        return dict(zip(LABELS, score.tolist(), strict=True))

    def _share(self, vocab: Vocab, role: int, lemma: str) -> Floats:
        found = self._known.get((role, lemma))
        if found is None:
            if len(self._known) > _CACHE_ENTRIES:
                self._known.clear()
            found = self._known[role, lemma] = unit_vector(vocab, lemma) @ self.roles[role]
        return found


def load_model(folder: Path = DATA / "model") -> Model | None:
    """The weights of the package, or None where there are none."""
    if not (folder / "weights.npz").exists():
        return None
    with np.load(folder / "weights.npz") as weights:
        roles = weights["roles"].astype(np.float32)
        matrix = weights["sparse"].astype(np.float32)
        bias = weights["bias"].astype(np.float32)
    names = json.loads((folder / "features.json").read_text(encoding="utf-8"))
    return Model(roles, dict(zip(names, matrix, strict=True)), bias)


def unit_vector(vocab: Vocab, lemma: str) -> Floats:
    """The vector of a lemma, of length one; zeros where the model has none."""
    vector = np.asarray(vocab.get_vector(lemma), dtype=np.float32)
    norm = float(np.linalg.norm(vector))
    return vector / np.float32(norm) if norm else vector


def role_words(tree: Tree, head: int, arguments: Arguments) -> tuple[list[str], ...]:
    """Lemmas by role, in the order of ROLES."""
    objects = arguments.owners if tree.word_class(head) == "N" else arguments.objects
    complements = list(arguments.complements[:2])
    inner = [child for clause in complements for child in tree.kids(clause, "dobj", "acomp", "attr", "prt")]
    return (
        [tree.lemma[head]],
        [tree.lemma[w] for w in objects[:4]],
        [tree.lemma[w] for w in (*complements, *inner[:2])],
        [tree.lemma[w] for words in arguments.prepositions.values() for w in words[:2]],
    )


def sparse_features(tree: Tree, head: int, arguments: Arguments, rule: str) -> Iterable[str]:
    """Names of what else counts: the rule, the prepositions, the voice, the clause."""
    lemma, word_class = tree.lemma[head], tree.word_class(head)
    yield f"rule={rule}"
    yield f"class={word_class}"
    yield f"lemma={lemma}"
    yield f"dep={tree.dep[head]}"
    if arguments.passive:
        yield "passive"
    if arguments.subjects or arguments.agents or arguments.owners:
        yield "subject"
    if arguments.objects:
        yield "object"
    for preposition in arguments.prepositions:
        yield f"preposition={preposition}"
        yield f"{lemma}+{preposition}"
    for complement in arguments.complements[:1]:
        yield f"complement={tree.dep[complement]}/{tree.tag[complement]}"
        yield f"{lemma}+{tree.dep[complement]}"
    for child in tree.children[head]:
        dep = tree.dep[child]
        if dep in ("aux", "neg", "prt"):
            yield f"{dep}={tree.lower[child]}"


def as_type(label: str) -> EventType | None:
    """The type that a label names."""
    return next((name for name in TYPES if name == label), None)
