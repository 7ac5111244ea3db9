"""How many coded events a careful coder accepts: sentences to judge, and the score of the judgements.

    python -m bench.judge_events sample RECORDS.jsonl … [--sentences 200] [--without FILE] > sheet.tsv
    python -m bench.judge_events score RECORDS.jsonl … [--judgements bench/judgements.tsv]

``sample`` draws sentences of bodies that have an event, with a fixed seed, from articles that have no judgement in
the file given by ``--without`` (what the weights were learned from), and writes a line for each event of theirs:
what the coder sees, and a column for the verdict. ``score`` reads the verdicts, which name article, place of the
trigger and type but hold no text, and prints the share of the records' events in the judged sentences that was
accepted, by type. An event that nobody judged is counted apart: the sheet then wants another look.

Verdicts: ``yes``; ``type`` (an event, but of another type); ``no`` (no event of the sixteen types: background,
sport, business, a figure of speech, an accident).
"""

from __future__ import annotations

import argparse
import csv
import json
import random
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_SEED = 11
_JUDGEMENTS = Path(__file__).parent / "judgements.tsv"
_VERDICTS = ("yes", "type", "no")


@dataclass(frozen=True, slots=True)
class Told:
    """One event of a record, and the sentence of its leading mention."""

    article: str
    sentence: tuple[int, int]
    trigger: int
    type: str
    shown: str

    @property
    def key(self) -> tuple[str, int, str]:
        """What a judgement is about: article, place of the trigger, type."""
        return self.article, self.trigger, self.type


def told(paths: list[Path]) -> Iterator[Told]:
    """The events of records that are told in a body."""
    for path in paths:
        for line in path.read_text(encoding="utf-8").splitlines():
            record = json.loads(line)
            body = record["article"]["body"]
            for event in record["events"]:
                if event["trigger"]["field"] == "body":
                    span = event["sentence"]["start"], event["sentence"]["end"]
                    yield Told(record["id"], span, event["trigger"]["start"], event["type"], _shown(event, body, span))


def _shown(event: dict[str, Any], body: str, span: tuple[int, int]) -> str:
    actors = (" + ".join(actor["mention"]["text"] for actor in event.get(key, ())) for key in ("sources", "targets"))
    status = event["status"] + (", negated" if event["negated"] else "")
    text = f"{event['trigger']['text']} | {' -> '.join(actors)} | {status} | {body[slice(*span)]}"
    return " ".join(text.split())


def sample(paths: list[Path], most: int, without: Path | None) -> None:
    """Write the sheet."""
    known = {row["article"] for row in judged(without)} if without else set()
    found = [one for one in told(paths) if one.article not in known]
    sentences = sorted({(one.article, one.sentence) for one in found})
    drawn = set(random.Random(_SEED).sample(sentences, min(most, len(sentences))))
    sheet = csv.writer(sys.stdout, delimiter="\t", lineterminator="\n")
    sheet.writerow(["article", "start", "end", "trigger", "type", "verdict", "shown"])
    for one in found:
        if (one.article, one.sentence) in drawn:
            sheet.writerow([one.article, *one.sentence, one.trigger, one.type, "", one.shown])


def judged(path: Path) -> list[dict[str, str]]:
    """The lines of a file of judgements."""
    with path.open(encoding="utf-8") as file:
        return list(csv.DictReader((line for line in file if not line.startswith("#")), delimiter="\t"))


def score(paths: list[Path], judgements: Path) -> None:
    """Print the shares."""
    rows = judged(judgements)
    verdicts = {(row["article"], int(row["trigger"]), row["type"]): row["verdict"] for row in rows}
    sentences = {(row["article"], int(row["start"]), int(row["end"])) for row in rows}
    if unknown := set(verdicts.values()) - set(_VERDICTS):
        sys.exit(f"{judgements}: unknown verdicts {sorted(unknown)}; use {', '.join(_VERDICTS)}")
    counted: Counter[tuple[str, str]] = Counter()
    for one in told(paths):
        if (one.article, *one.sentence) in sentences:
            counted[one.type, verdicts.get(one.key, "unjudged")] += 1
    for kind in [*sorted({kind for kind, _ in counted}), "all"]:
        of = {v: sum(n for (k, w), n in counted.items() if w == v and kind in (k, "all")) for v in _VERDICTS}
        unjudged = sum(n for (k, w), n in counted.items() if w == "unjudged" and kind in (k, "all"))
        seen = sum(of.values())
        share = f"{of['yes'] / seen:.3f}" if seen else "-"
        print(f"{kind}\t{seen} judged\t{share} accepted\t{of['type']} of another type\t{unjudged} unjudged")


def main() -> None:
    """Read the arguments and do what they say."""
    reader = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    reader.add_argument("what", choices=("sample", "score"))
    reader.add_argument("records", type=Path, nargs="+")
    reader.add_argument("--sentences", type=int, default=200)
    reader.add_argument("--without", type=Path)
    reader.add_argument("--judgements", type=Path, default=_JUDGEMENTS)
    given = reader.parse_args()
    if given.what == "sample":
        sample(given.records, given.sentences, given.without)
    else:
        score(given.records, given.judgements)


if __name__ == "__main__":
    main()
