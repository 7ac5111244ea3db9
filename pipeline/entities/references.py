"""References: descriptions and pronouns that plainly mean an entity; where two could be meant, none is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from spacy.tokens import Span, Token

from pipeline.entities.coreference import Group
from pipeline.entities.roles import Role
from pipeline.entities.scanning import adjectives, hashes, places
from pipeline.entities.tables import Countries, role_heads, role_in, word_list
from pipeline.language.parsed import ParsedText
from pipeline.record import Mention

_HE = frozenset({"he", "she", "him", "her", "his", "himself", "herself"})
_SHE = frozenset({"she", "her", "herself"})
_GROUPS = word_list("groups")
_PLAIN_SECTORS: dict[str, frozenset[str]] = {
    "party": frozenset({"PTY", "OPP"}),
    "company": frozenset({"BUS", "MED"}),
    "militia": frozenset({"PAR", "REB"}),
    "outfit": frozenset({"REB", "PAR", "CRM", "UAF"}),
    "ministry": frozenset({"GOV", "MIL", "HLH"}),
    "agency": frozenset({"GOV", "MED", "SPY", "IGO"}),
}


@dataclass(frozen=True, slots=True)
class Described:
    """A group of names with what is known of it, as far as references need it."""

    group: Group
    roles: tuple[Role, ...]
    country: str | None
    sector: str | None


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known where a reference stands."""

    named: dict[int, int]
    """Entity by token."""
    entities: list[Described]
    before: set[int]
    """The entities of the sentence before."""
    last_subject: int | None
    """The person that is its subject."""


def find_references(texts: tuple[ParsedText, ...], entities: list[Described]) -> dict[int, list[Mention]]:
    """The references to each entity, by its place in the list; none overlaps a name."""
    found: dict[int, list[tuple[str, Mention]]] = {}
    states = _states(entities)
    for index, parsed in enumerate(texts):
        named = _named(index, entities)
        last_subject: int | None = None
        before: set[int] = set()
        worth = places(parsed.doc, _pointers(), adjectives() if states else frozenset())
        worth.reverse()
        for sentence in parsed.doc.sents:
            here = {who for place in range(sentence.start, sentence.end) if (who := named.get(place)) is not None}
            while worth and worth[-1] < sentence.end:
                token = parsed.doc[worth.pop()]
                word = token.lower_
                if word not in _HE and word not in _GROUPS and word not in role_heads():
                    if (state := _state(token, states)) is not None:
                        found.setdefault(state, []).append((word, parsed.mention(token.idx, token.idx + len(token))))
                    continue
                who = _meant(token, sentence, _Known(named, entities, before, last_subject))
                if who is None:
                    continue
                first, last = _stretch(token)
                if any(place in named for place in range(first, last) if parsed.doc[place].ent_type_ != "NORP"):
                    continue
                start, end = parsed.doc[first].idx, parsed.doc[last - 1].idx + len(parsed.doc[last - 1])
                found.setdefault(who, []).append((word, parsed.mention(start, end)))
                here.add(who)
                named.setdefault(token.i, who)
            last_subject = _subject(sentence, named, entities)
            before = here
    return {who: _of_one_gender(references) for who, references in found.items()}


@cache
def _pointers() -> frozenset[int]:
    """Hashes of the words that may refer to an entity."""
    return hashes(_HE | _GROUPS | role_heads())


def _of_one_gender(references: list[tuple[str, Mention]]) -> list[Mention]:
    """References without the pronouns of the rarer gender; where neither is rarer, without pronouns."""
    she = sum(word in _SHE for word, _ in references)
    he = sum(word in _HE - _SHE for word, _ in references)
    wrong = _HE if she == he else _HE - _SHE if she > he else _SHE
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


def _meant(token: Token, sentence: Span, known: _Known) -> int | None:
    if token.i in known.named:
        return None
    word = token.lower_
    if word in _HE:
        return _pronoun(token, sentence, known)
    if token.tag_ not in ("NN", "NNP") or not _definite(token):
        return None
    if word in _GROUPS:
        return _group(token, sentence, known)
    return _bearer(token, known.entities)


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
    words = role.words.lower().split()
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


def _group(token: Token, sentence: Span, known: _Known) -> int | None:
    """The one organisation of this sentence so far, or else of the one before, that "the group" can mean."""
    earlier = [known.named[place] for place in range(sentence.start, token.i) if place in known.named]
    entities, word = known.entities, token.lower_
    fitting = _fitting(word, earlier, entities) or _fitting(word, known.before, entities)
    return fitting.pop() if len(fitting) == 1 else None


def _fitting(word: str, candidates: Iterable[int], entities: list[Described]) -> set[int]:
    sectors = _PLAIN_SECTORS.get(word)
    return {
        who
        for who in candidates
        if entities[who].group.kind == "ORG"
        and (sectors is None or entities[who].sector in sectors)
        and not (word in ("group", "faction") and entities[who].sector in ("GOV", "MED", "MIL", "COP", "JUD", "LEG"))
    }


def _pronoun(token: Token, sentence: Span, known: _Known) -> int | None:
    """The only person that this sentence names before "he", or else the subject of the sentence before."""
    here = {known.named[place] for place in range(sentence.start, token.i) if place in known.named}
    people = {who for who in here if known.entities[who].group.kind == "PERSON"}
    if len(people) == 1:
        return people.pop()
    subject = known.last_subject
    if people or token.lower_ in ("him", "himself", "herself") or subject is None:
        return None
    others = {who for who in known.before if known.entities[who].group.kind == "PERSON"} - {subject}
    return subject if not others and not _other_people(sentence, token) else None


def _other_people(sentence: Span, token: Token) -> bool:
    """Whether the sentence speaks, before the pronoun, of a person without a name: "the officer … he"."""
    return any(
        t.tag_ in ("NN", "NNP")
        and t.dep_ in ("nsubj", "nsubjpass", "dobj", "pobj")
        and role_in([t.lemma_.lower()]) is not None
        for t in sentence.doc[sentence.start : token.i]
    )


def _subject(sentence: Span, named: dict[int, int], entities: list[Described]) -> int | None:
    """The person that is the subject of a sentence's main clause, or of what is said in it where no one else is."""
    root = sentence.root
    for child in root.children:
        if child.dep_ in ("nsubj", "nsubjpass"):
            who = named.get(child.i)
            return who if who is not None and entities[who].group.kind == "PERSON" else None
    return None
