"""From fired rules to events: asked-for deeds colour the asking, and harm belongs to what did it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from pipeline.events.arguments import subjects_of
from pipeline.events.casualties import load_harms
from pipeline.events.composing import Code, composed, intended, refused
from pipeline.events.frames import load_light_verbs, roles_of
from pipeline.events.matching import Match
from pipeline.events.refining import refined
from pipeline.events.sectors import load_sectors
from pipeline.events.status import Standing, obliging, standing_of
from pipeline.events.tree import Tree

_UNREAL = frozenset({"planned", "possible", "threatened", "failed"})
_STEPS = 8
_GRANTED = ("03", "08")
_REFUSING = frozenset({"refuse", "decline", "reject", "refusal"})
_SWEARING = frozenset({"vow", "pledge", "promise", "swear"})


@dataclass(frozen=True, slots=True)
class Coded:
    """A match with its code, its roles and its standing, and the matches that tell of the same happening."""

    match: Match
    code: Code
    sources: list[int]
    targets: list[int]
    standing: Standing
    likelihood: float
    """How probable its type is, 0 to 1."""
    folded: tuple[Match, ...] = ()

    @property
    def heads(self) -> tuple[int, ...]:
        """The heads of all its triggers, its own first."""
        return (self.match.head, *(match.head for match in self.folded))

    @property
    def words(self) -> tuple[int, ...]:
        """All words of its triggers, the head first."""
        return (self.match.head, *self.match.words, *(w for m in self.folded for w in (m.head, *m.words)))


def resolve(tree: Tree, match: Match, code: Code, likelihood: float) -> Coded:
    """A match with its roles and standing."""
    sources, targets = roles_of(tree, match)
    asks = rule_is_of_obligation(match)
    standing = Standing() if asks else standing_of(tree, match.head, match.words)
    return Coded(match, code, sources, targets, standing, likelihood)


def rule_is_of_obligation(match: Match) -> bool:
    """Whether the match is the saying that somebody must act, which is no less said for the "must"."""
    return match.rule.origin == "obligation"


def select(tree: Tree, coded: list[Coded]) -> list[Coded]:
    """The events of a text.

    What an event above asks for, offers or threatens is no event of its own but colours that
    event's code; the harm that an event does is part of it.
    """
    by_head = {one.match.head: one for one in coded}
    gone: set[int] = set()
    for one in coded:
        head = one.match.head
        above = _above(tree, head, by_head, gone)
        if above is None:
            above = _harmed_by(tree, one, by_head)
        if above is None or above in gone:
            continue
        governor = by_head[above]
        if _purpose_of_meeting(tree, governor, one):
            gone.add(head)
            continue
        if _orders(tree, governor, one):
            gone.add(above)
            standing = governor.standing
            by_head[head] = replace(one, sources=one.sources or governor.sources, standing=standing)
            continue
        if one.standing.status in _UNREAL or one.standing.negated:
            if _saying(governor) or one.standing.status in ("possible", "planned"):
                gone.add(head)
                sworn = tree.lemma[above] in _SWEARING
                by_head[above] = replace(governor, code=composed(governor.code, one.code.cameo, sworn=sworn))
        elif _one_harm(tree, governor, one):
            gone.add(head)
            by_head[above] = _fold(governor, one)
    kept = [by_head[one.match.head] for one in coded if one.match.head not in gone]
    kept = [_judged(_obliged(tree, _recoded(tree, one)), by_head) for one in kept]
    return [replace(one, code=refined(tree, one.words, one.code)) for one in kept]


def _purpose_of_meeting(tree: Tree, governor: Coded, one: Coded) -> bool:
    """Whether talking is what a meeting is for: "held a meeting to discuss the budget" is one consultation."""
    return governor.code.type == one.code.type == "CONSULT" and tree.tag[one.match.head] == "VB"


def _orders(tree: Tree, governor: Coded, one: Coded) -> bool:
    """Whether a request is the order of a deed that is carried out on it: "ordered an investigation"."""
    head = one.match.head
    return (
        governor.code.type == "REQUEST"
        and tree.head[head] == governor.match.head
        and tree.dep[head] in ("dobj", "nsubjpass")
        and tree.word_class(head) == "N"
        and tree.lemma[governor.match.head] in load_light_verbs()
    )


def _judged(one: Coded, by_head: dict[int, Coded]) -> Coded:
    """Who condemns or praises a deed speaks of those who did it."""
    if one.code.type not in ("ACCUSE", "SUPPORT"):
        return one
    doers = [w for target in one.targets if target in by_head for w in by_head[target].sources]
    return replace(one, targets=doers) if doers else one


def _recoded(tree: Tree, one: Coded) -> Coded:
    """With the code of the intention or the refusal, where the deed is only meant or refused."""
    standing = one.standing
    refusing = standing.word is not None and tree.lemma[standing.word] in _REFUSING
    if standing.negated and (refusing or (one.sources and _unwilling(one))):
        code = refused(one.code)
        return replace(one, code=code, standing=Standing()) if code != one.code else one
    if standing.status != "planned" or standing.negated:
        return one
    if one.sources:
        threat = _on_condition(tree, one.match.head) and one.code.type != "THREATEN"
        return replace(one, code=Code("THREATEN", "130", None) if threat else intended(one.code))
    code, speakers = intended(one.code), _speakers(tree, one.match.head)
    return replace(one, code=code, sources=speakers) if code.type == "THREATEN" and speakers else one


def _on_condition(tree: Tree, head: int) -> bool:
    """Whether a deed is announced for the case that another does not do something: "would leave unless …"."""
    return any(
        tree.lower[mark] == "unless"
        for clause in tree.kids(head, "advcl", "ccomp")
        for mark in tree.kids(clause, "mark", "advmod")
    )


def _speakers(tree: Tree, head: int) -> list[int]:
    """Who says that a deed will be done, without saying by whom: "said the town would be razed"."""
    return subjects_of(tree, tree.head[head]) if tree.dep[head] == "ccomp" else []


def _unwilling(one: Coded) -> bool:
    """Whether not doing it is refusing it: "will not accept", "did not allow"."""
    return one.standing.status == "planned" or (one.standing.status == "actual" and one.code.cameo[:2] in _GRANTED)


def _obliged(tree: Tree, one: Coded) -> Coded:
    """Who says that another must do something asks it of them."""
    if one.standing.status != "possible" or not obliging(tree, one.match.head):
        return one
    asks = subjects_of(tree, tree.head[one.match.head])
    if tree.dep[one.match.head] != "ccomp" or not asks:
        return one
    code = composed(Code("REQUEST", "100", None), one.code.cameo)
    asked = one.targets if one.match.arguments.passive else one.sources
    return replace(one, code=code, sources=asks, targets=asked, standing=Standing())


def _saying(one: Coded) -> bool:
    return one.code.cameo[:2] in ("02", "03", "10", "11", "12", "13")


def _above(tree: Tree, head: int, by_head: dict[int, Coded], gone: set[int]) -> int | None:
    """The nearest event above a word; not across a relative clause, unless the clause is about that event."""
    word = head
    for _ in range(_STEPS):
        above = tree.head[word]
        if above == word:
            return None
        if above in by_head and above not in gone:
            return above
        if tree.dep[word] == "relcl" and _can_act(tree, above):
            return None
        word = above
    return None


def _harmed_by(tree: Tree, one: Coded, by_head: dict[int, Coded]) -> int | None:
    """The attack before a relative clause that tells its harm: "an attack on a station that killed"."""
    head = one.match.head
    if tree.dep[head] != "relcl" or one.code.type != "ASSAULT" or _can_act(tree, tree.head[head]):
        return None
    before = [h for h, other in by_head.items() if h < head and other.code.type == "ASSAULT"]
    return max((h for h in before if tree.sentence[h] == tree.sentence[head]), default=None)


def _can_act(tree: Tree, word: int) -> bool:
    """Whether a relative clause's noun may be who acts; otherwise the clause may well be about the event."""
    return tree.lemma[word] in load_sectors() or tree.entity_type[word] in ("PERSON", "ORG", "NORP")


def _one_harm(tree: Tree, governor: Coded, one: Coded) -> bool:
    """Whether two assaults are one: "bombed the market, killing 11", "killed in an attack", "the attack killed"."""
    if governor.code.type != "ASSAULT" or one.code.type != "ASSAULT":
        return False
    harms = load_harms()
    return any((tree.lemma[w], tree.word_class(w)) in harms for w in (governor.match.head, one.match.head))


def _fold(governor: Coded, one: Coded) -> Coded:
    heads = {governor.match.head, one.match.head}
    own = [w for w in governor.sources if w not in heads]
    other = [w for w in one.sources if w not in heads]
    sources = own or other
    targets = [w for w in dict.fromkeys([*governor.targets, *one.targets]) if w not in heads and w not in sources]
    return replace(governor, sources=sources, targets=targets, folded=(*governor.folded, one.match, *one.folded))
