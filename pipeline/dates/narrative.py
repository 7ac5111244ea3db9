"""Which day a text is telling of, and which days it only mentions."""

from __future__ import annotations

import re
from bisect import bisect_right
from datetime import date
from itertools import pairwise

from spacy.tokens import Token

from pipeline.dates import calendar
from pipeline.dates.anchors import Anchors, is_period, single_day
from pipeline.dates.calendar import Value
from pipeline.dates.happenings import Happenings
from pipeline.dates.verbs import Tense
from pipeline.language.parsed import ParsedText

_MARKS = re.compile(r"[\"“”]|``|''|\n\s*\n")
_YEAR = re.compile(r"(?:19|20)\d\d")
_OPENING = ("“", "``")
_ASIDE = frozenset({"before", "since", "until", "till", "by", "from", "after", "than"})
_UNTIL = frozenset({"until", "till"})
_SAYING = frozenset({"say", "tell", "report", "announce", "add", "confirm"})
_HEARING = frozenset(
    {"panel", "court", "judge", "jury", "committee", "commission", "tribunal", "board", "council", "magistrate"}
)
"""Before whom one appears."""
_CLAUSES_OF_NOUNS = frozenset({"acl", "relcl"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_IN_PHRASE = frozenset({"prep", "pobj", "npadvmod", "nmod", "compound", "nummod", "advmod", "appos", "tmod", "amod"})
_LONGEST = 300
"""Tokens of the longest stretch that is read as a sentence: the parse of a longer one tells nothing."""
_LONG = 300
"""Days after which a story is an old one."""
_THREE_MONTHS = 5
"""How many words before the last day of a quarter "three months" may begin."""
_MEMORY = 3
"""For how many paragraphs the day of a story holds that none of them names again."""
_MEMORY_OF_OLD = 2
"""The same for an old day."""
_LEAD = 2
"""Paragraphs that open a report: an old day that is told of further on is told of only in passing."""
_RECENT = 1
"""Days before publication that a day is no old one."""


class Quotations:
    """The stretches of a text that stand between quotation marks; a paragraph ends what nothing closes."""

    def __init__(self, text: str) -> None:
        self._turns: list[int] = []
        """Where a quotation begins, where it ends, and so on."""
        self._breaks: list[int] = []
        for mark in _MARKS.finditer(text):
            sign, inside = mark.group(), len(self._turns) % 2 == 1
            if sign[0] == "\n":
                self._breaks.append(mark.start())
            if sign not in _OPENING if inside else sign in _OPENING or sign == '"':
                self._turns.append(mark.start())

    def hold(self, place: int) -> bool:
        """Whether a place, in characters, is inside a quotation."""
        return bisect_right(self._turns, place) % 2 == 1

    def paragraph(self, place: int) -> int:
        """The number of the paragraph of a place."""
        return bisect_right(self._breaks, place)


class Narrative:
    """Follows the days of a text as they are told, and notes what happened on them."""

    def __init__(self, text: ParsedText, happenings: Happenings) -> None:
        self.text = text
        self.happenings = happenings
        self._starts: list[int] = (text.doc.to_array("SENT_START") == 1).nonzero()[0].tolist()
        self._ends = [*self._starts[1:], len(text.doc)]
        self._places: list[int] = text.doc.to_array("IDX").tolist()
        self._quotations = Quotations(text.text)
        self._told: tuple[Value, int, int] | None = None
        """The last date that is no mere bound and not quoted, its paragraph and its sentence."""
        self._of_noun: tuple[int, int] | None = None
        """Where that date's clause begins and ends, in tokens, where it only tells what a noun is."""
        self._told_outside: tuple[Value, int, int] | None = None
        """The last such date that stands in no clause of a noun."""
        self._happened: set[date] = set()
        """The days of what the text tells of, but for what is only said."""
        self._period: tuple[Value, int, int] | None = None
        self._quarter: tuple[Value, int] | None = None
        self._ahead: tuple[Value, int] | None = None
        self._long_ago: tuple[Value, int] | None = None
        self._year: tuple[int, int | None] | None = None
        self._story: Value | None = None
        self._story_sentence = self._story_paragraph = -1

    def sentence(self, token: Token) -> int:
        """The number of the sentence of a token."""
        return bisect_right(self._starts, token.i) - 1

    def token(self, place: int) -> Token | None:
        """The token at a place, in characters, of a sentence that can be read."""
        token = self._token(place)
        if token is None:
            return None
        number = self.sentence(token)
        return token if self._ends[number] - self._starts[number] <= _LONGEST else None

    def _token(self, place: int) -> Token | None:
        number = bisect_right(self._places, place) - 1
        return self.text.doc[number] if number >= 0 else None

    def note(self, place: int, value: Value, tense: Tense | None, today: date | None, *, speaks_of: bool) -> bool:
        """Take up a date that the text names.

        Args:
            place: its last character.
            value: what it means.
            tense: of what governs it.
            today: the day of publication.
            speaks_of: whether the text may go on to speak of it, where it is a month, a quarter or a half.

        Returns:
            Whether it may be counted from: not where it only tells how long something had gone on, as in
            "she had been ill since Monday".
        """
        token = self.token(place)
        if token is None:
            return True
        bound, paragraph, sentence = is_bound(token), self._quotations.paragraph(place), self.sentence(token)
        self._note_period(value, tense, today, paragraph, None if bound or not speaks_of else sentence)
        aside, day = bound or self._quotations.hold(place), single_day(value)
        if day is not None and bound and _ends_three_months(token):
            quarter = calendar.quarter(day.year, (day.month + 2) // 3)
            self._note_period(quarter, tense, today, paragraph, sentence)
        if not aside and value.text.isdigit() and value.start is not None and _is_frame(token):
            self._year = (value.start.year, clause_of(token))
        verb = clause_of(token) if day is not None or bound else None
        said = verb is not None and token.doc[verb].lemma_ in _SAYING
        if day is not None:
            if today is not None and day > today:
                self._ahead = (value, paragraph)
            self.happenings.note(token, value, aside)
            if not said:
                self._happened.add(day)
        if aside or (said and self._told is not None and self._told[2] == sentence):
            # "was killed on Friday, police said Saturday" goes on to tell of Friday
            return not bound or verb is None or all(each.lower_ != "had" for each in token.doc[verb].lefts)
        self._told, self._of_noun = (value, paragraph, sentence), _clause_of_noun(token)
        if self._of_noun is None:
            self._told_outside = self._told
        rank = _rank(token) if value.start == value.end and tense != "future" else 0
        if rank == 2 or (rank == 1 and self._story_sentence != sentence):
            self._story, self._story_sentence, self._story_paragraph = value, sentence, paragraph
        return True

    def _note_period(
        self, value: Value, tense: Tense | None, today: date | None, paragraph: int, sentence: int | None
    ) -> None:
        """Take up a month, quarter or half, and a day or month of an old story; no sentence where it is an aside."""
        period = is_period(value)
        old = today is not None and value.start is not None and (today - value.start).days > _LONG
        if old and (period or single_day(value) is not None):
            self._long_ago = (value, paragraph)
        if period and sentence is not None:
            self._period = (value, paragraph, sentence)
            if value.text[5] in "QH" and (tense != "future" or self._quarter is None):
                self._quarter = (value, paragraph)

    def year_of_clause(self, place: int) -> int | None:
        """The year that the clause of a place has put itself in, where it has: "last year, ... began on Dec. 11"."""
        token = self._token(place)
        clause = clause_of(token) if token is not None else None
        if token is None or clause is None:
            return None
        if self._year is not None and clause == self._year[1]:
            return self._year[0]
        verb = token.doc[clause]  # "similarities to 1987, when stocks fell on Oct. 19"
        when = verb.dep_ == "relcl" and any(each.lower_ == "when" for each in verb.lefts)
        return int(verb.head.text) if when and _YEAR.fullmatch(verb.head.text) else None

    def is_said(self, token: Token) -> bool:
        """Whether a token tells when something was said, in a sentence that has named no day yet."""
        verb = clause_of(token) if all(node.lower_ != "by" for node in token.ancestors) else None
        named = self._told is not None and self._told[2] == self.sentence(token)
        return verb is not None and token.doc[verb].lemma_ in _SAYING and not named

    def _story_at(self, paragraph: int, today: date | None) -> Value | None:
        """The day of the story that a paragraph may go on to tell of."""
        story = self._story
        if story is None or story.end is None:
            return None
        since = paragraph - self._story_paragraph
        if today is not None and (today - story.end).days > _RECENT:
            return story if self._story_paragraph < _LEAD and since <= _MEMORY_OF_OLD else None
        return story if since <= _MEMORY else None

    def at(self, place: int, anchors: Anchors, *, hour: bool) -> Anchors:
        """The anchors of an expression that begins at a place, which may be an hour."""
        token, here = self._token(place), self._quotations.paragraph(place)
        told = self._told
        if hour and token is not None and self._of_noun and not self._of_noun[0] <= token.i <= self._of_noun[1]:
            told = self._told_outside  # "the index, which rose yesterday, was up again by noon"
        value, paragraph, sentence = told or (None, -1, -1)
        story = self._story_at(here, anchors.published)
        if token is not None and self.sentence(token) == sentence:
            story = value
        period, spoken_in, spoken_at = self._period or (None, -1, -1)
        number = self.sentence(token) if token is not None and period is not None else -1
        period_here = period is not None and number == spoken_at
        if not (spoken_in == here or 0 <= number - spoken_at <= 1):
            period = None
        quarter = self._quarter[0] if self._quarter and here - self._quarter[1] <= _MEMORY else None
        near = value if paragraph == here else None
        return anchors._replace(
            near=near,
            told=value,
            story=story,
            period=period,
            period_here=period_here,
            long_ago=self._long_ago[0] if self._long_ago and here - self._long_ago[1] <= _MEMORY else None,
            ahead=self._ahead[0] if self._ahead and here - self._ahead[1] <= 1 else None,
            quarter=quarter,
            today_told=anchors.published in self._happened,
        )


def is_bound(token: Token) -> bool:
    """Whether a day is only the bound of another time: "since Monday", "the year ended June 30"."""
    doc, after = token.doc, token.i + 1
    if after + 1 < len(doc) and doc[after].text == "," and doc[after + 1].lower_ == "when":
        return False  # "since last Sunday, when a colleague was ambushed": the text goes on from there
    for node in token.ancestors:
        if node.pos_ in ("VERB", "AUX"):
            if node.dep_ == "pcomp" and node.tag_ == "VBG":
                continue  # "seven months after its launching on Dec. 4"
            return node.lemma_ == "end" and node.dep_ in _CLAUSES_OF_NOUNS and node.head.ent_type_ == "DATE"
        if node.lower_ == "before" and any(each.lower_ in _HEARING for each in node.rights):
            continue  # "appeared before a panel on Wednesday"
        if node.lower_ in _UNTIL and any(each.dep_ == "neg" for each in node.head.lefts):
            continue  # "did not learn of it until Wednesday"
        if node.lower_ in _ASIDE or (node.lower_ == "to" and node.i and _is_to_a_time(node.nbor(-1))):
            return True
    return False


def _ends_three_months(token: Token) -> bool:
    """Whether a day ends a quarter: "in the three months to Dec. 31"."""
    before = [each.lower_ for each in token.doc[max(0, token.i - _THREE_MONTHS) : token.i]]
    return any(pair in (("three", "months"), ("3", "months")) for pair in pairwise(before))


def _is_frame(token: Token) -> bool:
    """Whether a year stands where it dates its whole clause: "last year, ...", "In 2004 ..."."""
    return token.dep_ == "npadvmod" or (
        token.dep_ == "pobj" and token.head.lower_ == "in" and token.head.i == token.i - 1
    )


def _is_to_a_time(above: Token) -> bool:
    """Whether "to" leads to a time: "prior to Jan. 16", "in the six weeks to Jan. 7"."""
    return above.lower_ == "prior" or (above.ent_type_ == "DATE" and above.tag_ in ("NN", "NNS"))


def clause_of(token: Token) -> int | None:
    """The place of the verb that a token hangs on."""
    return next((node.i for node in token.ancestors if node.pos_ in ("VERB", "AUX")), None)


def _clause_of_noun(token: Token) -> tuple[int, int] | None:
    """Where the clause that a day stands in begins and ends, in tokens, if it only tells what a noun is."""
    verb = next((node for node in token.ancestors if node.pos_ in ("VERB", "AUX")), None)
    if verb is None or verb.dep_ not in _CLAUSES_OF_NOUNS:
        return None
    return verb.left_edge.i, verb.right_edge.i


def _rank(token: Token) -> int:
    """How surely the text tells of a day: 2 in a main clause or on its subject, 1 in a minor clause, else 0."""
    node = token
    while node.dep_ in _IN_PHRASE and node.head.pos_ not in ("VERB", "AUX"):
        node = node.head
    if node.dep_ == "poss":
        node = node.head
    return _rank_of(node.head) if node.dep_ in _IN_PHRASE or node.dep_ in _SUBJECTS else 0


def _rank_of(verb: Token) -> int:
    while verb.dep_ == "conj" and verb.head.pos_ in ("VERB", "AUX"):
        verb = verb.head
    if verb.dep_ == "ROOT":
        # "Two were killed Tuesday, police said Friday" tells of Tuesday.
        return 1 if any(child.dep_ == "ccomp" for child in verb.lefts) else 2
    if verb.dep_ in ("ccomp", "parataxis") and verb.head.dep_ == "ROOT":
        return 2 if verb.i < verb.head.i else 1
    return 1 if verb.dep_ == "advcl" and _rank_of(verb.head) > 0 else 0
