"""What the places cost: time, memory, the file.

    python -m bench.places [--workers 4] RECORDS…

Prints the size of the gazetteer, the time to open it, how time grows with the names of an article, the time of the
whole step right after the parse of each article, as a share of it too, and what the layer adds to the memory of a
stage's workers: the file, which they share, and what each holds for itself (from ``/proc/PID/smaps``), which is what
workers with the layer hold more than workers without it after the same articles. RECORDS are files of records with
their text, one a line. Times are processor time, of one thread, as in a worker.
"""

from __future__ import annotations

import argparse
import gc
import multiprocessing
import os
import re
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from statistics import mean
from typing import Any

os.environ |= {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}  # read when numpy is imported

import orjson

from pipeline.article import Article
from pipeline.enricher import Enricher
from pipeline.entities import EntityStep
from pipeline.language.parsed import Analysis
from pipeline.language.parser import Parser
from pipeline.layers import EnricherSettings
from pipeline.places import PlaceStep
from pipeline.places import weights as table
from pipeline.places.choice import resolve
from pipeline.places.features import About, Named
from pipeline.places.gazetteer import DEFAULT_PATH, Gazetteer

_TOKENS = 550
_SEVERAL = 16  # workers
_MAPPING = re.compile(r"^[0-9a-f]+-[0-9a-f]+ \S+ \S+ \S+ \S+\s*(.*)$")


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--workers", type=int, default=4)
    parser.add_argument("records", nargs="+", type=Path)
    given = parser.parse_args()
    print(f"file: {DEFAULT_PATH.stat().st_size / 1e6:.1f} MB")
    began = time.process_time()
    gazetteer = Gazetteer.open()
    print(f"opened in {1000 * (time.process_time() - began):.1f} ms, {gazetteer.size} places")
    _growth(gazetteer)
    _articles(given.records)
    _memory(given.records, given.workers)


def _growth(gazetteer: Gazetteer) -> None:
    """Time of a name in articles of ever more names."""
    weights = table.load()
    names = list(dict.fromkeys(gazetteer.place(index).name for index in range(500, gazetteer.size, 20)))
    for count in (10, 100, 1_000, 10_000):
        told = dict.fromkeys(names[:count], Named())
        rounds = max(1, 2_000 // count)
        began = time.process_time()
        for _ in range(rounds):
            resolve(gazetteer, weights, told, About())
        taken = 1000 * (time.process_time() - began) / rounds
        print(f"{count:6} names in an article: {taken:8.1f} ms, {taken / count:.3f} ms a name")


def _articles(paths: Iterable[Path]) -> None:
    """Time of the whole step over articles."""
    parser, entities, step = Parser.load(), EntityStep.load(), PlaceStep.load(EnricherSettings())
    parsing, taken, tokens, mentions = 0.0, 0.0, 0, 0
    for article in _read(paths):
        began = time.process_time()
        parsed = parser.parse([article])[0]
        parsing += time.process_time() - began
        analysis = entities(Analysis(article, parsed))
        began = time.process_time()
        located = step(analysis).locations
        taken += time.process_time() - began
        tokens += sum(len(text.doc) for text in analysis.texts)
        mentions += sum(len(location.mentions) for location in located)
    print(
        f"whole step: {1000 * taken / tokens * _TOKENS:.2f} ms for {_TOKENS} tokens ({100 * taken / parsing:.1f}% of "
        f"the parse), {1000 * taken / mentions:.3f} ms a toponym"
    )


def _read(paths: Iterable[Path]) -> Iterator[Article]:
    for path in paths:
        for line in path.read_bytes().splitlines():
            told = orjson.loads(line)["article"]
            yield Article(told["id"], told["body"], title=told.get("title"), language="en")


def _memory(paths: list[Path], workers: int) -> None:
    """What workers hold of the file, and what they hold beside it because of it."""
    without, with_places = (_workers(paths, workers, layers) for layers in (("entities",), ("entities", "places")))
    own = (mean(each["own"] for each in with_places) - mean(each["own"] for each in without)) / 1024
    shared = sum(each.get("Pss", 0) for each in with_places) / 1024
    print(
        f"{workers} workers: {shared:.1f} MB of the file, all together, and {own:.2f} MB more for each: "
        f"{shared + workers * own:.1f} MB; {_SEVERAL} workers: {shared + _SEVERAL * own:.1f} MB"
    )


def _workers(paths: list[Path], workers: int, layers: tuple[str, ...]) -> list[dict[str, int]]:
    """The kB that each worker holds after the articles."""
    context = multiprocessing.get_context("spawn")
    ready, leave, told = context.Barrier(workers + 1), context.Event(), context.Queue()
    processes = [context.Process(target=_work, args=(paths, layers, ready, leave, told)) for _ in range(workers)]
    for process in processes:
        process.start()
    own = [told.get() for _ in processes]
    ready.wait()
    held = [_mapped(process.pid or 0) | {"own": amount} for process, amount in zip(processes, own, strict=True)]
    leave.set()
    for process in processes:
        process.join()
    return held


def _work(paths: list[Path], layers: tuple[str, ...], ready: Any, leave: Any, told: Any) -> None:  # noqa: ANN401 - what multiprocessing gives
    enricher = Enricher.load(EnricherSettings(layers=layers))
    for article in _read(paths):
        enricher.enrich_one(article)
    gc.collect()
    told.put(_private())
    ready.wait()
    leave.wait()


def _private() -> int:
    lines = Path("/proc/self/smaps_rollup").read_text().splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("Private_Dirty"))


def _mapped(process: int) -> dict[str, int]:
    """The kB of the gazetteer's mapping in a process, by kind."""
    held: dict[str, int] = {}
    inside = False
    for line in Path(f"/proc/{process}/smaps").read_text().splitlines():
        if mapping := _MAPPING.match(line):
            inside = mapping[1] == str(DEFAULT_PATH)
        elif inside:
            kind, _, amount = line.partition(":")
            if amount.strip().endswith("kB"):
                held[kind] = held.get(kind, 0) + int(amount.split()[0])
    return held


if __name__ == "__main__":
    main()
