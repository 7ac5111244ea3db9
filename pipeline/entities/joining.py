"""Spans of names joined and parted: "Anna "Nan" Keller", "101st Airborne Division", "Leeds and Thirsk Railway"."""

from __future__ import annotations

from spacy.tokens import Doc

from pipeline.entities.tables import Countries, role_in, word_list

Span = tuple[int, int, str]
"""First token, last token (exclusive), type."""

_QUOTES = frozenset({'"', "“", "”", "'", "‘", "’", "''", "``"})
_UNITS = word_list("units")
_CORPORATE = word_list("corporate") | {"llc", "l.p.", "n.v.", "s.a.", "plc", "lp"}
_ABBREVIATED_FORMS = frozenset({"inc.", "ltd.", "llc", "plc", "corp.", "inc", "ltd"})
_LEGAL_FORMS = word_list("legal forms")
_OF_COUNTRIES = word_list("of a country")
_PARTICLES = word_list("particles")
_TEAMS = word_list("team names")
_CLUBS = word_list("club beginnings")
_WITH_AND = word_list("joined by and")
GIVEN_NAMES = frozenset().union(*(word_list(f"given names of {whom}") for whom in ("men", "women", "either")))
_BODY_HEADS = word_list("organisation ends") | {"hospital", "center", "centre", "committee", "ministry", "office"}


def joined(doc: Doc, spans: list[Span]) -> list[Span]:
    """The spans of a text, in order, with those made one that name one thing."""
    made: list[Span] = []
    for span in spans:
        whole = span
        while made and (one := _one(doc, made[-1], whole)) is not None:
            made.pop()
            whole = one
        floor = made[-1][1] if made else 0
        made.append(_grown(doc, whole, floor))
    return made


def _one(doc: Doc, left: Span, right: Span) -> Span | None:
    """The name that two neighbouring spans make together, or None where they name two things."""
    gap = right[0] - left[1]
    if gap < 0 or gap > 3:
        return None
    if right[2] == "PERSON":
        kind = "PERSON" if left[2] in ("PERSON", "ORG") and _one_person(doc, left, right, gap) else None
    elif right[2] == "ORG":
        kind = "ORG" if left[2] in ("PERSON", "GPE") and _one_body(doc, left, right, gap) else None
    else:
        kind = _with_place(doc, left, right, gap)
    if not gap and (_unknown_pair(doc, left, right) or _one_name(doc, left, right)):
        kind = "PERSON"
    if not gap and right[2] == "GPE" and left[1] - left[0] == 1 and doc[left[0]].lower_ in _CLUBS:
        kind = "ORG"
    if not gap and left[2] == "GPE" and right[1] - right[0] == 1 and doc[right[0]].lower_ in _TEAMS:
        kind = "ORG"
    return (left[0], right[1], kind) if kind else None


def _one_person(doc: Doc, left: Span, right: Span, gap: int) -> bool:
    """Whether two spans are one person's name: with a nickname between them, or broken after an initial."""
    between = [token.text for token in doc[left[1] : right[0]]]
    if between:
        return between[0] in _QUOTES and between[-1] in _QUOTES and _nickname(doc, left, right, gap)
    initial = doc[left[1] - 1].text
    return left[2] == "PERSON" and len(initial) == 2 and initial[0].isupper() and initial[1] == "."


def _unknown_pair(doc: Doc, left: Span, right: Span) -> bool:
    """Whether two words side by side, a place and a people that no table has, are a person: "Yoweri Museveni"."""
    if left[2] != "GPE" or right[2] != "NORP" or left[1] - left[0] > 1 or right[1] - right[0] > 1:
        return False
    words = doc[left[0]], doc[right[0]]
    known = Countries.load()
    strange = all(word.text not in known.towns and known.code(word.text) is None for word in words)
    return strange and all(word.tag_ == "NNP" and word.text.istitle() for word in words)


def _one_name(doc: Doc, left: Span, right: Span) -> bool:
    """Whether a person's name goes on in the span behind it: "Seif al-Islam Hassan al-Banna", "Alexis T. Mwamba"."""
    end = doc[left[1] - 1]
    if left[2] != "PERSON" or end.dep_ != "compound" or not right[0] <= end.head.i < right[1]:
        return False
    if role_in([end.lower_.rsplit("-", 1)[-1]]) is not None:
        return False
    word = doc[right[0]]
    if right[2] == "PERSON":
        within = (token.lower_ in _PARTICLES for token in doc[left[0] + 1 : right[1] - 1])
        return right[1] - right[0] == 1 or word.lower_ not in GIVEN_NAMES or any(within)
    strange = word.text not in Countries.load().towns and not _country(doc, right)
    return right[2] in ("GPE", "NORP") and right[1] - right[0] == 1 and word.text.istitle() and strange


def _one_body(doc: Doc, left: Span, right: Span, gap: int) -> bool:
    """Whether an organisation's name begins with the span before it: "Leeds and Thirsk Railway"."""
    if _country(doc, left) or gap > 1:
        return False
    last = doc[right[1] - 1].lower_
    if gap:
        articled = left[0] > 0 and doc[left[0] - 1].lower_ == "the"
        return articled and left[2] == "GPE" and doc[left[1]].lower_ in ("and", "&") and last in _WITH_AND
    head = doc[left[1] - 1]
    return head.dep_ == "compound" and right[0] <= head.head.i < right[1] and last in _BODY_HEADS


def _with_place(doc: Doc, left: Span, right: Span, gap: int) -> str | None:
    """The type of a name that a place ends: "Washington, D.C.", "Communist Party of India"."""
    if gap < 2 and doc[right[0]].text in ("D.C.", "DC") and doc[left[0] : left[1]].text == "Washington":
        return "GPE"
    of_place = left[2] == "ORG" and gap == 1 and right[2] == "GPE" and doc[left[1]].lower_ == "of"
    return "ORG" if of_place and doc[left[1] - 1].lower_ in _OF_COUNTRIES and left[1] - left[0] > 1 else None


def _nickname(doc: Doc, left: Span, right: Span, gap: int) -> bool:
    """Whether two spans are a person's names around, or before and after the marks of, a nickname."""
    if gap == 3:
        return True
    opened = right[1] + 1 < len(doc) and doc[right[1]].text in _QUOTES and doc[right[1] + 1].text[0].isupper()
    closes = sum(token.text in _QUOTES for token in doc[left[0] : left[1]]) == 1
    return gap == 1 and left[2] == "PERSON" and (opened or closes)


def _country(doc: Doc, span: Span) -> bool:
    return Countries.load().code(doc[span[0] : span[1]].text) is not None


def _grown(doc: Doc, span: Span, floor: int) -> Span:
    """A span with what belongs to it and lies in no other: a unit's number, a surname that the model missed."""
    first, last, kind = span
    if kind in ("ORG", "LOC", "FAC") and last - first > 1 and doc[last - 1].lower_ in _UNITS and first > floor:
        before = doc[first - 1]
        if before.ent_type_ in ("ORDINAL", "CARDINAL") or before.text[0].isdigit():
            return first - 1, last, "ORG"
    if kind == "PERSON" and _breaks_off(doc, first, last):
        return first, last + 2, kind
    if kind == "PERSON" and last < len(doc):
        after, token = doc[last], doc[last - 1]
        missed = not after.ent_type_ and after.tag_ == "NNP" and after.text.istitle() and len(after) > 1
        if missed and token.dep_ == "compound" and token.head.i == last and role_in([after.lower_]) is None:
            return first, last + 1, kind
    return _grown_body(doc, span, floor)


def _grown_body(doc: Doc, span: Span, floor: int) -> Span:
    """A span with what makes it a body: "Real" of a club, "Hawks" of a team, "AG" of a company."""
    first, last, kind = span
    if kind == "GPE" and first > floor and doc[first - 1].lower_ in _CLUBS and doc[first - 1].text.istitle():
        return first - 1, last, "ORG"  # "Real Madrid", of which the model has "Madrid"
    if last == len(doc):
        return span
    after = doc[last]
    if (kind == "GPE" or (kind == "ORG" and last - first == 1)) and (
        (after.lower_ in _TEAMS and after.tag_ in ("NNPS", "NNP", "NNS"))
        or after.lower_ in ("newsroom", "newsdesk", "bureau")
    ):
        return first, last + 1, "ORG"
    if kind in ("ORG", "PERSON", "GPE", "LOC") and after.text[0].isupper() and after.lower_ in _LEGAL_FORMS:
        return first, last + 1, "ORG"
    return (first, last + 1, kind) if kind == "ORG" and after.lower_ in _ABBREVIATED_FORMS else span


def _breaks_off(doc: Doc, first: int, last: int) -> bool:
    """Whether a person's name ends within the marks of a nickname, and a surname follows: 'Anna "Nan' of 'Keller'."""
    follows = last + 1 < len(doc) and doc[last].text in _QUOTES and doc[last + 1].text.istitle()
    return follows and sum(token.text in _QUOTES for token in doc[first:last]) == 1


def parted(doc: Doc, first: int, last: int, label: str) -> list[tuple[int, int]]:
    """The names that a span holds: "Pakistan's Foreign Ministry", "U.S.-Iraq", "Lima / Quito" are two each."""
    if last - first < 3 or label not in ("ORG", "PERSON", "FAC", "GPE", "LOC", "NORP", "EVENT"):
        return [(first, last)]
    if label == "ORG" and doc[first].text in Countries.load().names and doc[first + 1].like_num:
        return [(first, first + 1)]
    if label in ("ORG", "PERSON") and doc[first - 1].lower_ == "of" and doc[first].lower_ not in GIVEN_NAMES:
        given = next((place for place in range(first + 1, last - 1) if doc[place].lower_ in GIVEN_NAMES), None)
        if given is not None and role_in([doc[first - 2].lower_]) is not None:
            return [(first, given), (given, last)]
    for place in range(first + 1, last - 1):
        if _parts_at(doc, first, place, last, label):
            return [(first, place), *parted(doc, place + 1, last, label)]
    return [(first, last)]


def _parts_at(doc: Doc, first: int, place: int, last: int, label: str) -> bool:
    token, code = doc[place], Countries.load().code
    if token.tag_ == "POS" or token.text == "-":
        spaced = token.text == "-" and doc[place - 1].whitespace_ != "" and token.whitespace_ != ""
        owner = token.tag_ == "POS" and label == "ORG" and doc[place - 1].lower_ in _BODY_HEADS and place - first > 1
        return (
            spaced
            or owner
            or (
                code(doc[first:place].text) is not None
                and (token.text != "-" or code(doc[place + 1 : last].text) is not None)
            )
        )
    if token.text in ("/", "v", "vs", "vs.") or (token.lower_ == "or" and label in ("ORG", "GPE", "PERSON")):
        return True
    if token.lower_ in ("and", "&", "to", ",") and label in ("PERSON", "GPE"):
        return (label == "PERSON" or token.text != ",") and code(doc[first:last].text) is None
    if token.text == "." and label == "PERSON" and place + 1 < last and doc[place + 1].is_sent_start:
        return True
    return (
        token.lower_ == "of" and label == "GPE" and doc[place - 1].lower_ in ("district", "province", "county", "state")
    )


def only_corporate(doc: Doc, first: int, last: int) -> bool:
    """Whether a span is nothing but "Inc." or "LLC"."""
    return last - first == 1 and doc[first].lower_ in _CORPORATE and doc[first].lower_ not in ("group", "company")
