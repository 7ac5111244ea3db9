"""Fired rules to events, one text at a time."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.events.actors import Cast
from pipeline.events.frames import load_light_verbs, roles_of
from pipeline.events.lexicon import Lexicon
from pipeline.events.matching import Match, find_matches
from pipeline.events.ontology import load_ontology
from pipeline.events.setting import Setting
from pipeline.events.status import Standing, standing_of
from pipeline.events.tree import Tree, build_tree
from pipeline.language.parsed import Analysis, ParsedText
from pipeline.record import Actor, Attribution, Event, EventDate, Mention, Span

_UNREAL = frozenset({"planned", "possible", "threatened", "failed"})
_CLAUSE_OF = frozenset({"xcomp", "ccomp", "pcomp", "acl", "advcl"})


@dataclass(frozen=True, slots=True)
class Draft:
    """An event before merging, with where it stands."""

    event: Event
    text: int
    """0 for the title, 1 for the body."""
    order: int
    """Number of its sentence."""
    sentences: int
    """How many sentences its text has."""


@dataclass(frozen=True, slots=True)
class _Coded:
    """A match with its roles."""

    match: Match
    sources: list[int]
    targets: list[int]
    standing: Standing


def code_text(text: ParsedText, analysis: Analysis, lexicon: Lexicon) -> list[Draft]:
    """The events of a title or a body, in order, repeats not yet merged."""
    tree = build_tree(text)
    matches = find_matches(tree, lexicon)
    events = [match for match in matches if match.rule.type]
    coded = _select(tree, [_resolve(tree, match) for match in events])
    cast = Cast.build(tree, analysis.entities)
    heads = frozenset(word for one in coded for word in (one.match.head, *one.match.words))
    setting = Setting.build(tree, analysis, heads)
    speakers = {match.head: match for match in matches if match.rule.report}
    drafts: list[Draft] = []
    before: EventDate | None = None
    for one in coded:
        event = _event(one, cast, setting, speakers, before)
        if event is None:
            continue
        before = event.date
        drafts.append(
            Draft(event, 0 if text.field == "title" else 1, tree.sentence[one.match.head], len(tree.sentences))
        )
    return drafts


def _resolve(tree: Tree, match: Match) -> _Coded:
    sources, targets = roles_of(tree, match)
    words = (match.head, *match.words)
    return _Coded(match, sources, targets, standing_of(tree, match.head, words))


def _select(tree: Tree, coded: list[_Coded]) -> list[_Coded]:
    """Without what an event above only asks for, offers or threatens; deeds of an event noun go to the noun."""
    by_head = {one.match.head: one for one in coded}
    kept = []
    for one in coded:
        above = _event_above(tree, one.match.head, by_head)
        if above is not None and (one.standing.status in _UNREAL or one.standing.negated):
            continue
        kept.append(one)
    return kept


def _event_above(tree: Tree, head: int, by_head: dict[int, _Coded]) -> _Coded | None:
    word = head
    for _ in range(6):
        above = tree.head[word]
        if above == word:
            return None
        if above in by_head:
            return by_head[above]
        word = above
    return None


def _event(
    one: _Coded, cast: Cast, setting: Setting, speakers: dict[int, Match], before: EventDate | None
) -> Event | None:
    tree = cast.tree
    rule, head = one.match.rule, one.match.head
    assert rule.type is not None
    sources = _actors(cast.source(word) for word in one.sources)
    targets = _actors(cast.target(word) for word in one.targets)
    if tree.word_class(head) == "N" and not sources and not targets:
        return None
    ontology = load_ontology()
    first, end = tree.sentences[tree.sentence[head]]
    words = (head, *one.match.words, *_light_above(tree, head))
    return Event(
        id="",
        type=rule.type,
        cameo=rule.cameo,
        quad_class=ontology.types[rule.type].quad_class,
        goldstein=ontology.cameo[rule.cameo].goldstein,
        trigger=_trigger(tree, one.match),
        sentence=Span(tree.text.field, tree.start[first], tree.end[end - 1]),
        status=one.standing.status,
        negated=one.standing.negated,
        mode=rule.mode,
        sources=sources,
        targets=targets,
        date=setting.date_of(words, before),
        location=setting.place_of(words, frozenset(one.sources) | frozenset(one.targets)),
        attribution=_attribution(tree, head, cast, speakers),
        rule=rule.origin,
    )


def _actors(found: object) -> tuple[Actor, ...]:
    actors: list[Actor] = []
    for actor in found:  # type: ignore[attr-defined]
        if actor is not None and all(_differs(actor, other) for other in actors):
            actors.append(actor)
    return tuple(actors)


def _differs(one: Actor, other: Actor) -> bool:
    return one.mention != other.mention and (one.entity is None or one.entity != other.entity)


def _light_above(tree: Tree, head: int) -> tuple[int, ...]:
    """The light verb that an event noun is the object of: its dates and places are the event's."""
    above = tree.head[head]
    return (above,) if tree.word_class(head) == "N" and tree.lemma[above] in load_light_verbs() else ()


def _trigger(tree: Tree, match: Match) -> Mention:
    text, head = tree.text, match.head
    parts = sorted((head, *match.words))
    pieces: list[list[int]] = []
    for word in parts:
        if pieces and word == pieces[-1][-1] + 1:
            pieces[-1].append(word)
        else:
            pieces.append([word])
    words = " … ".join(text.text[tree.start[piece[0]] : tree.end[piece[-1]]] for piece in pieces)
    return Mention(text.field, tree.start[head], tree.end[head], words)


def _attribution(tree: Tree, head: int, cast: Cast, speakers: dict[int, Match]) -> Attribution | None:
    word = head
    for _ in range(8):
        above = tree.head[word]
        if above == word:
            break
        if above in speakers and tree.dep[word] in ("ccomp", "xcomp", "parataxis", "dobj", "advcl"):
            for subject in speakers[above].arguments.subjects:
                actor = cast.source(subject)
                if actor is not None:
                    return Attribution(actor.mention, actor.entity)
            return None
        word = above
    first, end = tree.sentences[tree.sentence[head]]
    for member in range(first, end - 1):
        if tree.lower[member] == "according" and tree.lower[member + 1] == "to":
            for speaker in tree.kids(member + 1, "pobj"):
                actor = cast.target(speaker)
                if actor is not None:
                    return Attribution(actor.mention, actor.entity)
    return None
