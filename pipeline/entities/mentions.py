"""Names right to the character: the model's spans trimmed, mended, and known names found where it missed them."""

from __future__ import annotations

import re

from spacy.tokens import Doc, Token

from pipeline.entities.datelines import HEADINGS, datelines, with_datelines
from pipeline.entities.evidence import agreed
from pipeline.entities.joining import Span, joined, only_corporate, parted
from pipeline.entities.missed import (
    ABBREVIATIONS,
    acronyms,
    bracketed,
    by_ends,
    missed,
    speakers,
    tabled,
    take,
    taken_by,
    told,
    vocabulary,
)
from pipeline.entities.names import KINDS, Name
from pipeline.entities.own_words import ORGANISATION_ENDS, STORMS, kind_by_words
from pipeline.entities.scanning import Hits
from pipeline.entities.sport import clubs, is_sport, listed
from pipeline.entities.tables import MODIFIERS, Countries, known_organisations, plain, role_in, role_sectors, word_list
from pipeline.language.parsed import ParsedText

LONGEST = 25
"""Names of more tokens are not names."""
_EDGES = frozenset({"the", "a", "an", "'s", "’s", "'", "’", "this", "that", "his", "her", "its", "their", "our", "my"})
_EDGES |= {"near", "in", "at", "from", "of", "for", "by", "with", "and"}
_CLOSERS = {")": "(", "]": "["}
_MAY_BE_SMALL = frozenset({"WORK_OF_ART", "NORP", "LANGUAGE"})
"""Types of names that may have no capital."""
_STRAIN = re.compile(r"H\d+N\d+\w*")
"""Of influenza."""
_YEAR = re.compile(r"[12]\d{3}")
_PARTIES = word_list("party letters")
"""As in "Sen. X, R-Texas"."""
_PARTICLES = word_list("particles")
_DAYS = word_list("days and months")
_PEOPLE = word_list("people of a team")
_BEHIND_NAMES = word_list("behind a name")
_BEFORE_NAMES = word_list("before a name")
_PROPER = frozenset({"GPE", "LOC", "ORG"})
_PERSUASIONS = word_list("persuasions")
_WITH_ARTICLE = word_list("with the article")
_ELIDED = re.compile(r"[dD]['’][A-Z]\w+")
"""The rest of a name: "Giscard d'Estaing"."""
_OFFICES = frozenset({"minister", "secretary", "ministry"})
_SHORT = 3  # letters of the second half of a name such as Jae-in


def find_names(texts: tuple[ParsedText, ...], hits: list[Hits]) -> list[Name]:
    """The names of an article in order of mention.

    Args:
        texts: the parsed fields.
        hits: for each, the words that begin or tell names.

    Returns:
        Names that do not overlap, each with its type mended by what the name says of itself and
        by what the article says elsewhere.
    """
    spans = [_model_spans(parsed.doc) for parsed in texts]
    places = [datelines(parsed) for parsed in texts]
    sport = is_sport(hits, texts)
    if sport:
        spans = [listed(parsed, found) for parsed, found in zip(texts, spans, strict=True)]
    spans = [with_datelines(found, here) for found, here in zip(spans, places, strict=True)]
    taken: list[list[bool]] = []
    for parsed, found, here in zip(texts, spans, hits, strict=True):
        tabled(parsed.doc, found, here)
        held = taken_by(parsed.doc, found)
        for more in (
            bracketed(parsed.doc, found, held),
            speakers(parsed.doc, held, here),
            told(parsed.doc, held, here),
            acronyms(parsed.doc, held),
        ):
            found.extend(more)
            take(held, more)
        taken.append(held)
    seen = vocabulary(texts, spans)
    names: list[Name] = []
    for index, (parsed, found, here, held) in enumerate(zip(texts, spans, hits, taken, strict=True)):
        again = missed(parsed.doc, held, seen, here)
        take(held, again)
        ends = by_ends(parsed.doc, held, here) if parsed.field == "body" else []
        names += [Name.of(index, parsed, first, last, kind) for first, last, kind in sorted(found + again + ends)]
    heads = {(index, first) for index, here in enumerate(places) for first, _, _ in here}
    names = agreed(texts, names, heads)
    return clubs(texts, names, heads) if sport else names


def _model_spans(doc: Doc) -> list[Span]:
    spans: list[Span] = []
    for ent in doc.ents:
        start, end, label = ent.start, ent.end, ent.label_
        if label not in KINDS or end - start > LONGEST:
            continue
        floor = spans[-1][1] if spans else 0
        first, last = _trimmed(doc, start, _whole(doc, end), label)
        if first >= last:
            continue
        first, last = _extended(doc, first, last, label, floor)
        if first >= floor and _names_something(doc, first, last, label):
            spans += [(a, b, kind_by_words(doc, a, b, label)) for a, b in parted(doc, first, last, label)]
    return joined(doc, spans)


def _whole(doc: Doc, last: int) -> int:
    """The end of a span that breaks off after "of", with the capitals that follow: "Strait of Malacca"."""
    if doc[last - 1].lower_ == "of":
        while last < len(doc) and doc[last].text[:1].isupper():
            last += 1
    return last


def _names_something(doc: Doc, first: int, last: int, label: str) -> bool:
    """Whether a span has a letter, and a capital unless it is a work or a people."""
    if last - first == 1:
        return _word_names_something(doc, first, label)
    if doc[first].text[0].isupper():
        return True
    text = doc[first:last].text
    return any(map(str.isalpha, text)) and (text != text.lower() or label in _MAY_BE_SMALL)


def _word_names_something(doc: Doc, place: int, label: str) -> bool:
    """The same for one word: no abbreviation, no title, no "Inc."."""
    token = doc[place]
    text, low = token.text, token.lower_
    if low in ABBREVIATIONS or low in STORMS or _STRAIN.fullmatch(text) or only_corporate(doc, place, place + 1):
        return False
    if place + 1 < len(doc) and doc[place + 1].text[:1].isupper():
        titled = role_in([low, doc[place + 1].lower_])
        if titled is not None and titled[0] == 2:
            return False
    if label == "PERSON" and role_in([low.rstrip(".")]) is not None:
        return False
    if label == "ORG" and _in_an_office(doc, place):
        return False
    if label == "ORG" and token.tag_ in ("NN", "NNS") and not text.isupper():
        return plain(text) in known_organisations()
    if label == "GPE" and token.tag_ == "NNS" and token.is_sent_start and not text.isupper():
        return text in Countries.load().towns
    return any(map(str.isalpha, text)) and (text != low or label in _MAY_BE_SMALL)


def _in_an_office(doc: Doc, place: int) -> bool:
    """Whether a word is a part of an office: "Secretary of State", "Mines and Energy Minister"."""
    if doc[place].lower_ == "state":
        return place > 1 and doc[place - 1].lower_ == "of"
    after = place + 3
    return after < len(doc) and doc[place + 1].lower_ == "and" and doc[after].lower_ in _OFFICES


def _trimmed(doc: Doc, first: int, last: int, label: str) -> tuple[int, int]:
    while first < last:
        if before := _before_name(doc, first, last, label):
            first += before
        elif after := _behind_name(doc, first, last, label):
            last -= after
        else:
            break
    return first, last


def _before_name(doc: Doc, first: int, last: int, label: str) -> int:
    """How many words at the start of a span are no part of the name: an article, a title, a heading of the wire."""
    head, long = doc[first], last - first > 2
    low = head.lower_
    if low in _EDGES and not _keeps_article(doc, first, last):
        return 1
    if _edge_mark(head) or (low in HEADINGS and _heads_story(doc, first)):
        return 1
    if long and doc[first + 1].text == "-" and low in _PARTIES:
        return 1
    if label == "PERSON":
        titled = last - first > 1 and _is_title(doc, first, last)
        return 1 if titled else _people_before(doc, first, last) if long else 0
    if last - first > 1 and label == "ORG" and low in _BEFORE_NAMES and head.is_sent_start:
        return int(doc[first + 1].text[0].isupper() and doc[first + 1].lower_ not in ORGANISATION_ENDS)
    if last - first > 1 and label in _PROPER and _is_common(head) and doc[first + 1].text[0].isupper():
        return 1
    numbered = label == "FAC" and head.text.isdigit()
    return int(long and (numbered or (label == "ORG" and low in _PERSUASIONS)))


def _behind_name(doc: Doc, first: int, last: int, label: str) -> int:
    """How many words at the end of a span are no part of the name: a possessive, a day, a score, a common word."""
    tail = doc[last - 1]
    if tail.tag_ == "NNP" and tail.text[0].isupper():
        return int(tail.dep_ == "npadvmod" and label != "PERSON" and last - first > 1 and tail.lower_ in _DAYS)
    if tail.tag_ in ("POS", "CC", "IN", "DT", "TO") or tail.lower_ in ("'s", "’s", "'") or _edge_mark(tail):
        closes = tail.text in _CLOSERS and any(t.text == _CLOSERS[tail.text] for t in doc[first : last - 1])
        return 0 if closes else 1
    if last - first < 2:
        return 0
    if tail.lower_ == "ex" and doc[last : last + 1].text == "-":
        return 1
    return _counted(doc, first, last, label) or (_common_at_end(doc, first, last, label) if label in _PROPER else 0)


def _is_common(token: Token) -> bool:
    """Whether a word at the edge of a name is none: "Bangka island", "Xinhua news agency", "northern Iraq"."""
    return token.is_lower and token.is_alpha and token.tag_ in ("NN", "NNS", "JJ") and token.lower_ not in _PARTICLES


def _people_before(doc: Doc, first: int, last: int) -> int:
    """How many words before a person's two names say of what country: "Briton Ann Hay", "New Zealander Ann Hay"."""
    adjectives = Countries.load().adjectives
    if doc[first].text in adjectives:
        return 1
    return 2 if last - first > 3 and doc[first : first + 2].text in adjectives else 0


def _common_at_end(doc: Doc, first: int, last: int, label: str) -> int:
    """How many words at the end of a name are none: "island" of a place, "news agency" of an organisation."""
    if last - first > 2 and label == "ORG" and doc[last - 1].lower_ == "agency" and doc[last - 2].lower_ == "news":
        return 2
    tail = doc[last - 1]
    if label == "ORG" and tail.lower_ in ORGANISATION_ENDS:
        named = last - first > 2 and all(token.text[0].isupper() for token in doc[first : last - 1])
        return int(named and tail.lower_ in _BEHIND_NAMES and _is_common(tail))  # "New Democracy party"
    return int(_is_common(tail))


def _heads_story(doc: Doc, place: int) -> bool:
    """Whether a word heads a story on a wire, before a dash: "PRESS DIGEST - ...", "GOLF-PARNEVIK ..."."""
    while place and doc[place].lower_ in HEADINGS and not doc[place].is_sent_start:
        place -= 1
    last = place
    while last < len(doc) and doc[last].lower_ in HEADINGS:
        last += 1
    return doc[place].is_sent_start is True and last > place and last < len(doc) and doc[last].text in ("-", "--", ":")


def _keeps_article(doc: Doc, first: int, last: int) -> bool:
    """Whether an article is a part of the name: "The Hague"."""
    return last - first == 2 and doc[first].text == "The" and doc[first + 1].lower_ in _WITH_ARTICLE


def _counted(doc: Doc, first: int, last: int, label: str) -> int:
    """How many tokens of a score or a date end a span, and are no part of the name: "Edmonton 2-0", "Gabon 1"."""
    if not doc[last - 1].text[0].isdigit():
        return 0
    before = last - 1
    while before - 2 > first and doc[before - 1].text == "-" and doc[before - 2].text.isdigit():
        before -= 2
    scored = before < last - 1 or _YEAR.fullmatch(doc[before].text) is not None
    short = label in ("GPE", "PERSON") and len(doc[before]) < 3
    return last - before if short or (scored and label in ("GPE", "PERSON", "ORG", "LOC")) else 0


def _edge_mark(token: Token) -> bool:
    text = token.text
    return not text[0].isalnum() and not any(map(str.isalnum, text))


def _is_title(doc: Doc, first: int, last: int) -> bool:
    """Whether the first word of a person's span is a title: the name goes on with a capital after it."""
    word = doc[first].lower_.rstrip(".")
    after = doc[first + 1]
    titled = (
        role_in([word]) is not None
        or role_in([word.removesuffix("s")]) is not None
        or (word in MODIFIERS and after.lower_ in role_sectors())
    )
    if word in _PEOPLE and doc[first].is_sent_start and last - first > 2:
        return True  # "Trainer Johnny Lewis"
    return titled and (after.text[:1].isupper() or after.lower_ in role_sectors()) and last - first >= 2


def _hyphened(doc: Doc, left: int) -> bool:
    """Whether the token at left is joined by a hyphen to the one after it, as parts of names are."""
    return (
        doc[left + 1].text == "-"
        and not doc[left].whitespace_
        and not doc[left + 1].whitespace_
        and all(token.text[:1].isupper() or token.lower_ in _PARTICLES for token in (doc[left], doc[left + 2]))
    )


def _extended(doc: Doc, first: int, last: int, label: str, floor: int) -> tuple[int, int]:
    """A span grown over what is written with it: "Anwar-ul-Haq", "bin Salman", "Storm Ciara"."""
    if first - 1 >= floor and doc[first - 1].lower_ in STORMS and doc[first - 1].text.istitle():
        first -= 2 if first - 2 >= floor and doc[first - 2].text == "Tropical" else 1
    if label == "PERSON":
        first, last = _backwards(doc, first, floor), _with_particles(doc, last)
    if label in ("PERSON", "ORG"):
        while last + 1 < len(doc) and _hyphened(doc, last - 1):
            last += 2
    if label == "PERSON" and last - first == 2 and _small_half(doc, last):
        last += 2
    return first, last


def _backwards(doc: Doc, first: int, floor: int) -> int:
    """Where a person's name begins: with what a hyphen joins, a missed first name, or a name before a nickname."""
    while first - 2 >= floor and _hyphened(doc, first - 2):
        first -= 2
    if first - 1 >= floor and doc[first - 1].text.istitle() and doc[first - 1].tag_ == "NNP" and _bare(doc, first - 1):
        first -= 1
    if (
        first - 4 >= floor
        and doc[first - 1].text == '"'
        and doc[first - 3].text == '"'
        and doc[first - 4].tag_ == "NNP"
    ):
        first -= 4
    return first


def _with_particles(doc: Doc, last: int) -> int:
    """Where a person's name ends: with the particles behind it, and what they lead to."""
    if last < len(doc) and doc[last - 1].lower_ in _PARTICLES and doc[last].text[:1].isupper():
        last += 1
    while last + 1 < len(doc) and doc[last].lower_ in _PARTICLES and doc[last + 1].text[:1].isupper():
        last += 2
    return last + 1 if last < len(doc) and _ELIDED.fullmatch(doc[last].text) else last


def _small_half(doc: Doc, place: int) -> bool:
    """Whether a hyphen and a short small word end a given name that the model broke off: "Moon Jae-in"."""
    if place + 1 >= len(doc) or doc[place].text != "-" or doc[place].whitespace_ or doc[place - 1].whitespace_:
        return False
    half = doc[place + 1]
    named = half.tag_ in ("IN", "RP", "PRP", "NN") and half.lower_ not in ("era", "led", "run", "fan", "aid")
    return half.is_lower and len(half) <= _SHORT and named


def _bare(doc: Doc, place: int) -> bool:
    """Whether a capitalised token before a person's span is a missed first name."""
    token = doc[place]
    return (
        not token.ent_type_
        and token.dep_ == "compound"
        and place < token.head.i
        and role_in([token.lower_.rstrip(".")]) is None
        and token.lower_ not in MODIFIERS
        and not token.is_sent_start
        and token.text not in Countries.load().adjectives
    )
