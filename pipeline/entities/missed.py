"""Names that the model missed or broke: those of the tables, of the rest of the article, and by their last word."""

from __future__ import annotations

from collections.abc import Iterable

from spacy.tokens import Doc, Token

from pipeline.entities.joining import Span
from pipeline.entities.names import KINDS
from pipeline.entities.own_words import DIVISION_ENDS, FACILITY_ENDS, ORGANISATION_ENDS, PLACE_ENDS
from pipeline.entities.scanning import Hits, first_words, hashes, long_names, spelled
from pipeline.entities.tables import Countries, known_organisations, plain, role_in, word_list
from pipeline.language.parsed import ParsedText

ABBREVIATIONS = word_list("abbreviations")
_LETTERS = (3, 6)
"""Letters of an acronym, at least and at most."""
_SAID_OF_PLACES = word_list("said of a place")
_SPEECH = word_list("speech")
_CALENDAR = frozenset({"March", "April", "May", "June", "August", "Monday", "Sunday", "Friday"})
_FOUND_AGAIN = frozenset({"PERSON", "ORG", "GPE", "LOC", "FAC", "NORP"})
_KINDS_BY_END = {
    end: kind
    for kind, ends in (
        ("FAC", FACILITY_ENDS), ("GPE", DIVISION_ENDS), ("LOC", PLACE_ENDS), ("ORG", ORGANISATION_ENDS)
    )
    for end in ends
}  # fmt: skip
Vocabulary = dict[str, list[tuple[tuple[str, ...], str]]]
"""The names of an article by their first word, longest first, with their types."""


def telling() -> dict[str, Iterable[int]]:
    """The words that begin or tell names, by list."""
    return {
        "long": long_names(),
        "first": first_words(),
        "end": hashes(_KINDS_BY_END),
        "said of a place": hashes(_SAID_OF_PLACES),
        "speech": hashes(_SPEECH),
        "of sport": hashes(word_list("of sport alone") | word_list("of sport")),
    }


def tabled(doc: Doc, spans: list[Span], hits: Hits) -> None:
    """Long names of the tables put in place of the model's spans that break them."""
    table = long_names()
    for place in hits["long"]:
        if not doc[place].text[0].isupper():
            continue
        after = doc[place + 1].lower_ if place + 1 < len(doc) else ""
        likely = [name for second, name in table[doc[place].lower] if after in ("-", "the") or second.startswith(after)]
        last = next((last for name in likely if (last := _ends_at(doc, place, name))), None)
        if last is None or any(first <= place and last <= end for first, end, _ in spans):
            continue
        spans[:] = sorted([span for span in spans if span[1] <= place or span[0] >= last] + [(place, last, "ORG")])


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


def taken_by(doc: Doc, spans: list[Span]) -> list[bool]:
    """For each token whether a span holds it."""
    taken = [False] * len(doc)
    take(taken, spans)
    return taken


def take(taken: list[bool], spans: list[Span]) -> None:
    """Mark the tokens of spans."""
    for first, last, _ in spans:
        taken[first:last] = [True] * (last - first)


def bracketed(doc: Doc, spans: list[Span], taken: list[bool]) -> list[Span]:
    """The acronyms in brackets behind an organisation's name that the model did not mark."""
    return [
        (last + 1, last + 2, "ORG")
        for first, last, kind in spans
        if kind == "ORG"
        and last - first > 1
        and last + 2 < len(doc)
        and doc[last].text == "("
        and doc[last + 2].text == ")"
        if not taken[last + 1]
        and doc[last + 1].text.isupper()
        and _may_stand_for(doc[last + 1].text, doc[first:last].text)
    ]


def _may_stand_for(letters: str, words: str) -> bool:
    """Whether letters in brackets may be those of a name, of its own words or of another language's: "(DNA)"."""
    if letters[0] == words[0].upper():
        return True
    other = len(letters) > 2 and letters.isalpha() and plain(letters) not in known_organisations()
    return other and set(letters.lower()) <= set(words.lower())


def vocabulary(texts: tuple[ParsedText, ...], spans: list[list[Span]]) -> Vocabulary:
    """The names of the article by their first word, longest first, with their types."""
    votes = _votes(texts, spans)
    table: Vocabulary = {}
    short: dict[str, str] = {}
    for words, counts in votes.items():
        kind = max(counts, key=lambda kind: counts[kind])
        table.setdefault(words[0], []).append((words, kind))
        if kind == "PERSON":
            for size in range(2, len(words)):
                table.setdefault(words[-size], []).append((words[-size:], kind))
            if len(words) > 1 and len(words[-1]) > 3 and words[-1][:1].isupper():
                short[words[-1]] = kind
        elif kind == "ORG" and (letters := _initials(words)):
            short.setdefault(letters, kind)
    for word, kind in short.items():
        table.setdefault(word, []).append(((word,), kind))
    for entries in table.values():
        entries.sort(key=lambda entry: -len(entry[0]))
    return table


def _votes(texts: tuple[ParsedText, ...], spans: list[list[Span]]) -> dict[tuple[str, ...], dict[str, int]]:
    """How often each name worth finding again has each type."""
    votes: dict[tuple[str, ...], dict[str, int]] = {}
    for parsed, found in zip(texts, spans, strict=True):
        doc = parsed.doc
        for first, last, kind in found:
            if kind not in _FOUND_AGAIN:
                continue
            words = tuple([doc[place].text for place in range(first, last)])
            if words[0][:1].isupper() and (len(words) > 1 or len(words[0]) > 2):
                counts = votes.setdefault(words, {})
                counts[kind] = counts.get(kind, 0) + 1
    return votes


def _initials(words: tuple[str, ...]) -> str:
    """The capitals that begin the words of a name, where they can be its acronym; else nothing."""
    letters = "".join(word[0] for word in words if word[0].isupper())
    known = letters.lower() in ABBREVIATIONS or letters in Countries.load().names
    return "" if len(letters) < 2 or known or any(word.isupper() and len(word) > 1 for word in words) else letters


def missed(doc: Doc, taken: list[bool], seen: Vocabulary, hits: Hits) -> list[Span]:
    """Known names where the model marked nothing: those of the article, and those of the tables."""
    found: list[Span] = []
    free = 0
    for place in sorted({*hits["first"], *spelled(doc, hashes(seen))}):
        if place < free or taken[place]:
            continue
        token = doc[place]
        if not token.text[0].isupper() or _dated(token, seen):
            continue
        last, kind = _known_at(doc, place, taken, seen)
        if last > place:
            found.append((place, last, kind))
            free = last
    return found


def _dated(token: Token, seen: Vocabulary) -> bool:
    """Whether a token is inside a date or number of the model's, and begins no name of the article."""
    label = token.ent_type_
    return bool(label) and label not in KINDS and token.ent_iob_ != "B" and token.text not in seen


def _known_at(doc: Doc, place: int, taken: list[bool], seen: Vocabulary) -> tuple[int, str]:
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
        bracketed = first > 0 and last < len(doc) and doc[first - 1].text == "(" and doc[last].text == ")"
        sure = bracketed or (len(text) > 2 and token.pos_ == "PROPN")
        if sure and text.isupper() and text.lower() in known_organisations():
            return "ORG"
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


def by_ends(doc: Doc, taken: list[bool], hits: Hits) -> list[Span]:
    """Capitalised words that the model marked as nothing, where the last says what they name: "Burnett River"."""
    found: list[Span] = []
    for place in hits["end"]:
        if not _free_capital(doc, place, taken):
            continue
        first = place
        while first and _free_capital(doc, first - 1, taken):
            first -= 1
            if first > 1 and doc[first - 1].lower_ in ("and", "of", "for", "&", "-") and not taken[first - 1]:
                first -= _free_capital(doc, first - 2, taken)
        last = place + 1
        if first == place or (last < len(doc) and _free_capital(doc, last, taken)):
            continue
        tail = doc[place].lower_
        if tail in DIVISION_ENDS and not _begins(doc, first):
            continue
        body = tail in DIVISION_ENDS and doc[place - 1].lower_ in ORGANISATION_ENDS  # "X School District"
        found.append((first, last, "ORG" if body else _KINDS_BY_END[tail]))
        take(taken, found[-1:])
    return found


def told(doc: Doc, taken: list[bool], hits: Hits) -> list[Span]:
    """Capitalised words that the model marked as nothing, and that a noun calls a place: "the X area"."""
    found: list[Span] = []
    for place in hits["said of a place"]:
        if not doc[place].is_lower:
            continue
        if place and _free_capital(doc, place - 1, taken):
            first, last = _start(doc, place, taken), place
            if doc[first].is_sent_start or not _begins(doc, first):
                continue
        elif place + 2 < len(doc) and doc[place + 1].lower_ == "of" and _free_capital(doc, place + 2, taken):
            first = last = place + 2
            while last < len(doc) and _free_capital(doc, last, taken):
                last += 1
        else:
            continue
        found.append((first, last, "GPE"))
        take(taken, found[-1:])
    return found


def _start(doc: Doc, last: int, taken: list[bool]) -> int:
    """Where the capitals before a token begin, with what a hyphen joins to them: "Ein el-Hilweh"."""
    first = last
    while first:
        if _free_capital(doc, first - 1, taken):
            first -= 1
        elif first > 1 and first < last and doc[first - 1].text == "-" and not taken[first - 2]:
            first -= 2
        else:
            break
    return first


def _begins(doc: Doc, first: int) -> bool:
    """Whether a name begins here, and is not the rest of one: "Santa Ana Unified School District", "3rd … District"."""
    before = doc[first - 1] if first else None
    return before is None or not (before.text[0].isupper() or before.text[0].isdigit() or before.text == "-")


def acronyms(doc: Doc, taken: list[bool]) -> list[Span]:
    """Single words in capitals that the model marked as nothing, and that act: bodies by their initials."""
    found: list[Span] = []
    for place in doc.to_array("IS_UPPER").nonzero()[0].tolist():
        if taken[place]:
            continue
        token = doc[place]
        if (
            _LETTERS[0] <= len(token) <= _LETTERS[1]
            and token.tag_ == "NNP"
            and token.is_alpha
            and not token.ent_type_
            and token.dep_ in ("nsubj", "nsubjpass", "poss")
            and token.lower_ not in ABBREVIATIONS
        ):
            found.append((place, place + 1, "ORG"))
    return found


def speakers(doc: Doc, taken: list[bool], hits: Hits) -> list[Span]:
    """Single capitalised words that the model marked as nothing and that say something: people by their surnames."""
    found: list[Span] = []
    for place in hits["speech"]:
        token = doc[place - 1]
        if (
            place
            and _free_capital(doc, place - 1, taken)
            and token.dep_ == "nsubj"
            and token.head.i == place
            and token.text.istitle()
            and len(token) > 3
            and token.tag_ == "NNP"
            and (place < 2 or doc[place - 2].is_punct or doc[place - 2].dep_ in ("cc", "mark"))
            and token.lower_ not in ORGANISATION_ENDS | FACILITY_ENDS
            and role_in([token.lower_]) is None
        ):
            found.append((place - 1, place, "PERSON"))
    return found


def _free_capital(doc: Doc, place: int, taken: list[bool]) -> bool:
    token = doc[place]
    hyphen = token.text == "-" and not token.whitespace_
    return not taken[place] and not token.ent_type_ and token.tag_[:3] == "NNP" and (token.text[0].isupper() or hyphen)
