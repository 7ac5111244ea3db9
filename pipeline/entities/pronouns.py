"""He and she: the person that a pronoun plainly means, by who is named near, in which clause, and of which gender."""

from __future__ import annotations

from dataclasses import dataclass, field

from spacy.tokens import Doc, Span, Token

from pipeline.entities.coreference import Group
from pipeline.entities.roles import Role
from pipeline.entities.tables import plain, role_in, word_list
from pipeline.language.parsed import ParsedText

HE = frozenset({"he", "him", "his", "himself"})
SHE = frozenset({"she", "her", "hers", "herself"})
_MEN = word_list("given names of men")
_WOMEN = word_list("given names of women")
_HE_IS = word_list("he is")
_SHE_IS = word_list("she is")
_PEOPLE = frozenset({"man", "woman", "boy", "girl", "person", "youth", "baby", "child"})
_SUBJECTS = ("nsubj", "nsubjpass")
REACH = 3
"""Sentences that a pronoun looks back."""


@dataclass(slots=True)
class Scene:
    """Who has been spoken of where a pronoun stands, in one text."""

    doc: Doc
    named: dict[int, int]
    """Entity by token, names and the references found so far."""
    people: frozenset[int]
    """The entities that are persons."""
    genders: dict[int, str]
    """"he" or "she" by entity, where it is known."""
    quotes: list[int]
    """Tokens that are quotation marks."""
    earlier: list[tuple[Span, set[int]]] = field(default_factory=list)
    """Sentences before this one, the last one last, with the entities that each speaks of."""

    def quoted(self, token: Token) -> bool:
        """Whether a token stands in direct speech: the mark before it opens."""
        before = [place for place in self.quotes if place < token.i]
        return bool(before) and not self.doc[before[-1]].whitespace_ and before[-1] + 1 < len(self.doc)


def gender(texts: tuple[ParsedText, ...], group: Group, roles: tuple[Role, ...]) -> str | None:
    """As a given name, an honorific or a role tells: "he" or "she"; None where they tell nothing, or both."""
    told: set[str] = set()
    words = [word for role in roles for word in role.words.lower().split()]
    for name in group.names:
        if name.first:
            words.append(texts[name.text].doc[name.first - 1].lower_.rstrip("."))
        given = plain(name.words).split()
        if len(given) > 1:
            told |= {"he"} if given[0] in _MEN else {"she"} if given[0] in _WOMEN else set()
    titled = {"he" for word in words if word in _HE_IS} | {"she" for word in words if word in _SHE_IS}
    told = titled or told
    return told.pop() if len(told) == 1 else None


def meant(token: Token, sentence: Span, scene: Scene) -> int | None:
    """The person that a pronoun means, or None where it is not plain."""
    if scene.quoted(token):
        return _of_speech(token, sentence, scene)
    here = {
        who
        for place in range(sentence.start, token.i)
        if (who := scene.named.get(place)) is not None and _may_be(token, who, scene)
    }
    subject = _clause_subject(token, scene)
    if subject in here and _is_object(token):
        here.discard(subject)
        return here.pop() if len(here) == 1 else None if here else _before(token, sentence, scene, subject)
    if len(here) == 1:
        return here.pop()
    if here:
        return subject if subject in here and token.tag_ == "PRP$" else None
    return _before(token, sentence, scene, None)


def _may_be(token: Token, who: int, scene: Scene) -> bool:
    word = "he" if token.lower_ in HE else "she"
    return who in scene.people and scene.genders.get(who, word) == word


def _is_object(token: Token) -> bool:
    return token.tag_ == "PRP" and token.lower_ in ("him", "her")


def _clause_subject(token: Token, scene: Scene) -> int | None:
    """The person that is the subject of the clause that a pronoun stands in."""
    verb = token.head
    for _ in range(8):
        if verb.pos_ in ("VERB", "AUX"):
            subject = next((child for child in verb.lefts if child.dep_ in _SUBJECTS), None)
            if subject is not None:
                return scene.named.get(subject.i)
            if verb.dep_ not in ("conj", "xcomp", "advcl"):
                return None
        if verb.head is verb:
            return None
        verb = verb.head
    return None


def _before(token: Token, sentence: Span, scene: Scene, never: int | None) -> int | None:
    """The person whom the sentences before put forward: the subject of the last, or the only one that fits."""
    if unnamed_people(sentence, scene, token.i):
        return None
    for back, (earlier, people) in enumerate(reversed(scene.earlier[-REACH:])):
        fit = {who for who in people if _may_be(token, who, scene) and who != never}
        if len(fit) == 1:
            who = fit.pop()
            sure = _subject(earlier, scene) == who or scene.genders.get(who) is not None
            return who if sure or not back else None
        if fit:
            subject = _subject(earlier, scene)
            sure = subject in fit and all(who in scene.genders for who in fit)
            return subject if sure and not back and not _is_object(token) else None
        if unnamed_people(earlier, scene, None):
            return None
    return None


def _subject(sentence: Span, scene: Scene) -> int | None:
    """The entity that is the subject of a sentence's main clause."""
    subjects = (child for child in sentence.root.children if child.dep_ in _SUBJECTS)
    return next((scene.named.get(child.i) for child in subjects), None)


def _of_speech(token: Token, sentence: Span, scene: Scene) -> int | None:
    """Who is meant in direct speech: one of known gender in the sentence before, but never the speaker."""
    if not scene.earlier:
        return None
    here = {scene.named[place] for place in range(sentence.start, sentence.end) if place in scene.named}
    _, people = scene.earlier[-1]
    fit = {who for who in people - here if _may_be(token, who, scene) and who in scene.genders}
    return fit.pop() if len(fit) == 1 and not unnamed_people(sentence, scene, token.i) else None


def unnamed_people(sentence: Span, scene: Scene, until: int | None) -> bool:
    """Whether a sentence speaks, up to a token, of a person whom no name means: "the officer …", or a name unknown."""
    for token in scene.doc[sentence.start : sentence.end if until is None else until]:
        if token.dep_ not in ("nsubj", "nsubjpass", "dobj", "pobj") or token.i in scene.named:
            continue
        if token.tag_ == "NNP" and token.dep_ == "nsubj" and not token.ent_type_:
            return True
        if token.tag_ == "NN" and (token.lower_ in _PEOPLE or role_in([token.lemma_.lower()]) is not None):
            return True
    return False
