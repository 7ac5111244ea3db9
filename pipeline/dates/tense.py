"""Whether the words around a time expression look ahead or back."""

from __future__ import annotations

from spacy.tokens import Token

from pipeline.dates.verbs import MODALS, PRESENT, WILL, Tense, Verbs, helpers
from pipeline.dates.words import Words

_AHEAD_PREPOSITIONS = frozenset({"until", "till", "by"})
_FIXING = frozenset({"set", "fix", "choose", "pick", "name"})
_ON = frozenset({"on", "in", "at"})
_HOURS = frozenset({"noon", "midday", "midnight", "a.m.", "p.m.", "am", "pm"})
_TOWARDS = frozenset({"for", "of", "into", "before", "until"})
_AS_SOON = frozenset({"soon", "early"})
_UNFORESEEN = frozenset(
    {"killing", "death", "attack", "blast", "quake", "crash", "disaster", "fire", "coup", "arrest", "abduction", "war"}
)
"""Kinds of happenings that nobody sets a day for."""
_EDGES = frozenset({"early", "late"})
_REACH = 12
"""How many words before a day something planned may stand."""


class TenseReader:
    """Reads the tense from the parse, with the table's words of plans, timetables, figures and fixtures."""

    def __init__(self, words: Words) -> None:
        self._verbs = Verbs(words)
        self._planned = frozenset(word for word, kind in words.kinds["plan"].items() if kind == "n")
        self._weekdays = frozenset(words.kinds["weekday"])
        self._months = frozenset(words.kinds["month"])
        self._fixtures = frozenset(words.kinds["fixture"])
        self._reported = frozenset(word for word, kind in words.kinds["figures"].items() if kind == "p")
        self._delivered = frozenset(word for word, kind in words.kinds["figures"].items() if kind == "f")
        self._over = {word for word, kinds in words.kinds["happening"].items() if _UNFORESEEN & set(kinds.split())}
        self._over |= {word for word, kind in words.kinds["figures"].items() if kind == "l"}
        self._chances = frozenset(word for word, kind in words.kinds["figures"].items() if kind == "c")
        self._ahead = self._delivered | {word for word, kind in words.kinds["figures"].items() if kind == "o"}

    def read(self, token: Token) -> Tense | None:
        """The tense of what governs a token: future, past, or None where the words leave it open."""
        if (tense := self._of_place(token)) is not None:
            return tense
        for node in token.ancestors:
            if node.pos_ in ("VERB", "AUX") and node.dep_ not in ("prep", "mark"):
                # "would defy Friday's ruling": whose day it is says little of when the ruling was.
                if token.dep_ == "poss" and not helpers(node) & WILL and not _is_of_subject(token, node):
                    moved = self._verbs.puts_off(node) and token.head.dep_ in ("dobj", "nsubjpass")
                    return "future" if moved else "either" if self._is_of_fixture(token) else None
                return self._of_verb(token, node)
            if (tense := self._of_node(node)) is not None:
                return tense
        return None

    def _of_verb(self, day: Token, verb: Token) -> Tense | None:
        """What the verb above a day tells, or else that something begins on it: "to open the border from Monday"."""
        if self._is_of_planned(day, verb) or self._is_to_come(day, verb):
            return "future"
        begins = day.i > 0 and day.nbor(-1).lower_ == "from" and (day.lower_ in self._weekdays or self._is_month(day))
        return self._verbs.tense(verb) or ("future" if begins else None)

    def _of_node(self, node: Token) -> Tense | None:
        """What a word above a day tells that is no verb."""
        plan = node.lower_ in self._verbs.plans
        if node.pos_ == "ADP" or node.dep_ in ("prep", "mark"):
            # "sales for October, due out Friday"
            return "future" if plan and node.pos_ == "ADJ" else self._of_preposition(node)
        if node.dep_ == "ROOT" and node.lower_ in self._verbs.timetable:
            return "future"  # "polls open Saturday", where the parse takes "open" for an adjective
        if plan and node.head.lemma_ == "be" and node.head.tag_ == "VBD":
            return "either"  # "was due in December"
        if plan and node.pos_ == "ADJ" and self._verbs.never_was(node.head):
            return "past"  # "a round due in April never took place"
        of_plan = any(each.lower_ in self._planned and each.dep_ in ("amod", "compound") for each in node.lefts)
        return "future" if plan or of_plan else None

    def _of_figures(self, token: Token) -> Tense | None:
        """What is reported of a month, or traded for it: "December data", "crude for March delivery"."""
        head, noun = token.head, ""
        if token.dep_ in ("compound", "nmod", "amod") and head.i == token.i + 1:
            noun = head.lower_
        elif token.dep_ == "pobj" and head.lower_ in ("for", "in"):
            noun = head.nbor(-1).lower_ if head.i else ""
            if head.lower_ == "in" and (noun not in self._delivered or head.nbor(-1).head.tag_ == "VBD"):
                return None  # "sales in December", "lowered its outlook in April", "canceled its contract in April"
        return "past" if noun in self._reported else "future" if noun in self._ahead else None

    def _of_place(self, day: Token) -> Tense | None:
        """What the place of a day in its clause tells of the time, whatever the verb's."""
        token, head = day, day.head
        if day.left_edge.i and day.left_edge.nbor(-1).lower_ == "since":
            return "past"
        if day.dep_ == "conj" and (head.lower_ in self._weekdays or self._is_month(head)):
            head, token = head.head, head  # "for Sunday and Monday"
        if (tense := self._of_figures(token)) is not None:
            return tense
        if self._is_of_what_is_over(day):
            return "past"
        if token.dep_ == "nummod" and self._is_month(head) and head.i < token.i:
            token, head = head, head.head  # "sentencing for July 12"
        part = any(each.lower_ in self._weekdays for each in day.lefts)  # "Sunday afternoon"
        exact = token.lower_ in self._weekdays or token.i < day.i or part
        if exact and (tense := self._of_day(token, head)) is not None:
            return tense
        if head.lower_ in _ON and head.i and head.nbor(-1).lower_ in _HOURS and head.nbor(-1).head.lower_ == "for":
            return "future"  # "called a rally for noon on Wednesday"
        above = head.head if head.lower_ in _ON and head.dep_ == "prep" else head
        return self._of_noun_or_be(token, above, exact)

    def _is_month(self, token: Token) -> bool:
        return token.lower_.rstrip(".") in self._months

    def _of_day(self, day: Token, head: Token) -> Tense | None:
        """As in "called a strike for Wednesday", "set Monday as the deadline"."""
        if head.lower_ == "for" and day.dep_ == "pobj" and head.head.dep_ != "acl":
            return "either" if "had" in helpers(head.head) else "future"
        if head.lemma_ in _FIXING and day.i + 1 < len(day.doc) and day.nbor().lower_ == "as":
            return "either"
        return None

    def _is_of_what_is_over(self, day: Token) -> bool:
        """Whether a day is that of a mishap, a deed, an interview or a level of prices.

        As in "the blaze on Monday", "the March quake", "its high in July"; but not "could launch an attack on Friday".
        """
        first = day.left_edge
        before = first.nbor(-1) if first.i else first
        while before.lower_ in (_ON | _EDGES) and before.i:
            before = before.nbor(-1)
        above = day.head.head if day.dep_ == "pobj" and day.head.lower_ in _ON else day.head
        for noun in (day.head,) if day.dep_ == "compound" else (before, above):
            if noun.pos_ == "NOUN" and noun.lower_ in self._over:
                return noun.dep_ != "dobj" or not helpers(noun.head) & (WILL | MODALS | {"to"})
        return False

    def _of_noun_or_be(self, token: Token, above: Token, exact: bool) -> Tense | None:
        """What the noun of a day tells, or a form of "be": "before a vote on Tuesday", "the deadline is Monday"."""
        if above.lower_ in self._fixtures and above.i != token.i:
            in_present = above.dep_ == "nsubj" and above.head.tag_ == "VBZ"  # "the final on Tuesday is in Rome"
            if in_present or (exact and above.head.lower_ == "before"):
                return "future"
            if above.head.lower_ == "in" and any(each.lower_ == "voted" for each in above.ancestors):
                return "past"  # "voted to leave in a referendum on Sunday"
        if above.lemma_ == "be" and any(each.dep_ == "nsubj" and each.lower_ in self._chances for each in above.lefts):
            return "future"  # "the chance of good weather Friday was 70 percent"
        if above.lemma_ == "be" and above.tag_ in PRESENT and above.dep_ not in ("aux", "auxpass"):
            return "future" if token.dep_ in ("attr", "npadvmod", "pobj", "nsubj") else None
        called = above.head.lower_ == "for" and above.dep_ == "pobj" and above.head.head.lemma_ == "call"
        return "future" if called and above.i != token.i else None  # "called for a march on Sunday"

    def _is_of_fixture(self, day: Token) -> bool:
        """Whether the noun of a day is fixed beforehand: "the squad for Tuesday's match", "out of Sunday's race"."""
        noun = day.head
        above = noun.head.lower_ if noun.dep_ == "pobj" else ""
        return above in _TOWARDS and noun.lower_ in self._fixtures

    def _is_of_planned(self, token: Token, verb: Token) -> bool:
        """Whether the object between a verb and a day is something planned: "spoke of the slated visit in May"."""
        if not 1 < token.i - verb.i <= _REACH:
            return False
        between = token.doc[verb.i + 1 : token.i]
        return any(each.lower_ in self._planned and each.dep_ == "amod" and each.head.i != token.i for each in between)

    def _is_to_come(self, token: Token, verb: Token) -> bool:
        """Whether the present tells of a weekday ahead: "Spain sells bonds on Thursday", "rites that end Tuesday"."""
        if verb.tag_ not in PRESENT or token.lower_ not in self._weekdays or verb.pos_ != "VERB":
            return False
        told = self._verbs.is_of("say", verb) or self._verbs.is_of("comment", verb)
        return not told and verb.i in (token.head.i, token.head.head.i) and not helpers(verb)

    def _of_preposition(self, node: Token) -> Tense | None:
        lower = node.lower_
        if lower in _AHEAD_PREPOSITIONS:
            # "was up 4 percent by 10 a.m.", "was rehearsing every night until April"
            verb = next((each for each in node.ancestors if each.pos_ in ("VERB", "AUX")), node.head)
            over = self._verbs.was_done(verb) if lower == "by" else self._verbs.went_on(verb)
            said = helpers(verb)
            was_to = "to" in said and verb.head.tag_ == "VBD" and verb.head.lemma_ == "be"
            # "should have been paid by October", "was to have been paid by October"
            missed = lower == "by" and "have" in said and (bool(said & MODALS) or was_to)
            return "past" if over or missed or "had" in said else "future"
        if lower == "through":
            return self._of_through(node)
        if lower == "since" or _is_compared(node):
            return "past"
        if lower == "before":
            # "wants it done before May"
            wanted = node.head.tag_ == "VBN" and node.head.head.lemma_ in self._verbs.plans
            return "future" if wanted or helpers(node.head) & (WILL | {"to"}) else None
        if lower == "as" and (node.head.lower_ in _AS_SOON or any(each.lower_ in _AS_SOON for each in node.lefts)):
            above = next((each for each in node.ancestors if each.pos_ == "VERB"), None)
            return "past" if above is not None and self._verbs.tense(above) == "past" else "future"
        if lower in ("from", "to") and self._verbs.puts_off(node.head):
            return "past" if lower == "from" else "future"  # "postponed from June to July"
        return "future" if lower == "of" and node.head.lower_ == "ahead" else None

    def _of_through(self, node: Token) -> Tense | None:
        """Of "through": "is closed through Thursday" looks ahead, "Monday through Friday" does not."""
        verb = node.head
        if verb.lower_ in self._ahead or verb.pos_ == "ADJ":
            return "future"  # "bookings through December", "a credit available through Nov. 30"
        if (node.i and node.nbor(-1).lower_ in self._weekdays) or helpers(verb) & {"was", "were", "had"}:
            return None
        return "future" if verb.tag_ in (*PRESENT, "VB") or (verb.tag_ == "VBN" and verb.dep_ != "acl") else None


def _is_of_subject(day: Token, verb: Token) -> bool:
    """Whether it is the day of what would happen: "Sunday's race would begin at 11"."""
    return day.head.dep_ == "nsubj" and day.head.head.i == verb.i and bool(helpers(verb) & MODALS)


def _is_compared(preposition: Token) -> bool:
    """Whether a time is only what another is measured by: "than in May", "as in November", "compared with winter"."""
    above = preposition.head
    return above.lower_ in ("than", "as") or (preposition.lower_ == "with" and above.lower_ == "compared")
