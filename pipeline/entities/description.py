"""What is known of an entity: its name, aliases, country and sector."""

from __future__ import annotations

from collections import Counter

from spacy.tokens import Doc, Token

from pipeline.entities.coreference import Group
from pipeline.entities.names import Name
from pipeline.entities.roles import Role
from pipeline.entities.tables import Countries, Known, known_organisations, plain, role_in, sector_in
from pipeline.language.parsed import ParsedText

_NOUN_PHRASE = 4
"""Words behind a name within which the noun that it stands before may end: "X labor confederation"."""


def canonical(group: Group) -> tuple[str, tuple[str, ...]]:
    """The name of an entity as its article has it, and the other names; a country has its table's name."""
    forms = group.forms
    if len(forms) == 1 and group.country is None:
        return next(iter(forms)), ()
    if group.country is not None:
        seats = Countries.load().seats
        name = Countries.load().titles[group.country]
        written = [form for form in forms if form not in seats]
        if name not in forms and written:
            name = max(written, key=lambda form: forms[form])
    elif group.kind == "PERSON":
        name = max(forms, key=lambda form: (len(form.split()), not form.isupper(), forms[form]))
    else:
        name = max(forms, key=lambda form: (" " in form, not form.isupper(), len(form), forms[form]))
    return name, tuple(form for form in forms if form != name)


def known(group: Group) -> Known | None:
    """The table's row for an organisation, by any of its names."""
    if group.kind not in ("ORG", "NORP"):
        return None
    table = known_organisations()
    return next((found for form in group.forms if (found := table.get(plain(form))) is not None), None)


def country_of(texts: tuple[ParsedText, ...], group: Group, roles: tuple[Role, ...], row: Known | None) -> str | None:
    """The country that an entity is, or belongs to; None where the text and the tables don't say."""
    if group.country is not None:
        return group.country
    countries = Countries.load()
    if group.kind == "NORP":
        return next(
            (code for form in group.forms if (code := countries.adjectives.get(form))), row.country if row else None
        )
    if row is not None:
        return row.country or (_owner(texts, group) if row.sector not in ("IGO", "REB") else None)
    if group.kind == "PERSON":
        told = next((role.country for role in roles if role.country), None)
        return told or _owner(texts, group) or _home(texts, group)
    if group.kind in ("ORG", "FAC", "GPE", "LOC", "LAW"):
        if group.kind in ("GPE", "LOC"):
            return _said_behind(texts, group) or next(
                (code for form in group.forms if (code := countries.towns.get(form))), None
            )
        inside = next((code for form in group.forms if (code := countries.within(form))), None)
        return inside or _owner(texts, group)
    return None


def _said_behind(texts: tuple[ParsedText, ...], group: Group) -> str | None:
    """The country that stands behind a town's name, itself or by its state: "Alexandria, Virginia"."""
    countries = Countries.load()
    for name in group.names:
        doc = texts[name.text].doc
        if name.last + 1 < len(doc) and doc[name.last].text == ",":
            for size in (2, 1):
                behind = doc[name.last + 1 : name.last + 1 + size].text
                if code := countries.names.get(behind) or countries.towns.get(behind):
                    return code
    return None


def _home(texts: tuple[ParsedText, ...], group: Group) -> str | None:
    """The country that a person is told to be from: "X from New Zealand"."""
    countries = Countries.load()
    for name in group.names:
        doc = texts[name.text].doc
        if name.last + 1 < len(doc) and doc[name.last].lower_ == "from" and doc[name.last].head.i == name.head:
            for size in (3, 2, 1):
                if code := countries.names.get(doc[name.last + 1 : name.last + 1 + size].text):
                    return code
    return None


def _owner(texts: tuple[ParsedText, ...], group: Group) -> str | None:
    """The country in the words around a name: "Iran's X", "Iranian X", "X of Iran"."""
    countries = Countries.load()
    votes: Counter[str] = Counter()
    for name in group.names:
        doc = texts[name.text].doc
        root = doc[name.head]
        for child in root.children:
            if name.first <= child.i < name.last:
                continue
            if child.dep_ in ("poss", "amod", "nmod", "compound") and (
                code := countries.code(doc[child.left_edge.i : child.i + 1].text) or countries.code(child.text)
            ):
                votes[code] += 1
            elif child.dep_ == "prep" and child.lower_ == "of" and child.i == name.last:
                for thing in child.children:
                    if code := countries.code(doc[thing.left_edge.i : thing.i + 1].text):
                        votes[code] += 1
    return votes.most_common(1)[0][0] if votes else None


def sector_of(texts: tuple[ParsedText, ...], group: Group, roles: tuple[Role, ...], row: Known | None) -> str | None:
    """PLOVER's actor code: of a person from roles, of an organisation from the tables, its name or its noun."""
    if row is not None:
        return row.sector
    if group.kind == "PERSON":
        return next((role.sector for role in roles if role.sector), None)
    if group.kind != "ORG":
        return None
    named = next((sector for form in group.forms if (sector := sector_in(form))), None)
    return named or next((sector for name in group.names if (sector := _called(texts[name.text].doc, name))), None)


def _called(doc: Doc, name: Name) -> str | None:
    """The sector of the noun that a name stands before or that explains it: "the X militia", "X, a charity"."""
    head = doc[name.head]
    if head.dep_ in ("compound", "nmod") and 0 <= head.head.i - name.last < _NOUN_PHRASE:
        return _of_noun(doc, name.last, head.head)
    for child in head.rights:
        if child.dep_ == "appos" and child.i >= name.last:
            return _of_noun(doc, child.left_edge.i, child)
    return None


def _of_noun(doc: Doc, first: int, noun: Token) -> str | None:
    """The sector that a common noun and the words before it tell, where it is no person."""
    if noun.tag_ != "NN" or role_in([noun.lower_]) is not None:
        return None
    return sector_in(doc[first : noun.i + 1].text)
