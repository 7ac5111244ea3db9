"""Roles: titles before a name, appositions, "X, who is …", "X is the …"; with the country and sector that they tell."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Doc, Span, Token

from pipeline.entities.names import Name
from pipeline.entities.tables import (
    MODIFIERS,
    NO_SECTOR,
    Countries,
    known_organisations,
    plain,
    role_in,
    sector_in,
    word_list,
)
from pipeline.language.parsed import ParsedText

_LONGEST = 9
_OF_ANYTHING = word_list("head of anything")
_HONORIFICS = word_list("honorifics")
_FOR_A_BODY = word_list("for a body")
_KIN = frozenset({"father", "mother", "brother", "sister"})
_OF_ROLES = frozenset(
    ("MIL", "COP", "SPY", "REB", "PTY", "MED", "OPP", "EDU", "LEG", "BUS", "GOV", "HLH", "JUD", "NGO", "LAB", "REL")
)
"""Sectors that the words of a role may tell."""


@dataclass(frozen=True, slots=True)
class Role:
    """A role as written, with what it tells of its bearer."""

    words: str
    sector: str | None
    country: str | None
    first: int
    last: int
    """Tokens of the role, end exclusive."""
    counterpart: bool = False
    """It is the same role as that of the person named before: "his Iranian counterpart"."""


def roles_of(parsed: ParsedText, name: Name) -> list[Role]:
    """The roles that the text gives a person at one mention.

    Args:
        parsed: the field that holds the mention.
        name: a person's name.

    Returns:
        Roles in order of the text; honorifics such as "Mr." are none.
    """
    doc = parsed.doc
    found = [_title(parsed, name) or _seated(parsed, name), _behind(parsed, name), _before(parsed, name)]
    found += [_clause(parsed, doc, name)]
    roles = [role for role in found if role is not None]
    return [
        role
        for role in roles
        if not any(
            other is not role and other.first <= role.first and role.last <= other.last and other.words != role.words
            for other in roles
        )
    ]


def _make(parsed: ParsedText, first: int, last: int, core: int) -> Role | None:
    """The role at tokens first to last whose head phrase ends at core (exclusive)."""
    doc = parsed.doc
    first = max((token.i + 1 for token in doc[first : core - 1] if _ends_before_role(token)), default=first)
    words = [token.lower_ for token in doc[first:core]]
    told = role_in(words)
    if told is None or (words and words[-1].rstrip(".") in _HONORIFICS):
        return None
    sector: str | None = told[1]
    if words[-1] in _KIN and first and doc[first - 1].lower_ in ("his", "her", "their", "my", "'s", "’s"):
        sector = "CVL"
    if words[-1] in _FOR_A_BODY and any(token.ent_type_ == "ORG" for token in doc[first : core - 1]):
        sector = NO_SECTOR  # "Senate representative X" is a lawmaker, "Ministry of Trade representative X" is none
    context = doc[first:last]
    country = _country(context)
    if sector in (NO_SECTOR, "GOV", "CRM", "PTY", "UAF"):
        sector = _sector_of(doc, first, last) or (("GOV" if country else None) if sector == NO_SECTOR else sector)
    if sector == "GOV" and words[-1] in _OF_ANYTHING:
        if body := _body(doc, core, last):
            sector = sector_in(body) or sector
        elif country is None and _of_body(doc, core, last):
            sector = None
    owned = max((token.i + 1 for token in doc[first : core - 1] if token.tag_ == "POS"), default=first)
    start, end = doc[owned].idx, doc[last - 1].idx + len(doc[last - 1])
    text = " ".join(parsed.text[start:end].split())
    return Role(text, sector, country, first, last, words[-1] == "counterpart")


def _ends_before_role(token: Token) -> bool:
    """Whether what a token ends is no part of the role behind it: a dateline, "Hariri met"."""
    if token.text in ("-", "--", "–", "—"):
        return bool(token.whitespace_)
    if token.text in (".", ";"):
        return True
    return token.tag_ in ("VBD", "VBN") and token.i > 0 and token.nbor(-1).tag_ == "NNP"


def _body(doc: Doc, core: int, last: int) -> str | None:
    """The organisation that a role goes on to name: "president of the National Farmers Union"."""
    named = [token.i for token in doc[core:last] if token.ent_type_ == "ORG"]
    return doc[named[0] : named[-1] + 1].text if named else None


def _of_body(doc: Doc, core: int, last: int) -> bool:
    """Whether a role goes on to name something that is no place: "president of Education First"."""
    towns = Countries.load().towns
    named = [token for token in doc[core:last] if token.tag_ in ("NNP", "NNPS")]
    return bool(named) and not any(doc[token.i : last].text in towns for token in named)


def _country(context: Span) -> str | None:
    """The country that a role names, or else that of the first town or organisation in it."""
    countries = Countries.load()
    tokens = list(context)
    towns: list[str] = []
    for place in range(len(tokens)):
        if not tokens[place].text[:1].isupper():
            continue
        for size in range(min(4, len(tokens) - place), 0, -1):
            words = "".join(t.text_with_ws for t in tokens[place : place + size]).strip()
            if code := countries.code(words):
                return code
            known = known_organisations().get(plain(words))
            if code := countries.towns.get(words) or (known.country if known is not None else None):
                towns.append(code)
                break
    return towns[0] if towns else None


def _sector_of(doc: Doc, first: int, last: int) -> str | None:
    """The sector that the organisation in a role tells: "Hamas leader", "head of the army"."""
    for place in range(first, last):
        for size in (5, 4, 3, 2, 1):
            if place + size <= last and doc[place].text[:1].isupper():
                known = known_organisations().get(plain(doc[place : place + size].text))
                if known is not None:
                    return known.sector
    told = sector_in(doc[first:last].text)
    minister = doc[last - 1].lower_ == "minister"  # of energy, of education: of a government all the same
    return told if told in _OF_ROLES and not minister else None


def _title(parsed: ParsedText, name: Name) -> Role | None:
    """The words right before a name: "caretaker Prime Minister X", "Iran's top diplomat X", "Hamas spokesman X"."""
    doc, last = parsed.doc, name.first
    if last and doc[last - 1].text in (",", '"', "'") and doc[last - 2 : last - 1].text.islower():
        return None
    first = last
    while (
        first > 0
        and last - first < _LONGEST
        and (
            _of_title(doc[first - 1], doc[first].text if first < len(doc) else "")
            or (first < last and _inside_body(doc[first]))
        )
    ):
        first -= 1
    while first < last and (
        doc[first].lower_ in ("the", "a", "an", "his", "her", "its", "their", "-", "'s", "and")
        or not doc[first].text[0].isalnum()
    ):
        first += 1
    while first < last and role_in([token.lower_ for token in doc[first:last]]) is None:
        last -= 1
        if name.first - last > 1:
            return None
    return _make(parsed, first, last, last) if first < last else None


def _seated(parsed: ParsedText, name: Name) -> Role | None:
    """A title with its place right before a name: "Archbishop of Canterbury X"."""
    doc, seat = parsed.doc, name.first - 1
    while seat > 1 and doc[seat].tag_ == "NNP" and name.first - seat < 4:
        seat -= 1
    if seat < 1 or seat + 1 >= name.first or doc[seat].lower_ != "of":
        return None
    first = seat
    while first > 0 and seat - first < 4 and role_in([token.lower_ for token in doc[first - 1 : seat]]) is not None:
        first -= 1
    return _make(parsed, first, name.first, seat) if first < seat else None


def _of_title(token: Token, following: str) -> bool:
    if token.is_punct and token.text != "-":
        return False
    if token.lower_ in ("of", "for") and following[:1].isupper():
        return False
    return (
        token.tag_ in ("NN", "NNP", "NNPS", "JJ", "POS", "HYPH", "VBN")
        or token.lower_ in MODIFIERS
        or role_in([token.lower_]) is not None
    ) and not token.is_sent_end


def _inside_body(token: Token) -> bool:
    """Whether a word is not the first of an organisation's name: "Department of Trade representative X"."""
    return token.ent_type_ == "ORG" and token.ent_iob_ == "I"


def _head_role(head: Token) -> tuple[int, int] | None:
    """First token and end of the noun phrase that ends in a role word."""
    first = head.i
    for child in head.lefts:
        if child.dep_ in ("compound", "amod", "nmod", "poss", "det", "punct", "nummod"):
            first = min(first, child.left_edge.i)
    doc = head.doc
    while first < head.i and (
        doc[first].lower_ in ("the", "a", "an", "his", "her", "its", "their") or not doc[first].text[0].isalnum()
    ):
        first += 1
    if role_in([token.lower_ for token in doc[first : head.i + 1]]) is None:
        return None
    return first, head.i + 1


def _noun_role(parsed: ParsedText, head: Token) -> Role | None:
    """The role of a noun phrase, with what "of" adds: "the foreign minister of Iran"."""
    span = _head_role(head)
    if span is None or head.ent_type_ == "PERSON":
        return None
    first, core = span
    last = core
    for child in head.rights:
        if (
            child.dep_ == "prep"
            and child.lower_ in ("of", "for", "at", "in", "to")
            and child.right_edge.i - first < _LONGEST + 4
        ):
            edge = min(
                (t.i for t in child.subtree if t.dep_ in ("relcl", "appos", "punct", "acl")),
                default=child.right_edge.i + 1,
            )
            if edge > child.i + 1 and edge - first < _LONGEST + 4:
                last = edge
        else:
            break
    return _make(parsed, first, last, core)


def _behind(parsed: ParsedText, name: Name) -> Role | None:
    """An apposition behind the name: "X, the foreign minister of Iran,"."""
    root = parsed.doc[name.head]
    for child in root.rights:
        if child.dep_ == "appos" and child.i >= name.last and child.tag_ in ("NN", "NNP", "NNS"):
            return _noun_role(parsed, child)
    return None


def _before(parsed: ParsedText, name: Name) -> Role | None:
    """A name in apposition to its role: "the group's leader, X,"."""
    root = parsed.doc[name.head]
    if (
        root.dep_ == "appos"
        and root.head.i < name.first
        and root.head.tag_ in ("NN", "NNP")
        and name.first - root.head.i < _LONGEST
    ):
        return _noun_role(parsed, root.head)
    return None


def _clause(parsed: ParsedText, doc: Doc, name: Name) -> Role | None:
    """A clause that says what the person is: "X, who was the mayor of Y", "X is the mayor"."""
    root = doc[name.head]
    verbs = [child for child in root.rights if child.dep_ == "relcl" and child.lemma_ in ("be", "become", "serve")]
    if root.dep_ == "nsubj" and root.head.lemma_ in ("be", "become"):
        verbs.append(root.head)
    for verb in verbs:
        if any(child.dep_ == "neg" or child.tag_ == "MD" for child in verb.children):
            continue
        for child in verb.rights:
            if child.dep_ == "attr" and child.tag_ in ("NN", "NNP"):
                return _noun_role(parsed, child)
            if child.lower_ == "as" and child.dep_ == "prep":
                for thing in child.rights:
                    return _noun_role(parsed, thing) if thing.dep_ == "pobj" else None
    return None
