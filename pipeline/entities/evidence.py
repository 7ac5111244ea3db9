"""Types mended by what the article says: "in X", "the village of X", "Sheriff X", "X, 44,", a known surname."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from itertools import pairwise
from operator import itemgetter

from spacy.tokens import Doc, Token

from pipeline.entities.joining import GIVEN_NAMES
from pipeline.entities.kinds import called, kind_of
from pipeline.entities.names import Name
from pipeline.entities.own_words import STORMS
from pipeline.entities.tables import Countries, known_organisations, plain, role_in, sector_in, word_list
from pipeline.language.parsed import ParsedText

_WITHIN = frozenset({"in", "near", "outside", "throughout", "across", "around", "into"})
_KINDS_OF_PLACE = word_list("kinds of place")
_OF_A_PLACE = _KINDS_OF_PLACE | word_list("of a place")
_SAID_OF_PLACES = word_list("said of a place")
_BEGINNINGS = word_list("place beginnings")
_ADJECTIVE_ENDINGS = tuple(word_list("adjective endings"))
_BODIES = word_list("bodies")
_MENDED = frozenset({"PERSON", "ORG", "NORP", "FAC", "PRODUCT", "WORK_OF_ART", "EVENT", "LAW", "LANGUAGE"})
_NEVER_PEOPLE = frozenset({"EVENT", "LAW"})
_RULERS = word_list("rules a place")
_PEOPLE_FROM = word_list("from a place")
_ORGANISATION_ENDS = word_list("organisation ends")
_ENDS = _ORGANISATION_ENDS | word_list("place ends") | word_list("facility ends") | word_list("event ends")
_STAYS = word_list("born in")
_TEAMS = word_list("team names")
_TEAM_DEEDS = word_list("team deeds")
_UNITS_OF_LENGTH = word_list("of distance")
_DIRECTIONS = frozenset({"north", "south", "east", "west", "northeast", "northwest", "southeast", "southwest"})
_NOT_BEFORE_PEOPLE = frozenset({"the", "in", "at", "near"})
_OF_A_BODY = word_list("of a body")
_SHARES = word_list("shares")
_SAID_OF_A_BODY = word_list("said of a body")
_WORK_AT_A_BODY = word_list("work at a body")
_SPEECH = word_list("speech")
_LEADING = frozenset({"of", "from", ",", "in", "at", "near", "outside"})
_BESIDE = frozenset({"near", "outside", "throughout", "around", "across"})
_AT_PEOPLE = word_list("at people")
_PRICE_DEEDS = word_list("deeds of shares")
_PRICE_UNITS = word_list("units of price")
_NEAR = 5
"""How many words behind a verb the amount ends."""
_STREETS = frozenset({"st.", "street", "road", "ave.", "avenue", "drive", "rd."})
_PARTICLES = word_list("particles")
_SURELY_BODIES = _ORGANISATION_ENDS | {"museum", "tribunal", "brands", "international"}
_SHORTEST = 4
"""Letters that a part of a body's name has more than."""
_TOLD = 3
"""What a noun says of a name, as evidence beside a vote for each mention."""


@dataclass(slots=True)
class _Evidence:
    """What an article says of the names with the same words."""

    votes: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    """Mentions by type."""
    place: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    person: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    told: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    """Types that nouns give."""
    articled: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    """Mentions as persons with "the"."""

    def hear(self, doc: Doc, name: Name) -> None:
        """Take in one mention."""
        words = name.words
        self.votes[words][name.kind] += 1
        head = doc[name.head]
        kind = called(doc, name, head)
        if kind is not None and kind != "PERSON":
            self.told[words][kind] += _TOLD
        told = _TOLD if kind == "PERSON" and _may_be_person(doc, name) else 0
        before = doc[name.first - 1].lower_ if name.first else ""
        after = doc[name.last].lower_ if name.last < len(doc) else ""
        if place := _place(doc, name, head, before, after):
            self.place[words] += place
        if person := told + _person(doc, name, before, after):
            self.person[words] += person
        if _body(doc, name, head, before, after):
            self.told[words]["ORG"] += _TOLD
        if name.kind == "PERSON":
            self._hear_person(words)
            if _articled(doc, name):
                self.articled[words] += 1
        elif name.kind in ("ORG", "FAC") and " " in words:
            self._hear_body(words.split())

    def _hear_person(self, words: str) -> None:
        """A full name speaks for its surname."""
        if " " in words:
            surname = words.rsplit(" ", 1)[-1]
            self.person[surname] += 3
            if len(said := words.split()) > 2 and said[1].lower() in _PARTICLES:
                self.person[" ".join((said[1].capitalize(), *said[2:]))] += 3  # "De la Calle"
            if not surname.isupper() and surname not in Countries.load().towns:
                self.person[surname.upper()] += 3  # as a headline in capitals has it
            if "-" in surname:
                self.person[surname.rsplit("-", 1)[-1]] += 3

    def _hear_body(self, said: list[str]) -> None:
        """A body of a place speaks for it: "Karachi Police"."""
        for size in (1, 2):
            if len(said) > size and plain(said[size]) in _BODIES:
                self.place[" ".join(said[:size])] += 2

    def type_of(self, words: str) -> str | None:
        """The type of a form of name; None leaves each mention its own."""
        counts, place, person = self.votes[words], self.place.get(words, 0), self.person.get(words, 0)
        articled = self.articled.get(words, 0)
        if articled and articled * 2 > counts.total() and person < _TOLD:
            counts = Counter({"NORP" if words.endswith("s") else "ORG": counts.total()})
        return _type(words, counts, place, person, self.told.get(words))


def agreed(texts: tuple[ParsedText, ...], names: list[Name], datelines: set[tuple[int, int]]) -> list[Name]:
    """Names with the types that the article's evidence gives; the same words have the same type.

    Args:
        texts: the parsed fields.
        names: names in order of mention.
        datelines: the field and the first token of the places of datelines.
    """
    evidence = _Evidence()
    for name in names:
        evidence.hear(texts[name.text].doc, name)
    for before, name in pairwise(names):
        if _glosses(texts, before, name):
            evidence.votes[name.words]["ORG"] += 5
    types = {words: evidence.type_of(words) for words in evidence.votes}
    typed = [_of_kind(name, types[name.words] or name.kind) for name in names]
    kinds = {name.kind for name in typed}
    if "EVENT" in kinds:
        storms = {name.words.rsplit(" ", 1)[1] for name in typed if name.kind == "EVENT" and _is_storm(name.words)}
        typed = [_of_kind(name, "EVENT") if name.words in storms else name for name in typed]
    if datelines:
        typed = [_of_kind(name, "GPE") if (name.text, name.first) in datelines else name for name in typed]
    if any(name.words.isupper() for name in typed):
        printed = {name.words.casefold(): name.kind for name in reversed(typed) if not name.words.isupper()}
        typed = [_of_kind(name, _as_printed(name, printed, datelines)) for name in typed]
    if "PERSON" in kinds and "ORG" in kinds and (parts := _parts_of_bodies(typed)):
        typed = [_of_kind(name, "ORG") if _is_part(name, parts, evidence) else name for name in typed]
    towns = {name.words.rsplit(" ", 1)[0] for name in typed if name.kind == "ORG" and _is_team(name)}
    return [
        _of_kind(name, "ORG")
        if name.kind in ("GPE", "PERSON")
        and (name.text, name.first) not in datelines
        and _for_team(texts[name.text].doc, name, towns, evidence.person.get(name.words))
        else name
        for name in typed
    ]


def _as_printed(name: Name, printed: dict[str, str], datelines: set[tuple[int, int]]) -> str:
    """The type of a name in capitals that of the same name in mixed case, except at the head of a report."""
    if not name.words.isupper() or (name.text, name.first) in datelines:
        return name.kind
    return printed.get(name.words.casefold(), name.kind)


def _parts_of_bodies(names: list[Name]) -> set[str]:
    """The words of the longer names of bodies that are no words of a person's full name."""
    long = [(name.kind, name.words.split()) for name in names if name.kind in ("ORG", "PERSON") and " " in name.words]
    bodies = [said for kind, said in long if kind == "ORG" and not _SURELY_BODIES.isdisjoint(map(str.lower, said))]
    people = {part for kind, said in long if kind == "PERSON" for part in said}
    return {part for said in bodies for part in said} - people


def _is_part(name: Name, parts: set[str], evidence: _Evidence) -> bool:
    """Whether one word that was taken for a person is a part of the name of a body: "Hermitage"."""
    alone = name.kind == "PERSON" and name.words in parts and len(name.words) > _SHORTEST
    return alone and not evidence.person.get(name.words) and name.words.lower() not in GIVEN_NAMES


def _is_storm(words: str) -> bool:
    """Whether a name is that of a storm: "Cyclone Larry", which "Larry" may then mean."""
    return " " in words and not STORMS.isdisjoint(words.lower().split()[:-1])


def _of_kind(name: Name, kind: str) -> Name:
    return name if name.kind == kind else name._replace(kind=kind)


def _is_team(name: Name) -> bool:
    return " " in name.words and name.words.rsplit(" ", 1)[1].lower() in _TEAMS


def _for_team(doc: Doc, name: Name, towns: set[str], person: int | None) -> bool:
    """Whether a name of a town stands for its team: it does what teams do, or was taken for a person's name."""
    if name.kind == "PERSON":
        return name.words in towns and (person or 0) < _TOLD
    return Countries.load().code(name.words) is None and _team(doc, name)


def _type(words: str, counts: Counter[str], place: int, person: int, told: Counter[str] | None) -> str | None:
    """The type of a form of name; None leaves each mention its own."""
    most, many = max(counts.items(), key=itemgetter(1))
    table = Countries.load()
    if table.code(words) is not None:
        return None
    if told is not None:
        kind, times = max(told.items(), key=itemgetter(1))
        if (
            times > person
            and (counts["GPE"] < times or words not in table.seats)
            and (kind != "GPE" or _may_be_place(words, most))
            and not _ends_tell(words, kind)
        ):
            return kind
    if words.isupper() and 1 < len(words) < 7 and words.isalpha() and counts["ORG"]:
        return "ORG"
    if person >= 3 and person >= place and most not in _NEVER_PEOPLE:
        return "PERSON" if not words.isupper() or len(words) > 5 else None
    if place > person and most in _MENDED and _may_be_place(words, most):
        enough = 1 if most in ("PERSON", "PRODUCT", "WORK_OF_ART", "LANGUAGE") else 2
        if place >= (max(3, 1.5 * many) if most == "NORP" else enough):
            return "GPE"
    if counts["NORP"] and counts["GPE"] >= counts["NORP"]:
        return "GPE"
    return most if many * 2 > counts.total() else None


def _may_be_person(doc: Doc, name: Name) -> bool:
    """Whether a role said of a name can be its own: a place behind a comma is a part of what stands before it."""
    if name.kind in ("GPE", "LOC") and name.first and doc[name.first - 1].text == ",":
        return False
    return name.words.lower().split()[-1] not in _ENDS and sector_in(name.words) is None


def _team(doc: Doc, name: Name) -> bool:
    """Whether a town stands here for its team: "played for X", or X won or lost where a score is given."""
    head = doc[name.head]
    if head.dep_ == "pobj" and head.head.lower_ in ("for", "with", "to") and head.head.head.pos_ == "VERB":
        return head.head.head.lemma_ in (("play", "sign") if head.head.lower_ != "to" else ("lose",))
    if head.dep_ in ("nsubj", "dobj") and head.head.lemma_ in _TEAM_DEEDS:
        near = doc[max(name.first - 8, 0) : name.last + 12]
        return any(
            token.text in ("-", "–") and token.nbor(-1).text.isdigit() and token.nbor().text.isdigit()
            for token in near[1:-1]
        )
    return False


def _ends_tell(words: str, kind: str) -> bool:
    """Whether the last word of a longer name says already that it is something else."""
    said = words.lower().split()
    return len(said) > 1 and said[-1] in _ENDS and (kind != "ORG" or said[-1] not in _ORGANISATION_ENDS)


def _glosses(texts: tuple[ParsedText, ...], full: Name, short: Name) -> bool:
    """Whether a name is the acronym, in brackets, of the organisation before it."""
    between = texts[full.text].text[full.end : short.start] if full.text == short.text else ""
    opened = between.strip() == "(" or between.strip(" ,") in ("or", "known as")
    return full.kind == "ORG" and opened and short.words.isupper() and " " not in short.words


def _articled(doc: Doc, name: Name) -> bool:
    """Whether "the" stands before a name that is the head of its phrase: people are not called so."""
    articled = name.first > 0 and doc[name.first - 1].lower_ == "the"
    return articled and doc[name.last - 1].dep_ not in ("compound", "nmod", "amod", "poss")


def _may_be_place(words: str, kind: str) -> bool:
    if kind in ("EVENT", "LAW") or (kind == "FAC" and " " in words) or any(c.isdigit() for c in words):
        return False
    if words.isupper() or plain(words) in known_organisations() or sector_in(words) is not None:
        return False
    return len(words.split()) < 4


def _place(doc: Doc, name: Name, head: Token, before: str, after: str) -> int:
    """How strongly one mention says that it names a place, with the words before and after it in lower case."""
    found = int(after in _OF_A_PLACE)
    if after in _SAID_OF_PLACES:
        found += _said(doc, name)
    if name.kind != "ORG" and " " in name.words and doc[name.first].lower_ in _BEGINNINGS:
        found += 3
    if after == "," and name.last + 1 < len(doc) and doc[name.last + 1].ent_type_ == "GPE":
        found += 1 if name.kind == "PERSON" else 2
    if head.dep_ == "conj" and head.head.ent_type_ == "GPE" and " " not in name.words:
        found += 1
    if name.kind == "ORG" and " " not in name.words and after in ("in", "near", "outside") and before == "at":
        found += 2 if name.last + 1 < len(doc) and doc[name.last + 1].ent_type_ == "GPE" else 0
    if before:
        at = before == "at" and name.kind == "PERSON" and doc[name.first - 1].head.lemma_ not in _AT_PEOPLE
        if (at or before in _WITHIN) and after not in ("'s", "'", "’s"):
            found += 2 if before in _BESIDE and name.words.istitle() and " " not in name.words else 1
        if name.first > 1 and before in _LEADING:
            found += _place_behind(doc[name.first - 2], before, name.kind)
    return found


def _said(doc: Doc, name: Name) -> int:
    """How strongly a noun behind a name says that it is a place's: "the X area", but "a Shiite village"."""
    articled = name.first > 0 and doc[name.first - 1].lower_ in ("a", "an")
    adjective = name.kind == "NORP" and (
        name.words.lower().endswith(_ADJECTIVE_ENDINGS) or name.words in Countries.load().adjectives
    )
    long = name.kind == "ORG" and name.words.count(" ") > 1
    return 0 if articled or adjective or long else 3


def _place_behind(token: Token, before: str, kind: str) -> int:
    """How strongly the two words before a name say that it names a place: "village of", "Main Street,", "born in"."""
    word = token.lower_
    if before == "of":
        if word in _KINDS_OF_PLACE or word in _RULERS:
            return 3
        if token.ent_type_ == "PERSON":
            return 3 if kind == "PERSON" else 1
    if before == "from" and word in _PEOPLE_FROM:
        return 3
    if before in ("of", "from"):
        return 2 if word in _UNITS_OF_LENGTH or word in _DIRECTIONS else 0
    if before == ",":
        return 2 if word in _STREETS else 0
    if before in ("in", "at", "near", "outside") and word in _STAYS:
        return 2 if before == "in" else 1
    return 0


def _person(doc: Doc, name: Name, before: str, after: str) -> int:
    """How strongly one mention says that it names a person, with the words before and after it in lower case."""
    found = 0
    if " " in name.words and before not in _NOT_BEFORE_PEOPLE and _has_given_name(name):
        found += 3
    if before and name.kind != "GPE":
        title = doc[name.first - 1]
        if title.dep_ == "compound" and title.text[0].isupper() and role_in([before.rstrip(".")]) is not None:
            found += 3
    if after == "," and name.last + 2 < len(doc) and doc[name.last + 2].text == ",":
        age = doc[name.last + 1].text
        found += 3 if age.isdigit() and len(age) < 3 else 0
    return found + (after in _SPEECH)


def _body(doc: Doc, name: Name, head: Token, before: str, after: str) -> bool:
    """Whether one mention says that it names a company: "shares of X", "an analyst at X", "an X executive"."""
    if name.kind == "ORG" or name.words in Countries.load().towns:
        return False
    if after in _SHARES or after in _OF_A_BODY or after in ("'s", "’s", "'"):
        noun = head.head.lower_ if head.dep_ in ("compound", "poss") and head.head.i >= name.last else ""
        if noun in _SHARES or (noun in _OF_A_BODY and name.kind != "GPE" and head.dep_ == "compound"):
            return True
    if name.kind != "GPE" and (
        _names_its_kind(name, head, before) or _moved_in_price(doc, head) or _is_based(doc, name, before)
    ):
        return True
    if name.first < 2 or before not in ("in", "of", "with", "for", "at"):
        return False
    said = doc[name.first - 2].lower_
    if said in _SHARES and (
        before in ("of", "with", "for") or (before == "in" and said.startswith(("share", "stake")))
    ):
        return True
    at_work = before in ("at", "with", "for") and said in _WORK_AT_A_BODY
    return name.kind != "GPE" and (at_work or (before == "of" and said in _SAID_OF_A_BODY))


def _names_its_kind(name: Name, head: Token, before: str) -> bool:
    """Whether a noun behind a name says what body it is: "the X news agency", "the X brokerage"."""
    unsure = name.kind in ("PERSON", "PRODUCT", "WORK_OF_ART", "FAC")  # and not "the English rugby side"
    behind = head.dep_ == "compound" and head.head.i >= name.last
    return unsure and before == "the" and behind and kind_of(head.head) == "ORG"


def _moved_in_price(doc: Doc, head: Token) -> bool:
    """Whether a name does what shares do, by so much: "X shed four cents", "X, which owns Y, slipped 0.4 percent"."""
    if head.dep_ != "nsubj":
        return False
    verb = head.head
    if verb.lemma_ not in _PRICE_DEEDS:
        return False
    return any(token.lower_ in _PRICE_UNITS for token in doc[verb.i + 1 : verb.i + _NEAR])


def _is_based(doc: Doc, name: Name, before: str) -> bool:
    """Whether one word stands behind "Swiss-based"; of two the first may be a given name."""
    return before == "based" and name.first > 1 and doc[name.first - 2].text == "-" and " " not in name.words


def _has_given_name(name: Name) -> bool:
    """Whether a name of two or three words begins with a given name, and says in no way that it is something else."""
    said = name.words.lower().split()
    return (
        said[0] in GIVEN_NAMES
        and len(said) < 4
        and said[-1] not in _ENDS
        and name.words.replace(" ", "").replace(".", "").replace("-", "").isalpha()
        and plain(name.words) not in known_organisations()
        and sector_in(name.words) is None
    )
