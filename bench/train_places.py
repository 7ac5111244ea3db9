"""Weights of the places' features, learned from judged toponyms, and how good they are.

    python -m bench.train_places GOLD:RECORDS … [--folds 5] [--ablate] [--transfer] [--write]

GOLD is a file of articles with judged toponyms, RECORDS what ``dateline enrich`` made of them (the countries of its
entities are what the resolver knows of an article). Prints, under cross-validation by articles and given the judged
spans, the share resolved within 161 km and the share with the same GeoNames id, both without and with a table of
homes that is learned from the articles of the training folds as the resolver reads them; a table of reliability; and
what each group of features brings. ``--write`` learns from all of it and writes ``weights.tsv`` and
``confidence.tsv`` in ``pipeline/places/data``; the curve of the confidence is learned from the held-out choices.
"""

from __future__ import annotations

import argparse
import math
import random
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import orjson
from numpy.typing import NDArray

from pipeline.places.bindings import binds, kind_told
from pipeline.places.choice import choose
from pipeline.places.confidence import Curve, described
from pipeline.places.features import ALONE, FEATURES, HOME, TOGETHER, About, Named
from pipeline.places.gazetteer import Gazetteer
from pipeline.places.homes import Home, source_of
from pipeline.places.parts import known_as, within_place
from pipeline.places.weights import Weights

DATA = Path(__file__).parents[1] / "pipeline" / "places" / "data"
GROUPS = {
    "population": ("population", "great", "people_known"),
    "kind of name": ("main_name", "usual"),
    "kind of place": ("eponym", "country", "capital", "division", "district", "region"),
    "words around": ("contained", "by_container", "town_told", "division_told"),
    "countries": ("country_named", "country_shared"),
    "divisions": ("division_shared", "holds"),
    "distance": ("near", "far", "density", "beside", "first"),
}
_PENALTY, _STEPS, _RATE, _SEED = 0.02, 400, 0.3, 7
_HOME_PLACES = 12
_SURE = 0.7
_KM, _COUNTRY_KM = 161.0, 600.0

Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Judged:
    """One article: its names, the judged places of each, its countries and its source."""

    gold_set: str
    source: str | None
    names: dict[str, Named]
    gold: dict[str, list[tuple[float, float, int | None]]]
    countries: frozenset[str]


@dataclass(frozen=True, slots=True)
class Case:
    """One name with candidates: their features, which of them are right, and how often it is judged."""

    features: Numbers
    right: NDArray[np.bool_]
    count: int


def articles(gazetteer: Gazetteer, gold: Path, records: Path) -> Iterator[Judged]:
    """Read a judged set beside its records."""
    said = {record["id"]: record for record in map(orjson.loads, records.read_bytes().splitlines())}
    for row in map(orjson.loads, gold.read_bytes().splitlines()):
        record: dict[str, Any] = said.get(row["id"], {})
        countries = frozenset(entity["country"] for entity in record.get("entities", ()) if "country" in entity)
        names: dict[str, Named] = {}
        places: dict[str, list[tuple[float, float, int | None]]] = {}
        spans = sorted(row["toponyms"], key=lambda each: int(each["start"]))
        called = [_called(gazetteer, row["text"][span["start"] : span["end"]]) for span in spans]
        for number, (span, name) in enumerate(zip(spans, called, strict=True)):
            after = spans[number + 1] if number + 1 < len(spans) else None
            bound = after and binds(row["text"][span["end"] : after["start"]])
            known = names.get(name, Named())
            names[name] = Named(
                known.container or (called[number + 1] if bound else None),
                known.told or kind_told(row["text"], span["start"], span["end"]),
            )
            if "lat" in span:
                places.setdefault(name, []).append((span["lat"], span["lon"], span.get("geonameid")))
        yield Judged(gold.stem, source_of(row.get("domain"), None), names, places, countries)


def _called(gazetteer: Gazetteer, text: str) -> str:
    """What the resolver asks the gazetteer for."""
    if known := known_as(gazetteer, text):
        return known
    return next((part.name for part in within_place(gazetteer, text)), text)


def distance(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Great-circle distance of two points in degrees, in km."""
    (la, lo), (lb, lp) = (tuple(map(math.radians, each)) for each in (a, b))
    h = math.sin((lb - la) / 2) ** 2 + math.cos(la) * math.cos(lb) * math.sin((lp - lo) / 2) ** 2
    return 2 * 6371 * math.asin(math.sqrt(min(1.0, h)))


def homes(gazetteer: Gazetteer, judged: Iterable[Judged], weights: Weights) -> dict[str, Home]:
    """Where each source is at home, from the articles as the resolver reads them; their judgments are not looked at."""
    counts: dict[str, Counter[int]] = defaultdict(Counter)
    for article in judged:
        for choice in choose(gazetteer, weights, article.names, About(article.countries)).values():
            local = gazetteer.place(choice.best).feature in ("PPL", "PPLC", "ADM2")
            if article.source and local and choice.probabilities.max() >= _SURE:
                counts[article.source][choice.best] += 1
    found = {}
    for source, held in counts.items():
        kept = held.most_common(_HOME_PLACES)
        found[source] = Home(
            np.array([place for place, _ in kept], "i8"), np.array([count / held.total() for _, count in kept])
        )
    return found


def _about(article: Judged, known: Mapping[str, Home]) -> About:
    return About(article.countries, known.get(article.source or ""))


def cases(
    gazetteer: Gazetteer, judged: Sequence[Judged], weights: Weights, looks: int, known: Mapping[str, Home]
) -> list[Case]:
    """The features of every judged name that has candidates, as they are at the last of the looks."""
    found = []
    for article in judged:
        for name, choice in choose(gazetteer, weights, article.names, _about(article, known), looks).items():
            for latitude, longitude, number in dict.fromkeys(article.gold.get(name, ())):
                places = [gazetteer.place(int(index)) for index in choice.candidates.places]
                away = np.array([distance((latitude, longitude), (p.latitude, p.longitude)) for p in places])
                right = np.array([number is not None and p.geonames_id == number for p in places])
                right = right if right.any() else (away <= _KM) & (away == away.min())
                if right.any():
                    count = article.gold[name].count((latitude, longitude, number))
                    found.append(Case(choice.features, right, count))
    return found


def learn(given: Sequence[Case], used: Numbers, start: Numbers) -> Numbers:
    """Conditional logit by gradient ascent with momentum and an L2 penalty; features not ``used`` keep their weight."""
    rows = np.vstack([case.features for case in given])
    owner = np.repeat(np.arange(len(given)), [len(case.features) for case in given])
    begins = np.concatenate([[0], np.cumsum([len(case.features) for case in given])[:-1]])
    right = np.concatenate([case.right for case in given]).astype("f8")
    # A name repeated in its article is little more evidence than once.
    share = np.sqrt(np.array([case.count for case in given], "f8"))
    share /= share.sum()
    weights, speed, squares = start.copy(), np.zeros(len(start)), np.zeros(len(start))
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


def train(gazetteer: Gazetteer, judged: Sequence[Judged], without: Sequence[str] = ()) -> Weights:
    """Weights of the first look, of those after it, and last of the sources' homes with the others held."""
    first, rest, last = (_mask(names, without) for names in (ALONE, (*ALONE, *TOGETHER), HOME))
    zero = np.zeros(len(FEATURES))
    alone = learn(cases(gazetteer, judged, Weights(zero, zero), 0, {}), first, zero)
    together = learn(cases(gazetteer, judged, Weights(alone, zero), 1, {}), rest, zero)
    together = learn(cases(gazetteer, judged, Weights(alone, together), 2, {}), rest, together)
    weights = Weights(alone, together)
    known = homes(gazetteer, judged, weights)
    if not known:
        return weights
    with_source = [article for article in judged if article.source in known]
    alone = learn(cases(gazetteer, with_source, weights, 0, known), last, alone)
    together = learn(cases(gazetteer, with_source, Weights(alone, together), 2, known), last, together)
    return Weights(alone, together)


def _mask(names: Sequence[str], without: Sequence[str]) -> Numbers:
    return np.array([name in names and name not in without for name in FEATURES], "f8")


@dataclass(slots=True)
class Score:
    """Counts over judged toponyms."""

    judged: int = 0
    near: int = 0
    with_id: int = 0
    same_id: int = 0
    choices: list[tuple[tuple[float, ...], bool]] = field(default_factory=list)
    """What the confidence of each choice is made of, and whether the choice is right."""


def score(
    gazetteer: Gazetteer, judged: Sequence[Judged], weights: Weights, total: Score, known: Mapping[str, Home]
) -> None:
    """Count what the resolver gets right, given the judged spans."""
    for article in judged:
        chosen = choose(gazetteer, weights, article.names, _about(article, known))
        for name, places in article.gold.items():
            best = gazetteer.place(chosen[name].best) if name in chosen else None
            for latitude, longitude, number in places:
                total.judged += 1
                total.with_id += number is not None
                if best is None:
                    continue
                away = distance((latitude, longitude), (best.latitude, best.longitude))
                total.near += away <= _KM
                total.same_id += number is not None and best.geonames_id == number
                # Two sources may set a country's point far apart; that is no wrong choice.
                right = away <= max(_KM, _COUNTRY_KM if best.feature == "PCLI" else best.radius_km)
                chances = chosen[name].probabilities
                total.choices.append((described(float(chances.max()), best.feature, len(chances)), right))


def cross_validate(
    gazetteer: Gazetteer, judged: Sequence[Judged], folds: int, without: Sequence[str] = ()
) -> dict[str, Score]:
    """Score each article with weights and homes learned from the other folds."""
    order = list(judged)
    random.Random(_SEED).shuffle(order)
    totals: dict[str, Score] = {}
    for fold in range(folds):
        others = [each for i, each in enumerate(order) if i % folds != fold]
        weights = train(gazetteer, others, without)
        known = homes(gazetteer, others, weights)
        for gold_set in sorted({each.gold_set for each in order}):
            held = [each for i, each in enumerate(order) if i % folds == fold and each.gold_set == gold_set]
            score(gazetteer, held, weights, totals.setdefault(gold_set, Score()), {})
            if any(each.source for each in held):
                score(gazetteer, held, weights, totals.setdefault(f"{gold_set}, with homes", Score()), known)
    return totals


def show(what: str, totals: dict[str, Score]) -> None:
    """Print one line a set."""
    for gold_set, total in totals.items():
        same = f"{total.same_id / total.with_id:.3f}" if total.with_id else "-"
        near = total.near / total.judged
        print(f"{what:24} {gold_set:18} within 161 km {near:.3f}  same id {same}  n {total.judged}", flush=True)


def main() -> None:
    """Cross-validate, and write the weights if asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", nargs="+", metavar="GOLD:RECORDS")
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--ablate", action="store_true", help="also without each group of features")
    parser.add_argument("--transfer", action="store_true", help="also each set with weights learned from the others")
    parser.add_argument("--write", action="store_true", help="write the weights learned from all of it")
    given = parser.parse_args()
    gazetteer = Gazetteer.open()
    judged = [each for pair in given.sets for each in articles(gazetteer, *map(Path, pair.split(":")))]
    totals = cross_validate(gazetteer, judged, given.folds)
    show("all features", totals)
    choices = [pair for name, total in totals.items() if "homes" not in name for pair in total.choices]
    curve = learn_curve(choices)
    _show_reliability([(_confidence(signs, curve), right) for signs, right in choices])
    for group, features in GROUPS.items() if given.ablate else ():
        show(f"without {group}", cross_validate(gazetteer, judged, given.folds, features))
    if given.transfer:
        show("learned from the others", _transfer(gazetteer, judged))
    if given.write:
        _write(gazetteer, judged, curve)


def _transfer(gazetteer: Gazetteer, judged: Sequence[Judged]) -> dict[str, Score]:
    """Score each set with the weights that the other sets teach."""
    totals: dict[str, Score] = {}
    for gold_set in sorted({each.gold_set for each in judged}):
        weights = train(gazetteer, [each for each in judged if each.gold_set != gold_set])
        held = [each for each in judged if each.gold_set == gold_set]
        score(gazetteer, held, weights, totals.setdefault(gold_set, Score()), {})
    return totals


def learn_curve(choices: Sequence[tuple[tuple[float, ...], bool]], steps: int = 30) -> Numbers:
    """Logistic regression by Newton's method, with a weak penalty."""
    signs = np.array([signs for signs, _ in choices])
    right = np.array([right for _, right in choices], "f8")
    curve = np.zeros(signs.shape[1])
    for _ in range(steps):
        said = 1 / (1 + np.exp(-signs @ curve))
        slope = signs.T @ (right - said) - curve
        bend = (signs * (said * (1 - said))[:, None]).T @ signs + np.eye(len(curve))
        curve = curve + np.linalg.solve(bend, slope)
    return curve


def _confidence(signs: Sequence[float], curve: Numbers) -> float:
    return float(1 / (1 + math.exp(-float(np.dot(signs, curve)))))


def _show_reliability(pairs: Sequence[tuple[float, bool]]) -> None:
    bounds = (0.0, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.99, 1.01)
    for low, high in pairwise(bounds):
        held = [pair for pair in pairs if low <= pair[0] < high]
        if held:
            mean, right = sum(p for p, _ in held) / len(held), sum(r for _, r in held) / len(held)
            print(f"confidence {low:.2f} to {min(high, 1):.2f}: {len(held):5}  mean {mean:.2f}  right {right:.2f}")


def _write(gazetteer: Gazetteer, judged: Sequence[Judged], curve: Numbers) -> None:
    weights = train(gazetteer, judged)
    began = time.process_time()
    score(gazetteer, judged, weights, total := Score(), {})
    print(f"{1000 * (time.process_time() - began) / total.judged:.3f} ms a toponym")
    lines = [
        "# Weights of the features of a candidate; written by python -m bench.train_places.",
        "feature\talone\ttogether",
    ]
    lines += [f"{n}\t{a:.3f}\t{b:.3f}" for n, a, b in zip(FEATURES, weights.alone, weights.together, strict=True)]
    (DATA / "weights.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    names = [each.name for each in fields(Curve)]
    lines = ["# The curve of the confidence; written by python -m bench.train_places.", "name\tweight"]
    lines += [f"{name}\t{weight:.3f}" for name, weight in zip(names, curve, strict=True)]
    (DATA / "confidence.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
