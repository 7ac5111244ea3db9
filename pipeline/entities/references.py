"""References: descriptions and pronouns that plainly mean an entity; where two could be meant, none is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from spacy.tokens import Span, Token

from pipeline.entities.coreference import Group
from pipeline.entities.pronouns import HE, REACH, SHE, Scene, gender, meant
from pipeline.entities.roles import Role
from pipeline.entities.scanning import Hits, hashes
from pipeline.entities.tables import Countries, plain, role_heads, role_in, word_list
from pipeline.language.parsed import ParsedText
from pipeline.record import Mention

_HE = HE | SHE
_OF_ITS_NAME = word_list("of its name")
_GROUPS = word_list("groups") | frozenset(("firm", "band")) | _OF_ITS_NAME
_ABBREVIATED = dict(pair.split(":") for pair in word_list("abbreviated"))
_PLAIN_SECTORS: dict[str, frozenset[str | None]] = {
    "party": frozenset({"PTY", "OPP"}),
    "company": frozenset({"BUS", "MED", None}),
    "firm": frozenset({"BUS", None}),
    "bank": frozenset({"BUS", "GOV", "IGO"}),
    "band": frozenset({None}),
    "newspaper": frozenset({"MED"}),
    "magazine": frozenset({"MED"}),
    "university": frozenset({"EDU"}),
    "army": frozenset({"MIL"}),
    "police": frozenset({"COP"}),
    "court": frozenset({"JUD"}),
    "union": frozenset({"LAB"}),
    "cartel": frozenset({"CRM"}),
    "militia": frozenset({"PAR", "REB"}),
    "outfit": frozenset({"REB", "PAR", "CRM", "UAF"}),
    "ministry": frozenset({"GOV", "MIL", "HLH"}),
    "agency": frozenset({"GOV", "MED", "SPY", "IGO"}),
}


_ANY_GROUP = word_list("groups") - set(_PLAIN_SECTORS)
_NO_GROUPS = frozenset({"GOV", "MED", "MIL", "COP", "JUD", "LEG", "IGO", "EDU"})
"""Sectors of what no reporter calls a group."""


@dataclass(frozen=True, slots=True)
class Described:
    """A group of names with what is known of it, as far as references need it."""

    group: Group
    roles: tuple[Role, ...]
    country: str | None
    sector: str | None


def find_references(
    texts: tuple[ParsedText, ...], entities: list[Described], hits: list[Hits]
) -> dict[int, list[Mention]]:
    """The references to each entity, by its place in the list; none overlaps a name."""
    found: dict[int, list[tuple[str, Mention]]] = {}
    states = _states(entities)
    people = frozenset(who for who, entity in enumerate(entities) if entity.group.kind == "PERSON")
    genders = {who: sex for who in people if (sex := gender(texts, entities[who].group, entities[who].roles))}
    seen: set[int] = set()
    for index, (parsed, on) in enumerate(zip(texts, hits, strict=True)):
        stage = Scene(parsed.doc, _named(index, entities), people, genders, on["quote"])
        worth = sorted({*on["pointer"], *(on["adjective"] if states else ())}, reverse=True)
        told = sorted(stage.named.items(), reverse=True)
        for sentence in parsed.doc.sents:
            here = set()
            while told and told[-1][0] < sentence.end:
                here.add(told.pop()[1])
            while worth and worth[-1] < sentence.end:
                token = parsed.doc[worth.pop()]
                word = token.lower_
                if word not in _HE and word not in _GROUPS and word not in role_heads():
                    if (state := _state(token, states)) is not None:
                        found.setdefault(state, []).append((word, parsed.mention(token.idx, token.idx + len(token))))
                    continue
                who = _meant(token, sentence, stage, entities, seen)
                if who is None:
                    continue
                first, last = _stretch(token)
                if any(place in stage.named for place in range(first, last) if parsed.doc[place].ent_type_ != "NORP"):
                    continue
                start, end = parsed.doc[first].idx, parsed.doc[last - 1].idx + len(parsed.doc[last - 1])
                found.setdefault(who, []).append((word, parsed.mention(start, end)))
                stage.named.setdefault(token.i, who)
                here.add(who)
            seen |= here
            stage.earlier.append((sentence, here))
    return {who: _of_one_gender(references) for who, references in found.items()}


def pointers() -> dict[str, Iterable[int]]:
    """The words that may refer to an entity, and quotation marks, by list."""
    return {
        "pointer": hashes(_HE | _GROUPS | role_heads()),
        "adjective": hashes(word.lower() for word in Countries.load().adjectives),
        "quote": hashes(['"']),
    }


def _of_one_gender(references: list[tuple[str, Mention]]) -> list[Mention]:
    """References without the pronouns of the rarer gender; where neither is rarer, without pronouns."""
    she = sum(word in SHE for word, _ in references)
    he = sum(word in HE for word, _ in references)
    wrong = _HE if she == he else HE if she > he else SHE
    return [mention for word, mention in references if word not in wrong]


def _named(index: int, entities: list[Described]) -> dict[int, int]:
    """The entity that each token of a text belongs to."""
    return {
        place: who
        for who, entity in enumerate(entities)
        for name in entity.group.names
        if name.text == index
        for place in range(name.first, name.last)
    }


def _states(entities: list[Described]) -> dict[str, int]:
    """The country entities by code."""
    return {entity.group.country: who for who, entity in enumerate(entities) if entity.group.country}


def _state(token: Token, states: dict[str, int]) -> int | None:
    """The country that an adjective stands for: "Pakistani strikes", "Iranian soil"; people are no state."""
    code = Countries.load().adjectives.get(token.text)
    if (
        code not in states
        or token.dep_ not in ("amod", "compound", "nmod")
        or (token.head.tag_ in ("NNS", "NNPS") and role_in([token.head.lemma_.lower()]))
    ):
        return None
    return states[code] if token.head.i > token.i else None


def _meant(token: Token, sentence: Span, stage: Scene, entities: list[Described], seen: set[int]) -> int | None:
    if token.i in stage.named:
        return None
    word = token.lower_
    if word in _HE:
        return meant(token, sentence, stage)
    if token.tag_ not in ("NN", "NNP") or not _definite(token):
        return None
    if word in _GROUPS:
        return _group(token, sentence, stage, entities, seen)
    return _bearer(token, entities)


def _definite(token: Token) -> bool:
    """Whether "the" opens the noun phrase, and nothing behind it says which one is meant."""
    first = token.left_edge
    return (
        first.lower_ == "the"
        and not any(
            child.dep_ in ("relcl", "appos", "acl") or (child.dep_ == "prep" and child.lower_ == "of")
            for child in token.rights
        )
        and token.dep_ not in ("appos", "compound", "attr")
        and not any(child.dep_ == "poss" for child in token.lefts)
    )


def _stretch(token: Token) -> tuple[int, int]:
    return (token.i, token.i + 1) if token.lower_ in _HE else (token.left_edge.i, token.i + 1)


def _bearer(token: Token, entities: list[Described]) -> int | None:
    """The one person of the article whose role the words name: "the Iranian foreign minister"."""
    doc = token.doc
    words = [t.lower_ for t in doc[token.left_edge.i + 1 : token.i + 1]]
    told = role_in(words)
    if told is None or not words:
        return None
    phrase = words[-told[0] :]
    rest = doc[token.left_edge.i + 1 : token.i + 1 - told[0]]
    codes = {code for t in rest if (code := Countries.load().code(t.text))}
    if any(t.text[:1].isupper() and Countries.load().code(t.text) is None for t in rest):
        return None
    bearers = {
        who
        for who, entity in enumerate(entities)
        if entity.group.kind == "PERSON" and (not codes or entity.country in codes)
        for role in entity.roles
        if _bears(role, phrase)
    }
    return bearers.pop() if len(bearers) == 1 else None


def _bears(role: Role, phrase: list[str]) -> bool:
    words = [_ABBREVIATED.get(word.rstrip("."), word) for word in role.words.lower().split()]
    if words[0] in ("former", "ex", "ex-", "late"):
        return False
    size = len(phrase)
    for place in range(len(words) - size + 1):
        if words[place : place + size] == phrase:
            behind = words[place + size :]
            ahead = words[place - 1] if place else ""
            return (not behind or behind[0] in ("of", "for", "in", "at", "to")) and ahead not in (
                "deputy",
                "vice",
                "of",
            )
    return False


def _group(token: Token, sentence: Span, stage: Scene, entities: list[Described], seen: set[int]) -> int | None:
    """The one organisation that "the group" can mean: one with the word in its name, or the nearest that fits."""
    earlier = {stage.named[place] for place in range(sentence.start, token.i) if place in stage.named}
    word = token.lower_
    modifiers = {t.lower_ for t in token.doc[token.left_edge.i + 1 : token.i]}
    if word in _OF_ITS_NAME:
        bearers = {who for who in seen | earlier if _has_in_name(entities[who].group, modifiers | {word})}
        if len(bearers) == 1:
            return bearers.pop()
        if bearers or (word not in _PLAIN_SECTORS and word not in _ANY_GROUP):
            return None
    if modifiers:
        return None
    for candidates in (earlier, *(people for _, people in reversed(stage.earlier[-REACH:]))):
        fitting = _fitting(word, candidates, entities)
        if fitting:
            return fitting.pop() if len(fitting) == 1 else None
    return None


def _has_in_name(group: Group, words: set[str]) -> bool:
    return group.kind in ("ORG", "FAC") and any(words <= set(plain(form).split()) for form in group.forms)


def _fitting(word: str, candidates: Iterable[int], entities: list[Described]) -> set[int]:
    sectors = _PLAIN_SECTORS.get(word)
    return {
        who
        for who in candidates
        if entities[who].group.kind == "ORG"
        and (sectors is None or entities[who].sector in sectors)
        and not (word in _ANY_GROUP and entities[who].sector in _NO_GROUPS)
    }
