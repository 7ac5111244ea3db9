"""Weights of ``pipeline/events/accepting.py``: which coded events a careful coder would accept.

    python -m bench.train_acceptance --sentences GOLD.jsonl … --reports GOLD.jsonl …
        --articles ARTICLES.jsonl … --judgements FILE … [--write]

The sentences have one PLOVER class each: the first event of the class is right, others are not. The reports have
judged events: what agrees with one in type and actor is right, of the rest nothing is said. ARTICLES are
news articles; the judgements (made from sheets of ``bench.judge_events``) name events of theirs by article, place
of the trigger and type. Prints, under cross-validation by articles, how the events of the articles and those of
the sentences fare at several thresholds. ``--write`` learns from all of it.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
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
from pipeline.events.accepting import PARTS, among_many, dense_words, sparse_features, text_words
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
_L2_SPARSE, _L2_DENSE = 4.0, 4.0
_NEWS_WEIGHT = 2.0
_THRESHOLDS = (0.2, 0.3, 0.4, 0.5, 0.6)
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Sample:
    """One coded event with its features and the verdict."""

    group: str
    """The article; its events are held out together."""
    news: bool
    sparse: dict[str, float]
    dense: Floats
    right: bool


class Coder:
    """The pipeline up to the coded events, none of them left out, with their features."""

    def __init__(self) -> None:
        self.parser, self.lexicon, self.model = Parser.load(), load_lexicon(), load_model()
        self.steps: list[Step] = [EntityStep.load(), DateStep.load(), PlaceStep.load(EnricherSettings())]

    def coded(self, article: Article) -> Iterator[tuple[Event, dict[str, float], Floats]]:
        """The events of an article's body, as coded one by one."""
        analysis = Analysis(article, self.parser.parse([article])[0])
        for step in self.steps:
            analysis = step(analysis)
        found: list[tuple[Event, dict[str, float], Floats]] = []

        trees = [build_tree(text) for text in analysis.texts]
        tree, many = trees[-1], among_many(trees)
        about = _mean(tree, text_words(tree))

        def judge(one: Coded, event: Event) -> float:
            parts = [*(_mean(tree, lemmas) for lemmas in dense_words(tree, one)), about]
            found.append((event, dict(sparse_features(tree, one, event, many)), np.concatenate(parts)))
            return 1.0

        code_text(tree, analysis, self.lexicon, self.model, judge)
        return iter(found)


def _mean(tree: Tree, lemmas: list[str]) -> Floats:
    vocab = tree.text.doc.vocab
    if not lemmas:
        return np.zeros(DIMENSIONS)
    return np.asarray(np.mean([unit_vector(vocab, lemma) for lemma in lemmas], axis=0), dtype=np.float64)


def of_sentences(coder: Coder, rows: Iterable[dict[str, Any]]) -> Iterator[Sample]:
    """The events of sentences whose class is known."""
    for row in rows:
        wanted = {gold.get("plover") for gold in row["gold"]}
        met = False
        for event, sparse, dense in coder.coded(Article(str(row["id"]), row["text"], language="en")):
            right = not met and _JOINT.get(event.type, event.type) in {_JOINT.get(w, w) for w in wanted}
            met = met or right
            yield Sample(str(row["id"]), False, sparse, dense, right)


def of_examples(coder: Coder) -> Iterator[Sample]:
    """The events of the examples of the lexicon's own lines; in those of exclusions there are none."""
    for rules in coder.lexicon.rules.values():
        for rule in rules:
            for event, sparse, dense in coder.coded(Article(rule.origin, rule.example, language="en")):
                yield Sample(rule.example, False, sparse, dense, event.type == rule.type)


def of_articles(
    coder: Coder, rows: Iterable[dict[str, Any]], verdicts: dict[tuple[str, int, str], str]
) -> Iterator[Sample]:
    """The judged events of articles."""
    known = {article for article, _, _ in verdicts}
    for row in rows:
        if str(row["id"]) not in known:
            continue
        for event, sparse, dense in coder.coded(decode(orjson.dumps(row), content_type="application/json")):
            verdict = verdicts.get((str(row["id"]), event.trigger.start, event.type))
            if verdict is not None:
                yield Sample(str(row["id"]), True, sparse, dense, verdict == "yes")


def of_reports(coder: Coder, rows: Iterable[dict[str, Any]]) -> Iterator[Sample]:
    """The events of whole reports that agree with a judged event in type and an actor; others may be right too."""
    for row in rows:
        gold = [(one.get("plover"), _actors_of(one)) for one in row["gold"]]
        for event, sparse, dense in coder.coded(Article(str(row["id"]), row["text"], language="en")):
            said = {word.lower() for actor in (*event.sources, *event.targets) for word in actor.mention.text.split()}
            if any(kind == event.type and said & words for kind, words in gold):
                yield Sample(str(row["id"]), True, sparse, dense, True)


def _actors_of(gold: dict[str, Any]) -> set[str]:
    named = (name for role in ("source", "target") for one in gold.get(role) or () for name in one["alts"])
    return {word.lower() for name in named for word in name.split() if len(word) > 3}


def learn(given: list[Sample]) -> tuple[dict[str, float], Floats]:
    """Weights by penalised maximum likelihood."""
    counts = Counter(name for sample in given for name in sample.sparse)
    names = sorted(name for name, count in counts.items() if count >= _SELDOM)
    number = {name: at for at, name in enumerate(names)}
    matrix = np.zeros((len(given), len(names) + len(PARTS) * DIMENSIONS))
    for at, sample in enumerate(given):
        for name, value in sample.sparse.items():
            if name in number:
                matrix[at, number[name]] = value
        matrix[at, len(names) :] = sample.dense
    right = np.array([sample.right for sample in given], dtype=float)
    weight = np.array([_NEWS_WEIGHT if sample.news else 1.0 for sample in given])
    penalty = np.full(matrix.shape[1], _L2_SPARSE)
    penalty[len(names) :] = _L2_DENSE
    penalty[number["bias"]] = 0.0
    weights, slope = np.zeros(matrix.shape[1]), np.zeros(matrix.shape[1])
    for _ in range(_STEPS):
        chance = 1 / (1 + np.exp(-np.clip(matrix @ weights, -30, 30)))
        gradient = matrix.T @ (weight * (right - chance)) - penalty * weights
        slope = 0.9 * slope + gradient / weight.sum()
        weights += _RATE * slope
    return dict(zip(names, weights.tolist(), strict=False)), weights[len(names) :]


def chances(given: list[Sample], weights: tuple[dict[str, float], Floats]) -> list[float]:
    """The probability of each sample."""
    sparse, dense = weights
    scores = [
        sum(sparse.get(name, 0.0) * value for name, value in sample.sparse.items()) + float(sample.dense @ dense)
        for sample in given
    ]
    return [float(1 / (1 + np.exp(-score))) for score in scores]


def report(given: list[Sample], found: list[float]) -> None:
    """Print precision and recall of what stays, for news and for sentences."""
    for news in (True, False):
        pairs = [(chance, sample.right) for chance, sample in zip(found, given, strict=True) if sample.news == news]
        right = sum(r for _, r in pairs)
        print(f"{'news' if news else 'sentences'}: {len(pairs)} events, {right} right")
        for threshold in _THRESHOLDS:
            kept = [r for chance, r in pairs if chance >= threshold]
            share = f"{sum(kept) / len(kept):.3f}" if kept else "-"
            print(f"  from {threshold}: {len(kept)} kept, {share} right, {sum(kept) / max(1, right):.3f} of all right")


def cross_validated(given: list[Sample], folds: int) -> list[float]:
    """The probability of each sample by weights that were fitted without its article."""
    groups = sorted({sample.group for sample in given})
    random.Random(_SEED).shuffle(groups)
    fold = {group: at % folds for at, group in enumerate(groups)}
    found = [0.0] * len(given)
    for number in range(folds):
        weights = learn([sample for sample in given if fold[sample.group] != number])
        held = [at for at, sample in enumerate(given) if fold[sample.group] == number]
        for at, chance in zip(held, chances([given[at] for at in held], weights), strict=True):
            found[at] = chance
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
    samples = [
        *of_examples(coder),
        *of_sentences(coder, _lines(given.sentences)),
        *of_reports(coder, _lines(given.reports)),
        *of_articles(coder, _lines(given.articles), verdicts),
    ]
    report(samples, cross_validated(samples, given.folds))
    if given.write:
        sparse, dense = learn(samples)
        folder = DATA / "acceptance"
        folder.mkdir(exist_ok=True)
        kept = {name: round(weight, 3) for name, weight in sorted(sparse.items()) if abs(weight) >= 0.0005}
        (folder / "sparse.json").write_text(json.dumps(kept, indent=0, ensure_ascii=False) + "\n", encoding="utf-8")
        np.save(folder / "dense.npy", dense.reshape(len(PARTS), DIMENSIONS).astype(np.float16))


if __name__ == "__main__":
    main()
