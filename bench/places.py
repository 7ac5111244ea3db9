"""What the places cost: time, memory, the file.

    python -m bench.places [--workers 4] [RECORDS…]

Prints the size of the gazetteer, the time to open it, the time of a toponym and of an article, how time grows with
the names of an article, and what a stage's workers hold of the file in memory, together and each for itself (from
``/proc/PID/smaps``). RECORDS are files of records with their text, one a line; without them, ten thousand names of
the gazetteer are looked up. Times are processor time.
"""

from __future__ import annotations

import argparse
import multiprocessing
import re
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import orjson

from pipeline.article import Article
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
_NAMES = 100
_MAPPING = re.compile(r"^[0-9a-f]+-[0-9a-f]+ \S+ \S+ \S+ \S+\s*(.*)$")


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--workers", type=int, default=4)
    parser.add_argument("records", nargs="*", type=Path)
    given = parser.parse_args()
    print(f"file: {DEFAULT_PATH.stat().st_size / 1e6:.1f} MB")
    began = time.process_time()
    gazetteer = Gazetteer.open()
    print(f"opened in {1000 * (time.process_time() - began):.1f} ms, {gazetteer.size} places")
    _growth(gazetteer)
    if given.records:
        _articles(given.records)
    _memory(given.workers)


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
    taken, tokens, mentions = 0.0, 0, 0
    for record in (record for path in paths for record in _records(path)):
        told = record["article"]
        article = Article(told["id"], told["body"], title=told.get("title"))
        analysis = entities(Analysis(article, parser.parse([article])[0]))
        began = time.process_time()
        located = step(analysis).locations
        taken += time.process_time() - began
        tokens += sum(len(text.doc) for text in analysis.texts)
        mentions += sum(len(location.mentions) for location in located)
    print(
        f"whole step: {1000 * taken / tokens * _TOKENS:.2f} ms for {_TOKENS} tokens, {1000 * taken / mentions:.3f} ms"
    )


def _records(path: Path) -> Iterator[dict[str, Any]]:
    for line in path.read_bytes().splitlines():
        yield orjson.loads(line)


def _memory(workers: int) -> None:
    """What workers hold of the file, and what they hold beside it because of it."""
    context = multiprocessing.get_context("spawn")
    ready, leave = context.Barrier(workers + 1), context.Event()
    processes = [context.Process(target=_hold, args=(ready, leave)) for _ in range(workers)]
    for process in processes:
        process.start()
    ready.wait()
    held = [_mapped(process.pid or 0) for process in processes]
    leave.set()
    for process in processes:
        process.join()
    shared = sum(each["Pss"] for each in held)
    own = sum(each["Private_Dirty"] for each in held)
    print(f"{workers} workers: {shared / 1024:.1f} MB of the file in memory, all together; {own} kB written to by any")
    print(
        "each: "
        + ", ".join(f"{each['Rss'] / 1024:.1f} MB seen, {each['Pss'] / 1024:.1f} MB its share" for each in held)
    )


def _hold(ready: Any, leave: Any) -> None:  # noqa: ANN401 - what multiprocessing gives
    before = _private()
    gazetteer = Gazetteer.open()
    weights = table.load()
    for first in range(0, gazetteer.size - 3 * _NAMES, 3 * _NAMES):
        names = (gazetteer.place(index).name for index in range(first, first + 3 * _NAMES, 3))
        resolve(gazetteer, weights, dict.fromkeys(names, Named()), About())
    print(f"a worker's own memory grew by {(_private() - before) / 1024:.1f} MB", flush=True)
    ready.wait()
    leave.wait()


def _private() -> int:
    lines = Path("/proc/self/smaps_rollup").read_text().splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("Private_"))


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
