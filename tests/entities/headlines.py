"""Salience against headlines: ``python -m tests.entities.headlines ARTICLES`` prints how well it tells whom they name.

ARTICLES are article envelopes with titles, one a line. The title is taken away first, and the start of the body that
repeats it, so that salience has only the body to go by.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

from pipeline.record import Entity
from tests.entities.entities_of import analysis_of


def _in_title(entity: Entity, title: str) -> int | None:
    """Where the title first has a name of the entity."""
    found = (re.search(rf"\b{re.escape(name)}\b", title) for name in (entity.name, *entity.aliases))
    return min((match.start() for match in found if match), default=None)


def _articles(path: Path) -> Iterator[tuple[str, tuple[Entity, ...]]]:
    for line in path.read_text("utf-8").split("\n"):
        if not line:
            continue
        article = json.loads(line)
        title = article.get("title") or ""
        body = article["body"].removeprefix(title).lstrip(" .")
        if title and body:
            yield title, analysis_of(body).entities


def measure(articles: Iterator[tuple[str, tuple[Entity, ...]]]) -> dict[str, float]:
    """Shares of pairs that salience orders as the headline does (ties count half), and of articles whose top is named.

    ``named``: of pairs of one entity that the headline names and one that it doesn't, the former is more salient.
    ``order``: of two that the headline names, the one that it names first is more salient.
    ``top``: the most salient entity is in the headline, of headlines that name any.
    ``first``: the same for the entity that the body names first, as a yardstick.
    """
    named: list[float] = []
    order: list[float] = []
    top: list[float] = []
    first: list[float] = []
    for title, entities in articles:
        places = {entity.id: place for entity in entities if (place := _in_title(entity, title)) is not None}
        if not places or len(entities) < 2:
            continue
        top.append(max(entities, key=lambda entity: entity.salience or 0).id in places)
        first.append(entities[0].id in places)
        for one, other in combinations(entities, 2):
            mine, theirs = one.salience or 0, other.salience or 0
            if one.id in places and other.id in places:
                ahead = places[one.id] < places[other.id]
                order.append(0.5 if mine == theirs else float((mine > theirs) == ahead))
            elif one.id in places or other.id in places:
                named.append(0.5 if mine == theirs else float((mine > theirs) == (one.id in places)))
    shares: dict[str, list[float]] = {"named": named, "order": order, "top": top, "first": first}
    return {what: round(sum(said) / len(said), 3) for what, said in shares.items() if said} | {"headlines": len(top)}


if __name__ == "__main__":
    print(measure(_articles(Path(sys.argv[1]))))
