"""Words that look like time expressions and are something else: a verb, a modal, a name, a number of things."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

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
_AFTER_A_NAME = re.compile(r"\s+(?:for|of|of the|on)\s+[A-Z]")
_GIVEN_NAMES = frozenset({"april", "may", "june", "august"})
_HONORIFIC = re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Dr|Judge|Justice|Sen|Rep|Gov|Gen|Col|Capt|Sgt|Lt|Rev|Sir)\.?\s+$")
_NUMBERED = re.compile(
    r"(?:\b(?:flight|model|route|highway|boeing|airbus|resolution|room|bus|train|channel|convoy|unit|act|form)"
    r"|\bno\.|#)\s*$",
    re.IGNORECASE,
)
_PART_OF_ONE = re.compile(
    r"[\s-]+(?:points?|percent|percentage|of\s+(?:an?|the|its|their|all)\b|miles?|century|turn|to\b|past\b)"
)
_RATE = re.compile(
    r"\s+(?:rates?|interbank|lending|money|funds|deposits?|loans?|shifts?|stays?|delivery|success|guests?|bags?|mail)\b"
)
_GAME = re.compile(
    r"\b(?:touchdown|field goals?|yards?|quarterback|halftime|scored|goals?|kick|rebounds|coach|penalty|striker|keeper"
    r"|goalkeeper|midfield|referee|header|half-time|teams?|minutes?|league|cup"
    r"|(?<!not )(?<!to )(?<!can )(?<!could )match)\b",
    re.IGNORECASE,
)
_BUSINESS = re.compile(
    r"\b(?:net|profits?|earnings|sales|revenues?|growth|output|income|exports|imports|economy|margins?|costs?)\b",
    re.IGNORECASE,
)
_HOLE = re.compile(r"\b(?:holes?|birdie|bogey|par|eagle|fairway|green)\b", re.IGNORECASE)
_BEFORE_AN_HOUR = re.compile(
    r"(?:\b(?:at|by|until|till|about|around|was|is|since|from|before|after|nearly|almost)|['’]s)\s+$", re.IGNORECASE
)
_NEAR = 200
_OF_SOMETHING = re.compile(r"(?:['’]s?|\b(?:a|an|his|her|its|their|our|your|my|whose))\s+$", re.IGNORECASE)


def without_conjunction(match: Match, text: ParsedText) -> Match:
    """A weekday without the "that" of "said that Saturday would be dry", which does not tell which one."""
    if match.form != "weekday" or (match.groups["which"] or "").lower() != "that":
        return match
    that = text.token(match.start)
    if that is None or that.dep_ != "mark":
        return match
    start = match.start + len(that.text_with_ws)
    return replace(match, start=start, groups=match.groups | {"which": None})


def is_other_word(match: Match, text: ParsedText) -> bool:
    """Whether a match is no time expression after all.

    Args:
        match: what the scanner found.
        text: the field that it was found in.
    """
    check = _CHECKS.get(match.form)
    return check is not None and check(match, text)


def _is_in_a_title(match: Match, text: ParsedText) -> bool:
    """Whether a capital inside a sentence makes "tomorrow" a part of a name: "Trees for Tomorrow", "USA Today"."""
    token = text.token(match.start)
    if text.field != "body" or token is None or not token.text.istitle() or token.is_sent_start:
        return False
    before = token.nbor(-1)
    return before.is_alpha and (before.text.istitle() or before.text.isupper() or before.lower_ in ("for", "of"))


def _is_month_or_verb(match: Match, text: ParsedText) -> bool:
    """Whether "may", "march" and "august" are no months, or a month is a name."""
    month = (match.groups.get("month") or "").rstrip(".").lower()
    if _HONORIFIC.search(text.text[max(0, match.start - 9) : match.start]) or _is_given_name(match, month, text):
        return True
    if month in _AMBIGUOUS_MONTHS and not match.groups.get("year"):
        return _is_other_month(match, text)
    return match.form == "month_only" and _is_name(match, text)


def _is_season_or_verb(match: Match, text: ParsedText) -> bool:
    """Whether "that fall", "that spring" are no seasons but what something does."""
    if (match.groups.get("which") or "").lower() == "that":
        token = text.token(match.end - 1)
        if token is None or token.pos_ not in ("NOUN", "PROPN"):
            return True
    return _is_name(match, text)


def _is_given_name(match: Match, month: str, text: ParsedText) -> bool:
    """Whether a month is a person's first name: "June Winters", "May Summers"."""
    token = text.token(match.start) if month in _GIVEN_NAMES and match.form == "month_only" else None
    if token is None or token.dep_ != "compound" or token.head.i != token.i + 1:
        return False
    return token.head.tag_ == "NNP" and token.head.text.istitle() and bool(token.whitespace_)


def _is_high_noon(match: Match, text: ParsedText) -> bool:
    """Whether an hour's name is part of a word or of another name ("after-midnight", "High Noon")."""
    if not match.groups.get("named"):
        return False
    before = text.text[max(0, match.start - 5) : match.start].lower()
    after = text.text[match.end : match.end + 4]
    return before == "high " or before[-1:] == "-" or after == "-to-" or _RATE.match(text.text, match.end) is not None


def _is_end_of_something(match: Match, text: ParsedText) -> bool:
    """Whether it is no week of the calendar: "the last week of the siege"."""
    which = " ".join((match.groups.get("which") or "").lower().split())
    return which == "the last" and text.text[match.end : match.end + 4].lower() == " of "


def _is_price(match: Match, text: ParsedText) -> bool:
    """Whether it is no hour but what a share costs: "rose a quarter to 9"."""
    if match.groups.get("hour") is None:
        return False
    return _BEFORE_AN_HOUR.search(text.text[max(0, match.start - 10) : match.start]) is None


def _is_one_second(match: Match, _: ParsedText) -> bool:
    """Whether "a second after" counts no time."""
    return (match.groups.get("unit") or "").lower() == "second"


def _is_age_or_ordinal(match: Match, text: ParsedText) -> bool:
    """Whether it is a person's age ("a 52-year-old"), "a second" of something, or a fourth part of it."""
    if (match.groups.get("unit") or "").lower() == "quarter" and (
        text.text[match.start : match.end].lower() == "three-quarters" or _PART_OF_ONE.match(text.text, match.end)
    ):
        return True
    number, unit = (match.groups.get("n") or "").lower(), (match.groups.get("unit") or "").lower()
    return match.groups.get("old") is not None or (unit == "second" and number in ("a", "the", "an"))


def _is_prospect(match: Match, text: ParsedText) -> bool:
    """Whether "future" means what becomes of something ("the city's future", "the future of the city")."""
    if (match.groups.get("reference") or "").lower() != "future":
        return False
    before = text.text[max(0, match.start - 12) : match.start]
    return _OF_SOMETHING.search(before) is not None or text.text[match.end : match.end + 4].lower() == " of "


def _is_newspaper(match: Match, text: ParsedText) -> bool:
    """Whether "daily" is a paper: "the party daily Granma", "a daily said", "the Daily News"."""
    token = text.token(match.start) if match.groups.get("adverb") else None
    return token is not None and (
        token.pos_ in ("NOUN", "PROPN") or token.ent_type_ in ("ORG", "PRODUCT", "WORK_OF_ART")
    )


def _is_name(match: Match, text: ParsedText) -> bool:
    """Whether a word names a person or a work, or is a verb that ends a sentence ("where he sat.")."""
    weekday = match.groups.get("weekday") or ""
    if weekday.endswith(".") and not weekday[0].isupper():
        return True
    if _HONORIFIC.search(text.text[max(0, match.start - 9) : match.start]):
        return True
    token = text.token(match.start)
    named = token is not None and token.ent_type_ in ("PERSON", "WORK_OF_ART")
    return named and " " not in (match.groups.get("holiday") or "")


def _is_other_month(match: Match, text: ParsedText) -> bool:
    """May, March and August are months where they are capitalised, and a preposition or the parse says so."""
    name = match.groups.get("month") or ""
    if not name[:1].isupper():
        return True
    if match.form != "month_only" or match.groups.get("modpart"):
        return False
    if _BEFORE_A_MONTH.search(text.text[max(0, match.start - 10) : match.start]):
        return False
    if _AFTER_A_NAME.match(text.text, match.end):
        return True
    token = text.token(match.start)
    return token is None or token.tag_ != "NNP" or token.ent_type_ != "DATE"


def _is_number(match: Match, text: ParsedText) -> bool:
    """Whether four digits count something: more of it than one, or no year that the news speaks of."""
    token = text.token(match.end - 1)
    if _NUMBERED.search(text.text[max(0, match.start - 12) : match.start]):
        return True
    if token is None:
        return False
    if int(match.groups.get("year") or 0) < 1700:
        return not _BEFORE_A_YEAR.search(text.text[max(0, match.start - 10) : match.start])
    head = token.head
    if "PRODUCT" in (head.ent_type_, token.ent_type_):
        return True  # the year that a car was built
    return (
        token.ent_type_ not in ("DATE", "EVENT")
        and token.dep_ == "nummod"
        and head.tag_ == "NNS"
        and not any(each.dep_ in ("det", "poss") for each in head.children)
    )


def _is_of_a_round(match: Match, text: ParsedText) -> bool:
    """Whether "on the 15th" is a hole of golf."""
    return _HOLE.search(text.text[max(0, match.start - _NEAR) : match.end + _NEAR]) is not None


def _is_of_a_game(match: Match, text: ParsedText) -> bool:
    """Whether a quarter or a half is one of a game."""
    around = text.text[max(0, match.start - _NEAR) : match.end + _NEAR]
    games, business = len(_GAME.findall(around)), len(_BUSINESS.findall(around))
    if games > business:
        return match.groups.get("year") is None
    return match.form == "half_bare" and games > 0 and not business


_CHECKS: Mapping[str, Callable[[Match, ParsedText], bool]] = {
    "month_only": _is_month_or_verb,
    "which_month": _is_month_or_verb,
    "month_day": _is_month_or_verb,
    "day_month": _is_month_or_verb,
    "named_day": _is_in_a_title,
    "weekday": _is_name,
    "season_year": _is_season_or_verb,
    "holiday": _is_name,
    "year": _is_number,
    "clock": _is_high_noon,
    "clock_past": _is_price,
    "which_unit": _is_end_of_something,
    "offset": _is_one_second,
    "duration": _is_age_or_ordinal,
    "quarter": _is_of_a_game,
    "half_bare": _is_of_a_game,
    "bare_day": _is_of_a_round,
    "reference": _is_prospect,
    "set": _is_newspaper,
}
