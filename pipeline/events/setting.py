"""When and where: the date and the place of an event, and what each comes from."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import Literal

from pipeline.events.tree import Tree
from pipeline.language.parsed import Analysis
from pipeline.record import DateExpression, EventDate, EventLocation, Location, Mention

# Where a movement goes, or comes from: a place, though a weaker one.
_PLACE_PREPOSITIONS = frozenset({"to", "into", "toward", "towards", "over", "above", "from", "outside"})
_WHERE = frozenset(
    ["in", "at", "near", "on", "inside", "outside", "around", "across", "throughout", "within", "along", "off",
     "amid", "through"]
)  # fmt: skip
_PLACES = frozenset({"GPE", "LOC", "FAC"})
_PLACE_NOUNS = frozenset(
    ["city", "town", "village", "province", "region", "district", "area", "state", "capital", "outskirt", "part",
     "north", "south", "east", "west", "port", "county", "island", "suburb", "center", "centre", "territory", "enclave",
     "border", "municipality", "department", "coast", "republic", "neighborhood", "neighbourhood"]
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _At:
    """Something that the article names, at a word."""

    word: int
    predicate: int
    """The verb or event noun that it hangs on."""
    preposition: str
    thing: DateExpression | Location | None
    """None for a place that is not in the gazetteer."""
    mention: Mention


@dataclass(frozen=True, slots=True)
class Setting:
    """The dates and places of one text, by sentence."""

    tree: Tree
    dates: dict[int, list[_At]]
    places: dict[int, list[_At]]
    published: str | None

    @classmethod
    def build(cls, tree: Tree, analysis: Analysis, predicates: frozenset[int]) -> Setting:
        """Hang the dates and places of a text on its predicates.

        Args:
            tree: the text.
            analysis: its dates and locations.
            predicates: heads of triggers; verbs count as predicates too.
        """
        dates: dict[int, list[_At]] = {}
        places: dict[int, list[_At]] = {}
        for expression in analysis.dates:
            if expression.type != "SET":
                _place(tree, predicates, expression, expression.mention, dates)
        for location in analysis.locations:
            for mention in location.mentions:
                _place(tree, predicates, location, mention, places)
        known = {(m.field, m.start) for location in analysis.locations for m in location.mentions}
        for entity in analysis.entities:
            for mention in entity.mentions if entity.type in _PLACES else ():
                if (mention.field, mention.start) not in known:
                    _place(tree, predicates, None, mention, places)
        published = analysis.article.published_at
        return cls(tree, dates, places, published[:10] if published else None)

    def date_of(self, words: tuple[int, ...], before: EventDate | None) -> EventDate | None:
        """The date of the event with these trigger words.

        Args:
            words: the head first.
            before: the date of the event told before, where the text goes on about its time.
        """
        told = self.dates.get(self.tree.sentence[words[0]], [])
        near = [at for at in told if _on_calendar(at.thing)]
        own = [at for at in near if at.predicate in words]
        if own:
            return self._dated(own[0], "stated")
        if any(at.predicate in words for at in told if at not in near):
            return None  # "in recent years": a time of its own, but no day of the calendar
        above = set(ancestors(self.tree, words[0]))
        near = [at for at in near if at.predicate in above or self.tree.pos[at.predicate] != "VERB"]
        if near:
            return self._dated(min(near, key=lambda at: abs(at.word - words[0])), "sentence")
        if before is not None and before.basis != "publication":
            return EventDate(before.value, "context", before.date)
        return EventDate(self.published, "publication") if self.published else None

    def _dated(self, at: _At, basis: str) -> EventDate:
        assert isinstance(at.thing, DateExpression)
        return EventDate(at.thing.value or "", "stated" if basis == "stated" else "sentence", at.thing.id)

    def place_of(self, words: tuple[int, ...], actors: frozenset[int], hit: bool) -> EventLocation | None:
        """The place of the event with these trigger words, or None where its sentence names none.

        Args:
            words: the head first.
            actors: words of its sources and targets: they are where they are, not where it happened.
            hit: whether it happened where its target is.
        """
        near = self.places.get(self.tree.sentence[words[0]], [])
        own = [at for at in near if at.predicate in words and at.preposition in _WHERE]
        if not own:
            own = [at for at in near if at.predicate in words and at.preposition in _PLACE_PREPOSITIONS]
            own = [at for at in own if at.word not in actors or at.preposition in ("to", "into", "from", "at")]
        basis: Literal["stated", "sentence", "target"] = "stated"
        if not own:
            basis = "sentence"
            above = set(ancestors(self.tree, words[0]))
            own = [at for at in near if at.preposition in _WHERE and at.predicate in above]
        if not own and hit:
            basis = "target"
            own = [at for at in near if at.word in actors and not _is_country(at.thing)]
        if not own:
            return None
        at = min(own, key=lambda at: (_is_country(at.thing), at.word < words[0], abs(at.word - words[0])))
        thing = at.thing
        return EventLocation(basis, thing.id if isinstance(thing, Location) else None, at.mention)


def _is_country(thing: object) -> bool:
    return isinstance(thing, Location) and (thing.feature or "").startswith("PCL")


def _on_calendar(thing: object) -> bool:
    return isinstance(thing, DateExpression) and thing.type in ("DATE", "TIME") and (thing.value or "")[:1].isdigit()


def ancestors(tree: Tree, word: int, steps: int = 20) -> list[int]:
    """The words above a word, nearest first; those across a coordination count too."""
    found = []
    for _ in range(steps):
        above = tree.head[word]
        if above == word:
            break
        found.append(above)
        word = above
    return found


def _place(
    tree: Tree,
    predicates: frozenset[int],
    thing: DateExpression | Location | None,
    mention: Mention,
    into: dict[int, list[_At]],
) -> None:
    if mention.field != tree.text.field or not tree.start:
        return
    word = last = max(bisect_right(tree.start, mention.start) - 1, 0)
    while last + 1 < len(tree.start) and tree.start[last + 1] < mention.end:
        last += 1
    span = range(word, last + 1)
    root = next((w for w in span if tree.head[w] not in span or tree.head[w] == w), word)
    predicate, preposition = _governor(tree, predicates, root)
    into.setdefault(tree.sentence[word], []).append(_At(root, predicate, preposition, thing, mention))


def _governor(tree: Tree, predicates: frozenset[int], word: int) -> tuple[int, str]:
    """The predicate above a word, and the first preposition on the way ("" for none)."""
    preposition, below = "", word
    for _ in range(12):
        above = tree.head[below]
        if above == below:
            break
        if not preposition and tree.dep[below] in ("pobj", "pcomp"):
            preposition = tree.lower[above]
        if preposition == "of" and tree.lemma[above] in _PLACE_NOUNS:
            preposition = ""  # "in the city of"
        below = above
        if below in predicates or tree.pos[below] == "VERB":
            break
    return below, preposition
