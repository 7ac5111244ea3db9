"""Whether the words around a time expression look ahead or back."""

from __future__ import annotations

from typing import Literal

from spacy.tokens import Token

from pipeline.dates.words import Words

Tense = Literal["future", "past", "either"]
"""``either``: a plan whose time may have come, "the rally planned for Saturday was cancelled"."""
_WILL = frozenset({"will", "'ll", "wo", "shall"})
_MODALS = frozenset({"may", "might", "can", "could", "should", "must", "would", "'d", "ca"})
_AHEAD_PREPOSITIONS = frozenset({"until", "till", "by"})
_PERFECT = frozenset({"have", "has", "had", "'ve", "having"})
_PRESENT = frozenset({"is", "are", "am", "'s", "'re", "'m"})
_SCHEDULING = frozenset({"schedule", "slate", "reschedule", "plan"})
_FIRST = frozenset({"first", "second", "third", "last", "only", "latest"})
_CONDITIONS = frozenset({"if", "unless", "when", "once", "until", "till", "before"})
_PUT_OFF = frozenset({"postpone", "delay", "move", "reschedule"})
_SETTLED = _PUT_OFF | {"agree", "decide", "propose", "order", "ask", "invite", "urge", "promise", "vow", "pledge"}
"""Verbs of plans that in the passive tell when it was made: "was agreed in February"."""
_SAYING = frozenset({"say", "comment", "confirm", "discuss", "elaborate", "speculate", "disclose", "identify"})
_FIXING = frozenset({"set", "fix", "choose", "pick", "name"})
_ON = frozenset({"on", "in", "at"})
_HOURS = frozenset({"noon", "midday", "midnight", "a.m.", "p.m.", "am", "pm"})
_TOWARDS = frozenset({"for", "of", "into", "before", "until"})
_AS_SOON = frozenset({"soon", "early"})
_LASTING = frozenset({"stay", "last", "work", "wait", "live", "fight", "talk", "hide", "serve", "play", "continue"})
"""Verbs of what goes on: "stayed until Sunday" is over, "extended until Sunday" is not."""
_NOBODY = frozenset({"nobody", "none", "nothing"})
_OUTCOMES = frozenset({"beat", "win", "defeat", "edge", "reach", "clinch", "claim", "retain", "take", "finish", "become"})
"""Verbs that in the infinitive tell how something came out: "overcame a slow start to beat them on Sunday"."""
_EXPECTED = frozenset({"expect", "anticipate", "set", "await"})
_FORECASTING = frozenset({"forecast", "predict"})
_WITHIN = frozenset({"before", "above", "by", "without", "in"})
_STARTING = frozenset({"begin", "start"})
_TELLING = _SAYING | {"follow", "come", "mean", "show", "mark", "bring", "raise", "make", "suggest", "appear", "seem"}
"""Verbs whose present tells nothing of the day beside them: "follows a vote on Thursday"."""
_REACH = 12
"""How many words before a day something planned may stand."""


class TenseReader:
    """Reads the tense from the parse, with the table's words of plans and timetables."""

    def __init__(self, words: Words) -> None:
        self._plans = frozenset(words.kinds["plan"])
        self._planned = frozenset(word for word, kind in words.kinds["plan"].items() if kind == "n")
        self._weekdays = frozenset(words.kinds["weekday"])
        self._months = frozenset(words.kinds["month"])
        self._fixtures = frozenset(words.kinds["fixture"])
        self._timetable = frozenset(words.kinds["timetable"])
        self._reported = frozenset(word for word, kind in words.kinds["figures"].items() if kind == "p")
        self._traded = frozenset(word for word, kind in words.kinds["figures"].items() if kind == "f")

    def read(self, token: Token) -> Tense | None:
        """The tense of what governs a token: future, past, or None where the words leave it open."""
        if (tense := self._of_place(token)) is not None:
            return tense
        for node in token.ancestors:
            if node.lower_ in self._plans and node.pos_ == "ADJ" and node.dep_ == "prep":
                return "future"  # "sales for October, due out Friday"
            if node.pos_ == "ADP" or node.dep_ in ("prep", "mark"):
                if (tense := self._of_preposition(node)) is not None:
                    return tense
            elif node.pos_ in ("VERB", "AUX"):
                helpers = _helpers(node)
                # "would defy Friday's ruling": whose day it is says little of when the ruling was.
                if token.dep_ == "poss" and not helpers & _WILL:
                    return "either" if self._is_of_fixture(token) else None
                planned = self._is_of_planned(token, node) or self._is_to_come(token, node)
                return "future" if planned else self._of_verb(node)
            elif node.dep_ == "ROOT" and node.lower_ in self._timetable:
                return "future"  # "polls open Saturday", where the parse takes "open" for an adjective
            elif node.lower_ in self._plans and node.head.lemma_ == "be" and node.head.tag_ == "VBD":
                return "either"  # "was due in December"
            elif node.lower_ in self._plans or any(
                each.lower_ in self._planned and each.dep_ in ("amod", "compound") for each in node.lefts
            ):
                return "future"
        return None

    def _of_figures(self, token: Token) -> Tense | None:
        """What is reported of a month, or traded for it: "December data", "crude for March delivery"."""
        head, noun = token.head, ""
        if token.dep_ in ("compound", "nmod", "amod") and head.i == token.i + 1:
            noun = head.lower_
        elif token.dep_ == "pobj" and head.lower_ in ("for", "in"):
            noun = head.nbor(-1).lower_ if head.i else ""
            if head.lower_ == "in" and noun in self._reported:
                return None
        return "past" if noun in self._reported else "future" if noun in self._traded else None

    def _of_place(self, day: Token) -> Tense | None:
        """What the place of a day in its clause tells of the time, whatever the verb's."""
        token, head = day, day.head
        if day.dep_ == "conj" and head.lower_ in self._weekdays:
            head, token = head.head, head  # "for Sunday and Monday"
        if (tense := self._of_figures(token)) is not None:
            return tense
        if token.dep_ == "nummod" and head.lower_ in self._months and head.i < token.i:
            token, head = head, head.head  # "sentencing for July 12"
        if token.lower_ in self._weekdays or token.i < day.i:
            if head.lower_ == "for" and token.dep_ == "pobj" and head.head.dep_ != "acl":
                # "called a strike for Wednesday", "had been called for Wednesday"
                return "either" if "had" in _helpers(head.head) else "future"
            if head.lemma_ in _FIXING and token.i + 1 < len(token.doc) and token.nbor().lower_ == "as":
                return "either"  # "set Monday as the deadline"
        if head.lower_ in _ON and head.i and head.nbor(-1).lower_ in _HOURS and head.nbor(-1).head.lower_ == "for":
            return "future"  # "called a rally for noon on Wednesday"
        verb = head.head if head.lower_ in _ON and head.dep_ == "prep" else head
        if verb.lower_ in self._fixtures and verb.i != token.i:
            # "the final on Tuesday is in Rome", "before a vote on Tuesday"
            ahead = verb.head.lower_ == "before" and (token.lower_ in self._weekdays or token.i < day.i)
            if ahead or (verb.dep_ == "nsubj" and verb.head.tag_ == "VBZ"):
                return "future"
        # "the deadline is Monday", "the next election is in November"
        if verb.lemma_ == "be" and verb.tag_ in ("VBZ", "VBP") and verb.dep_ not in ("aux", "auxpass"):
            return "future" if token.dep_ in ("attr", "npadvmod", "pobj", "nsubj") else None
        noun = verb
        called = noun.head.lower_ == "for" and noun.dep_ == "pobj" and noun.head.head.lemma_ == "call"
        return "future" if called and noun.i != token.i else None  # "called for a march on Sunday"

    def _is_of_fixture(self, day: Token) -> bool:
        """Whether the noun of a day is fixed beforehand: "the squad for Tuesday's match", "out of Sunday's race"."""
        noun = day.head
        above = noun.head.lower_ if noun.dep_ == "pobj" else ""
        return above in _TOWARDS and noun.lower_ in self._fixtures

    def _is_of_planned(self, token: Token, verb: Token) -> bool:
        """Whether the object between a verb and a day is something planned: "spoke of the slated visit in May"."""
        between = token.doc[verb.i + 1 : token.i] if token.i - verb.i <= _REACH else ()
        return any(
            each.lower_ in self._planned and each.dep_ == "amod" and each.head.i != token.i for each in between
        )

    def _is_to_come(self, token: Token, verb: Token) -> bool:
        """Whether the present tells of a weekday ahead: "Spain sells bonds on Thursday", "the rites that end Tuesday"."""
        near = verb.i in (token.head.i, token.head.head.i)
        present = verb.tag_ in ("VBZ", "VBP") and verb.pos_ == "VERB" and not _helpers(verb)
        return present and near and token.lower_ in self._weekdays and verb.lemma_ not in _TELLING

    def _of_preposition(self, node: Token) -> Tense | None:
        lower = node.lower_
        if lower in _AHEAD_PREPOSITIONS:
            verb = node.head.head if node.head.pos_ in ("ADV", "ADJ") else node.head  # "was up 4 percent by 10 a.m."
            over = self._was_done(verb) if lower == "by" else _went_on(verb)
            return "past" if over or "had" in _helpers(verb) else "future"
        if lower == "through":
            return self._of_through(node)
        if lower == "since" or _is_compared(node):
            return "past"
        if lower == "before":
            return "future" if _helpers(node.head) & (_WILL | {"to"}) else None
        if lower == "as" and (node.head.lower_ in _AS_SOON or any(each.lower_ in _AS_SOON for each in node.lefts)):
            verb = next((each for each in node.ancestors if each.pos_ == "VERB"), None)
            return "past" if verb is not None and self._of_verb(verb) == "past" else "future"
        if lower == "from" and node.head.lemma_ in _PUT_OFF:
            return "past"  # "postponed from June"
        return "future" if lower == "of" and node.head.lower_ == "ahead" else None

    def _of_through(self, node: Token) -> Tense | None:
        """Of "through": "is closed through Thursday" looks ahead, "Monday through Friday" does not."""
        verb, helpers = node.head, _helpers(node.head)
        if (node.i and node.nbor(-1).lower_ in self._weekdays) or helpers & {"was", "were", "had"}:
            return None
        return "future" if verb.tag_ in ("VBZ", "VBP", "VB") or (verb.tag_ == "VBN" and verb.dep_ != "acl") else None

    def _was_done(self, verb: Token) -> bool:
        """Whether a verb tells of what was over by a time: "power returned by Friday", no "was due by Friday"."""
        helpers = _helpers(verb)
        planned = verb.lemma_ in self._plans and (verb.lemma_ != "have" or any(c.dep_ == "xcomp" for c in verb.rights))
        if verb.pos_ not in ("VERB", "AUX") or planned or helpers & (_WILL | _MODALS | {"to"}):
            return False
        return verb.tag_ == "VBD" or (verb.tag_ == "VBN" and bool(helpers & {"was", "were"}))

    def _of_verb(self, verb: Token) -> Tense | None:
        helpers = _helpers(verb)
        if helpers & _WILL:
            return "future"
        if verb.lemma_ in _SCHEDULING:
            return "either" if self._is_over(verb) else "future"
        if helpers & _PERFECT:
            return "either" if "been" in helpers and verb.lemma_ in _EXPECTED else "past"
        if verb.tag_ == "VBG" and helpers & _MODALS:
            return "future"  # "you could be looking at 14 inches by Friday"
        if helpers & _MODALS:
            # "could not be reached Friday" tells of the past, "could meet Friday" does not.
            declined = "would" in helpers and helpers & {"not", "n't"} and verb.lemma_ in _SAYING
            return None if declined or ("could" in helpers and helpers & {"be", "not", "n't"}) else "future"
        if "to" in helpers:
            return self._of_infinitive(verb)
        if verb.lemma_ in _FORECASTING and verb.tag_ == "VBD":
            return "either"
        if verb.lemma_ == "be" and any(self._is_ahead(each) for each in verb.rights):
            return "future" if verb.tag_ in ("VBZ", "VBP") else "either"  # "was likely in February"
        return self._of_form(verb, helpers)

    def _is_ahead(self, part: Token) -> bool:
        """Whether what follows a form of "be" is planned: "was likely", "was to appear", "is up for renewal"."""
        if part.lower_ == "up" and any(each.lower_ == "for" for each in part.rights):
            return True
        return (part.dep_ == "acomp" and part.lower_ in self._plans) or (part.dep_ == "xcomp" and "to" in _helpers(part))

    def _of_form(self, verb: Token, helpers: set[str]) -> Tense | None:
        """The tense that the form of a verb without modals has."""
        tag = verb.tag_
        if self._is_done(verb, helpers):
            return "past"
        if verb.lemma_ in self._plans and (tag == "VBN" or verb.dep_ in ("acl", "pcomp")):
            return "either" if self._is_over(verb) else "future"
        if verb.lemma_ == "head" and tag in ("VBD", "VBN") and not any(each.dep_ == "dobj" for each in verb.rights):
            return "either"  # "headed Tuesday to Africa"
        if tag == "VBG" and helpers & _PRESENT:
            return "future"
        present = tag in ("VBZ", "VBP") or bool(helpers & _PRESENT)
        if present and any(each.lower_ in _CONDITIONS for each in verb.children):
            return "future"  # "when he is sentenced on Sept. 14"
        if tag in ("VBD", "VBN") or helpers & {"was", "were"}:
            return None if helpers & _PRESENT else "past"
        plain = tag == "VB" and verb.dep_ == "ROOT" and not helpers  # "the sanctions expire in July"
        if plain and not any(each.dep_ == "nsubj" for each in verb.lefts):
            return "future"  # "ask me on Monday"
        if (plain or tag in ("VBZ", "VBP")) and (verb.lemma_ in self._timetable or verb.lemma_ in self._plans):
            return "future"
        within = verb.dep_ == "pcomp" and verb.head.lower_ in _WITHIN  # "will meet him before leaving on Friday"
        if tag == "VBG" and (within or verb.lemma_ in _STARTING):
            tense = self._of_verb_above(verb)
            return "either" if tense == "past" and not within else tense
        if tag == "VBG" and verb.dep_ == "xcomp" and verb.head.lemma_ in self._plans:
            return "future"  # "has proposed going to the polls in December"
        if tag == "VBG" or (tag == "VB" and verb.dep_ in ("xcomp", "ccomp", "conj")):
            return self._of_head(verb)
        return None

    def _of_verb_above(self, node: Token) -> Tense | None:
        above = next((each for each in node.ancestors if each.pos_ in ("VERB", "AUX")), None)
        return self._of_verb(above) if above is not None else None

    def _is_done(self, verb: Token, helpers: set[str]) -> bool:
        """Whether a verb that may tell of plans tells what was done: "was set by the bank", "was agreed in May"."""
        if verb.tag_ == "VBN" and helpers & {"was", "were"}:
            return verb.lemma_ in _SETTLED or any(each.dep_ == "agent" for each in verb.rights)
        active = verb.tag_ in ("VBN", "VBD") and not helpers and any(each.dep_ == "nsubj" for each in verb.lefts)
        return active and verb.dep_ == "relcl"  # "the target that the bank set in February"

    def _is_over(self, plan: Token) -> bool:
        """Whether what was planned is the subject of what has happened to it."""
        noun = plan.head
        if plan.dep_ != "acl" or noun.dep_ not in ("nsubj", "nsubjpass") or noun.head.i == plan.i:
            return False
        return self._of_verb(noun.head) == "past"

    def _of_infinitive(self, verb: Token) -> Tense | None:
        head = verb.head
        if verb.dep_ in ("relcl", "acl"):
            if verb.lemma_ in _OUTCOMES and head.head.tag_ == "VBD":
                return "past"
            # "the first to leave" tells of what was done, "a vote to be held" does not.
            if head.dep_ in ("nsubj", "nsubjpass") and head.head.tag_ == "VBD" and verb.dep_ == "acl":
                return "either"  # "an attempt to publish in July failed"
            return None if any(each.lower_ in _FIRST for each in head.subtree if each.i < verb.i) else "future"
        if head.lemma_ == "have" and _helpers(head) & _PERFECT:
            return "past"  # "has not had to do so in 18 years"
        if head.lemma_ in self._plans or head.lower_ in self._plans or (head.lemma_ == "vote" and head.pos_ == "VERB"):
            return "future"
        if verb.dep_ == "pcomp" and head.lower_ == "for":
            return self._of_verb_above(verb)  # "are preparing for thousands to march on Friday"
        if head.lemma_ == "be":
            return "future" if head.tag_ in ("VBZ", "VBP") else "either"  # "was to leave on Wednesday"
        if head.pos_ == "ADJ" and head.dep_ == "acomp":
            return "past" if self._of_verb(head.head) == "past" else None  # "was wrong to end it in July"
        return self._of_head(verb) if verb.dep_ in ("conj", "xcomp") else None

    def _of_head(self, verb: Token) -> Tense | None:
        head = verb.head
        if head.i == verb.i or head.pos_ not in ("VERB", "AUX"):
            return None
        return self._of_verb(head)


def _went_on(verb: Token) -> bool:
    """Whether what lasted until a time is over: "stayed until Sunday", "was not chosen until Sunday"."""
    helpers = _helpers(verb)
    if verb.pos_ not in ("VERB", "AUX") or not (verb.tag_ == "VBD" or helpers & {"did", "was", "were"}):
        return False
    if helpers & {"not", "n't"} or any(each.lower_ in _NOBODY and each.dep_ == "nsubj" for each in verb.lefts):
        return True
    return verb.lemma_ in _LASTING and not any(each.dep_ in ("acomp", "oprd") for each in verb.rights)


def _is_compared(preposition: Token) -> bool:
    """Whether a time is only what another is measured by: "than in May", "as in November", "compared with winter"."""
    above = preposition.head
    return above.lower_ in ("than", "as") or (preposition.lower_ == "with" and above.lower_ == "compared")


def _helpers(verb: Token) -> set[str]:
    """The auxiliaries and the negation of a verb, in lower case."""
    return {child.lower_ for child in verb.children if child.dep_ in ("aux", "auxpass", "neg")}
