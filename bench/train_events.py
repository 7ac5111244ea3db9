"""Train the linear model of ``pipeline/events/learned.py`` and write its weights.

    python -m bench.train_events SENTENCES.jsonl [--folds 5 --out FOLDER]

Sources: the examples of the lexicon's lines (their heads and types are known), and sentences with
one PLOVER class, a source and a target each (JSON lines with ``text`` and ``gold``), whose
predicate is taken to be the word that joins source and target. With ``--folds`` the sentences are
parted, and one set of weights is written for each part, fitted without it.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from pipeline.article import Article
from pipeline.events.arguments import arguments_of
from pipeline.events.learned import DIMENSIONS, LABELS, ROLES, Floats, role_words, sparse_features, unit_vector
from pipeline.events.lexicon import Lexicon, load_lexicon
from pipeline.events.matching import find_matches
from pipeline.events.ontology import DATA
from pipeline.events.tree import Tree, build_tree
from pipeline.language.parser import Parser

_JOINT = {"YIELD": ("CONCEDE", "RETREAT")}
_MINIMUM = 2  # times that a sparse feature is seen
_STEPS, _RATE, _MOMENTUM = 300, 0.5, 0.9
_L2_DENSE, _L2_SPARSE = 0.2, 0.6
_UNLABELLED_WEIGHT = 0.4


@dataclass(frozen=True, slots=True)
class Sample:
    """A predicate with its features and the labels that it may have."""

    dense: Floats
    sparse: tuple[str, ...]
    labels: tuple[str, ...]
    weight: float
    group: int
    """Number of its sentence among the given ones; -1 for the lexicon's own."""


def sample(tree: Tree, head: int, rule: str, *, labels: tuple[str, ...], weight: float, group: int) -> Sample:
    """The features of one predicate."""
    arguments = arguments_of(tree, head)
    vocab = tree.text.doc.vocab
    parts = []
    for words in role_words(tree, head, arguments):
        vectors = [unit_vector(vocab, word) for word in words]
        parts.append(np.mean(vectors, axis=0) if vectors else np.zeros(DIMENSIONS, dtype=np.float32))
    names = tuple(dict.fromkeys(sparse_features(tree, head, arguments, rule)))
    return Sample(np.concatenate(parts).astype(np.float32), names, labels, weight, group)


def parse(parser: Parser, texts: list[str]) -> list[Tree]:
    """The trees of sentences."""
    articles = [Article(str(i), text) for i, text in enumerate(texts)]
    return [build_tree(texts[-1]) for texts in parser.parse(articles)]


def of_lexicon(parser: Parser, lexicon: Lexicon) -> list[Sample]:
    """Each example as if the lexicon did not have its line: how far a line is to be trusted is not for it to say."""
    rules = [rule for group in lexicon.rules.values() for rule in group if rule.example and not rule.report]
    samples = []
    for rule, tree in zip(rules, parse(parser, [rule.example for rule in rules]), strict=True):
        head = next((w for w, lemma in enumerate(tree.lemma) if lemma == rule.head.lemma), None)
        if head is not None:
            label = rule.type or "NONE"
            samples.append(sample(tree, head, "", labels=(label,), weight=0.5, group=-1))
    return samples


def of_sentences(rows: list[dict[str, object]], trees: list[Tree], lexicon: Lexicon) -> list[Sample]:
    """The predicate that joins source and target, and the verbs beside it that no rule fires for."""
    samples = []
    for group, (row, tree) in enumerate(zip(rows, trees, strict=True)):
        gold = row["gold"][0]  # type: ignore[index]
        head = joining(tree, str(row["text"]), gold)
        if head is None:
            continue
        labels = _JOINT.get(gold["label"], (gold["label"],))
        fired = {match.head: match.rule.type or "" for match in find_matches(tree, lexicon)}
        samples.append(sample(tree, head, fired.get(head, ""), labels=labels, weight=1.0, group=group))
        if fired.get(head):
            samples.append(sample(tree, head, "", labels=labels, weight=0.5, group=group))
        for word in range(len(tree.head)):
            if tree.pos[word] == "VERB" and word != head and word not in fired:
                samples.append(sample(tree, word, "", labels=("NONE",), weight=_UNLABELLED_WEIGHT, group=group))
    return samples


def joining(tree: Tree, text: str, gold: dict[str, list[dict[str, str]]]) -> int | None:
    """The verb or noun that joins source and target."""
    paths = [path for key in ("source", "target") if (path := _path(tree, text, gold.get(key) or []))]
    if not paths:
        return None
    if len(paths) == 2:
        common = next((word for word in paths[0] if word in paths[1]), None)
        if common is not None and tree.pos[common] in ("VERB", "NOUN"):
            return common
    return next((word for word in paths[0][1:] if tree.pos[word] == "VERB"), None)


def _path(tree: Tree, text: str, spans: list[dict[str, str]]) -> list[int]:
    start = text.find(spans[0]["text"]) if spans else -1
    if start < 0:
        return []
    end = start + len(spans[0]["text"])
    words = [w for w in range(len(tree.start)) if tree.start[w] < end and tree.end[w] > start]
    word = next((w for w in words if tree.head[w] not in words or tree.head[w] == w), None)
    if word is None:
        return []
    path = [word]
    while tree.head[path[-1]] != path[-1]:
        path.append(tree.head[path[-1]])
    return path


def fit(samples: list[Sample]) -> tuple[Floats, list[str], Floats, Floats]:
    """Softmax regression with momentum; a sample with several labels counts for the sum of them."""
    counts = Counter(name for one in samples for name in one.sparse)
    names = sorted(name for name, count in counts.items() if count >= _MINIMUM)
    dense = np.stack([one.dense for one in samples])
    named = _Named([one.sparse for one in samples], names)
    allowed = np.array([[label in one.labels for label in LABELS] for one in samples], dtype=np.float32)
    weight = np.array([one.weight for one in samples], dtype=np.float32)[:, None] / np.float32(len(samples))
    shape = (dense.shape[1], len(LABELS)), (len(names), len(LABELS))
    weights, momentum = ([np.zeros(size, dtype=np.float32) for size in shape] for _ in range(2))
    penalties = [np.float32(penalty / len(samples)) for penalty in (_L2_DENSE, _L2_SPARSE)]
    bias = np.zeros(len(LABELS), dtype=np.float32)
    for _ in range(_STEPS):
        score = dense @ weights[0] + named.times(weights[1]) + bias
        score = np.exp(score - score.max(axis=1, keepdims=True))
        score /= score.sum(axis=1, keepdims=True)
        wanted = score * allowed
        wanted /= np.maximum(wanted.sum(axis=1, keepdims=True), 1e-9)
        error = (score - wanted) * weight
        for part, gradient in enumerate((dense.T @ error, named.sums(error))):
            momentum[part] = _MOMENTUM * momentum[part] + gradient + penalties[part] * weights[part]
            weights[part] -= _RATE * momentum[part]
        bias -= _RATE * error.sum(axis=0)
    return weights[0].reshape(len(ROLES), DIMENSIONS, len(LABELS)), names, weights[1], bias


class _Named:
    """A matrix of ones where a sample has a feature, kept as pairs: most of it is empty."""

    def __init__(self, features: list[tuple[str, ...]], names: list[str]) -> None:
        column = {name: i for i, name in enumerate(names)}
        pairs = sorted((column[name], row) for row, own in enumerate(features) for name in own if name in column)
        self._columns, self._rows = (np.array(side, dtype=np.int64) for side in zip(*pairs, strict=True))
        self._by_row = np.argsort(self._rows, kind="stable")
        self._firsts = np.searchsorted(self._columns, np.arange(len(names)))
        present, self._starts = np.unique(self._rows[self._by_row], return_index=True)
        self._present, self._count = present, len(features)

    def times(self, weights: Floats) -> Floats:
        """The product with weights by feature."""
        found = np.zeros((self._count, weights.shape[1]), dtype=np.float32)
        found[self._present] = np.add.reduceat(weights[self._columns[self._by_row]], self._starts)
        return found

    def sums(self, errors: Floats) -> Floats:
        """The product of the transposed matrix with errors by sample."""
        return np.asarray(np.add.reduceat(errors[self._rows], self._firsts), dtype=np.float32)


def write(folder: Path, fitted: tuple[Floats, list[str], Floats, Floats]) -> None:
    """The weights, at half precision, and the names of the sparse features."""
    dense, names, sparse, bias = fitted
    folder.mkdir(parents=True, exist_ok=True)
    half = np.float16
    np.savez_compressed(folder / "weights.npz", roles=dense.astype(half), sparse=sparse.astype(half), bias=bias)
    (folder / "features.json").write_text(json.dumps(names, indent=0) + "\n", encoding="utf-8")


def main() -> None:
    """Read, fit, write."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("sentences", type=Path)
    options.add_argument("--folds", type=int, default=0)
    options.add_argument("--out", type=Path, default=DATA / "model")
    arguments = options.parse_args()
    parser, lexicon = Parser.load(), load_lexicon()
    rows = [json.loads(line) for line in arguments.sentences.read_text(encoding="utf-8").splitlines()]
    trees = parse(parser, [row["text"] for row in rows])
    samples = of_lexicon(parser, lexicon) + of_sentences(rows, trees, lexicon)
    print(len(samples), "samples")
    for fold in range(arguments.folds):
        kept = [one for one in samples if one.group < 0 or one.group % arguments.folds != fold]
        write(arguments.out / str(fold), fit(kept))
    if not arguments.folds:
        write(arguments.out, fit(samples))


if __name__ == "__main__":
    main()
