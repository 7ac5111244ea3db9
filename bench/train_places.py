"""Weights of the places' features, learned from judged toponyms, and how good they are.

    python -m bench.train_places GOLD:RECORDS … [--folds 5] [--write]

GOLD is a file of articles with judged toponyms, RECORDS what ``dateline enrich`` made of them (the
countries of its entities are what the resolver knows of an article). Prints, under cross-validation
by articles and given the judged spans, the share resolved within 161 km, the share with the same
GeoNames id, a table of reliability, and what each group of features brings. ``--write`` learns from
all of it and writes ``pipeline/places/data/weights.tsv``.
"""

from __future__ import annotations

import argparse
import math
import random
import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import orjson
from numpy.typing import NDArray

from pipeline.places.choice import choose
from pipeline.places.features import FEATURES
from pipeline.places.gazetteer import Gazetteer
from pipeline.places.weights import Weights

TABLE = Path(__file__).parents[1] / "pipeline" / "places" / "data" / "weights.tsv"
GROUPS = {
    "population": ("population",),
    "kind of name": ("main_name",),
    "kind of place": ("eponym", "country", "capital", "division", "district", "region"),
    "container": ("contained",),
    "countries": ("country_named", "country_shared"),
    "divisions": ("division_shared",),
    "distance": ("near", "far"),
}
_START = dict(zip(FEATURES, (8, 0, 2.5, 6, 2, 0, -2, 5, 1.5, 6, 1, 1, 1, 1), strict=True))
_PENALTY, _STEPS, _RATE, _SEED = 0.02, 400, 0.3, 7
_BINDS = re.compile(r"\s*[,(]\s*")
_KM = 161.0


@dataclass(frozen=True, slots=True)
class Judged:
    """One article: its names with containers, the judged place of each, and its countries."""

    source: str
    names: dict[str, str | None]
    gold: dict[str, list[tuple[float, float, int | None]]]
    countries: frozenset[str]


@dataclass(frozen=True, slots=True)
class Case:
    """One name with candidates: their features, which of them are right, and how often it is judged."""

    features: NDArray[np.float64]
    right: NDArray[np.bool_]
    count: int


def articles(gold: Path, records: Path) -> Iterator[Judged]:
    """Read a judged set beside its records."""
    said = {record["id"]: record for record in map(orjson.loads, records.read_bytes().splitlines())}
    for row in map(orjson.loads, gold.read_bytes().splitlines()):
        record: dict[str, Any] = said.get(row["id"], {})
        countries = frozenset(entity["country"] for entity in record.get("entities", ()) if "country" in entity)
        names: dict[str, str | None] = {}
        places: dict[str, list[tuple[float, float, int | None]]] = {}
        spans = sorted(row["toponyms"], key=lambda each: int(each["start"]))
        for number, span in enumerate(spans):
            name = row["text"][span["start"] : span["end"]]
            after = spans[number + 1] if number + 1 < len(spans) else None
            bound = after and _BINDS.fullmatch(row["text"][span["end"] : after["start"]])
            names[name] = names.get(name) or (row["text"][after["start"] : after["end"]] if after and bound else None)
            if "lat" in span:
                places.setdefault(name, []).append((span["lat"], span["lon"], span.get("geonameid")))
        yield Judged(gold.stem, names, places, countries)


def distance(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Great-circle distance of two points in degrees, in km."""
    (la, lo), (lb, lp) = (tuple(map(math.radians, each)) for each in (a, b))
    h = math.sin((lb - la) / 2) ** 2 + math.cos(la) * math.cos(lb) * math.sin((lp - lo) / 2) ** 2
    return 2 * 6371 * math.asin(math.sqrt(min(1.0, h)))


def cases(gazetteer: Gazetteer, judged: Sequence[Judged], weights: Weights) -> list[Case]:
    """The features of every judged name that has candidates, given the weights of the first look."""
    found = []
    for article in judged:
        for name, choice in choose(gazetteer, weights, article.names, article.countries).items():
            for latitude, longitude, number in dict.fromkeys(article.gold.get(name, ())):
                places = [gazetteer.place(int(index)) for index in choice.candidates.places]
                away = np.array([distance((latitude, longitude), (p.latitude, p.longitude)) for p in places])
                right = np.array([number is not None and p.geonames_id == number for p in places])
                right = right if right.any() else (away <= _KM) & (away == away.min())
                if right.any():
                    count = article.gold[name].count((latitude, longitude, number))
                    found.append(Case(choice.features, right, count))
    return found


def learn(given: Sequence[Case], used: NDArray[np.float64], start: NDArray[np.float64]) -> NDArray[np.float64]:
    """Conditional logit by gradient ascent with momentum and an L2 penalty; features not ``used`` get no weight."""
    rows = np.vstack([case.features for case in given])
    owner = np.repeat(np.arange(len(given)), [len(case.features) for case in given])
    begins = np.concatenate([[0], np.cumsum([len(case.features) for case in given])[:-1]])
    right = np.concatenate([case.right for case in given]).astype("f8")
    # A name repeated in its article is little more evidence than once.
    share = np.sqrt(np.array([case.count for case in given], "f8"))
    share /= share.sum()
    weights, speed, squares = start * used, np.zeros(len(start)), np.zeros(len(start))
    for step in range(1, _STEPS + 1):
        scores = rows @ weights
        powers = np.exp(scores - np.maximum.reduceat(scores, begins)[owner])
        model = powers / np.add.reduceat(powers, begins)[owner]
        truth = model * right
        truth /= np.maximum(np.add.reduceat(truth, begins)[owner], 1e-12)
        slope = (rows * ((truth - model) * share[owner])[:, None]).sum(axis=0) - _PENALTY * weights / len(FEATURES) / 10
        speed = 0.9 * speed + 0.1 * slope
        squares = 0.99 * squares + 0.01 * slope**2
        weights = weights + _RATE * used * (speed / (1 - 0.9**step)) / (np.sqrt(squares / (1 - 0.99**step)) + 1e-8)
    return weights


def train(gazetteer: Gazetteer, judged: Sequence[Judged], used: NDArray[np.float64] | None = None) -> Weights:
    """Weights of the first look, then of the second given the first."""
    used = np.ones(len(FEATURES)) if used is None else used
    start = np.array([_START[name] for name in FEATURES], "f8")
    alone = np.array([name not in {"country_shared", "division_shared", "near", "far"} for name in FEATURES], "f8")
    first = Weights(start * alone, start)
    first = Weights(learn(cases(gazetteer, judged, first), used * alone, start), start)
    return Weights(first.alone, learn(cases(gazetteer, judged, first), used, start))


@dataclass(slots=True)
class Score:
    """Counts over judged toponyms."""

    judged: int = 0
    near: int = 0
    with_id: int = 0
    same_id: int = 0
    reliability: list[tuple[float, bool]] | None = None


def score(gazetteer: Gazetteer, judged: Sequence[Judged], weights: Weights, total: Score) -> None:
    """Count what the resolver gets right, given the judged spans."""
    total.reliability = total.reliability or []
    for article in judged:
        chosen = choose(gazetteer, weights, article.names, article.countries)
        for name, places in article.gold.items():
            best = gazetteer.place(chosen[name].best) if name in chosen else None
            for latitude, longitude, number in places:
                total.judged += 1
                total.with_id += number is not None
                if best is None:
                    continue
                near = distance((latitude, longitude), (best.latitude, best.longitude)) <= _KM
                total.near += near
                total.same_id += number is not None and best.geonames_id == number
                total.reliability.append((float(chosen[name].probabilities.max()), near))


def cross_validate(
    gazetteer: Gazetteer, judged: Sequence[Judged], folds: int, used: NDArray[np.float64] | None = None
) -> dict[str, Score]:
    """Score each article with weights learned from the other folds."""
    order = list(judged)
    random.Random(_SEED).shuffle(order)
    totals: dict[str, Score] = {}
    for fold in range(folds):
        weights = train(gazetteer, [each for i, each in enumerate(order) if i % folds != fold], used)
        for source in sorted({each.source for each in order}):
            held = [each for i, each in enumerate(order) if i % folds == fold and each.source == source]
            score(gazetteer, held, weights, totals.setdefault(source, Score()))
    return totals


def show(what: str, totals: dict[str, Score]) -> None:
    """Print one line a set."""
    for source, total in totals.items():
        same = f"{total.same_id / total.with_id:.3f}" if total.with_id else "-"
        print(f"{what:28} {source:10} within 161 km {total.near / total.judged:.3f}  same id {same}  n {total.judged}")


def main() -> None:
    """Cross-validate, and write the weights if asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", nargs="+", metavar="GOLD:RECORDS")
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--ablate", action="store_true", help="also without each group of features")
    parser.add_argument("--write", action="store_true", help="write the weights learned from all of it")
    given = parser.parse_args()
    gazetteer = Gazetteer.open()
    judged = [each for pair in given.sets for each in articles(*map(Path, pair.split(":")))]
    totals = cross_validate(gazetteer, judged, given.folds)
    show("all features", totals)
    pairs = [pair for total in totals.values() for pair in total.reliability or ()]
    for low in (0.0, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.99):
        high = next((each for each in (0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.99) if each > low), 1.01)
        held = [pair for pair in pairs if low <= pair[0] < high]
        if held:
            mean, right = sum(p for p, _ in held) / len(held), sum(r for _, r in held) / len(held)
            print(f"confidence {low:.2f} to {min(high, 1):.2f}: {len(held):5}  mean {mean:.2f}  right {right:.2f}")
    for group, features in GROUPS.items() if given.ablate else ():
        used = np.array([name not in features for name in FEATURES], "f8")
        show(f"without {group}", cross_validate(gazetteer, judged, given.folds, used))
    if given.write:
        weights = train(gazetteer, judged)
        began = time.perf_counter()
        score(gazetteer, judged, weights, total := Score())
        print(f"{1000 * (time.perf_counter() - began) / total.judged:.3f} ms a toponym")
        lines = [
            "# Weights of the features of a candidate; written by python -m bench.train_places.",
            "feature\talone\ttogether",
        ]
        lines += [f"{n}\t{a:.3f}\t{b:.3f}" for n, a, b in zip(FEATURES, weights.alone, weights.together, strict=True)]
        TABLE.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
