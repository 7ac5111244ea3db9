"""The step: time expressions of an article and their values."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from spacy.tokens import Token

from pipeline.dates import calendar
from pipeline.dates.anchors import Anchors, is_period, single_day
from pipeline.dates.beside import CLOCKS, Found, is_end_of_hours, looks_ahead_too, named_again, not_before
from pipeline.dates.day_lists import split_lists
from pipeline.dates.happenings import Happenings
from pipeline.dates.narrative import Narrative, clause_of, is_bound
from pipeline.dates.other_words import is_other_word, without_conjunction
from pipeline.dates.patterns import compile_forms
from pipeline.dates.resolution import Resolver
from pipeline.dates.scan import Match, Scanner
from pipeline.dates.shared_year import share_years
from pipeline.dates.tense import TenseReader
from pipeline.dates.words import Words
from pipeline.language.parsed import Analysis, ParsedText
from pipeline.record import DateExpression

_DAYS = frozenset(
    {
        "weekday",
        "named_day",
        "month_day",
        "day_month",
        "iso",
        "slashed",
        "holiday",
        "that_day",
        "next_day",
        "bare_day",
        "nth_weekday",
    }
)
_DAY_OF_CLOCK = _DAYS | {"offset"}
"""What may name the day of an hour further on: "at 6 a.m. ten days before the murder" too."""
_OF_A_DAY = CLOCKS | {"in_part"}
"""Hours, and parts of a day."""
_MONTHS = frozenset({"month_only", "month_year"})
"""What may end a quarter: "the quarter ended June"."""
_OF_NAMES = frozenset({"weekday", "month_only", "day_month", "year", "season_only"})
"""Forms that names may have in them: "Don Friday", "First of August Bank"."""
_COMPARED = frozenset({"ago", "year_ago_period", "same_period", "period_of_year", "period_beside"})
"""Forms of what a report compares with: it goes on to speak of the period before them."""
_BESIDE_ANOTHER = _COMPARED - {"ago"}
"""Of these, the forms that no other date is counted from."""
_TENSELESS = frozenset(
    {"year", "year_range", "decade", "century", "duration", "past_units", "bare_units", "set", "times", "reference"}
)
"""Forms that mean the same whether the words look ahead or back."""
_TODAY = frozenset({"today", "tonight"})
_YEARLESS = frozenset({"month_only", "month_day", "day_month", "holiday"})
_Name = tuple[int, int, bool]
_CLOCK_THEN_DAY = re.compile(r",?\s+(?:(?:broke|fell|rose)\s+)?(?:on\s+)?", re.IGNORECASE)
_DAY_THEN_CLOCK = re.compile(
    r",?\s+(?:(?:at|around|about|by|from|shortly\s+(?:before|after)|just\s+(?:before|after))\s+){0,2}",
    re.IGNORECASE,
)
_OFFSET_THEN_DAY = re.compile(r"\s+(?:the\s+|his\s+|her\s+|its\s+|their\s+)?", re.IGNORECASE)
_COMPARISON = re.compile(
    r"\b(?:compar(?:ed|es)\s+(?:with|to)|against|from|versus|than|above|below|those\s+of)\s"
    r"(?:[^;]*?(?:[$£€%]|million|billion|cents|percent)[^;]*)?$",
    re.IGNORECASE,
)
_DATELINE_END = re.compile(r"\s*(?:\(|--|—|–|_|-\s)")
_DATELINE_REACH = 120
"""How far into a body, in characters, a dateline may stand."""
_BETWEEN_HOURS = re.compile(r"\s*[(\[]|\s*(?:-|–|to|until|and|through)\s*(?:at\s+)?", re.IGNORECASE)
_TWIN_THEN_DAY = re.compile(r"[)\]]?,?\s+(?:on\s+)?", re.IGNORECASE)
_CLOSING_BRACKET = re.compile(r"[)\]],?\s+(?:on\s+)?", re.IGNORECASE)
_EARLIEST, _LATEST = 1000, 9000
"""Years of publication that dates are seen from."""
_PRINTED_LATER = 3
"""Days between the dateline of a report and its publication, at most."""
_BESIDE = 20
"""How many characters behind "the week ended" its last day may begin."""
_CLOCK = re.compile(r"T(\d\d):\d\d")
_HALF_A_DAY = 12
_REACH = 80
"""How many characters further on the day of an hour may be named."""


class DateStep:
    """Finds time expressions and resolves them; writes the layer ``dates``."""

    def __init__(self, words: Words) -> None:
        self._scanner = Scanner(compile_forms(words), words)
        self._words = words
        self._resolver = Resolver(words)
        self._tense = TenseReader(words)
        self._kinds = {word: frozenset(kinds.split()) for word, kinds in words.kinds["happening"].items()}

    @classmethod
    def load(cls) -> DateStep:
        """Read the table of words and compile the forms."""
        return cls(Words.load())

    def __call__(self, analysis: Analysis) -> Analysis:
        published = _day_of(analysis.article.published_at)
        found = [(text, one) for text in analysis.texts for one in self._resolved(text, published, analysis)]
        return replace(analysis, dates=tuple(_expression(f"D{n}", *one) for n, one in enumerate(found, 1)))

    def _resolved(self, text: ParsedText, published: date | None, analysis: Analysis) -> Iterator[Found]:
        matches = [match for match in self._scanner.find(text.text) if not is_other_word(match, text)]
        matches = [without_conjunction(match, text) for match in matches]
        if any(match.form in _OF_NAMES for match in matches):
            names = _names(analysis, text)
            matches = [match for match in matches if match.form not in _OF_NAMES or not _is_in(match, names)]
        matches = share_years(split_lists(matches, text.text), text.text, self._words)
        if not matches:
            return
        story, anchors = Narrative(text, Happenings(self._kinds)), Anchors(published, None, None, None)
        before: Found | None = None
        used = 0
        while used < len(matches):
            found, count = self._next(story, matches[used : used + 3], before, anchors)
            used += count
            if found is None:
                continue
            before = found
            anchors = _taken_up(story, found, anchors)
            if _is_dateline(text, found, published):
                anchors = anchors._replace(published=single_day(found.resolved.value))
            if published is None and anchors.published is not None and found.resolved.basis == "publication":
                found = replace(found, resolved=replace(found.resolved, basis="text"))  # seen from the dateline
            yield found

    def _next(
        self, story: Narrative, matches: list[Match], before: Found | None, anchors: Anchors
    ) -> tuple[Found | None, int]:
        """What the first of some matches means, seen beside the next ones, and how many of them it takes up."""
        match, text = matches[0], story.text.text
        around = story.at(match.start, anchors, hour=match.form in _OF_A_DAY)
        if looks_ahead_too(before, match, text):
            around = around._replace(tense="future")
        pair = self._pair(story, match, matches[1], around) if len(matches) > 1 else None
        if pair is not None:
            return not_before(pair, before, text), 2
        again = named_again(before, match, text)
        if again is not None:
            return again, 1
        if before is not None and is_end_of_hours(before, match, text):
            around = around._replace(near=before.resolved.value, pair=True)
        found = self._single(story, match, self._with_day_ahead(story, matches, around))
        return (not_before(found, before, text) if found is not None else None), 1

    def _with_day_ahead(self, story: Narrative, matches: list[Match], anchors: Anchors) -> Anchors:
        """The anchors of an expression with the day that is named for it further on, where one is."""
        match, *others = matches
        twin = others[0] if match.form in CLOCKS and others and others[0].form in CLOCKS else None
        if twin is not None:
            # "10:35 a.m. (0735 GMT) Friday", "9 a.m. to 5 p.m. Monday"
            if not _BETWEEN_HOURS.fullmatch(story.text.text, match.end, twin.start):
                return anchors
            others = others[1:]
        named = _DAY_OF_CLOCK | _MONTHS if match.form == "ended_unit" else _DAY_OF_CLOCK
        if not others or others[0].form not in named:
            return anchors
        joined = twin is not None and _TWIN_THEN_DAY.fullmatch(story.text.text, twin.end, others[0].start)
        if not joined and not self._belongs(story, match, others[0]):
            return anchors
        day = self._single(story, others[0], anchors)
        if day is None or day.resolved.value is None or day.resolved.value.start is None:
            return anchors
        near = anchors._replace(near=day.resolved.value, pair=True)
        if twin is not None and ")" not in story.text.text[twin.end : others[0].start]:
            return self._in_own_zone(match, twin, near)
        return near

    def _in_own_zone(self, match: Match, twin: Match, anchors: Anchors) -> Anchors:
        """The anchors of an hour whose day is told of another zone: "3:00 am (2230 GMT Thursday)" is on Friday."""
        hours = [self._resolver.resolve(each.form, each.groups, anchors) for each in (match, twin)]
        told = [_CLOCK.search(each.value.text) if each and each.value else None for each in hours]
        day = anchors.near.start if anchors.near is not None else None
        if day is None or told[0] is None or told[1] is None:
            return anchors
        behind = int(told[1][1]) - int(told[0][1])
        if abs(behind) <= _HALF_A_DAY:
            return anchors
        return anchors._replace(near=calendar.day(day + timedelta(days=1 if behind > 0 else -1)))

    def _belongs(self, story: Narrative, match: Match, day: Match) -> bool:
        """Whether a day further on is the day of an hour, or what an offset counts from."""
        if match.form == "ended_unit":
            return day.start - match.end < _BESIDE
        own, other = story.token(match.end - 1), story.token(day.end - 1)
        if own is None or other is None or day.start - match.end > _REACH:
            return False
        if match.form == "offset":
            # "three days after the attack on March 3", "after he was killed on March 3".
            above = own.head if own.dep_ == "mark" else own
            return above.i in {node.i for node in other.ancestors}
        if match.form in CLOCKS:
            if _CLOSING_BRACKET.fullmatch(story.text.text, match.end, day.start):
                return True
            return (
                story.sentence(own) == story.sentence(other)
                and not is_bound(other)
                and clause_of(own) == clause_of(other)
            )
        return False

    def _single(self, story: Narrative, match: Match, anchors: Anchors, clock: Match | None = None) -> Found | None:
        """What a match means; where it is the day of an hour before it, the hour's preposition may look ahead."""
        token = story.token(match.end - 1)
        if match.form in _YEARLESS:
            anchors = anchors._replace(year_told=story.year_of_clause(match.start))
        before = story.text.text[max(0, match.start - _REACH) : match.start]
        if match.form in _YEARLESS:
            anchors = anchors._replace(bound=before.lower().endswith(("until ", "till ")))
        if match.form == "ago":
            anchors = anchors._replace(compared=_COMPARISON.search(before) is not None)
        if match.form == "offset" and not anchors.pair and token is not None:
            anchors = _from_event(story, token, anchors)
        tense = self._tense.read(token) if token is not None and match.form not in _TENSELESS else None
        tense = tense or anchors.tense
        hour = story.token(clock.end - 1) if clock is not None and clock.form in CLOCKS else None
        if hour is not None and tense != "future" and self._tense.read(hour) == "future":
            tense = "future"  # "until 5 p.m. Wednesday"
        if match.form in CLOCKS and single_day(anchors.near) is None and token is not None and tense != "future":
            anchors = _on_day_of_verb(story, token, anchors)
        if match.form in CLOCKS and token is not None and any(each.lower_ in _TODAY for each in token.sent):
            anchors = anchors._replace(today_told=True)  # "polls closed at 10 p.m. in today's runoff"
        if tense == "past":
            said = match.form in _OF_A_DAY and not anchors.pair and token is not None and story.is_said(token)
            anchors = _looking_back(anchors._replace(near=None, story=None) if said else anchors)
        resolved = self._resolver.resolve(match.form, match.groups, anchors._replace(tense=tense))
        return Found(match.start, match.end, resolved, tense, match.form, anchors.compared) if resolved else None

    def _pair(self, story: Narrative, match: Match, following: Match, anchors: Anchors) -> Found | None:
        """An hour with the day named beside it, or a day some units before or after a named one."""
        gap = story.text.text[match.end : following.start]
        if len(gap) > 40:
            return None
        if match.form in CLOCKS and following.form in _DAY_OF_CLOCK and _CLOCK_THEN_DAY.fullmatch(gap):
            clock, named = match, following
        elif match.form in _DAYS and following.form in CLOCKS and _DAY_THEN_CLOCK.fullmatch(gap):
            clock, named = following, match
        elif (
            match.form in ("offset", "within")
            and match.groups.get("for") is None
            and following.form in _DAYS
            and _OFFSET_THEN_DAY.fullmatch(gap)
        ):
            clock, named = match, following
        else:
            return None
        day = self._single(story, named, anchors, clock if clock is match else None)
        if day is None or day.resolved.value is None or day.resolved.value.start is None:
            return None
        beside = anchors._replace(near=day.resolved.value, last=day.resolved.value, pair=True)
        whole = self._resolver.resolve(clock.form, clock.groups, beside)
        if whole is None or whole.value is None:
            return None
        return Found(match.start, following.end, replace(whole, basis=day.resolved.basis), day.tense, clock.form)


def _expression(name: str, text: ParsedText, found: Found) -> DateExpression:
    value = found.resolved.value
    return DateExpression(
        id=name,
        type=found.resolved.type,
        mention=text.mention(found.start, found.end),
        value=value.text if value else None,
        start=value.start.isoformat() if value and value.start else None,
        end=value.end.isoformat() if value and value.end else None,
        basis=found.resolved.basis,
    )


def _taken_up(story: Narrative, found: Found, anchors: Anchors) -> Anchors:
    """The anchors after an expression; the narrative takes it up too."""
    value = found.resolved.value
    if found.resolved.type not in ("DATE", "TIME") or value is None or value.start is None or found.compared:
        return anchors
    speaks_of = found.form not in _COMPARED
    counts = story.note(found.end - 1, value, found.tense, anchors.published, speaks_of=speaks_of)
    aside = found.form in _BESIDE_ANOTHER or (found.form == "ago" and is_period(value))
    return anchors._replace(last=value) if counts and not aside else anchors


def _from_event(story: Narrative, token: Token, anchors: Anchors) -> Anchors:
    """The anchors of "a week before the summit", "before he was killed": the day that the text gave it."""
    nouns = [child for child in token.children if child.dep_ == "pobj" and child.pos_ == "NOUN"]
    told = [n for n in nouns if any(c.dep_ == "poss" or c.lower_ in ("the", "that", "this") for c in n.lefts)]
    if token.dep_ == "mark" and token.head.pos_ == "VERB":
        told.append(token.head)
    day = next((value for word in told if (value := story.happenings.day_of(word)) is not None), None)
    return anchors if day is None else anchors._replace(near=day, pair=True)


def _looking_back(anchors: Anchors) -> Anchors:
    """The anchors of what is over: no day that is still to come."""
    told, last, today = anchors.told, anchors.last, anchors.published
    if anchors.pair or today is None:
        return anchors
    if last is not None and last.start is not None and last.start > today:
        anchors = anchors._replace(last=None)
    if told is None or told.start is None or told.start <= today:
        return anchors
    return anchors._replace(told=anchors.story, near=None)


def _on_day_of_verb(story: Narrative, token: Token, anchors: Anchors) -> Anchors:
    """The anchors of "was shot at 10 p.m.": the day that the text gave the shooting."""
    verb = clause_of(token)
    if verb is None:
        return anchors
    told = [token.doc[verb]]
    told += [each for each in told[0].lefts if each.dep_ in ("nsubj", "nsubjpass") and each.pos_ == "NOUN"]
    day = next((value for word in told if (value := story.happenings.day_of(word)) is not None), None)
    return anchors if day is None else anchors._replace(near=day)


def _names(analysis: Analysis, text: ParsedText) -> list[_Name]:
    """Where, in characters, the longer names of people and bodies stand in a field, in order, and which are people."""
    return sorted(
        (mention.start, mention.end, entity.type == "PERSON")
        for entity in analysis.entities
        if entity.type in ("PERSON", "ORG")
        for mention in entity.mentions
        if mention.field == text.field and " " in mention.text
    )


def _is_in(match: Match, names: list[_Name]) -> bool:
    """Whether a match is a part of a name: inside it, or the surname of a person."""
    place = bisect_left(names, (match.start, 0, False)) - 1
    if place < 0:
        return False
    _, end, person = names[place]
    return match.end < end or (match.end == end and person and match.form in ("weekday", "month_only"))


def _day_of(published_at: str | None) -> date | None:
    """The day of publication; None also for one at the ends of the calendar, where nothing can be counted from it."""
    day = date.fromisoformat(published_at[:10]) if published_at else None
    return day if day is not None and _EARLIEST <= day.year <= _LATEST else None


def _is_dateline(text: ParsedText, found: Found, published: date | None) -> bool:
    """Whether a day stands where a report names its place and day, and is one that its publication can follow.

    Papers print a report the next day, or some days on.
    """
    day = single_day(found.resolved.value)
    return (
        text.field == "body"
        and found.resolved.type == "DATE"
        and found.end <= _DATELINE_REACH
        and day is not None
        and (published is None or 0 < (published - day).days <= _PRINTED_LATER)
        and _DATELINE_END.match(text.text, found.end) is not None
    )
