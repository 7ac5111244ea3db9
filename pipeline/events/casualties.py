"""How many people were killed, wounded, arrested, displaced or are missing."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from pipeline.events.arguments import arguments_of
from pipeline.events.ontology import DATA
from pipeline.events.tree import Tree
from pipeline.record import Casualties, Count, EventType
from pipeline.tsv import rows

_AT_LEAST = frozenset({"least", "more", "over", "than", "minimum", "exceeding"})
_AT_MOST = frozenset({"up", "most", "fewer", "less", "under", "maximum", "nearly", "almost"})
_BIG = frozenset({"hundred", "thousand", "million"})
_DIGITS = re.compile(r"^\d{1,3}(?:,\d{3})+$|^\d+$")
_PEOPLE_SINGULAR = "NN"
_HARMFUL = frozenset({"ASSAULT", "COERCE", "PROTEST"})
_STEPS = 10


@cache
def load_harms(path: Path = DATA / "casualties.tsv") -> dict[tuple[str, str], tuple[tuple[str, str], ...]]:
    """What a word says happened, and where its people stand, by lemma and class."""
    found: dict[tuple[str, str], tuple[tuple[str, str], ...]] = {}
    for lemma, word_class, kind, role in rows(path, 4):
        found[lemma, word_class] = (*found.get((lemma, word_class), ()), (kind, role))
    return found


@cache
def _harm_lemmas() -> frozenset[str]:
    return frozenset(lemma for lemma, _ in load_harms())


@cache
def load_numbers(path: Path = DATA / "numbers.tsv") -> dict[str, tuple[int, int | None]]:
    """Bounds by number word."""
    return {word: (int(low), int(high) if high else None) for word, low, high in rows(path, 3)}


def harms_in(tree: Tree) -> list[tuple[int, str, Count]]:
    """Every word that tells of harm to a counted number of people: the word, the kind, the count."""
    found = []
    table, lemmas = load_harms(), _harm_lemmas()
    for word, lemma in enumerate(tree.lemma):
        if lemma not in lemmas and tree.lower[word] not in lemmas:
            continue
        word_class = tree.word_class(word)
        entries = table.get((lemma, word_class)) or table.get((tree.lower[word], word_class))
        for kind, role in entries or ():
            count = _total(tree, _people(tree, word, role))
            if count is not None:
                found.append((word, kind, count))
                break
    return found


def attach(tree: Tree, events: dict[int, EventType]) -> dict[int, Casualties]:
    """Casualties by the head of the event that they belong to.

    Args:
        tree: the text.
        events: type by the head of each event.
    """
    found: dict[int, dict[str, Count]] = {}
    for word, kind, count in harms_in(tree):
        head = _event_of(tree, word, events)
        if head is not None:
            found.setdefault(head, {}).setdefault(kind, count)
    return {head: Casualties(**counts) for head, counts in found.items()}


def _event_of(tree: Tree, word: int, events: dict[int, EventType]) -> int | None:
    """The event that a harm belongs to: itself, what governs it, what it is said of, or the nearest before it."""
    above = word
    for _ in range(_STEPS):
        if events.get(above) in _HARMFUL:
            return above
        if tree.head[above] == above:
            break
        above = tree.head[above]
    sentence = tree.sentence[word]
    around = range(sentence - 2, sentence + 1)
    near = [head for head, kind in events.items() if kind in _HARMFUL and tree.sentence[head] in around]
    same = [head for head in near if tree.sentence[head] == sentence]
    if same:
        return min(same, key=lambda head: abs(head - word))
    return max(near, default=None)


def _people(tree: Tree, word: int, role: str) -> list[int]:
    if role == "noun":
        if tree.word_class(word) == "N":
            return [word]
        return _of_adjective(tree, word)
    arguments = arguments_of(tree, word)
    if role == "of":
        return list(arguments.prepositions.get("of", ()))
    if role == "subject":
        return list(arguments.subjects)
    return list(arguments.objects)


def _of_adjective(tree: Tree, word: int) -> list[int]:
    """Who is dead: "11 dead", "left 11 people dead", "11 are dead", "three dead soldiers"."""
    if tree.kids(word, "nummod", "det", "quantmod"):
        return [word]
    above = tree.head[word]
    if tree.dep[word] in ("amod", "acl"):
        return [above]
    return tree.kids(above, "dobj", "nsubj", "nsubjpass") if tree.word_class(above) == "V" else tree.kids(word, "nsubj")


def _total(tree: Tree, people: list[int]) -> Count | None:
    """The sum over coordinated nouns; None where one of them is not counted."""
    counts = [count for count in (_count(tree, word) for word in people) if count is not None]
    if not counts:
        return None
    if len(counts) == 1:
        return counts[0]
    highs = [count.high for count in counts]
    return Count(
        sum(count.low or 0 for count in counts),
        None if None in highs else sum(high or 0 for high in highs),
        " + ".join(count.text or "" for count in counts),
    )


def _count(tree: Tree, word: int) -> Count | None:
    """The number of a noun: "at least 11 officers", "a policeman", "dozens of people", a name."""
    numbers = tree.kids(word, "nummod")
    if tree.pos[word] == "NUM" or tree.lower[word] in load_numbers():
        numbers = [word]
    if not numbers:
        numbers = [c for c in tree.kids(word, "amod", "det", "quantmod") if tree.lower[c] in load_numbers()]
        if numbers and tree.lower[numbers[0]] in ("a", "an", "another") and tree.tag[word] != _PEOPLE_SINGULAR:
            return None
    if not numbers:
        return Count(1, 1, _text(tree, word, word)) if tree.entity_type[word] == "PERSON" else None
    number = numbers[0]
    parts = tree.subtree(number, 12)
    parts = [p for p in parts if p <= number or p == number] if number == word else parts
    bounds = _bounds(tree, parts)
    if bounds is None:
        return None
    return Count(bounds[0], bounds[1], _text(tree, parts[0], parts[-1]))


def _bounds(tree: Tree, parts: list[int]) -> tuple[int, int | None] | None:
    table = load_numbers()
    values: list[tuple[int, int | None]] = []
    for part in parts:
        word = tree.lower[part]
        if _DIGITS.match(word):
            values.append((int(word.replace(",", "")), int(word.replace(",", ""))))
        elif word in _BIG and values:
            low, high = values.pop()
            values.append((low * table[word][0], None if high is None else high * table[word][0]))
        elif word in table and not (word in ("a", "an") and len(parts) > 1):
            values.append(table[word])
        elif "-" in word and word.split("-")[0] in table and word.split("-")[-1] in table:
            tens, ones = (table[piece][0] for piece in (word.split("-")[0], word.split("-")[-1]))
            values.append((tens + ones, tens + ones))
    if not values:
        return None
    words = {tree.lower[part] for part in parts}
    low, high = values[0]
    if len(values) > 1 and ("between" in words or "to" in words or "-" in words or "or" in words):
        high = values[-1][1]
    if words & _AT_LEAST and not words & {"less", "fewer"}:
        high = None
    elif words & _AT_MOST:
        low = low if words & {"nearly", "almost"} else 0
    return low, high


def _text(tree: Tree, first: int, last: int) -> str:
    return tree.text.text[tree.start[first] : tree.end[last]]


def union(counted: list[Casualties]) -> Casualties | None:
    """One of several casualties of the same event: of each kind the first count."""
    if not counted:
        return None
    kinds = ("killed", "wounded", "arrested", "displaced", "missing")
    return Casualties(**{kind: next((c for c in (getattr(one, kind) for one in counted) if c), None) for kind in kinds})
