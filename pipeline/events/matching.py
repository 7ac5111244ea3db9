"""Which lines of the lexicon fire in a text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.events.arguments import Arguments, arguments_of
from pipeline.events.lexicon import Condition, Lexicon, Rule, Word
from pipeline.events.tree import Tree

_DEPTH = 3
# Below these a clause of its own begins: its words belong to another predicate.
_OTHER_CLAUSE = frozenset({"relcl", "advcl", "parataxis", "punct", "csubj"})
# What stands after these is about another happening: "suspended the talks after an attack".
_CIRCUMSTANCE = frozenset({"after", "before", "during", "following", "since", "until", "amid", "despite", "without"})
_ABOVE_ITS_NOUN = frozenset({"relcl", "acl"})
_CIRCUMSTANCES = frozenset({"in", "after", "during", "amid", "before", "since", "despite", "following"})
_TIMES = frozenset({"DATE", "TIME"})
_PARTICIPLE = frozenset({"VBN", "VBD", "VBG"})
_RELATIONS = frozenset({"prep", "prt"})
# What a name stands for where a condition lists who acts: "London froze" is as good as "the government froze".
_NAMED_FOR = {
    "GPE": frozenset({"government", "state", "country"}),
    "PERSON": frozenset({"president", "minister", "leader"}),
    "ORG": frozenset({"union", "organisation", "organization", "alliance", "agency", "council", "league"}),
}
_NOBODY: frozenset[str] = frozenset()
# What a preposition or particle may hang on, besides the head and the trigger's other words: "called donors for".
_ON_THE_WAY = frozenset({"dobj", "dative", "prt", "prep", "advmod", "nsubjpass", "attr", "oprd", "agent", "acomp"})


Rules = dict[str, tuple[Rule, ...]]


@dataclass(frozen=True, slots=True)
class Match:
    """A rule that fired: its head and its other words."""

    rule: Rule
    head: int
    words: tuple[int, ...]
    arguments: Arguments


def find_matches(tree: Tree, lexicon: Lexicon) -> list[Match]:
    """The most specific rule of every head, exclusions too; words inside a longer trigger fire no rule of their own."""
    found: list[Match] = []
    rules = lexicon.rules
    for word, lemma in enumerate(tree.lemma):
        group = rules.get(lemma)
        if group is not None:
            match = _best(tree, word, group, rules)
            if match is not None:
                found.append(match)
    inside = {word for match in found for word in match.words}
    return [match for match in found if match.head not in inside]


def _best(tree: Tree, head: int, group: Iterable[Rule], rules: Rules) -> Match | None:
    classes = _classes(tree, head)
    reach: list[int] | None = None
    said: set[str] = set()
    arguments: Arguments | None = None
    for rule in group:
        if rule.head.word_class not in classes:
            continue
        words: tuple[int, ...] | None = ()
        if rule.words:
            if reach is None:
                reach = _reach(tree, head, rules)
                said = {form for w in reach for form in (tree.lemma[w], tree.lower[w])}
            if rule.words[0].lemma not in said:  # spares most lines of a common verb
                continue
            words = _find(tree, head, rule.words, reach)
        if words is None:
            continue
        if arguments is None:
            arguments = arguments_of(tree, head)
        if rule.voice and (rule.voice == "passive") != arguments.passive:
            continue
        if all(_holds(tree, head, condition, arguments) for condition in rule.conditions):
            return Match(rule, head, words, arguments)
    return None


def _classes(tree: Tree, word: int) -> str:
    own = tree.word_class(word)
    if own == "V" and tree.dep[word] in ("amod", "compound") and tree.tag[word] in _PARTICIPLE:
        return "A"
    if own == "A" and tree.tag[word] in _PARTICIPLE:
        return "AV"
    return own


def _reach(tree: Tree, head: int, rules: Rules) -> list[int]:
    """The words that may belong to a trigger, nearest first."""
    found, level = [], [head]
    for _ in range(_DEPTH):
        level = [child for word in level for child in tree.children[word] if _belongs(tree, word, child, head, rules)]
        found.extend(level)
    if tree.dep[head] in _ABOVE_ITS_NOUN:
        found.append(tree.head[head])
    return found


def _belongs(tree: Tree, word: int, child: int, head: int, rules: Rules) -> bool:
    """Whether a word below the head is still said of it: "announced a halt to aid" announces no aid."""
    dep = tree.dep[child]
    if dep in _OTHER_CLAUSE or (dep == "conj" and tree.pos[child] == "VERB"):
        return False
    if dep == "prep":
        return tree.lower[child] not in _CIRCUMSTANCE
    if word == head:
        return True
    if dep == "pobj":
        above = tree.head[word]
        return above == head or tree.word_class(above) != "N" or not _is_event(rules.get(tree.lemma[above], ()))
    return tree.dep[word] != "ccomp"


def _is_event(group: tuple[Rule, ...]) -> bool:
    return any(rule.head.word_class == "N" and rule.type is not None for rule in group)


def _find(tree: Tree, head: int, words: tuple[Word, ...], reach: list[int]) -> tuple[int, ...] | None:
    used: list[int] = []
    named = {word.lemma for word in words}
    for word in words:
        for candidate in reach:
            if (
                (tree.lemma[candidate] == word.lemma or tree.lower[candidate] == word.lemma)
                and candidate not in used
                and not _of_time(tree, candidate)
                and (tree.dep[candidate] not in _RELATIONS or _attached(tree, candidate, head, used))
                and not _aside(tree, candidate, named)
                and (not word.word_class or word.word_class in _classes(tree, candidate))
            ):
                used.append(candidate)
                break
        else:
            return None
    return tuple(used)


def _attached(tree: Tree, word: int, head: int, used: list[int]) -> bool:
    """Whether a preposition is the trigger's own, not that of a noun far below: "died as a result of" is not "of"."""
    above = tree.head[word]
    return above == head or above in used or (tree.head[above] == head and tree.dep[above] in _ON_THE_WAY)


def _aside(tree: Tree, word: int, named: set[str]) -> bool:
    """Whether a noun only stands in a circumstance that the trigger does not name: "cut aid in protest"."""
    above = tree.head[word]
    return tree.dep[word] == "pobj" and tree.lower[above] in _CIRCUMSTANCES and tree.lower[above] not in named


def _of_time(tree: Tree, word: int) -> bool:
    """Whether a preposition only says when: "called the king on Sunday" is no "called on"."""
    return tree.dep[word] == "prep" and any(tree.entity_type[w] in _TIMES for w in tree.kids(word, "pobj"))


def _holds(tree: Tree, head: int, condition: Condition, arguments: Arguments) -> bool:
    role, wanted = condition.role, condition.lemmas
    if role == "near":
        first, end = tree.sentences[tree.sentence[head]]
        words: Iterable[int] = range(first, end)
    elif role == "obj":
        words = arguments.objects
    elif role == "subj":
        words = arguments.agents if arguments.passive else arguments.subjects
    elif role == "comp":
        words = arguments.complements
    elif role == "mod":
        words = tree.kids(head, "amod", "compound", "advmod", "nmod", "poss", "prt")
    else:
        words = arguments.prepositions.get(role.removeprefix("prep_"), ())
    return condition.wanted == any(
        tree.lemma[word] in wanted
        or tree.lower[word] in wanted
        or any(tree.lemma[w] in wanted for w in _of(tree, word, condition.wanted))
        or (condition.wanted and role == "subj" and bool(wanted & _NAMED_FOR.get(tree.entity_type[word], _NOBODY)))
        for word in words
    )


def _of(tree: Tree, word: int, compounds: bool) -> list[int]:
    """What a quantity is of, and the nouns before a noun: "thousands of troops", "troop numbers".

    A noun before a noun rules nothing out: a car bomb is no car.
    """
    below = tree.kids(word, "compound") if compounds else []
    for preposition in tree.kids(word, "prep"):
        if tree.lower[preposition] == "of":
            below.extend(tree.kids(preposition, "pobj"))
    return below
