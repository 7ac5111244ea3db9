"""Names to entities: which names of an article mean the same thing."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise

from spacy.tokens import Token

from pipeline.entities.names import PLACES, Name
from pipeline.entities.tables import Countries, Known, known_organisations, plain, word_list
from pipeline.language.parsed import ParsedText

_SMALL = word_list("small")
_CORPORATE = word_list("corporate") | word_list("legal forms")
_SUFFIXES = word_list("suffixes")
# Verbs whose subject is a government even where the words name its capital.
_ACTS = word_list("acts")
# Verbs whose object is a government even where the words name its capital.
_ACTED_ON = word_list("acted on")
# What a place itself may do in the future; anything else that a capital "will" do, its government will.
_OF_A_PLACE = word_list("of a place itself")
_DEALS = word_list("deals")
_DEEDS = word_list("deeds")
_DEALS_WITH = word_list("deals with")
_MOVED = word_list("moved to act")
_BURDENS = word_list("burdens")
_OF_A_GOVERNMENT = word_list("of a government")
_GOVERNMENTS_ARE = word_list("how a government is")
_OF_MANY = word_list("of many names") | word_list("division ends")
_DIVISIONS = frozenset({"province", "oblast", "prefecture", "governorate"})
"""Words that a place's name has or leaves out; a county and the town that names it are two."""


_BEFORE_GIVEN_NAMES = word_list("forenames before the given name")
_SHORTEST = 4
"""Letters that a word has more than, to stand alone for a body that has it in its name: "the Tribunal"."""
_COMPARED = 100
"""People with the same name that one more is compared with: articles have few, lists of names have thousands."""


@dataclass(slots=True)
class Group:
    """The names that mean one entity, in order of mention."""

    names: list[Name] = field(default_factory=list)
    kind: str = ""
    country: str | None = None
    """Code, where the entity is a country."""

    forms: dict[str, int] = field(default_factory=dict)
    """How often each form of the name stands in the article."""

    def add(self, name: Name) -> None:
        """Take in the next mention."""
        self.names.append(name)
        self.forms[name.words] = self.forms.get(name.words, 0) + 1


def gather(texts: tuple[ParsedText, ...], names: list[Name]) -> list[Group]:
    """The entities that names mean.

    Args:
        texts: the parsed fields.
        names: the names in order of mention.

    Returns:
        Groups in order of their first mention.
    """
    declared = _declared(texts, names)
    countries, people, others = _Countries(texts), _People(_also_known(texts, names)), _Others(declared)
    longest_first = sorted(range(len(names)), key=lambda place: (-len(names[place].words), place))
    people.learn([names[place] for place in longest_first if names[place].kind == "PERSON"])
    others.learn([names[place] for place in longest_first if names[place].kind not in ("PERSON", "NORP")])
    groups: dict[tuple[str, str], Group] = {}
    for name in names:
        key = countries.key(name) or (people.key(name) if name.kind == "PERSON" else others.key(name))
        group = groups.get(key)
        if group is None:
            group = groups[key] = Group()
        group.add(name)
    for key, group in groups.items():
        if key[0] == "country":
            group.kind, group.country = "GPE", key[1]
        else:
            group.kind = _kind(group)
    return list(groups.values())


def _kind(group: Group) -> str:
    """The type of most names, the longest names' type first."""
    votes = dict.fromkeys((name.kind for name in group.names), 0)
    if len(votes) > 1:
        longest = max(map(len, group.forms))
        for name in group.names:
            votes[name.kind] += 2 if len(name.words) == longest else 1
    return max(votes, key=lambda kind: votes[kind])


_AFTER_DATELINES = frozenset({"(", "-", "--", "–", "—"})


class _Countries:
    """Countries by name, and by the capital that acts for its government."""

    def __init__(self, texts: tuple[ParsedText, ...]) -> None:
        self._texts = texts
        self._table = Countries.load()

    def key(self, name: Name) -> tuple[str, str] | None:
        if name.kind not in ("GPE", "ORG", "FAC"):
            return None
        code = self._table.names.get(name.words)
        if code is None and (seat := self._table.seats.get(name.words)) and self._acts(name):
            code = seat
        return ("country", code) if code else None

    def _acts(self, name: Name) -> bool:
        """Whether a seat of government stands for the government: it does, says, or has relations."""
        doc = self._texts[name.text].doc
        head = doc[name.head]
        if name.last < len(doc) and doc[name.last].text in _AFTER_DATELINES and doc[name.first].is_sent_start:
            return False
        if head.dep_ == "dobj" and head.head.lemma_.lower() in _ACTED_ON:
            return True
        if head.dep_ in ("nsubj", "nsubjpass") and head.head.lemma_.lower() in _ACTS:
            return True
        if head.dep_ == "nsubj" and head.head.tag_ == "VB" and head.head.lemma_.lower() not in _OF_A_PLACE:
            moved = head.head.head.lemma_ in _MOVED and any(child.lower_ == "to" for child in head.head.lefts)
            return moved or any(child.tag_ == "MD" for child in head.head.lefts)
        if head.dep_ == "conj" and head.head.dep_ == "nsubj":
            return head.head.head.lemma_.lower() in _ACTS
        if head.dep_ == "nsubj" and head.head.lemma_ == "be":
            return any(child.dep_ == "acomp" and child.lower_ in _GOVERNMENTS_ARE for child in head.head.rights)
        if head.dep_ == "pobj":
            return self._is_dealt_with(head)
        return head.dep_ == "poss" and (head.head.lower_ in _DEALS or head.head.lower_ in _OF_A_GOVERNMENT)

    @staticmethod
    def _is_dealt_with(head: Token) -> bool:
        """Whether a preposition makes a seat a party: "talks with", "negotiating with", "a reply from", "chosen by"."""
        preposition, above = head.head, head.head.head
        if preposition.lower_ in ("between", "with"):
            return above.lower_ in _DEALS or (preposition.lower_ == "with" and above.lemma_ in _DEALS_WITH)
        if preposition.dep_ == "agent":
            return True
        if preposition.lower_ in ("on", "against"):
            return above.lower_ in _BURDENS or above.lemma_ == "call"
        return preposition.lower_ in ("by", "from") and (above.lower_ in _DEEDS or above.lemma_ in _DEEDS)


_ALSO_KNOWN = re.compile(
    r"[,(]?\s*(?:(?:who is |who was )?(?:also |better |widely |popularly |commonly )?known as"
    r"|alias|a\.?k\.?a\.?|nicknamed)\s+(?:the\s+)?[\"“‘']?"
)
_BETWEEN = 45  # characters between a name and the other name that it is known by


class _People:
    """People by full name; a part of a name means the last person named who has it."""

    def __init__(self, also: dict[str, str]) -> None:
        self._also = also
        self._full: dict[str, str] = {}
        self._by_part: dict[str, list[str]] = {}
        self._parts: dict[str, list[str]] = {}
        """What each full name may be cut to."""
        self._first: dict[str, tuple[int, int]] = {}
        """Where each full name first stands."""
        self._last: dict[str, str] = {}

    def learn(self, names: list[Name]) -> None:
        """Take in the names of people, longest first."""
        for name in names:
            words = _person_words(name.words)
            form = " ".join(words)
            if len(words) < 2:
                continue
            if form in self._full:
                whole = self._full[form]
                self._first[whole] = min(self._first[whole], (name.text, name.first))
                continue
            same = self._same(words)
            self._full[form] = same or form
            self._first[same or form] = min(
                self._first.get(same or form, (name.text, name.first)), (name.text, name.first)
            )
            if same is None:
                self._parts[form] = _name_parts(words)
                for part in self._parts[form]:
                    self._by_part.setdefault(part, []).append(form)

    def _same(self, words: list[str]) -> str | None:
        """A longer name that holds this one: with a middle name, or with more surnames."""
        form = " ".join(words)
        for other in self._by_part.get(words[-1], [])[:_COMPARED]:
            theirs = other.split()
            if (
                (theirs[0] == words[0] and theirs[-1] == words[-1] and not _differ_between(theirs, words))
                or other.endswith(" " + form)
                or other.startswith(form + " ")
            ):
                return other
            if theirs[-1] == words[-1] and (theirs[0][0] == words[0][0]) and 1 in (len(theirs[0]), len(words[0])):
                return other
        for other in self._by_part.get(words[0], [])[:_COMPARED]:
            if other.startswith(form + " "):
                return other
        return None

    def key(self, name: Name) -> tuple[str, str]:
        form = " ".join(_person_words(name.words))
        form = self._also.get(form, form)
        whole = self._full.get(form)
        if whole is None:
            have = self._by_part.get(form, [])
            surnamed = [other for other in have if other.endswith(form)] or have
            whole = surnamed[0] if len(surnamed) == 1 else self._last.get(form) if surnamed else form
            whole = whole or min(surnamed, key=lambda other: self._first[other], default=form)
        parts = self._parts.get(whole)
        if parts is None:
            parts = self._parts[whole] = _name_parts(whole.split())
        self._last |= dict.fromkeys(parts, whole)
        return "person", whole


def _also_known(texts: tuple[ParsedText, ...], names: list[Name]) -> dict[str, str]:
    """Other names that the text gives people: "Mahmoud Abbas, also known as Abu Mazen"."""
    found = {}
    for before, name in pairwise(names):
        if before.kind == name.kind == "PERSON" and before.text == name.text and name.start - before.end < _BETWEEN:
            between = texts[name.text].text[before.end : name.start]
            if _ALSO_KNOWN.fullmatch(between):
                found[" ".join(_person_words(name.words))] = " ".join(_person_words(before.words))
    return found


def _differ_between(one: list[str], other: list[str]) -> bool:
    """Whether two names have middle names or initials that are not the same: "George W. Bush", "George H. W. Bush"."""
    return len(one) > 2 and len(other) > 2 and one[1][0] != other[1][0]


def _person_words(words: str) -> list[str]:
    parts = plain(words.replace("-", "‑")).replace(",", "").split()
    return [part for part in parts if part not in _SUFFIXES] or parts


def _name_parts(words: list[str]) -> list[str]:
    """What a person may be called by: each end of the name, and what a hyphen joins."""
    parts = [" ".join(words[place:]) for place in range(1, len(words))]
    parts += [" ".join(words[:place]) for place in range(1, len(words))]
    parts += [part for word in (words[-1],) for part in word.split("‑") if len(part) > 3]
    inner = len(words) > 3 or words[0] in _BEFORE_GIVEN_NAMES
    parts += [word for word in words[1:-1] if inner and len(word) > 3]  # "Lula" of four names or more
    return list(dict.fromkeys(parts))


class _Others:
    """Organisations, places and the rest: by plain name, acronym, short form."""

    def __init__(self, declared: dict[str, str]) -> None:
        self._declared = {short: full for short, full in declared.items() if not _is_known_as(short, full)}
        self._known_forms = {full: short for short, full in declared.items() if _is_known_as(short, full)}
        self._full: dict[str, str] = {}
        self._acronyms: dict[str, set[str]] = {}
        self._short: dict[str, set[str]] = {}

    def learn(self, names: list[Name]) -> None:
        """Take in names that are no person's, longest first."""
        for name in names:
            form = _bare(name.words)
            if form in self._full:
                continue
            self._full[form] = form
            words = form.split()
            if name.kind == "ORG" and len(words) > 1:
                for letters in {found for said in {name.words, _without_form(name.words)} for found in _initials(said)}:
                    self._acronyms.setdefault(letters, set()).add(form)
                if len(words) > 2:
                    for word in words:
                        if len(word) > _SHORTEST and word not in _OF_MANY and word.title() not in _towns():
                            self._short.setdefault(word, set()).add(form)
                for place in range(1, len(words)):
                    for short in (" ".join(words[:place]), " ".join(words[place:])):
                        self._short.setdefault(short, set()).add(form)

    def key(self, name: Name) -> tuple[str, str]:
        if name.kind == "NORP":
            return "norp", plain(name.words)
        form = _bare(name.words)
        known = None
        if form not in self._declared:
            known = known_organisations().get(self._known_forms.get(form, form))
        if known is not None and name.kind == "ORG" and not self._stands_for_another(form, name, known):
            return "other", _bare(known.name)
        return "place" if name.kind in PLACES else "other", self._whole(form, name)

    def _stands_for_another(self, form: str, name: Name, known: Known) -> bool:
        """Whether letters that the tables know are here those of one body that the article itself names in full."""
        longer = self._acronyms.get(form, set()) if name.words.isupper() else set()
        return len(longer) == 1 and self._known(next(iter(longer))) != _bare(known.name)

    def _whole(self, form: str, name: Name) -> str:
        if form in self._declared:
            return self._known(self._declared[form])
        if name.kind in ("GPE", "LOC"):
            place, _, division = form.rpartition(" ")
            return place if division in _DIVISIONS and place in self._full else form
        if name.kind not in ("ORG", "PRODUCT", "WORK_OF_ART", "FAC"):
            return form
        if name.words.replace(".", "").isupper() and len(name.words) < 9:
            longer = self._acronyms.get(form, set())
        elif name.kind == "ORG":
            longer = self._short.get(form, set()) if _says_enough(form) else set()
            longer = {one for one in longer if not any(other.startswith(one + " ") for other in longer)}
        else:
            longer = set()
        return self._known(next(iter(longer))) if len(longer) == 1 else form

    @staticmethod
    def _known(form: str) -> str:
        known = known_organisations().get(form)
        return _bare(known.name) if known is not None else form


def _is_known_as(short: str, full: str) -> bool:
    """Whether the tables know the short name that a text declares for the same body: "the U.S. … (FDA)"."""
    known = known_organisations().get(short)
    return known is not None and _bare(known.name).replace("isation", "ization") in full.replace("isation", "ization")


def _towns() -> dict[str, str]:
    return Countries.load().towns


def _says_enough(form: str) -> bool:
    """Whether a short form is a name of its own, and no country or common word."""
    words = form.split()
    return Countries.load().code(form.title()) is None and (len(words) > 1 or len(form) > 3)


def _bare(words: str) -> str:
    parts = plain(words).replace(",", "").split()
    while len(parts) > 1 and parts[-1] in _CORPORATE:
        parts.pop()
    return " ".join(parts)


def _without_form(words: str) -> str:
    """A name without the legal form that ends it: "General Electric Co"."""
    parts = words.split()
    while len(parts) > 1 and plain(parts[-1]) in _CORPORATE:
        parts.pop()
    return " ".join(parts)


def _initials(words: str) -> set[str]:
    """The acronyms that a name may have, in lower case."""
    parts = [part for part in re.split(r"[\s\-]+", words) if part[:1].isalnum()]
    capital = [part[0] for part in parts if part[:1].isupper()]
    every = [part[0] for part in parts]
    content = [part[0] for part in parts if part.lower() not in _SMALL]
    dotted = ["".join(filter(str.isupper, part)) if "." in part else part[0] for part in parts if part[0].isupper()]
    return {"".join(letters).lower() for letters in (capital, every, content, dotted) if len(letters) > 1}


_OPENED = re.compile(r"\s*\(\s*(?:the |or )?[\"“'‘]?")
_CALLED = re.compile(r",?\s+(?:or|known as|known by (?:the|its) (?:\w+ ){0,2}(?:acronym|initials|name))\s+(?:the\s+)?")
"""Between an organisation and letters that it is known by in another language: "the Democratic Union, or HDZ"."""


def _declared(texts: tuple[ParsedText, ...], names: list[Name]) -> dict[str, str]:
    """Short names that the article declares in brackets behind the full name: "… Observatory (SOHR)"."""
    found: dict[str, str] = {}
    for full, short in pairwise(names):
        if full.text != short.text or full.kind == "PERSON" or len(short.words) > len(full.words):
            continue
        between = texts[full.text].text[full.end : short.start]
        after = texts[full.text].text[short.end : short.end + 2]
        if full.kind == "ORG" and " " in full.words and _CALLED.fullmatch(between) and short.words.isupper():
            found[_bare(short.words)] = _bare(full.words)
        opened = _OPENED.fullmatch(between) is not None
        if opened and (")" in after) and short.kind not in PLACES and _short_of(short.words, full.words):
            found[_bare(short.words)] = _bare(full.words)
    return found


def _short_of(short: str, full: str) -> bool:
    letters = plain(short).replace(" ", "")
    if short.isupper():
        return letters[:1] == plain(full)[:1] or letters in _initials(full) or len(set(letters) - set(plain(full))) == 0
    return plain(short) in plain(full)
