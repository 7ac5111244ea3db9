"""Words that look like time expressions and are something else: a verb, a modal, a name, a number of things."""

from __future__ import annotations

import re

from pipeline.dates.scan import Match
from pipeline.language.parsed import ParsedText

_AMBIGUOUS_MONTHS = frozenset({"may", "march", "august"})
_BEFORE_A_MONTH = re.compile(
    r"(?:in|since|by|until|till|from|to|through|during|for|of|last|next|this|late|early|mid|between|and|before"
    r"|after|or|end|every|each|on)[\s-]+$",
    re.IGNORECASE,
)
_BEFORE_A_YEAR = re.compile(
    r"(?:in|since|of|by|until|from|to|between|and|before|after|around|circa|during|about|year|early|late|mid)[\s-]+$",
    re.IGNORECASE,
)
_AFTER_A_NAME = re.compile(r"\s+(?:for|of the|on)\s+[A-Z]")
_FOR = re.compile(r"\b(?:for|took|lasted|spent|waited)\s+$", re.IGNORECASE)
_NAMES = ("month_only", "weekday", "season_year", "holiday")


def is_other_word(match: Match, text: ParsedText) -> bool:
    """Whether a match is no time expression after all.

    Args:
        match: what the scanner found.
        text: the field that it was found in.
    """
    if match.form == "month_only" or match.form in ("which_month", "month_day", "day_month"):
        month = (match.groups.get("month") or "").rstrip(".").lower()
        if month in _AMBIGUOUS_MONTHS and not match.groups.get("year"):
            return _is_other_month(match, text)
    if match.form in _NAMES:
        return _is_name(match, text)
    if match.form == "year":
        return _is_number(match, text)
    if match.form == "clock" and match.groups.get("named"):
        before = text.text[max(0, match.start - 5) : match.start].lower()
        return before == "high " or before[-1:] == "-"
    if match.form == "which_unit":
        # "the last week of the siege" is no week of the calendar.
        which = " ".join((match.groups.get("which") or "").lower().split())
        return which in ("last", "the last") and text.text[match.end : match.end + 4].lower() == " of "
    if match.form == "offset":
        return match.groups.get("unit") in ("second", "minute") or bool(
            _FOR.search(text.text[max(0, match.start - 10) : match.start])
        )
    if match.form == "duration":
        number, unit = (match.groups.get("n") or "").lower(), (match.groups.get("unit") or "").lower()
        return unit == "second" and number in ("a", "the", "an")
    return False


def _is_name(match: Match, text: ParsedText) -> bool:
    """Whether a word names a person or a work, or is a verb that ends a sentence ("where he sat.")."""
    weekday = match.groups.get("weekday") or ""
    if weekday.endswith(".") and not weekday[0].isupper():
        return True
    token = text.token(match.start)
    named = token is not None and token.ent_type_ in ("PERSON", "WORK_OF_ART")
    return named and " " not in (match.groups.get("holiday") or "")


def _is_other_month(match: Match, text: ParsedText) -> bool:
    """May, March and August are months where they are capitalised, and a preposition or the parse says so."""
    name = match.groups.get("month") or ""
    if not name[:1].isupper():
        return True
    if match.form != "month_only":
        return False
    if _AFTER_A_NAME.match(text.text, match.end):
        return True
    if _BEFORE_A_MONTH.search(text.text[max(0, match.start - 10) : match.start]):
        return False
    token = text.token(match.start)
    return token is None or token.tag_ != "NNP" or token.ent_type_ != "DATE"


def _is_number(match: Match, text: ParsedText) -> bool:
    """Whether four digits count something: more of it than one, or no year that the news speaks of."""
    token = text.token(match.end - 1)
    if token is None:
        return False
    if int(match.groups.get("year") or 0) < 1700:
        return not _BEFORE_A_YEAR.search(text.text[max(0, match.start - 10) : match.start])
    head = token.head
    return (
        token.ent_type_ not in ("DATE", "EVENT")
        and token.dep_ == "nummod"
        and head.tag_ == "NNS"
        and not any(each.dep_ in ("det", "poss") for each in head.children)
    )
