"""What the words around a name call it: "X is a village", "X, an airline", "bands like X", "the label X"."""

from __future__ import annotations

from functools import cache

from spacy.tokens import Doc, Token

from pipeline.entities.names import Name
from pipeline.entities.tables import DATA, parts, role_heads, role_in, word_list
from pipeline.tsv import rows

_MAY_BE_BODIES = word_list("may be bodies")
_LONGEST_LIST = 20
"""Names that "bands like …" may list; a longer one is no sentence."""
_PAPERS = frozenset({"daily", "weekly"})
_BEFORE = frozenset({"ORG", "WORK_OF_ART", "PRODUCT"})
"""Types of the nouns that stand right before a name: "the band X", but "the city Council"."""


@cache
def kind_nouns() -> dict[str, str]:
    """OntoNotes type by noun or phrase in lower case."""
    return {noun: kind for kind, cell in rows(DATA / "kinds.tsv", 2) for noun in parts(cell)}


def called(doc: Doc, name: Name, head: Token) -> str | None:
    """The type of the noun that the text says a name is, or None.

    Args:
        doc: the parse of the name's field.
        head: the token that heads the name.
        name: any name; that people have roles ("X is a singer") makes them PERSON.
    """
    if head.dep_ == "nsubj" and head.head.lemma_ == "be":
        for child in head.head.rights:
            if child.dep_ == "attr":
                return kind_of(child)
    for child in head.rights:
        if child.dep_ == "appos" and child.i >= name.last and child.tag_ == "NN":
            return kind_of(child)
    return _before(doc, name, head)


def _before(doc: Doc, name: Name, head: Token) -> str | None:
    if not name.first:
        return None
    if head.dep_ == "appos" and head.head.tag_ == "NN" and head.head.i < name.first:
        return kind_of(head.head)
    token = doc[name.first - 1]
    if token.lower_ in _PAPERS and name.first > 1 and doc[name.first - 2].tag_ in ("DT", "NN", "NNS", "JJ"):
        return "ORG"  # "told the daily X", where the parse takes "daily" for an adjective
    if token.tag_ == "NN" and token.dep_ == "compound":
        kind = kind_of(token)
        return kind if kind in _BEFORE or (kind == "PERSON" and head.i < name.last) else None
    first = head
    for _ in range(_LONGEST_LIST):
        if first.dep_ != "conj" or first.head.tag_ not in ("NNP", "NNPS"):
            break
        first = first.head
    if first.dep_ == "pobj" and first.head.lower_ in ("like", "as", "including"):
        example = first.head.head
        if example.tag_ == "NNS" and (first.head.lower_ != "as" or doc[first.head.i - 1].lower_ == "such"):
            kind = kind_of(example)
            return kind if kind != "PERSON" else None
    return None


def kind_of(noun: Token) -> str | None:
    """The type of a common noun, alone or with the word before it ("railway station")."""
    if noun.tag_ not in ("NN", "NNS"):
        return None
    word = noun.lemma_.lower()
    before = noun.nbor(-1).lower_ if noun.i else ""
    nouns = kind_nouns()
    kind = nouns.get(f"{before} {word}") or nouns.get(word)
    if kind is None and word not in _MAY_BE_BODIES and word in role_heads() and role_in([word]) is not None:
        return "PERSON"
    return kind
