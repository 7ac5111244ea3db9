"""Fired rules to events, one text at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from pipeline.events.accepting import Judge
from pipeline.events.actors import Cast
from pipeline.events.casualties import attach, union
from pipeline.events.concerned import concerned
from pipeline.events.contexts import contexts_of
from pipeline.events.frames import claimed_by, load_light_verbs, owned
from pipeline.events.guarding import Story, misread
from pipeline.events.learned import Model
from pipeline.events.lexicon import Lexicon
from pipeline.events.matching import Match, find_matches
from pipeline.events.ontology import load_ontology
from pipeline.events.selecting import Coded, resolve, select
from pipeline.events.setting import Setting
from pipeline.events.tree import Tree
from pipeline.events.weighing import weigh
from pipeline.language.parsed import Analysis
from pipeline.record import Actor, Attribution, Event, EventDate, Mention, Span

_BETWEEN = frozenset({"AGREE", "CONSULT", "COOPERATE"})
_JUDGING = frozenset({"ACCUSE", "SUPPORT"})
_DEEDS = frozenset({"attack", "strike", "raid", "bombing", "assault", "killing", "airstrike", "operation", "offensive"})
_SENTENCES_BACK = 4
_CONCERNED_AT_MOST = 2
_ASIDE = frozenset({"relcl", "advcl", "acl", "appos", "parataxis", "prep"})
_OWN = frozenset({"MOBILIZE", "AID", "COOPERATE", "AGREE"})  # "sent troops": the nouns are one's own
_PHYSICAL = frozenset({"ASSAULT", "COERCE"})
_OWN_FORCES = frozenset({"MOBILIZE", "RETREAT"})  # "withdrew troops from the border": whose troops is plain
_FORCES = frozenset({"MIL", "COP"})


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
    depth: int = 0
    """How many clauses lie above its own in the sentence."""


def code_text(
    tree: Tree,
    analysis: Analysis,
    lexicon: Lexicon,
    model: Model | None,
    judge: Judge | None = None,
    *,
    story: Story | None = None,
    least: float = 0.0,
) -> list[Draft]:
    """The events of a title or a body, in order, repeats not yet merged.

    Args:
        tree: the text.
        analysis: its layers.
        lexicon: the lines.
        model: the weights of the types, or None.
        judge: gives the probability that an event is one.
        story: what the whole article tells of; without it, what this text does.
        least: events with less than this are left out.
    """
    matches = find_matches(tree, lexicon)
    speakers = {match.head: match for match in matches if match.rule.report}
    coded = select(tree, [resolve(tree, *weighed) for weighed in weigh(tree, matches, model)])
    cast = Cast.build(tree, analysis.entities)
    heads = frozenset(word for one in coded for word in one.words)
    setting = Setting.build(tree, analysis, heads, frozenset(speakers))
    harms = attach(tree, {head: one.code.type for one in coded for head in one.heads})
    drafts: list[Draft] = []
    earlier: list[Draft] = []  # those that are left out too: "the operation" may mean one
    told_of = story or Story.of([tree])
    before: EventDate | None = None
    for one in coded:
        told = _told_before(one, setting, earlier)
        event = told or _event(one, cast, setting, speakers, before)
        if event is None:
            continue
        if event.type in _JUDGING:
            event = replace(event, targets=_doers(tree, one, earlier) or event.targets)
        before = event.date
        counts = [harms[head] for head in one.heads if head in harms]
        event = replace(
            event,
            casualties=union(counts),
            contexts=contexts_of(tree, one, event),
        )
        if misread(tree, one, event, told_of):
            continue
        chance = judge(one, event) if judge else one.likelihood
        draft = Draft(
            replace(event, confidence=round(chance, 3)),
            0 if tree.text.field == "title" else 1,
            tree.sentence[one.match.head],
            len(tree.sentences),
            _depth(tree, one.match.head),
        )
        earlier.append(draft)
        if not judge or chance >= least:
            drafts.append(draft)
    return sorted(drafts, key=lambda draft: (draft.order, draft.depth))


def _depth(tree: Tree, head: int) -> int:
    """How many clauses lie above the clause of a word: 0 for the main clause and for what is said in it."""
    depth, word = 0, head
    while tree.head[word] != word:
        depth += tree.dep[word] in _ASIDE
        word = tree.head[word]
    return depth


def _event(
    one: Coded, cast: Cast, setting: Setting, speakers: dict[int, Match], before: EventDate | None
) -> Event | None:
    tree = cast.tree
    rule, head, code = one.match.rule, one.match.head, one.code
    sources = _actors(cast.source(word) for word in one.sources)
    targets = _targets(one, cast, sources)
    mutual = code.type in _BETWEEN or (code.type == "SUPPORT" and not targets)  # "A and B renewed ties"
    if mutual and not any(cast.source(word) for word in one.targets):
        if len(sources) > 1:
            sources, targets = sources[:1], sources[1:]
        elif sources and not targets:  # "the ministry and its partners agreed"
            targets = _actors(cast.target(word) for word in one.sources if cast.source(word) is None)
    if not sources and not any(actor.entity or actor.sector for actor in targets) and _loose(tree, head, targets):
        return None
    ontology = load_ontology()
    first, end = tree.sentences[tree.sentence[head]]
    words = (*one.words, *_light_above(tree, head))
    return Event(
        id="",
        type=code.type,
        cameo=code.cameo,
        quad_class=ontology.types[code.type].quad_class,
        goldstein=ontology.cameo[code.cameo].goldstein,
        trigger=_trigger(tree, one.match),
        sentence=Span(tree.text.field, tree.start[first], tree.end[end - 1]),
        status=one.standing.status,
        negated=one.standing.negated,
        mode=code.mode,
        sources=sources,
        targets=targets,
        date=setting.date_of(words, before),
        location=setting.place_of(words, frozenset(one.sources) | frozenset(one.targets), code.type),
        attribution=_attribution(tree, head, cast, speakers),
        rule=rule.origin,
    )


def _told_before(one: Coded, setting: Setting, drafts: list[Draft]) -> Event | None:
    """A definite noun without actors means the event told before: "the attack", "the raid was carried out"."""
    tree, head = setting.tree, one.match.head
    if one.sources or one.targets or not any(definite(tree, word) for word in (head, *one.match.words)):
        return None
    earlier = _latest(tree, head, one.code.type, drafts)
    if earlier is None:
        return None
    first, end = tree.sentences[tree.sentence[head]]
    date = setting.date_of(one.words, None)
    return replace(
        earlier,
        trigger=_trigger(tree, one.match),
        sentence=Span(tree.text.field, tree.start[first], tree.end[end - 1]),
        date=date if date is not None and date.basis in ("stated", "sentence") else earlier.date,
        location=setting.place_of(one.words, frozenset(), one.code.type) or earlier.location,
        rule=one.match.rule.origin,
    )


def _doers(tree: Tree, one: Coded, drafts: list[Draft]) -> tuple[Actor, ...]:
    """Who did what is condemned or praised, where it was told before: "condemned the attack"."""
    for word in one.targets:
        if definite(tree, word) and tree.word_class(word) == "N":
            earlier = _latest(tree, word, "ASSAULT", drafts) if tree.lemma[word] in _DEEDS else None
            if earlier is not None:
                return tuple(actor for actor in earlier.sources if all(_differs(actor, s) for s in earlier.targets))
    return ()


def definite(tree: Tree, noun: int) -> bool:
    """Whether a noun means something told before, and says nothing more of it."""
    if tree.word_class(noun) != "N" or tree.kids(noun, "prep", "acl", "relcl", "poss"):
        return False
    return any(tree.lower[d] in ("the", "this", "that", "these", "those") for d in tree.kids(noun, "det"))


def _latest(tree: Tree, word: int, kind: str, drafts: list[Draft]) -> Event | None:
    """The last event of a type before a word: in its sentence; else one told with the same word; else any."""
    near = [d.event for d in reversed(drafts) if tree.sentence[word] - d.order <= _SENTENCES_BACK]
    near = [event for event in near if event.type == kind and event.trigger.start < tree.start[word]]
    first = tree.start[tree.sentences[tree.sentence[word]][0]]
    here = [event for event in near if event.sentence.start >= first]
    named = [event for event in near if tree.lemma[word] in event.trigger.text.lower()]
    return next(iter((*here, *named, *near)), None)


def _loose(tree: Tree, head: int, targets: tuple[Actor, ...]) -> bool:
    """Whether a trigger without any actor is too little: a noun alone, "fighting poverty"."""
    return (tree.word_class(head) == "N" and not targets) or tree.tag[head] in ("VB", "VBG")


def _targets(one: Coded, cast: Cast, sources: tuple[Actor, ...]) -> tuple[Actor, ...]:
    """The targets that the frame names; where none of them is an actor, the actors that they concern."""
    things = one.code.type in _PHYSICAL
    named = _actors(actor for word in one.targets for actor in cast.targets(word, things))
    named = tuple(actor for actor in named if all(_differs(actor, source) for source in sources))
    if one.match.rule.type in _OWN_FORCES:
        named = tuple(actor for actor in named if actor.entity or actor.country or actor.sector not in _FORCES)
    if named and any(cast.source(word) for word in one.targets):
        return named
    own = _actors(_of_trigger(one, cast))
    own = tuple(actor for actor in own if all(_differs(actor, source) for source in sources))
    if own:
        return (*own, *named)
    with_sources = {w for source in one.sources for w in cast.tree.subtree(source)}
    further: tuple[Actor, ...] = ()
    for words in concerned(cast.tree, one.match):
        found = _actors(cast.source(word) for word in words if word not in with_sources)
        further = tuple(actor for actor in found if all(_differs(actor, source) for source in sources))
        if further:
            break
    further = further[:_CONCERNED_AT_MOST]
    return (*named, *further) if one.code.type in _PHYSICAL else further or named


def _of_trigger(one: Coded, cast: Cast) -> Iterator[Actor | None]:
    """Whom the trigger's own nouns name: "freed the prisoners", "rejected the mayor's proposal"."""
    if one.code.type not in _OWN:
        for word in one.match.words:
            if cast.tree.word_class(word) == "N" and not owned(cast.tree, word):
                yield cast.source(word) or cast.concerned(word)


def _actors(found: Iterable[Actor | None]) -> tuple[Actor, ...]:
    actors: list[Actor] = []
    for actor in found:
        if actor is not None and all(_differs(actor, other) for other in actors):
            actors.append(actor)
    return tuple(actors)


def _differs(one: Actor, other: Actor) -> bool:
    return one.mention != other.mention and (one.entity is None or one.entity != other.entity)


def _light_above(tree: Tree, head: int) -> tuple[int, ...]:
    """The light verb that an event noun is the object of: its dates and places are the event's."""
    above = tree.head[head]
    if tree.word_class(head) != "N":
        return ()
    return (above,) if tree.lemma[above] in load_light_verbs() else tuple(claimed_by(tree, head))


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
