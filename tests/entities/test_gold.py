"""The entities of articles whose names a reader has judged: scored, with a floor."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from pipeline.entities.tables import Countries
from pipeline.record import Entity
from tests.entities.entities_of import analysis_of

FLOORS = {
    "type": 0.97,
    "links": 0.96,
    "b3": 0.97,
    "country": 0.96,
    "sector": 0.96,
    "role": 0.95,
    "reference precision": 0.93,
    "reference recall": 0.88,
}
_MARK = re.compile(r"\{([^|{}]+)\|([^{}]+)\}")


@dataclass(frozen=True)
class Judged:
    """What a reader says of one entity; None is not judged, "-" is none."""

    kind: str
    forms: tuple[str, ...]
    country: str | None
    sector: str | None
    roles: tuple[str, ...]


def _judged(line: str) -> Judged:
    kind, forms, country, sector, roles = (cell.strip() for cell in line.split("|"))
    many = [tuple(part.strip() for part in cell.split(";") if part.strip()) for cell in (forms, roles)]
    return Judged(kind, many[0], country or None, sector or None, many[1])


def _unmarked(body: str) -> tuple[str, dict[tuple[int, int], str]]:
    """A body without its marks, and what each marked stretch means: a form of a name."""
    meant: dict[tuple[int, int], str] = {}
    text, done = "", 0
    for mark in _MARK.finditer(body):
        text += body[done : mark.start()]
        meant[len(text), len(text) + len(mark[1])] = mark[2]
        text, done = text + mark[1], mark.end()
    return text + body[done:], meant


def _by_form(entities: tuple[Entity, ...]) -> dict[str, Entity]:
    return {mention.text: entity for entity in entities for mention in entity.mentions}


def _b3(gold: dict[str, int], said: dict[str, str]) -> float:
    """B³ F1 of forms of names: one is right as far as its own group is the gold's."""
    forms = [form for form in gold if form in said]
    precision = recall = 0.0
    for form in forms:
        mine = {other for other in forms if said[other] == said[form]}
        theirs = {other for other in forms if gold[other] == gold[form]}
        precision += len(mine & theirs) / len(mine)
        recall += len(mine & theirs) / len(theirs)
    return 2 * precision * recall / (precision + recall) / len(forms) if forms else 1.0


class _Score:
    """Judgements met, by kind of judgement, and those that are not."""

    def __init__(self) -> None:
        self.right: Counter[str] = Counter()
        self.total: Counter[str] = Counter()
        self.wrong: list[str] = []

    def judge(self, what: str, met: bool, said: str) -> None:
        self.total[what] += 1
        self.right[what] += met
        if not met:
            self.wrong.append(f"{what}: {said}")

    def names(self, judged: list[Judged], found: dict[str, Entity]) -> None:
        """Types, links, countries, sectors and roles."""
        for entity in judged:
            name = entity.forms[0]
            said = found.get(name)
            self.judge("type", said is not None and said.type == entity.kind, f"{name}: {said and said.type}")
            for form in entity.forms[1:]:
                self.judge("links", said is not None and found.get(form) is said, f"{name}, {form}")
            for what in ("country", "sector"):
                want = getattr(entity, what)
                if want is not None:
                    got = said and getattr(said, what)
                    self.judge(what, (got or "-") == want, f"{name}: {got}, not {want}")
            for role in entity.roles:
                self.judge("role", said is not None and role in said.roles, f"{name}: {said and said.roles} not {role}")

    def references(self, meant: dict[tuple[int, int], str], entities: tuple[Entity, ...]) -> None:
        """Pronouns and descriptions in the body; adjectives of countries are judged with the countries."""
        found = _by_form(entities)
        linked = {
            (mention.start, mention.end): (mention.text, entity)
            for entity in entities
            for mention in entity.references
            if mention.field == "body" and mention.text not in Countries.load().adjectives
        }
        for place, (text, entity) in linked.items():
            target = meant.get(place, "")
            self.judge("reference precision", found.get(target) is entity, f"{text} is {entity.name}, not {target}")
        for place, target in meant.items():
            met = place in linked and found.get(target) is linked[place][1]
            self.judge("reference recall", met, f"{target} not linked")


def scores(path: Path = Path(__file__).parent / "gold.toml") -> tuple[dict[str, float], list[str]]:
    """The share of judgements that the step meets, by kind of judgement, and what it gets wrong."""
    score, b3 = _Score(), []
    for article in tomllib.loads(path.read_text("utf-8"))["article"]:
        body, meant = _unmarked(article["body"])
        entities = analysis_of(body, article["title"]).entities
        found = _by_form(entities)
        judged = [_judged(line) for line in article["entities"]]
        gold = {form: place for place, entity in enumerate(judged) for form in entity.forms}
        b3.append(_b3(gold, {form: entity.id for form, entity in found.items()}))
        score.names(judged, found)
        score.references(meant, entities)
    shares = {what: score.right[what] / times for what, times in score.total.items()}
    return shares | {"b3": sum(b3) / len(b3)}, score.wrong


def test_entities_of_judged_articles_meet_the_floors() -> None:
    found, wrong = scores()
    assert {what: floor for what, floor in FLOORS.items() if found[what] < floor} == {}, "\n".join(wrong)


if __name__ == "__main__":
    figures, mistakes = scores()
    print(*(f"{what}: {figure:.3f}" for what, figure in figures.items()), *mistakes, sep="\n")
