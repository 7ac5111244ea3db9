"""Weights of ``pipeline/events/accepting.py``: which coded events a careful coder would accept.

    python -m bench.train_acceptance --sentences GOLD.jsonl … --reports GOLD.jsonl …
        --articles ARTICLES.jsonl … --judgements FILE … [--write]

The sentences have one PLOVER class each: the first event of the class is right, those before it are not. The
reports have judged events: what agrees with one in type and actor is right, of the rest nothing is said. ARTICLES
are news articles; the judgements (made from sheets of ``bench.judge_events``) name events of theirs by article, place
of the trigger and type. Prints, under cross-validation by articles, how the events of the articles and those of
the sentences fare at several thresholds. ``--write`` learns from all of it.
"""

from __future__ import annotations

import argparse
import csv
import json
import random
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import orjson
from numpy.typing import NDArray

from bench.judge_events import judged
from pipeline.article import Article
from pipeline.article.decode import decode
from pipeline.dates import DateStep
from pipeline.entities import EntityStep
from pipeline.events.accepting import ARTICLE, PARTS, among_many, dense_words, sparse_features, text_words
from pipeline.events.coding import code_text
from pipeline.events.learned import DIMENSIONS, load_model, unit_vector
from pipeline.events.lexicon import load_lexicon
from pipeline.events.ontology import DATA
from pipeline.events.selecting import Coded
from pipeline.events.tree import Tree, build_tree
from pipeline.language.parsed import Analysis, Step
from pipeline.language.parser import Parser
from pipeline.layers import EnricherSettings
from pipeline.places import PlaceStep
from pipeline.record import Event

_JOINT = {"CONCEDE": "YIELD", "RETREAT": "YIELD"}
_SELDOM, _STEPS, _RATE, _SEED = 3, 400, 0.5, 7
_L2_SPARSE, _L2_DENSE, _L2_DENSE_ARTICLE = 4.0, 4.0, 1.0
_NEWS_WEIGHT, _EXAMPLE_AMONG_MANY = 2.0, 0.15
_BANDS = (0.0, 0.12, 0.3, 0.42, 0.5, 0.6, 0.7, 0.8, 0.9, 1.01)
OWN = Path(__file__).parent / "sentences.tsv"
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Features:
    """What the weights see of an event."""

    many: bool
    """Its article is more than a few sentences."""
    sparse: dict[str, float]
    dense: Floats


@dataclass(frozen=True, slots=True)
class Sample:
    """One coded event with its features and the verdict."""

    group: str
    """The article; its events are held out together."""
    news: bool
    features: Features
    right: bool
    weight: float = 1.0


class Coder:
    """The pipeline up to the coded events, none of them left out, with their features."""

    def __init__(self) -> None:
        self.parser, self.lexicon, self.model = Parser.load(), load_lexicon(), load_model()
        self.steps: list[Step] = [EntityStep.load(), DateStep.load(), PlaceStep.load(EnricherSettings())]

    def coded(self, article: Article) -> Iterator[tuple[Event, Features]]:
        """The events of an article's body, as coded one by one."""
        analysis = Analysis(article, self.parser.parse([article])[0])
        for step in self.steps:
            analysis = step(analysis)
        found: list[tuple[Event, Features]] = []

        trees = [build_tree(text) for text in analysis.texts]
        tree, many = trees[-1], among_many(trees)
        about = _mean(tree, text_words(tree))

        def judge(one: Coded, event: Event) -> float:
            parts = [*(_mean(tree, lemmas) for lemmas in dense_words(tree, one)), about]
            found.append((event, Features(many, dict(sparse_features(tree, one, event)), np.concatenate(parts))))
            return 1.0

        code_text(tree, analysis, self.lexicon, self.model, judge)
        return iter(found)


def _mean(tree: Tree, lemmas: list[str]) -> Floats:
    vocab = tree.text.doc.vocab
    if not lemmas:
        return np.zeros(DIMENSIONS)
    return np.asarray(np.mean([unit_vector(vocab, lemma) for lemma in lemmas], axis=0), dtype=np.float64)


def of_sentences(coder: Coder, rows: Iterable[dict[str, Any]]) -> Iterator[Sample]:
    """The events of sentences whose class is known, up to the first that is right; of later ones nothing is said."""
    for row in rows:
        wanted = {gold.get("plover") for gold in row["gold"]}
        for event, features in coder.coded(Article(str(row["id"]), row["text"], language="en")):
            right = _JOINT.get(event.type, event.type) in {_JOINT.get(w, w) for w in wanted}
            yield Sample(str(row["id"]), False, features, right)
            if right:
                break


def of_examples(coder: Coder) -> Iterator[Sample]:
    """The events of the examples of the lexicon's own lines, alone and, to a small part, as one sentence of many."""
    for rules in coder.lexicon.rules.values():
        for rule in rules:
            for event, features in coder.coded(Article(rule.origin, rule.example, language="en")):
                right = event.type == rule.type
                yield Sample(rule.example, False, features, right)
                yield Sample(rule.example, False, replace(features, many=True), right, _EXAMPLE_AMONG_MANY)


def of_own_sentences(coder: Coder, path: Path = OWN) -> Iterator[Sample]:
    """The events of sentences written for this, alone and as one of many: those of the type told are right."""
    with path.open(encoding="utf-8") as file:
        rows = list(csv.DictReader((line for line in file if not line.startswith("#")), delimiter="\t"))
    for row in rows:
        for event, features in coder.coded(Article("own", row["sentence"], language="en")):
            right = event.type == row["type"]
            if right or row["type"] == "-":
                yield Sample(row["sentence"], False, features, right)
                yield Sample(row["sentence"], False, replace(features, many=True), right)


def of_articles(
    coder: Coder, rows: Iterable[dict[str, Any]], verdicts: dict[tuple[str, int, str], str]
) -> Iterator[Sample]:
    """The judged events of articles."""
    known = {article for article, _, _ in verdicts}
    for row in rows:
        if str(row["id"]) not in known:
            continue
        for event, features in coder.coded(decode(orjson.dumps(row), content_type="application/json")):
            verdict = verdicts.get((str(row["id"]), event.trigger.start, event.type))
            if verdict is not None:
                yield Sample(str(row["id"]), True, features, verdict == "yes", _NEWS_WEIGHT)


def of_reports(coder: Coder, rows: Iterable[dict[str, Any]]) -> Iterator[Sample]:
    """The events of whole reports that agree with a judged event in type and an actor; others may be right too."""
    for row in rows:
        gold = [(one.get("plover"), _actors_of(one)) for one in row["gold"]]
        for event, features in coder.coded(Article(str(row["id"]), row["text"], language="en")):
            said = {word.lower() for actor in (*event.sources, *event.targets) for word in actor.mention.text.split()}
            if any(kind == event.type and said & words for kind, words in gold):
                yield Sample(str(row["id"]), True, features, True, _NEWS_WEIGHT)


def _actors_of(gold: dict[str, Any]) -> set[str]:
    named = (name for role in ("source", "target") for one in gold.get(role) or () for name in one["alts"])
    return {word.lower() for name in named for word in name.split() if len(word) > 3}


@dataclass(frozen=True, slots=True)
class Learned:
    """Weights by name, and of the vectors; what is added to both for one sentence of many."""

    sparse: dict[str, float]
    dense: Floats
    article_sparse: dict[str, float]
    article_dense: Floats

    def chance(self, seen: Features) -> float:
        """The probability that an event is right."""
        score = float(seen.dense @ self.dense)
        score += sum(self.sparse.get(name, 0.0) * value for name, value in seen.sparse.items())
        if seen.many:
            score += float(seen.dense @ self.article_dense)
            score += sum(self.article_sparse.get(name, 0.0) * value for name, value in seen.sparse.items())
        return float(1 / (1 + np.exp(-score)))


def learn(given: list[Sample]) -> Learned:
    """Weights by penalised maximum likelihood, with Nesterov's accelerated gradient."""
    counts = Counter(name for sample in given for name in sample.features.sparse)
    names = sorted(name for name, count in counts.items() if count >= _SELDOM)
    number = {name: at for at, name in enumerate(names)}
    matrix = np.zeros((len(given), len(names) + len(PARTS) * DIMENSIONS), dtype=np.float32)
    for at, sample in enumerate(given):
        for name, value in sample.features.sparse.items():
            if name in number:
                matrix[at, number[name]] = value
        matrix[at, len(names) :] = sample.features.dense
    right = np.array([sample.right for sample in given], dtype=np.float32)
    many = np.array([sample.features.many for sample in given], dtype=np.float32)
    weight = np.array([sample.weight for sample in given], dtype=np.float32)
    penalty = np.full((2, matrix.shape[1]), _L2_SPARSE, dtype=np.float32)
    penalty[0, len(names) :], penalty[1, len(names) :] = _L2_DENSE, _L2_DENSE_ARTICLE
    penalty[0, number["bias"]] = 0.0
    weights = before = np.zeros_like(penalty)
    for step in range(_STEPS):
        ahead = weights + step / (step + 3) * (weights - before)
        both = matrix @ ahead.T
        chance = 1 / (1 + np.exp(-np.clip(both[:, 0] + many * both[:, 1], -30, 30)))
        missed = weight * (right - chance)
        gradient = np.stack([missed, missed * many]) @ matrix - penalty * ahead
        before, weights = weights, ahead + _RATE / weight.sum() * gradient
    (common, article), width = weights.astype(np.float64), len(names)
    return Learned(
        dict(zip(names, common.tolist(), strict=False)), common[width:],
        dict(zip(names, article.tolist(), strict=False)), article[width:],
    )  # fmt: skip


def report(given: list[Sample], found: list[float]) -> None:
    """Print how many events of news and of sentences are right, by their probability."""
    for news in (True, False):
        pairs = [(chance, sample.right) for chance, sample in zip(found, given, strict=True) if sample.news == news]
        right = sum(r for _, r in pairs)
        print(f"{'news' if news else 'sentences'}: {len(pairs)} events, {right} right")
        for low, high in pairwise(_BANDS):
            band = [r for chance, r in pairs if low <= chance < high]
            kept = [r for chance, r in pairs if chance >= low]
            share = f"{sum(band) / len(band):.2f}" if band else "-"
            above = f"{sum(kept) / len(kept):.3f} right, {sum(kept) / max(1, right):.3f} of all right" if kept else "-"
            print(f"  {low:.2f} to {min(high, 1.0):.2f}: {len(band)} events, {share} right; from {low:.2f}: {above}")


def cross_validated(given: list[Sample], folds: int) -> list[float]:
    """The probability of each sample by weights that were fitted without its article."""
    groups = sorted({sample.group for sample in given})
    random.Random(_SEED).shuffle(groups)
    fold = {group: at % folds for at, group in enumerate(groups)}
    found = [0.0] * len(given)
    for number in range(folds):
        learned = learn([sample for sample in given if fold[sample.group] != number])
        for at, sample in enumerate(given):
            if fold[sample.group] == number:
                found[at] = learned.chance(sample.features)
    return found


def _lines(paths: list[Path]) -> Iterator[dict[str, Any]]:
    for path in paths:
        with path.open(encoding="utf-8") as file:
            yield from map(json.loads, file)


def main() -> None:
    """Read the arguments, learn, print, write."""
    reader = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    reader.add_argument("--sentences", type=Path, nargs="*", default=[])
    reader.add_argument("--reports", type=Path, nargs="*", default=[])
    reader.add_argument("--articles", type=Path, nargs="*", default=[])
    reader.add_argument("--judgements", type=Path, nargs="*", default=[])
    reader.add_argument("--folds", type=int, default=5)
    reader.add_argument("--write", action="store_true")
    given = reader.parse_args()
    verdicts: dict[tuple[str, int, str], str] = {}
    for path in given.judgements:
        for row in judged(path):
            verdicts[row["article"], int(row["trigger"]), row["type"]] = row["verdict"]
    coder = Coder()
    own = [*of_examples(coder), *of_own_sentences(coder)]
    samples = [
        *own,
        *of_sentences(coder, _lines(given.sentences)),
        *of_reports(coder, _lines(given.reports)),
        *of_articles(coder, _lines(given.articles), verdicts),
    ]
    report(samples[len(own) :], cross_validated(samples, given.folds)[len(own) :])
    if given.write:
        write(learn(samples), DATA / "acceptance")


def write(learned: Learned, folder: Path) -> None:
    """Write weights as ``accepting.py`` reads them."""
    folder.mkdir(exist_ok=True)
    told = learned.sparse | {ARTICLE + name: weight for name, weight in learned.article_sparse.items()}
    kept = {name: round(weight, 3) for name, weight in sorted(told.items()) if abs(weight) >= 0.0005}
    (folder / "sparse.json").write_text(json.dumps(kept, indent=0, ensure_ascii=False) + "\n", encoding="utf-8")
    dense = np.stack([learned.dense, learned.article_dense]).reshape(2, len(PARTS), DIMENSIONS)
    np.save(folder / "dense.npy", dense.astype(np.float16))


if __name__ == "__main__":
    main()
