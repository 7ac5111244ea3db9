"""The tense that a verb and the words around it tell: over, to come, or left open."""

from __future__ import annotations

from itertools import chain
from typing import Literal

from spacy.tokens import Token

from pipeline.dates.words import Words

Tense = Literal["future", "past", "either"]
"""``either``: a plan whose time may have come, "the rally planned for Saturday was cancelled"."""
WILL = frozenset({"will", "'ll", "wo", "shall"})
PRESENT = frozenset({"VBZ", "VBP"})
"""Tags of the present."""
MODALS = frozenset({"may", "might", "can", "could", "should", "must", "would", "'d", "ca"})
_PERFECT = frozenset({"have", "has", "had", "'ve", "having"})
_IS = frozenset({"is", "are", "am", "'s", "'re", "'m"})
_WAS = frozenset({"was", "were"})
_NOT = frozenset({"not", "n't"})
_NOBODY = frozenset({"nobody", "none", "nothing"})
_FIRST = frozenset({"first", "second", "third", "last", "only", "latest"})
_CONDITIONS = frozenset({"if", "unless", "when", "once", "until", "till", "before"})
_WITHIN = frozenset({"before", "after", "above", "by", "with", "without", "in", "from"})
_STARTING = frozenset({"begin", "start"})
_FIRE = frozenset({"fire", "ablaze", "alight"})
_VERBAL = frozenset({"VERB", "AUX"})


class Verbs:
    """Reads the tense of verbs, with the table's verbs of plans, timetables, sayings and outcomes."""

    def __init__(self, words: Words) -> None:
        self.plans = frozenset(words.kinds["plan"])
        self.timetable = frozenset(words.kinds["timetable"])
        verbs = {verb: kinds.split() for verb, kinds in words.kinds["verb"].items()}
        self._of_kind = {
            kind: frozenset(verb for verb, kinds in verbs.items() if kind in kinds) for kind in chain(*verbs.values())
        }

    def is_of(self, kind: str, verb: Token) -> bool:
        """Whether the table has a verb among those of a kind."""
        return verb.lemma_ in self._of_kind[kind]

    def puts_off(self, verb: Token) -> bool:
        """Whether a verb moves what was planned: "postponed", "put off"."""
        off = verb.lemma_ == "put" and any(each.lower_ == "off" and each.dep_ == "prt" for each in verb.rights)
        return off or self.is_of("put-off", verb)

    def tense(self, verb: Token) -> Tense | None:
        """The tense of a verb; None where it leaves open whether its day is over."""
        said = helpers(verb)
        if said & WILL:
            return "future"
        if verb.tag_ == "VBN" and verb.dep_ == "advcl" and [each.lower_ for each in verb.lefts] == ["as"]:
            return self._of_verb_above(verb)  # "closed as planned on Thursday"
        if self.is_of("schedule", verb):
            return "either" if self._is_over(verb) else "future"
        if said & _PERFECT and "to" in said:
            return "either"  # "was to have shipped in October"
        if said & _PERFECT:
            return "either" if "been" in said and self.is_of("expect", verb) else "past"
        if said & MODALS or self._is_imagined(verb):
            return self._of_modal(verb, said)
        if "to" in said:
            # A headline has no other verb: "Pastor to be buried Saturday".
            return "future" if verb.dep_ == "ROOT" else self._of_infinitive(verb)
        if self.is_of("forecast", verb) and verb.tag_ == "VBD":
            return "either"
        if verb.lemma_ == "be" and any(self._is_ahead(each) for each in verb.rights):
            return "future" if verb.tag_ in PRESENT else "either"  # "was likely in February"
        return self._of_form(verb, said)

    def was_done(self, verb: Token) -> bool:
        """Whether a verb tells of what was over by a time: "power returned by Friday", no "was due by Friday"."""
        said = helpers(verb)
        planned = verb.lemma_ in self.plans and (verb.lemma_ != "have" or any(c.dep_ == "xcomp" for c in verb.rights))
        planned = planned or self.is_of("bid", verb) or self.is_of("expect", verb)
        planned = planned or any(each.lower_ in self.plans and each.dep_ == "acomp" for each in verb.rights)
        if verb.pos_ not in _VERBAL or planned or said & (WILL | MODALS | {"to"}):
            return False
        return verb.tag_ == "VBD" or (verb.tag_ in ("VBN", "VBG") and bool(said & _WAS))

    def went_on(self, verb: Token) -> bool:
        """Whether what lasted until a time is over: "stayed until Sunday", "was not chosen until Sunday"."""
        said = helpers(verb)
        if verb.pos_ not in _VERBAL or not (verb.tag_ == "VBD" or said & (_WAS | {"did"})):
            return False
        if any(each.lower_ == "from" for each in verb.rights) and all(each.dep_ != "dobj" for each in verb.rights):
            return True  # "rose from New Year's until Easter"
        ongoing = verb.tag_ == "VBG" and not self.is_of("expect", verb)  # "was making progress until March"
        if ongoing or said & _NOT or any(each.lower_ in _NOBODY and each.dep_ == "nsubj" for each in verb.lefts):
            return True
        return self.is_of("lasting", verb) and not any(each.dep_ in ("acomp", "oprd") for each in verb.rights)

    def never_was(self, noun: Token) -> bool:
        """Whether what a noun names is told not to have happened: "never took place", "did not meet"."""
        verb = noun.head
        never = any(each.dep_ == "neg" or each.lower_ == "never" for each in verb.lefts)
        return noun.dep_ == "nsubj" and never and self.tense(verb) == "past"

    def _of_modal(self, verb: Token, said: set[str]) -> Tense | None:
        """As in "could meet Friday" and "could be put off to Friday", but not "could be heard Friday"."""
        if verb.tag_ == "VBG":
            return "future"
        declined = "would" in said and said & _NOT and self.is_of("say", verb)
        sensed = "could" in said and (said & _NOT or ("be" in said and self.is_of("sense", verb)))
        return None if declined or sensed else "future"

    def _is_imagined(self, verb: Token) -> bool:
        """Whether a past stands under "would": "how they would feel when they woke up on Friday"."""
        when = any(each.lower_ in _CONDITIONS for each in verb.lefts)
        return verb.tag_ == "VBD" and verb.dep_ == "advcl" and when and "would" in helpers(verb.head)

    def _is_ahead(self, part: Token) -> bool:
        """Whether what follows a form of "be" is planned: "was likely", "was to appear", "is up for renewal"."""
        if part.lower_ == "up":
            return any(each.lower_ == "for" for each in part.rights)
        return part.lower_ in self.plans if part.dep_ == "acomp" else part.dep_ == "xcomp" and "to" in helpers(part)

    def _of_form(self, verb: Token, said: set[str]) -> Tense | None:
        """The tense that the form of a verb without modals has."""
        tag, present = verb.tag_, verb.tag_ in PRESENT or bool(said & _IS)
        if self._is_done(verb, said):
            return "past"
        # "set off in December", "was set on fire"
        phrasal = any(each.dep_ == "prt" or _is_fire(each) for each in verb.rights)
        if verb.lemma_ in self.plans and not phrasal and (tag == "VBN" or verb.dep_ in ("acl", "pcomp")):
            return "either" if self._is_over(verb) else "future"
        headed = verb.lemma_ == "head" and tag in ("VBD", "VBN") and not said & _WAS
        if headed and not any(each.dep_ == "dobj" for each in verb.rights):
            return "either"  # "headed Tuesday to Africa"
        staged = "being" in said and verb.lemma_ in self.timetable  # "is being held on Saturday"
        if present and (tag == "VBG" or staged or any(each.lower_ in _CONDITIONS for each in verb.children)):
            return "future"  # "is arriving on Friday", "when he is sentenced on Sept. 14"
        if tag in ("VBD", "VBN") or said & _WAS:
            awaited = tag == "VBG" and self.is_of("expect", verb)  # "was waiting for figures on Wednesday"
            return "future" if awaited else None if said & _IS else "past"
        return self._of_gerund(verb) if tag == "VBG" else self._of_present(verb, said)

    def _of_present(self, verb: Token, said: set[str]) -> Tense | None:
        plain = verb.tag_ == "VB" and verb.dep_ in ("ROOT", "ccomp") and not said
        if plain and not any(each.dep_ == "nsubj" for each in verb.lefts):
            return "future"  # "ask me on Monday"
        finite = verb.tag_ in PRESENT or (plain and verb.dep_ == "ROOT")  # "the sanctions expire in July"
        if finite and (verb.lemma_ in self.timetable or verb.lemma_ in self.plans):
            return "future"
        if verb.tag_ == "VB" and verb.dep_ in ("xcomp", "ccomp", "conj"):
            return self._of_head(verb)
        return None

    def _of_gerund(self, verb: Token) -> Tense | None:
        beside = verb.dep_ == "acl" and verb.head.head.lower_ == "with"  # "with another front arriving on Friday"
        if beside or (verb.dep_ == "pcomp" and verb.head.lower_ in _WITHIN):
            return self._of_verb_above(verb)  # "will meet him before leaving on Friday"
        if verb.lemma_ in _STARTING:
            tense = self._of_verb_above(verb)
            return "either" if tense == "past" else tense  # "announced two days of mourning, beginning on Monday"
        if verb.dep_ == "xcomp" and verb.head.lemma_ in self.plans:
            return "future"  # "has proposed going to the polls in December"
        return self._of_head(verb)

    def _is_done(self, verb: Token, said: set[str]) -> bool:
        """Whether a verb that may tell of plans tells what was done: "was set by the bank", "was agreed in May"."""
        if verb.tag_ == "VBN" and said & _WAS:
            return self.is_of("settle", verb) or any(each.dep_ == "agent" for each in verb.rights)
        if not said and verb.dep_ == "acl" and self.is_of("settle", verb):
            return all(each.lower_ != "for" for each in verb.rights)  # "the deal agreed in March"
        active = verb.tag_ in ("VBN", "VBD") and not said and any(each.dep_ == "nsubj" for each in verb.lefts)
        return active and verb.dep_ == "relcl"  # "the target that the bank set in February"

    def _is_over(self, plan: Token) -> bool:
        """Whether what was planned is the subject of what has happened to it."""
        noun = plan.head
        if plan.dep_ != "acl" or noun.dep_ not in ("nsubj", "nsubjpass") or noun.head.i == plan.i:
            return False
        return self.tense(noun.head) == "past"

    def _of_infinitive(self, verb: Token) -> Tense | None:
        head = verb.head
        if verb.dep_ in ("relcl", "acl"):
            return self._of_infinitive_of_noun(verb, head)
        if head.lemma_ == "have" and (head.tag_ == "VBD" or helpers(head) & _PERFECT):
            return "past"  # "had to turn back on Monday", "has not had to do so in 18 years"
        if (head.lemma_ == "vote" and head.pos_ == "VERB") or (head.lemma_ == "ask" and head.tag_ == "VBD"):
            return "either"  # "asked users to change passwords in May"
        if head.lemma_ in self.plans or head.lower_ in self.plans:
            was = head.dep_ == "acomp" and (head.head.tag_ == "VBD" or "had" in helpers(head.head))
            # "was due to leave", "had been due to leave", "was expected to leave, but did not"
            return "either" if was or _came_otherwise(head) else "future"
        if self.is_of("bid", head) and head.tag_ in ("VBD", "VBN") and not helpers(head) - {"has", "have"}:
            return "future"  # "appealed to the miners to return to work Monday"
        if verb.dep_ == "pcomp" and head.lower_ == "for":
            return self._of_verb_above(verb)  # "are preparing for thousands to march on Friday"
        if head.lemma_ == "be":
            awaited = head.dep_ == "relcl" and head.head.dep_ == "nsubj" and self.tense(head.head.head) == "future"
            # "was to leave on Wednesday", "schools, which were to open on Monday, will stay shut"
            return "future" if awaited or head.tag_ in PRESENT else "either"
        if head.pos_ == "ADJ" and head.dep_ == "acomp":
            tense = self.tense(head.head)
            return tense if tense in ("past", "future") else None  # "was wrong to end it in July", "will be able to"
        tense = self._of_head(verb) if verb.dep_ in ("conj", "xcomp", "advcl") else None
        if verb.dep_ == "advcl":
            return "future" if tense in ("future", "either") else None  # "was to fly to Oslo to meet him on Tuesday"
        return tense

    def _of_infinitive_of_noun(self, verb: Token, noun: Token) -> Tense | None:
        if noun.head.tag_ == "VBD":
            if self.is_of("outcome", verb):
                return "past"  # "overcame a slow start to beat them on Sunday"
            if noun.dep_ in ("nsubj", "nsubjpass") and verb.dep_ == "acl":
                return "either"  # "an attempt to publish in July failed"
        # "the first to leave" tells of what was done, "a vote to be held" does not.
        return None if any(each.lower_ in _FIRST for each in noun.subtree if each.i < verb.i) else "future"

    def _of_verb_above(self, node: Token) -> Tense | None:
        above = next((each for each in node.ancestors if each.pos_ in _VERBAL), None)
        return self.tense(above) if above is not None else None

    def _of_head(self, verb: Token) -> Tense | None:
        head = verb.head
        return self.tense(head) if head.i != verb.i and head.pos_ in _VERBAL else None


def _came_otherwise(plan: Token) -> bool:
    """Whether what was planned is set against what was done: "was expected to attend, but left"."""
    but = any(each.lower_ == "but" and each.dep_ == "cc" for each in plan.rights)
    done = any(each.dep_ == "conj" and each.tag_ == "VBD" for each in plan.rights)
    return but and done and bool(helpers(plan) & (_WAS | {"had"}))


def _is_fire(token: Token) -> bool:
    return token.lower_ in _FIRE or any(each.lower_ in _FIRE for each in token.rights)


def helpers(verb: Token) -> set[str]:
    """The auxiliaries and the negation of a verb, in lower case."""
    return {child.lower_ for child in verb.children if child.dep_ in ("aux", "auxpass", "neg")}
