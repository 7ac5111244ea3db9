"""Time of the event layer, and how its confidence and its contexts compare with gold.

    python -m bench.events speed ARTICLES.jsonl [--most N]
    python -m bench.events confidence RECORDS.jsonl GOLD.jsonl
    python -m bench.events contexts RECORDS.jsonl GOLD.jsonl

``speed`` prints milliseconds for 550 tokens of the parse and of the event step, on one core (set
``OPENBLAS_NUM_THREADS=1`` as the workers do), at the first pass over articles whose words are new to it
and at a second one, and the seconds that the lexicon takes to load. ``confidence`` prints, by bins of an event's
confidence, the share of first events whose type is the gold one. ``contexts`` prints precision,
recall and F1 of the contexts of first events that have the gold type, where gold has contexts.
"""

from __future__ import annotations

import argparse
import gc
import json
import time
from collections import defaultdict
from pathlib import Path

from pipeline.article import Article
from pipeline.dates import DateStep
from pipeline.entities import EntityStep
from pipeline.events import EventStep
from pipeline.language.parsed import Analysis, Step
from pipeline.language.parser import Parser

_TOKENS = 550
_JOINT = {"CONCEDE": "YIELD", "RETREAT": "YIELD"}
_SAME_CONTEXT = {"refugees": "refugee", "resources": "resource", "politics": "political"}
_BINS = (0.0, 0.3, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.01)


def speed(path: Path, most: int) -> None:
    """Print the times over the articles of a file."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()[:most]]
    articles = [
        Article(str(row["id"]), row["body"], title=row.get("title"), published_at=row.get("published_at"))
        for row in rows
    ]
    parser = Parser.load()
    before: list[Step] = [EntityStep.load(), DateStep.load()]
    start = time.perf_counter()
    step = EventStep.load()
    print(f"lexicon and weights loaded in {time.perf_counter() - start:.2f} s")
    start = time.perf_counter()
    parsed = parser.parse(articles)
    parse = time.perf_counter() - start
    analyses = []
    for article, texts in zip(articles, parsed, strict=True):
        analysis = Analysis(article, texts)
        for earlier in before:
            analysis = earlier(analysis)
        analyses.append(analysis)
    step(analyses.pop())  # reads the tables that are read at first use
    gc.collect()
    gc.freeze()  # as a worker does
    tokens = sum(len(text.doc) for analysis in analyses for text in analysis.texts)
    parse *= tokens / sum(len(text.doc) for texts in parsed for text in texts)
    for name in ("first pass", "second pass"):
        start = time.perf_counter()
        for analysis in analyses:
            step(analysis)
        took = time.perf_counter() - start
        print(f"{name}: {took / tokens * _TOKENS * 1000:.2f} ms for {_TOKENS} tokens, {took / parse:.1%} of the parse")
    print(f"parse: {parse / tokens * _TOKENS * 1000:.1f} ms for {_TOKENS} tokens; {tokens} tokens in all")


def confidence(records: Path, gold: Path) -> None:
    """Print a table of confidence against the gold type."""
    wanted = {}
    for line in gold.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        label = row["gold"][0].get("plover") or row["gold"][0].get("label")
        wanted[row["id"]] = _JOINT.get(label, label)
    bins: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    for line in records.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        for event in record["events"][:1]:
            right = _JOINT.get(event["type"], event["type"]) == wanted[record["id"]]
            place = next(i for i in range(len(_BINS) - 1) if event["confidence"] < _BINS[i + 1])
            bins[place].append((event["confidence"], right))
    print("| confidence | events | mean | right |\n|---|---|---|---|")
    for place, pairs in sorted(bins.items()):
        mean = sum(value for value, _ in pairs) / len(pairs)
        share = sum(right for _, right in pairs) / len(pairs)
        print(f"| {_BINS[place]:.2f} to {min(_BINS[place + 1], 1):.2f} | {len(pairs)} | {mean:.2f} | {share:.2f} |")


def contexts(records: Path, gold: Path) -> None:
    """Print how the contexts of events of the right type compare with gold."""
    wanted = {}
    for line in gold.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        named = {part.strip() for entry in row["gold"][0].get("context") or [] for part in entry.split(",")}
        wanted[row["id"]] = (row["gold"][0].get("plover"), {_SAME_CONTEXT.get(name, name) for name in named})
    texts = said = right = there = 0
    for line in records.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        kind, named = wanted[record["id"]]
        if named and record["events"] and record["events"][0]["type"] == kind:
            own = set(record["events"][0].get("contexts", []))
            texts, said, right, there = texts + 1, said + len(own), right + len(own & named), there + len(named)
    precision, recall = right / max(said, 1), right / max(there, 1)
    f1 = 2 * precision * recall / max(precision + recall, 1e-9)
    print(f"{texts} events: precision {precision:.3f}, recall {recall:.3f}, F1 {f1:.3f}")


def main() -> None:
    """Read the command line."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = options.add_subparsers(dest="command", required=True)
    timing = commands.add_parser("speed")
    timing.add_argument("articles", type=Path)
    timing.add_argument("--most", type=int, default=80)
    for name in ("confidence", "contexts"):
        table = commands.add_parser(name)
        table.add_argument("records", type=Path)
        table.add_argument("gold", type=Path)
    arguments = options.parse_args()
    if arguments.command == "speed":
        speed(arguments.articles, arguments.most)
    elif arguments.command == "confidence":
        confidence(arguments.records, arguments.gold)
    else:
        contexts(arguments.records, arguments.gold)


if __name__ == "__main__":
    main()
