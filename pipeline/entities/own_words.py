"""The type that a name's own words give it: "… Army" is an organisation, "Strait of …" a water, "F-16 …" a product."""

from __future__ import annotations

import re

from spacy.tokens import Doc

from pipeline.entities.names import PLACES
from pipeline.entities.tables import Countries, known_organisations, plain, role_in, word_list

ORGANISATION_ENDS = word_list("organisation ends")
PLACE_ENDS = word_list("place ends")
FACILITY_ENDS = word_list("facility ends")
DIVISION_ENDS = word_list("division ends")
STORMS = word_list("storms")
_BANKS = word_list("banks of rivers")
_ENDS = ORGANISATION_ENDS | PLACE_ENDS | FACILITY_ENDS | DIVISION_ENDS
_PLACE_STARTS = word_list("place starts")
_EVENT_ENDS = word_list("event ends")
_TEAMS = word_list("team names")
_CLUBS = word_list("club beginnings")
_BUILT = word_list("built")
_MAY_BE_ORGANISATIONS = PLACES | {"PERSON", "NORP", "ORG", "EVENT", "PRODUCT", "LAW"}
_MODEL_NUMBER = re.compile(r"[A-Z]{1,4}-\d{1,3}[A-Z]?")
"""Of aircraft, missiles and the like: "F-16 Fighting Falcon"."""
_SURNAMES = word_list("seats and surnames")


def kind_by_words(doc: Doc, first: int, last: int, label: str) -> str:
    """The type that the words of a name give it, else the model's."""
    countries, tail = Countries.load(), doc[last - 1]
    text = "".join([doc[place].text_with_ws for place in range(first, last - 1)]) + tail.text
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
        return _kind_of_one(doc, first, text, label)
    within = label == "FAC" and first > 0 and doc[first - 1].lower_ in ("in", "near", "outside")
    if (label in ("PERSON", "ORG") or within) and text in countries.towns:
        return "GPE"
    if label in ("ORG", "GPE", "LOC") and _MODEL_NUMBER.fullmatch(doc[first].text):
        return "PRODUCT"
    if doc[first].lower_ == "abu" and label == "ORG" and text not in countries.seats:
        return "PERSON"
    return _kind_by_ends(doc[first].lower_, doc[first + 1].lower_, tail.lower_.rstrip("."), label)


def _kind_of_one(doc: Doc, place: int, text: str, label: str) -> str:
    """The type of a name of one word: a known town, or an organisation before a role ("Norwich manager X")."""
    if label == "FAC" and text in Countries.load().seats:
        return "GPE"
    if label not in PLACES and text in Countries.load().towns and text.lower() not in _SURNAMES:
        return "GPE"
    if label == "PERSON" and place + 2 < len(doc) and doc[place + 1].tag_ == "NN" and doc[place + 2].text[0].isupper():
        label = "ORG" if role_in([doc[place + 1].lower_]) is not None else label
    articled = place > 0 and doc[place - 1].lower_ == "the"
    return "ORG" if articled and label in _MAY_BE_ORGANISATIONS and doc[place].lower_ in _TEAMS else label


def _kind_by_ends(head: str, second: str, tail: str, label: str) -> str:
    """The type that the first or last word of a longer name gives it: "… Army", "Strait of …"."""
    if (head in STORMS or (head == "tropical" and second in STORMS)) and tail not in _ENDS:
        return "EVENT"
    if tail == "bank" and head in _BANKS:
        return "GPE"
    if tail in ORGANISATION_ENDS and label in _MAY_BE_ORGANISATIONS:
        return "ORG"
    if (tail in _TEAMS or head in _CLUBS) and label in _MAY_BE_ORGANISATIONS:
        return "ORG"
    if tail in _EVENT_ENDS and label in ("ORG", "FAC", "PERSON", "WORK_OF_ART"):
        return "EVENT"
    if (tail in FACILITY_ENDS and label in ("GPE", "LOC", "PERSON")) or (tail in _BUILT and label == "ORG"):
        return "FAC"
    if (tail in PLACE_ENDS or (head in _PLACE_STARTS and second == "of")) and label in ("GPE", "PERSON", "ORG", "FAC"):
        return "LOC"
    if tail in DIVISION_ENDS and label in ("PERSON", "NORP", "PRODUCT", "EVENT", "LAW"):
        return "GPE"
    return "LOC" if head in ("lake", "mount", "mt", "mt.") and label in ("FAC", "PERSON", "ORG") else label
