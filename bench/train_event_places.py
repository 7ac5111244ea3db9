"""Weights for the choice of an event's place, learned from verbs with judged places.

    python -m bench.train_event_places GOLD.jsonl [--folds 5] [--times 3] [--write]

GOLD has sentences with ``verb_places``: a verb, and the place where its event happened or null. Only verbs
that the event layer has an event for are learned from. Prints precision, recall and F1 of the places and how
often none was rightly chosen, under cross-validation by sentences; ``--write`` learns from all of it and
writes ``pipeline/events/data/places.tsv``.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.article import Article
from pipeline.dates import DateStep
from pipeline.entities import EntityStep
from pipeline.events.learned import load_model
from pipeline.events.lexicon import load_lexicon
from pipeline.events.matching import find_matches
from pipeline.events.ontology import DATA
from pipeline.events.placing import Scene, candidates, features
from pipeline.events.selecting import resolve, select
from pipeline.events.setting import Setting
from pipeline.events.tree import build_tree
from pipeline.events.weighing import weigh
from pipeline.language.parsed import Analysis, Step
from pipeline.language.parser import Parser
from pipeline.layers import EnricherSettings
from pipeline.places import PlaceStep

_PENALTY, _STEPS, _RATE, _SEED, _SELDOM = 5.0, 500, 0.5, 7, 5


@dataclass(frozen=True, slots=True)
class Case:
    """One judged verb: the features of each candidate, which of them is right, and whether there is a place."""

    group: int
    options: tuple[tuple[tuple[str, float], ...], ...]
    right: int | None
    """None: the judged place is no candidate, or there is none."""
    placed: bool


def cases(rows: list[dict[str, Any]]) -> list[Case]:
    """The judged verbs that the event layer codes."""
    parser, lexicon, model = Parser.load(), load_lexicon(), load_model()
    steps: list[Step] = [EntityStep.load(), DateStep.load(), PlaceStep.load(EnricherSettings())]
    found = []
    for group, row in enumerate(rows):
        article = Article(str(group), row["text"], language="en")
        analysis = Analysis(article, parser.parse([article])[0])
        for step in steps:
            analysis = step(analysis)
        tree = build_tree(analysis.texts[0])
        matches = find_matches(tree, lexicon)
        coded = select(tree, [resolve(tree, *weighed) for weighed in weigh(tree, matches, model)])
        setting = Setting.build(tree, analysis, frozenset(word for one in coded for word in one.words), frozenset())
        for judged in row["verb_places"]:
            verb, place = judged["verb"], judged["place"]
            one = next((c for c in coded if any(_touches(tree.start[w], tree.end[w], verb) for w in c.heads)), None)
            if one is None:
                continue
            near = setting.places.get(tree.sentence[one.match.head], [])
            actors = frozenset(one.sources) | frozenset(one.targets)
            scene = Scene(tree, near, one.words, actors, one.code.type)
            options = candidates(scene)
            right = [n for n, at in enumerate(options) if place and _touches(at.mention.start, at.mention.end, place)]
            described = (tuple(features(scene, at)) for at in options)
            found.append(Case(group, tuple(described), right[0] if right else None, place is not None))
    return found


def _touches(start: int, end: int, span: dict[str, int]) -> bool:
    return bool(start < span["end"] and span["start"] < end)


def learn(given: list[Case]) -> dict[str, float]:
    """The weights that make the right answers likeliest, by gradient ascent with a penalty on large ones."""
    counts = Counter(name for case in given for option in case.options for name, _ in option)
    number = {name: at for at, name in enumerate(sorted(n for n, count in counts.items() if count >= _SELDOM))}
    rows: list[NDArray[np.float64]] = []
    starts, wanted = [], []
    for case in given:
        if not case.options or (case.placed and case.right is None):
            continue  # nothing to choose from
        starts.append(len(rows))
        wanted.append(len(rows) + (0 if case.right is None else case.right + 1))
        rows.append(np.zeros(len(number)))  # the answer "none"
        for option in case.options:
            row = np.zeros(len(number))
            for name, value in option:
                if name in number:
                    row[number[name]] += value
            rows.append(row)
    matrix, first = np.array(rows), np.array(starts)
    sizes = np.diff([*starts, len(rows)])
    target = np.zeros(len(rows))
    target[wanted] = 1.0
    weights, slope = np.zeros(len(number)), np.zeros(len(number))
    for _ in range(_STEPS):
        scores = matrix @ weights
        scores = np.exp(scores - np.repeat(np.maximum.reduceat(scores, first), sizes))
        scores /= np.repeat(np.add.reduceat(scores, first), sizes)
        gradient = matrix.T @ (target - scores) - _PENALTY * weights
        slope = 0.9 * slope + gradient / len(first)
        weights += _RATE * slope
    return {name: float(weights[at]) for name, at in number.items()}


def score(given: list[Case], weights: dict[str, float]) -> Counter[str]:
    """How often a place was said, judged and right, and how often none was."""
    counted: Counter[str] = Counter()
    for case in given:
        scores = [sum(weights.get(name, 0.0) * value for name, value in option) for option in case.options]
        best = max(range(len(scores)), key=lambda n: scores[n], default=None)
        said = best is not None and scores[best] > 0
        counted.update(
            {
                "said": said,
                "gold": case.placed,
                "right": said and best == case.right,
                "none": not case.placed,
                "empty": not case.placed and not said,
            }
        )
    return counted


def main() -> None:
    """Read the arguments, learn, print, write."""
    reader = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    reader.add_argument("gold", type=Path)
    reader.add_argument("--folds", type=int, default=5)
    reader.add_argument("--times", type=int, default=3, help="how often the sentences are parted anew")
    reader.add_argument("--write", action="store_true")
    given = reader.parse_args()
    rows = [json.loads(line) for line in given.gold.read_text(encoding="utf-8").splitlines()]
    found = cases(rows)
    groups = sorted({case.group for case in found})
    total: Counter[str] = Counter()
    for seed in range(_SEED, _SEED + given.times):
        parted = random.Random(seed).sample(groups, len(groups))
        for fold in range(given.folds):
            held = set(parted[fold :: given.folds])
            total += score([c for c in found if c.group in held], learn([c for c in found if c.group not in held]))
    precision, recall = total["right"] / total["said"], total["right"] / total["gold"]
    reachable = sum(case.right is not None for case in found) / sum(case.placed for case in found)
    print(f"{len(found)} verbs; of {sum(case.placed for case in found)} places {reachable:.3f} are candidates")
    print(f"precision {precision:.3f}, recall {recall:.3f}, F1 {2 * precision * recall / (precision + recall):.3f}")
    print(f"left empty where there is none: {total['empty'] / total['none']:.3f}")
    if given.write:
        weights = learn(found)
        lines = [f"{name}\t{weight:.3f}" for name, weight in sorted(weights.items()) if abs(weight) >= 0.0005]
        head = "# Weights for the place of an event; written by python -m bench.train_event_places.\nfeature\tweight\n"
        (DATA / "places.tsv").write_text(head + "\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
