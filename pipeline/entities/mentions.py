"""Names right to the character: the model's spans trimmed, mended, and known names found where it missed them."""

from __future__ import annotations

import re
from functools import cache

from spacy.tokens import Doc, Token

from pipeline.entities.evidence import agreed
from pipeline.entities.joining import Span, joined, only_corporate, parted
from pipeline.entities.names import KINDS, PLACES, Name
from pipeline.entities.scanning import first_words, hashes, long_names, places
from pipeline.entities.tables import MODIFIERS, Countries, known_organisations, plain, role_in, role_sectors, word_list
from pipeline.language.parsed import ParsedText

LONGEST = 25
"""Names of more tokens are not names."""
_EDGES = frozenset({"the", "a", "an", "'s", "’s", "'", "’", "this", "that", "his", "her", "its", "their", "our", "my"})
_EDGES |= {"near", "in", "at", "from", "of", "for", "by", "with", "and"}
_CLOSERS = {")": "(", "]": "["}
_PARTICLES = word_list("particles")
_ORGANISATION_ENDS = word_list("organisation ends")
_PLACE_STARTS = word_list("place starts")
_PLACE_ENDS = word_list("place ends")
_CALENDAR = frozenset({"March", "April", "May", "June", "August", "Monday", "Sunday", "Friday"})
_EVENT_ENDS = word_list("event ends")
_FACILITY_ENDS = word_list("facility ends")
_TEAMS = word_list("team names")
_MAY_BE_ORGANISATIONS = PLACES | {"PERSON", "NORP", "ORG", "EVENT", "PRODUCT", "LAW"}
_MODEL_NUMBER = re.compile(r"[A-Z]{1,4}-\d{1,3}[A-Z]?")
"""Of aircraft, missiles and the like: "F-16 Fighting Falcon"."""
_SURNAMES = frozenset({"washington", "santiago", "victoria", "stanley", "douglas", "hamilton", "kingston", "lima", "paris"})
"""Capitals that are names of people too."""
_BUILT = word_list("built")
_ABBREVIATIONS = word_list("abbreviations")


def find_names(texts: tuple[ParsedText, ...]) -> list[Name]:
    """The names of an article in order of mention.

    Args:
        texts: the parsed fields.

    Returns:
        Names that do not overlap, each with its type mended by what the name says of itself and
        by what the article says elsewhere.
    """
    spans = [_model_spans(parsed.doc) for parsed in texts]
    for parsed, found in zip(texts, spans, strict=True):
        _tabled(parsed.doc, found)
        found.extend(_bracketed(parsed.doc, found))
    seen = _vocabulary(texts, spans)
    names: list[Name] = []
    for index, (parsed, found) in enumerate(zip(texts, spans, strict=True)):
        taken = [False] * len(parsed.doc)
        for first, last, _ in found:
            taken[first:last] = [True] * (last - first)
        found += _missed(parsed.doc, taken, seen)
        if parsed.field == "body":
            found += _by_ends(parsed.doc, found)
        every = sorted(found)
        names += [Name.of(index, parsed, parsed.doc[first:last], kind) for first, last, kind in every]
    return agreed(texts, names)


def _model_spans(doc: Doc) -> list[Span]:
    spans: list[Span] = []
    for ent in doc.ents:
        if ent.label_ not in KINDS or len(ent) > LONGEST:
            continue
        floor = spans[-1][1] if spans else 0
        first, last = _trimmed(doc, ent.start, _whole(doc, ent.end), ent.label_)
        if first >= last:
            continue
        first, last = _extended(doc, first, last, ent.label_, floor)
        if first >= floor and _names_something(doc, first, last, ent.label_):
            spans += [(a, b, _kind(doc, a, b, ent.label_)) for a, b in parted(doc, first, last, ent.label_)]
    return joined(doc, spans)


def _tabled(doc: Doc, spans: list[Span]) -> None:
    """Long names of the tables put in place of the model's spans that break them."""
    table = long_names()
    for place in places(doc, frozenset(table), frozenset()):
        if not doc[place].text[0].isupper():
            continue
        after = doc[place + 1].lower_ if place + 1 < len(doc) else ""
        likely = [name for second, name in table[doc[place].lower] if after in ("-", "the") or second.startswith(after)]
        last = next((last for name in likely if (last := _ends_at(doc, place, name))), None)
        if last is None or any(first <= place and last <= end for first, end, _ in spans):
            continue
        spans[:] = sorted(
            [span for span in spans if span[1] <= place or span[0] >= last] + [(place, last, "ORG")]
        )


def _ends_at(doc: Doc, place: int, name: str) -> int | None:
    """One past the last token of a plain name that begins at a token, or None where the text reads otherwise."""
    size = name.count(" ") + 1
    for last in range(place + size, min(place + 2 * size, len(doc)) + 1):
        said = plain(doc[place:last].text)
        if said == name:
            return last if doc[last - 1].text[0].isupper() else None
        if not name.startswith(said):
            return None
    return None


def _bracketed(doc: Doc, spans: list[Span]) -> list[Span]:
    """The acronyms in brackets behind an organisation's name that the model did not mark."""
    taken = {place for first, last, _ in spans for place in range(first, last)}
    return [
        (last + 1, last + 2, "ORG")
        for first, last, kind in spans
        if kind == "ORG"
        and last - first > 1
        and last + 2 < len(doc)
        and doc[last].text == "("
        and doc[last + 2].text == ")"
        if last + 1 not in taken
        and doc[last + 1].text.isupper()
        and doc[last + 1].text[0] == doc[first].text[:1].upper()
    ]


def _whole(doc: Doc, last: int) -> int:
    """The end of a span that breaks off after "of", with the capitals that follow: "Strait of Malacca"."""
    if doc[last - 1].lower_ == "of":
        while last < len(doc) and doc[last].text[:1].isupper():
            last += 1
    return last


def _names_something(doc: Doc, first: int, last: int, label: str) -> bool:
    """Whether a span has a letter, and a capital unless it is a work or a people."""
    text = doc[first:last].text
    if (last - first == 1 and text.lower() in _ABBREVIATIONS) or only_corporate(doc, first, last):
        return False
    if last - first == 1 and last < len(doc) and doc[last].text[:1].isupper():
        titled = role_in([text.lower(), doc[last].lower_])
        if titled is not None and titled[0] == 2:
            return False
    if last - first == 1 and label == "PERSON" and role_in([text.lower().rstrip(".")]) is not None:
        return False
    if last - first == 1 and label == "ORG" and doc[first].tag_ in ("NN", "NNS") and not text.isupper():
        return plain(text) in known_organisations()
    return any(map(str.isalpha, text)) and (text != text.lower() or label in ("WORK_OF_ART", "NORP", "LANGUAGE"))


def _trimmed(doc: Doc, first: int, last: int, label: str) -> tuple[int, int]:
    changed = True
    while changed and first < last:
        changed = False
        head, tail = doc[first], doc[last - 1]
        number = label == "FAC" and head.text.isdigit() and last - first > 2
        if (
            head.lower_ in _EDGES
            or number
            or _edge_mark(head)
            or (label == "PERSON" and last - first > 1 and _is_title(doc, first, last))
        ):
            first, changed = first + 1, True
        elif tail.tag_ in ("POS", "CC", "IN", "DT", "TO") or tail.lower_ in ("'s", "’s", "'") or _edge_mark(tail):
            if tail.text in _CLOSERS and any(token.text == _CLOSERS[tail.text] for token in doc[first : last - 1]):
                break
            last, changed = last - 1, True
    return first, last


def _edge_mark(token: Token) -> bool:
    return not any(c.isalnum() for c in token.text)


def _is_title(doc: Doc, first: int, last: int) -> bool:
    """Whether the first word of a person's span is a title: the name goes on with a capital after it."""
    word = doc[first].lower_.rstrip(".")
    after = doc[first + 1]
    titled = role_in([word]) is not None or (word in MODIFIERS and after.lower_ in role_sectors())
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
    """A span grown over what is written with it: "Anwar-ul-Haq", "bin Salman"."""
    if label == "PERSON":
        while first - 2 >= floor and _hyphened(doc, first - 2):
            first -= 2
        if (
            first - 1 >= floor
            and doc[first - 1].text.istitle()
            and doc[first - 1].tag_ == "NNP"
            and _bare(doc, first - 1)
        ):
            first -= 1
        if (
            first - 4 >= floor
            and doc[first - 1].text == '"'
            and doc[first - 3].text == '"'
            and doc[first - 4].tag_ == "NNP"
        ):
            first -= 4
        while last + 1 < len(doc) and doc[last].lower_ in _PARTICLES and doc[last + 1].text[:1].isupper():
            last += 2
    if label in ("PERSON", "ORG"):
        while last + 1 < len(doc) and _hyphened(doc, last - 1):
            last += 2
    return first, last


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


def _kind(doc: Doc, first: int, last: int, label: str) -> str:
    """The type that the words of a name give it, else the model's."""
    countries, text = Countries.load(), doc[first:last].text
    if text in countries.names:
        return "GPE"
    if text in countries.adjectives:
        return "NORP"
    if label == "LANGUAGE":
        return label
    known = known_organisations().get(plain(text))
    if known is not None and (last - first > 1 or text.isupper() or label in ("ORG", "GPE", "PERSON", "NORP")):
        ambiguous = last - first == 1 and label == "PERSON" and not text.isupper()
        return label if ambiguous else "ORG"
    if label == "PERSON" and any(map(str.isdigit, text)):
        return "PRODUCT"
    if last - first == 1:
        if label not in PLACES and text in countries.towns and text.lower() not in _SURNAMES:
            return "GPE"
        if label == "PERSON" and last + 1 < len(doc) and doc[last].tag_ == "NN" and doc[last + 1].text[:1].isupper():
            label = "ORG" if role_in([doc[last].lower_]) is not None else label
        articled = first > 0 and doc[first - 1].lower_ == "the"
        return "ORG" if articled and label in _MAY_BE_ORGANISATIONS and doc[first].lower_ in _TEAMS else label
    if label in ("PERSON", "ORG") and text in countries.towns:
        return "GPE"
    if label in ("ORG", "GPE", "LOC") and _MODEL_NUMBER.fullmatch(doc[first].text):
        return "PRODUCT"
    if doc[first].lower_ == "abu" and label == "ORG" and text not in countries.seats:
        return "PERSON"
    return _kind_by_ends(doc[first].lower_, doc[first + 1].lower_, doc[last - 1].lower_.rstrip("."), label)


def _kind_by_ends(head: str, second: str, tail: str, label: str) -> str:
    """The type that the first or last word of a longer name gives it: "… Army", "Strait of …"."""
    if tail in _ORGANISATION_ENDS and label in _MAY_BE_ORGANISATIONS:
        return "ORG"
    if tail in _TEAMS and label in _MAY_BE_ORGANISATIONS:
        return "ORG"
    if tail in _EVENT_ENDS and label in ("ORG", "FAC", "PERSON", "WORK_OF_ART"):
        return "EVENT"
    if (tail in _FACILITY_ENDS and label in ("GPE", "LOC", "PERSON")) or (tail in _BUILT and label == "ORG"):
        return "FAC"
    if (tail in _PLACE_ENDS or (head in _PLACE_STARTS and second == "of")) and label in ("GPE", "PERSON", "ORG", "FAC"):
        return "LOC"
    return "LOC" if head in ("lake", "mount", "mt", "mt.") and label in ("FAC", "PERSON", "ORG") else label


def _vocabulary(
    texts: tuple[ParsedText, ...], spans: list[list[Span]]
) -> dict[str, list[tuple[tuple[str, ...], str]]]:
    """The names of the article by their first word, longest first, with their types."""
    votes: dict[tuple[str, ...], dict[str, int]] = {}
    for parsed, found in zip(texts, spans, strict=True):
        for first, last, kind in found:
            words = tuple(token.text for token in parsed.doc[first:last])
            if (
                words[0][:1].isupper()
                and (len(words) > 1 or len(words[0]) > 2)
                and kind in ("PERSON", "ORG", "GPE", "LOC", "FAC", "NORP")
            ):
                counts = votes.setdefault(words, {})
                counts[kind] = counts.get(kind, 0) + 1
    table: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    surnames: set[str] = set()
    acronyms: set[str] = set()
    for words, counts in votes.items():
        kind = max(counts, key=lambda kind: counts[kind])
        table.setdefault(words[0], []).append((words, kind))
        if kind == "PERSON":
            for size in range(2, len(words)):
                table.setdefault(words[-size], []).append((words[-size:], kind))
            if len(words) > 1 and len(words[-1]) > 3 and words[-1][:1].isupper():
                surnames.add(words[-1])
        elif kind == "ORG" and (letters := _initials(words)):
            acronyms.add(letters)
    for surname in sorted(surnames):
        table.setdefault(surname, []).append(((surname,), "PERSON"))
    for letters in sorted(acronyms):
        table.setdefault(letters, []).append(((letters,), "ORG"))
    for entries in table.values():
        entries.sort(key=lambda entry: -len(entry[0]))
    return table


def _by_ends(doc: Doc, spans: list[Span]) -> list[Span]:
    """Capitalised words that the model marked as nothing, where the last says what they name: "Burnett River"."""
    taken = {place for first, last, _ in spans for place in range(first, last)}
    found: list[Span] = []
    for place in places(doc, _ends(), frozenset()):
        if not _free_capital(doc, place, taken):
            continue
        first = place
        while first and _free_capital(doc, first - 1, taken):
            first -= 1
            if first > 1 and doc[first - 1].lower_ in ("and", "of", "for", "&", "-") and first - 1 not in taken:
                first -= _free_capital(doc, first - 2, taken)
        last = place + 1
        if first == place or (last < len(doc) and _free_capital(doc, last, taken)):
            continue
        tail = doc[place].lower_
        kind = "ORG" if tail in _ORGANISATION_ENDS else "LOC" if tail in _PLACE_ENDS else "FAC"
        found.append((first, last, kind))
        taken.update(range(first, last))
    return found


@cache
def _ends() -> frozenset[int]:
    return hashes(_ORGANISATION_ENDS | _PLACE_ENDS | _FACILITY_ENDS)


def _free_capital(doc: Doc, place: int, taken: set[int]) -> bool:
    token = doc[place]
    hyphen = token.text == "-" and not token.whitespace_
    return place not in taken and not token.ent_type_ and token.tag_[:3] == "NNP" and (token.text[0].isupper() or hyphen)


def _initials(words: tuple[str, ...]) -> str:
    """The capitals that begin the words of a name, where they can be its acronym; else nothing."""
    letters = "".join(word[0] for word in words if word[0].isupper())
    known = letters.lower() in _ABBREVIATIONS or letters in Countries.load().names
    return "" if len(letters) < 2 or known or any(word.isupper() and len(word) > 1 for word in words) else letters


def _missed(doc: Doc, taken: list[bool], seen: dict[str, list[tuple[tuple[str, ...], str]]]) -> list[Span]:
    """Known names where the model marked nothing: those of the article, and those of the tables."""
    found: list[Span] = []
    free = 0
    for place in places(doc, first_words(), hashes(seen)):
        token = doc[place]
        if place < free or taken[place] or not token.text[0].isupper() or _dated(token, seen):
            continue
        last, kind = _known_at(doc, place, taken, seen)
        if last > place:
            found.append((place, last, kind))
            free = last
    return found


def _dated(token: Token, seen: dict[str, list[tuple[tuple[str, ...], str]]]) -> bool:
    """Whether a token is inside a date or number of the model's, and begins no name of the article."""
    label = token.ent_type_
    return bool(label) and label not in KINDS and token.ent_iob_ != "B" and token.text not in seen


def _known_at(
    doc: Doc, place: int, taken: list[bool], seen: dict[str, list[tuple[tuple[str, ...], str]]]
) -> tuple[int, str]:
    """The end and type of the known name that begins at a token; the token itself where there is none."""
    for words, kind in seen.get(doc[place].text, ()):
        last = place + len(words)
        if last > len(doc) or any(taken[place:last]) or _common(doc[place], words):
            continue
        if all(doc[place + k].text == w for k, w in enumerate(words)) and not _goes_on(doc, place, last, kind):
            return last, kind
    for size in (4, 3, 2, 1):
        last = place + size
        if last <= len(doc) and not any(taken[place:last]) and doc[last - 1].text[:1].isupper():
            kind = _listed(doc, place, last)
            if kind:
                return last, kind
    return place, ""


def _common(token: Token, words: tuple[str, ...]) -> bool:
    """Whether a one-word name is here a common word or a part of a date."""
    if words[0].isupper() and len(words[0]) > 1 and len(words) == 1:
        return False
    dated = bool(token.ent_type_) and words[0] in _CALENDAR
    return len(words) == 1 and (dated or token.pos_ not in ("PROPN", "ADJ"))


def _listed(doc: Doc, first: int, last: int) -> str:
    """The type that the tables give a stretch of tokens, or nothing."""
    countries, text, token = Countries.load(), doc[first:last].text, doc[first]
    if last - first == 1:
        if token.ent_type_:
            return ""
        if text in countries.adjectives and token.pos_ in ("ADJ", "PROPN"):
            return "NORP"
    if text in countries.names and token.pos_ == "PROPN" and not _goes_on(doc, first, last, "GPE"):
        return "GPE"
    known = last - first > 1 and token.lower_ != "the" and plain(text) in known_organisations()
    return "ORG" if known else ""


def _goes_on(doc: Doc, first: int, last: int, kind: str) -> bool:
    """Whether a name is only a part of a longer one that is not known: "Jordan" in "Michael Jordan"."""
    if kind == "NORP":
        return False
    before = doc[first - 1] if first else None
    after = doc[last] if last < len(doc) else None
    return (
        before is not None
        and before.tag_ == "NNP"
        and before.dep_ == "compound"
        and before.head.i >= first
        and not before.ent_type_
        and role_in([before.lower_.rstrip(".")]) is None
    ) or (after is not None and after.tag_ == "NNP" and not after.ent_type_ and doc[last - 1].dep_ == "compound")
