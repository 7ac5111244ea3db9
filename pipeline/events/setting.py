"""When and where: the date and the place of an event, and what each comes from."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from pipeline.events.placing import LOCATIVE, At, Scene, choose, load_place_nouns, of_the_target
from pipeline.events.tree import Tree
from pipeline.language.parsed import Analysis
from pipeline.record import DateExpression, EventDate, EventLocation, EventType, Location, Mention

_PLACES = frozenset({"GPE", "LOC", "FAC"})
_SAID = frozenset({"ccomp", "xcomp", "parataxis", "advcl"})
_NO_PLACES = frozenset({"DATE", "TIME", "NORP", "LAW", "WORK_OF_ART", "LANGUAGE"})


@dataclass(frozen=True, slots=True)
class Setting:
    """The dates and places of one text, by sentence."""

    tree: Tree
    dates: dict[int, list[At]]
    places: dict[int, list[At]]
    speakers: frozenset[int]
    """The verbs that only say who speaks: when something was said is not when it happened."""
    published: str | None

    @classmethod
    def build(cls, tree: Tree, analysis: Analysis, predicates: frozenset[int], speakers: frozenset[int]) -> Setting:
        """Hang the dates and places of a text on its predicates.

        Args:
            tree: the text.
            analysis: its dates and locations.
            predicates: heads of triggers; verbs count as predicates too.
            speakers: verbs that only say who speaks.
        """
        dates: dict[int, list[At]] = {}
        places: dict[int, list[At]] = {}
        for expression in analysis.dates:
            # "They now meet": says no more of when than the publication does.
            if expression.type != "SET" and expression.value != "PRESENT_REF":
                _place(tree, predicates, expression, expression.mention, dates)
        for thing, mention in _named_places(tree, analysis):
            _place(tree, predicates, thing, mention, places)
        published = analysis.article.published_at
        return cls(tree, dates, places, speakers, published[:10] if published else None)

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
        if any(at.predicate in words for at in told if at not in near and not self._lasts(at)):
            return None  # "in recent years": a time of its own, but no day of the calendar
        above = set(self.tree.ancestors(words[0]))
        near = [at for at in near if at.predicate in above or self.tree.pos[at.predicate] != "VERB"]
        near = [at for at in near if at.predicate not in self.speakers or not self._said(words[0], at.predicate)]
        if near:
            return self._dated(min(near, key=lambda at: abs(at.word - words[0])), "sentence")
        if before is not None and before.basis != "publication":
            return EventDate(before.value, "context", before.date)
        return EventDate(self.published, "publication") if self.published else None

    def _lasts(self, at: At) -> bool:
        """Whether a time only says how long, or how many hours before or after: "struck for three days"."""
        assert isinstance(at.thing, DateExpression)
        if at.thing.type != "DURATION":
            return False
        return (at.thing.value or "").startswith("PT") or self.tree.lower[self.tree.head[at.word]] == "for"

    def _said(self, word: int, speaker: int) -> bool:
        """Whether a word is part of what a verb says, and not of the saying: "answered with strikes"."""
        below = word
        for above in self.tree.ancestors(word):
            if above == speaker:
                return self.tree.dep[below] in _SAID
            below = above
        return True

    def _dated(self, at: At, basis: str) -> EventDate:
        assert isinstance(at.thing, DateExpression)
        return EventDate(at.thing.value or "", "stated" if basis == "stated" else "sentence", at.thing.id)

    def place_of(self, words: tuple[int, ...], actors: frozenset[int], kind: EventType) -> EventLocation | None:
        """The place of the event with these trigger words, or None where its sentence names none.

        Args:
            words: the head first.
            actors: words of its sources and targets.
            kind: the type of the event.
        """
        near = self.places.get(self.tree.sentence[words[0]], [])
        scene = Scene(self.tree, near, words, actors, kind)
        at = choose(scene)
        of_target = None if at else of_the_target(scene)
        at = at or of_target
        if at is None:
            return None
        basis: Literal["stated", "sentence", "context", "target"] = "stated" if at.predicate in words else "sentence"
        if at.word in actors or at is of_target:
            basis = "target"
        elif self.tree.lemma[at.word] in load_place_nouns():
            basis = "context"
        return EventLocation(basis, at.thing.id if isinstance(at.thing, Location) else None, at.mention)


def _on_calendar(thing: object) -> bool:
    return isinstance(thing, DateExpression) and thing.type in ("DATE", "TIME") and (thing.value or "")[:1].isdigit()


def _place(
    tree: Tree,
    predicates: frozenset[int],
    thing: DateExpression | Location | None,
    mention: Mention,
    into: dict[int, list[At]],
) -> None:
    if mention.field != tree.text.field or not tree.start:
        return
    word = last = max(bisect_right(tree.start, mention.start) - 1, 0)
    while last + 1 < len(tree.start) and tree.start[last + 1] < mention.end:
        last += 1
    span = range(word, last + 1)
    root = next((w for w in span if tree.head[w] not in span or tree.head[w] == w), word)
    into.setdefault(tree.sentence[word], []).append(At(root, _governor(tree, predicates, root), thing, mention))


def _governor(tree: Tree, predicates: frozenset[int], word: int) -> int:
    """The predicate above a word."""
    for above in tree.ancestors(word):
        word = above
        if above in predicates or tree.pos[above] == "VERB":
            break
    return word


def _named_places(tree: Tree, analysis: Analysis) -> Iterator[tuple[Location | None, Mention]]:
    """The places of an article, with the location of each that has one."""
    # Nothing happens in a nationality, or in the place of an organisation's name.
    named = {(m.field, m.start): (e.type, m.end) for e in analysis.entities for m in e.mentions}
    known: set[tuple[str, int]] = set()
    for location in analysis.locations:
        for mention in location.mentions:
            known.add((mention.field, mention.start))
            kind, end = named.get((mention.field, mention.start), ("", mention.end))
            if kind != "NORP" and (end <= mention.end or kind in _PLACES):
                yield location, mention
    for entity in analysis.entities:
        for mention in entity.mentions if entity.type in _PLACES else ():
            if (mention.field, mention.start) not in known:
                known.add((mention.field, mention.start))
                yield None, mention
    yield from ((None, mention) for mention in _said_of_places(tree, known))
    yield from _told_before(tree, analysis.locations)


def _said_of_places(tree: Tree, known: set[tuple[str, int]]) -> Iterator[Mention]:
    """Names that stand where places do and that neither the model nor the gazetteer knows: "in the town of X"."""
    text = tree.text
    for word, label in enumerate(tree.dep):
        if label != "pobj" or tree.pos[word] != "PROPN" or tree.entity_type[word] in _NO_PLACES:
            continue
        preposition = tree.head[word]
        above = tree.head[preposition]
        if tree.lower[preposition] in LOCATIVE or (
            tree.lower[preposition] == "of" and tree.lemma[above] in load_place_nouns() and tree.pos[above] == "NOUN"
        ):
            first = min([word, *(w for w in tree.kids(word, "compound") if tree.pos[w] == "PROPN")])
            taken = any((text.field, tree.start[w]) in known for w in range(first, word + 1))
            if not taken:
                yield text.mention(tree.start[first], tree.end[word])


def _told_before(tree: Tree, locations: Iterable[Location]) -> Iterator[tuple[Location, Mention]]:
    """Nouns that mean a place told before, with that place: "in the city"."""
    field = tree.text.field
    named = sorted((m.start, n) for n, loc in enumerate(locations) for m in loc.mentions if m.field == field)
    known = list(locations)
    for word, label in enumerate(tree.dep):
        features = load_place_nouns().get(tree.lemma[word])
        if label != "pobj" or not features or tree.lower[tree.head[word]] not in LOCATIVE:
            continue
        kids = tree.children[word]
        if [tree.lower[kid] for kid in kids] not in (["the"], ["that"], ["this"]):
            continue
        before = (known[number] for start, number in reversed(named) if start < tree.start[word])
        meant = next((loc for loc in before if (loc.feature or "").startswith(features)), None)
        if meant is not None:
            yield meant, tree.text.mention(tree.start[word], tree.end[word])
