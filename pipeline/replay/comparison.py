"""Two sets of outcomes: what changed in each article, and how often what changed in all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal

from pipeline.replay.difference.changes import KINDS, Change, JsonObject, Place
from pipeline.replay.difference.compare import DISTANCE_KM, compare
from pipeline.replay.matching import matched
from pipeline.replay.outcomes import Outcome, OutcomeError, decoded

NOUNS = ("articles", "entities", "mentions", "locations", "dates", "events")
_GAINED = ("added", "split")
_AROUND = 60  # characters of an example on either side


@dataclass(frozen=True, slots=True)
class ComparedArticle:
    """One article with what both sides made of it."""

    id: str
    before: JsonObject | None
    """The record, or ``{"dead_letter": {…}}``; None where that side has none."""
    after: JsonObject | None
    changes: tuple[Change, ...]
    identical: bool
    """Both sides have the same bytes."""

    @property
    def is_changed(self) -> bool:
        """Whether something changed that has a meaning."""
        return any(not change.is_detail for change in self.changes)


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Where the text tells of a change: the words, and what stands around them."""

    left: str
    words: str
    right: str


@dataclass(frozen=True, slots=True)
class Example:
    """One change of a kind."""

    article: str
    text: str
    excerpt: Excerpt | None


@dataclass(frozen=True, slots=True)
class KindTotal:
    """How often a kind of change occurs."""

    kind: str
    count: int
    articles: int
    """Articles with at least one."""
    of: int
    """How many there are of what can change so: of the side after for what was added, else of the side before."""
    examples: tuple[Example, ...]

    @property
    def rate(self) -> float:
        """Count, as a share."""
        return self.count / self.of if self.of else float(self.count > 0)


@dataclass(frozen=True, slots=True)
class Pattern:
    """A change that recurs: ``events.retyped``, ``ASSAULT → COERCE``."""

    kind: str
    pattern: str
    count: int


@dataclass(frozen=True, slots=True)
class SideTotal:
    """What one side holds."""

    name: str
    items: dict[str, int]
    """Articles, entities, mentions, locations, dates and events."""
    records: int
    tombstones: int
    dead_letters: dict[str, int]
    """By reason."""
    produced_by: tuple[str, ...]
    """The versions that made the records."""
    seconds: float | None = None
    """How long it took to make them, where it was made for this comparison."""


@dataclass(frozen=True, slots=True)
class Summary:
    """All that changed."""

    before: SideTotal
    after: SideTotal
    articles: int
    """On either side."""
    identical: int
    """Articles with the same bytes on both sides."""
    unchanged: int
    """Articles that mean the same, identical ones among them."""
    distance_km: float
    kinds: tuple[KindTotal, ...]
    """Most frequent first, details last."""
    patterns: tuple[Pattern, ...]
    """Most frequent first."""
    rates: dict[str, float] = field(default_factory=dict)
    """Of each kind, and of ``LAYER.changed``: what a threshold may name."""


def compared(
    before: Iterable[Outcome], after: Iterable[Outcome], distance_km: float = DISTANCE_KM
) -> Iterator[ComparedArticle]:
    """Compare two sets of outcomes, article by article.

    Args:
        before: records, dead letters and tombstones in any order.
        after: likewise.
        distance_km: a place that is farther away counts as moved.

    Raises:
        OutcomeError: a record is damaged.
    """
    for one, other in matched(before, after):
        yield _compared(one, other, distance_km)


def _compared(one: Outcome | None, other: Outcome | None, distance_km: float) -> ComparedArticle:
    known = one or other
    assert known is not None
    identity = (one and one.id) or (other and other.id) or known.source or known.place
    identical = one is not None and other is not None and (one.kind, one.content) == (other.kind, other.content)
    before = decoded(one) if one else None
    after = before if identical else decoded(other) if other else None
    try:
        changes = () if identical else tuple(_changes(one, other, before, after, distance_km))
    except (KeyError, TypeError, IndexError, AttributeError) as error:
        places = " or ".join(side.place for side in (one, other) if side)
        raise OutcomeError(f"{places}: is a damaged record ({error!r})") from None
    return ComparedArticle(identity, before, after, changes, identical)


def _changes(
    one: Outcome | None, other: Outcome | None, before: JsonObject | None, after: JsonObject | None, distance_km: float
) -> Iterator[Change]:
    if one is None or other is None:
        yield Change("articles.lost", f"no result now; was a {one.kind}") if one else Change("articles.added", "new")
    elif before is None or after is None:
        yield Change("articles.emptied", f"{one.kind} became {other.kind}", pattern=f"{one.kind} → {other.kind}")
    elif one.kind == other.kind == "record":
        yield from compare(before, after, distance_km)
    elif one.kind == other.kind:
        old, new = _reason(before), _reason(after)
        if old != new:
            yield Change("articles.reason", f"dead letter {old} became {new}", pattern=f"{old} → {new}")
    elif other.kind == "dead-letter":
        words = f"became a dead letter: {_reason(after)}: {after['dead_letter'].get('dateline-error-message', '')}"
        yield Change("articles.now-dead", words, pattern=_reason(after))
    else:
        yield Change("articles.revived", f"was a dead letter: {_reason(before)}", pattern=_reason(before))


def _reason(dead: JsonObject) -> str:
    return str(dead["dead_letter"]["dateline-error-reason"])


class Tally:
    """Counts what :func:`compared` gives.

    Args:
        examples: how many examples to keep of each kind, each from another article.
    """

    def __init__(self, examples: int = 3, distance_km: float = DISTANCE_KM) -> None:
        self._most = examples
        self._distance_km = distance_km
        self._sides = {"before": _Side(), "after": _Side()}
        self._articles = self._identical = self._unchanged = 0
        self._kinds: Counter[str] = Counter()
        self._in_articles: Counter[str] = Counter()
        self._changed_items: Counter[str] = Counter()
        self._patterns: Counter[tuple[str, str]] = Counter()
        self._examples: dict[str, list[Example]] = {}

    def add(self, article: ComparedArticle) -> None:
        """Count one article."""
        self._articles += 1
        self._identical += article.identical
        self._unchanged += not article.is_changed
        self._sides["before"].add(article.before, there=not any(c.kind == "articles.added" for c in article.changes))
        self._sides["after"].add(article.after, there=not any(c.kind == "articles.lost" for c in article.changes))
        self._kinds.update(change.kind for change in article.changes)
        self._in_articles.update({change.kind for change in article.changes})
        self._patterns.update((change.kind, change.pattern) for change in article.changes if change.pattern)
        changed = {_item(change) for change in article.changes if not change.is_detail}
        self._changed_items.update(noun for noun, *_ in changed)
        for change in article.changes:
            held = self._examples.setdefault(change.kind, [])
            if len(held) < self._most and not (held and held[-1].article == article.id):
                held.append(Example(article.id, change.text, excerpt(article, change.place)))

    def summary(
        self, before_name: str, after_name: str, seconds: tuple[float | None, float | None] = (None, None)
    ) -> Summary:
        """Sum up.

        Args:
            before_name: what the side before is called.
            after_name: what the side after is called.
            seconds: how long each side took to make, where it was made for this comparison.
        """
        old, new = self._sides["before"], self._sides["after"]
        kinds = tuple(
            KindTotal(kind, count, self._in_articles[kind], self._whole(kind), tuple(self._examples[kind]))
            for kind, count in sorted(self._kinds.items(), key=_telling)
        )
        changed = {
            f"{noun}.changed": KindTotal(noun, self._changed_items[noun], 0, max(old.items[noun], new.items[noun]), ())
            for noun in NOUNS[1:]
        }
        whole = max(1, self._articles)
        rates = dict.fromkeys(KINDS, 0.0) | {total.kind: total.rate for total in kinds}
        rates |= {name: min(1.0, total.rate) for name, total in changed.items()}
        rates["articles.changed"] = (self._articles - self._unchanged) / whole
        rates["articles.bytes"] = (self._articles - self._identical) / whole
        return Summary(
            old.total(before_name, seconds[0]),
            new.total(after_name, seconds[1]),
            self._articles,
            self._identical,
            self._unchanged,
            self._distance_km,
            kinds,
            tuple(
                Pattern(kind, pattern, count)
                for (kind, pattern), count in sorted(self._patterns.items(), key=lambda held: (-held[1], held[0]))
            ),
            rates,
        )

    def _whole(self, kind: str) -> int:
        noun, _, what = kind.partition(".")
        if noun == "articles":
            return self._articles
        return self._sides["after" if what in _GAINED else "before"].items[noun]


RATES: dict[str, str] = {
    **KINDS,
    **{f"{noun}.changed": f"{noun} with any change of meaning" for noun in NOUNS},
    "articles.bytes": "articles that are not the same to the byte",
}
"""All that a threshold may name, and what it is the rate of."""


def excerpt(article: ComparedArticle, place: Place | None) -> Excerpt | None:
    """The words of a change with the text around them; None where the record has no text."""
    record = (article.before if place.side == "before" else article.after) if place else None
    text: str | None = record["article"].get(place.field) if record and place and "article" in record else None
    if text is None or place is None:
        return None
    start, end = max(0, place.start - _AROUND), place.end + _AROUND
    return Excerpt(
        ("…" if start else "") + text[start : place.start],
        text[place.start : place.end],
        text[place.end : end] + ("…" if end < len(text) else ""),
    )


def _telling(kind: tuple[str, int]) -> tuple[bool, int, str]:
    name, count = kind
    return name.endswith(".details"), -count, name


def _item(change: Change) -> tuple[Literal["articles"] | str, object, object]:
    """The finding that a change is of."""
    noun = change.kind.partition(".")[0]
    if noun == "mentions":
        return noun, change.place, None
    return noun, change.before, change.after


class _Side:
    def __init__(self) -> None:
        self.items: Counter[str] = Counter()
        self._records = self._tombstones = 0
        self._reasons: Counter[str] = Counter()
        self._made: Counter[str] = Counter()

    def add(self, held: JsonObject | None, *, there: bool) -> None:
        if not there:
            return
        self.items["articles"] += 1
        if held is None:
            self._tombstones += 1
        elif "dead_letter" in held:
            self._reasons[_reason(held)] += 1
        else:
            self._records += 1
            for layer in ("entities", "locations", "dates", "events"):
                self.items[layer] += len(held[layer])
            self.items["mentions"] += sum(len(entity["mentions"]) for entity in held["entities"])
            self._made[" · ".join(f"{part} {version}" for part, version in held.get("produced_by", {}).items())] += 1

    def total(self, name: str, seconds: float | None) -> SideTotal:
        return SideTotal(
            name,
            {noun: self.items[noun] for noun in NOUNS},
            self._records,
            self._tombstones,
            dict(sorted(self._reasons.items())),
            tuple(sorted(self._made)),
            seconds,
        )
