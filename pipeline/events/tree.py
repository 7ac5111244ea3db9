"""The parse as plain lists: reading them is many times faster than reading tokens."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from spacy.attrs import (  # type: ignore[import-not-found,unused-ignore]
    DEP,
    ENT_TYPE,
    HEAD,
    IDX,
    LEMMA,
    LENGTH,
    LOWER,
    POS,
    SENT_START,
    TAG,
)  # fmt: skip
from spacy.strings import StringStore

from pipeline.events.ontology import DATA
from pipeline.language.parsed import ParsedText
from pipeline.tsv import rows

_ATTRIBUTES = [LEMMA, LOWER, POS, TAG, DEP, HEAD, IDX, LENGTH, SENT_START, ENT_TYPE]
_CACHE_ENTRIES = 200_000
_HIGH = 20
_CLASS = {"VERB": "V", "AUX": "V", "NOUN": "N", "PROPN": "N", "ADJ": "A", "ADV": "R"}


@dataclass(frozen=True, slots=True)
class Tree:
    """Words of one text by number, with heads, children and sentences."""

    text: ParsedText
    lemma: list[str]
    """In lower case."""
    lower: list[str]
    pos: list[str]
    tag: list[str]
    dep: list[str]
    head: list[int]
    """A root is its own head."""
    children: list[list[int]]
    start: list[int]
    """First character, in code points of the text."""
    end: list[int]
    entity_type: list[str]
    sentence: list[int]
    """Number of the sentence that holds the word."""
    sentences: list[tuple[int, int]]
    """First word, and one past the last, of each sentence."""

    def word_class(self, word: int) -> str:
        """V, N, A, R, or "" for another."""
        return _CLASS.get(self.pos[word], "")

    def kids(self, word: int, *labels: str) -> list[int]:
        """The children with one of the labels, in order."""
        dep = self.dep
        return [child for child in self.children[word] if dep[child] in labels]

    def with_conjuncts(self, word: int) -> list[int]:
        """The word and those coordinated with it."""
        found = [word]
        for member in found:
            found.extend(c for c in self.children[member] if self.dep[c] == "conj" and self.pos[c] != "VERB")
        return found

    def ancestors(self, word: int) -> list[int]:
        """The words above a word, nearest first, a bounded number of them."""
        found = []
        for _ in range(_HIGH):
            above = self.head[word]
            if above == word:
                break
            found.append(above)
            word = above
        return found

    def subtree(self, word: int, limit: int = 400) -> list[int]:
        """The word and all below it, sorted; no more than the limit."""
        found = [word]
        for member in found:
            found.extend(self.children[member])
            if len(found) > limit:
                break
        return sorted(found)


class Names(dict[int, str]):
    """Strings by the model's hash of them; emptied when it has grown large."""

    def __init__(self, strings: StringStore) -> None:
        super().__init__({0: ""})
        self._strings = strings

    def __missing__(self, key: int) -> str:
        if len(self) > _CACHE_ENTRIES:
            self.clear()
        name = self[key] = self._strings[key] if key else ""
        return name


@cache
def load_lemmas(path: Path = DATA / "lemmas.tsv") -> dict[str, str]:
    """Lemmas of verbs that the model gets wrong, by form."""
    return {form: lemma for lemma, forms in rows(path, 2) for form in forms.split()}


def build_tree(text: ParsedText, names: Names | None = None) -> Tree:
    """Read a parsed text once.

    Args:
        text: the text.
        names: strings known from texts before; they only save time.
    """
    doc = text.doc
    array = doc.to_array(_ATTRIBUTES)
    known = Names(doc.vocab.strings) if names is None else names

    def column(number: int) -> list[str]:
        return [known[key] for key in array[:, number].tolist()] if len(doc) else []

    count = len(doc)
    lemma, lower, pos, tag, dep = (column(number) for number in range(5))
    offsets = array[:, 5].astype("int64").tolist() if count else []
    head = [min(max(word + offset, 0), count - 1) for word, offset in enumerate(offsets)]
    start = array[:, 6].tolist() if count else []
    lengths = array[:, 7].tolist() if count else []
    starts = array[:, 8].astype("int64").tolist() if count else []
    children: list[list[int]] = [[] for _ in range(count)]
    for word, parent in enumerate(head):
        if parent != word:
            children[parent].append(word)
    sentence: list[int] = []
    bounds: list[tuple[int, int]] = []
    first = 0
    for word in range(count):
        if word and starts[word] == 1:
            bounds.append((first, word))
            first = word
        sentence.append(len(bounds))
    if count:
        bounds.append((first, count))
    right = load_lemmas()
    lemma = [
        right[form] if kind == "VERB" and form in right else word.lower()
        for kind, form, word in zip(pos, lower, lemma, strict=True)
    ]
    return Tree(
        text, lemma, lower, pos, tag, dep, head, children, start,
        [s + n for s, n in zip(start, lengths, strict=True)], column(9), sentence, bounds,
    )  # fmt: skip
