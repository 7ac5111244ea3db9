"""The lexicon of triggers: TSV lines to checked rules, indexed by the lemma of their head."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import NoReturn, cast

from pipeline.events.ontology import DATA, Ontology, load_ontology
from pipeline.record import EventType

COLUMNS = ("trigger", "type", "cameo", "mode", "frame", "conditions", "example")
PREPOSITIONS = (
    "to", "with", "against", "on", "for", "from", "of", "into", "at", "over", "in", "by", "between", "about",
)  # fmt: skip
FRAMES = frozenset(
    ["svo", "mutual", "sv", "patient", "noun", "noun-mutual", *(f"svo-{preposition}" for preposition in PREPOSITIONS)]
)
ROLES = frozenset({"obj", "subj", "comp", "mod", "near"})
CLASSES = frozenset("VNAR")
_WORD = re.compile(r"^[^\s/]+(/[A-Z])?$")


class LexiconError(ValueError):
    """A line of the lexicon that is wrong: the message gives file, line and a hint."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a trigger: a lemma, and the word class it must have ("" is any)."""

    lemma: str
    word_class: str


@dataclass(frozen=True, slots=True)
class Condition:
    """What an argument must be, or must not be."""

    role: str
    lemmas: frozenset[str]
    wanted: bool


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of the lexicon."""

    head: Word
    words: tuple[Word, ...]
    type: EventType | None
    """None: the pattern is no event, and blocks shorter patterns of its head."""
    report: bool
    """The pattern only says who speaks."""
    cameo: str
    mode: str | None
    frame: str
    complement: bool
    """The subject of the complement clause is the target, where there is no object."""
    conditions: tuple[Condition, ...]
    voice: str
    """"passive", "active", or "" for both."""
    origin: str
    """file:line"""
    example: str

    @property
    def specificity(self) -> int:
        """How much the rule asks for: the larger wins. What it only rules out counts least."""
        wanted = sum(condition.wanted for condition in self.conditions) + bool(self.voice)
        return 4 * len(self.words) + 2 * wanted + (wanted < len(self.conditions) + bool(self.voice))


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Rules by the lemma of their head, most specific first."""

    rules: dict[str, tuple[Rule, ...]]
    version: str
    """Hash of the content of its files."""
    size: int = field(default=0)


def load_lexicon(folder: Path = DATA / "triggers", classes: Path = DATA / "classes.tsv") -> Lexicon:
    """Read and check every file of a folder.

    Raises:
        LexiconError: a line is wrong.
    """
    known, digest = load_ontology(), hashlib.sha256()
    sets: dict[str, frozenset[str]] = {}
    if classes.exists():
        digest.update(classes.read_bytes())
        sets = dict(_classes(classes))
    found: dict[str, list[Rule]] = {}
    for path in sorted(folder.glob("*.tsv")):
        content = path.read_bytes()
        digest.update(content)
        for rule in parse_rules(path.name, content.decode("utf-8"), known, sets):
            found.setdefault(rule.head.lemma, []).append(rule)
    rules = {head: tuple(sorted(group, key=lambda rule: -rule.specificity)) for head, group in found.items()}
    return Lexicon(rules, digest.hexdigest()[:12], sum(map(len, rules.values())))


def _classes(path: Path) -> Iterator[tuple[str, frozenset[str]]]:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        name, _, lemmas = line.partition("\t")
        if not lemmas.strip():
            raise LexiconError(f"{path.name}:{number}: a class is a name, a tab, and lemmas parted by spaces")
        if (name, lemmas) != ("class", "lemmas"):
            yield name.removeprefix("@"), frozenset(lemmas.lower().replace("_", " ").replace("|", " ").split())


def parse_rules(name: str, text: str, known: Ontology, classes: dict[str, frozenset[str]]) -> Iterator[Rule]:
    """The rules of one file.

    Args:
        name: the file's name, for messages.
        text: its content.
        known: the types, modes and codes that a line may name.
        classes: the word sets that a condition may name.

    Raises:
        LexiconError: a line is wrong.
    """
    header = True
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = [cell.strip() for cell in line.split("\t")]
        if header:
            header = False
            if tuple(cells) != COLUMNS:
                raise LexiconError(f"{name}:{number}: the header must be {' '.join(COLUMNS)!r}, parted by tabs")
            continue
        yield _Line(f"{name}:{number}", known, classes).rule(cells)


@dataclass(frozen=True, slots=True)
class _Line:
    origin: str
    known: Ontology
    classes: dict[str, frozenset[str]]

    def fail(self, problem: str, value: str = "", choices: Iterable[str] = ()) -> NoReturn:
        near = get_close_matches(value, list(choices), 1)
        hint = f"; did you mean {near[0]!r}?" if near else ""
        raise LexiconError(f"{self.origin}: {problem}{hint}")

    def rule(self, cells: list[str]) -> Rule:
        if len(cells) != len(COLUMNS):
            self.fail(f"{len(cells)} columns where there must be {len(COLUMNS)}: {', '.join(COLUMNS)}")
        trigger, kind, cameo, mode, frame, conditions, example = cells
        head, words = self._trigger(trigger)
        if kind not in self.known.types and kind not in ("-", "REPORT"):
            self.fail(f"unknown type {kind!r}", kind, [*self.known.types, "-", "REPORT"])
        event = cast("EventType", kind) if kind in self.known.types else None
        own_mode = self._mode(kind, mode) if event else None
        if cameo and cameo not in self.known.cameo:
            self.fail(f"unknown CAMEO code {cameo!r}", cameo, self.known.cameo)
        frame, complement = frame.removesuffix("-comp"), frame.endswith("-comp")
        if frame not in FRAMES and not (frame == "" and not event):
            self.fail(f"unknown frame {frame!r}", frame, FRAMES)
        voice, wanted = "", []
        for part in filter(None, (part.strip() for part in conditions.split(";"))):
            if part in ("passive", "active"):
                voice = part
            else:
                wanted.append(self._condition(part))
        return Rule(
            head, words, event, kind == "REPORT", self._code(event, cameo, own_mode), own_mode, frame or "svo",
            complement, tuple(wanted), voice, self.origin, example,
        )  # fmt: skip

    def _code(self, event: EventType | None, cameo: str, mode: str | None) -> str:
        return cameo or (self.known.code(event, mode) if event else "")

    def _mode(self, kind: str, mode: str) -> str | None:
        if not mode:
            return None
        own = self.known.mode(kind, mode)
        if own is None:
            self.fail(f"{kind} has no mode {mode!r}", mode, [m for t, m in self.known.modes if t == kind])
        return own

    def _trigger(self, trigger: str) -> tuple[Word, tuple[Word, ...]]:
        parts = trigger.split()
        if not parts or not all(_WORD.match(part) for part in parts):
            self.fail(f"bad trigger {trigger!r}: lemmas parted by spaces, the head marked as in 'carry/V out strike/N'")
        words = [Word(p.split("/")[0].lower(), p.split("/")[1] if "/" in p else "") for p in parts]
        for word in words:
            if word.word_class and word.word_class not in CLASSES:
                self.fail(f"unknown word class {word.word_class!r} in {trigger!r}: V, N, A or R")
        head = next((i for i, word in enumerate(words) if word.word_class), None)
        if head is None:
            self.fail(f"no head in {trigger!r}: mark it with /V, /N, /A or /R")
        return words[head], tuple(words[:head] + words[head + 1 :])

    def _condition(self, part: str) -> Condition:
        name, colon, spec = part.partition(":")
        role = name.removeprefix("not_")
        if not colon or not (role in ROLES or role.removeprefix("prep_") in PREPOSITIONS or role.startswith("prep_")):
            self.fail(f"unknown condition {part!r}", role, [*ROLES, *(f"prep_{p}" for p in PREPOSITIONS)])
        lemmas: set[str] = set()
        for item in spec.split("|"):
            if item.startswith("@"):
                if item[1:] not in self.classes:
                    self.fail(f"unknown class {item!r}", item[1:], self.classes)
                lemmas |= self.classes[item[1:]]
            else:
                lemmas.add(item.strip().lower())
        return Condition(role, frozenset(lemmas), name == role)
