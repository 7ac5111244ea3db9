"""One happening, one event: repeats in an article merged, and the events ordered and numbered."""

from __future__ import annotations

from dataclasses import replace

from pipeline.events.coding import Draft
from pipeline.events.prominence import salience
from pipeline.record import Actor, Event, EventDate, Repeat

_VERBAL = (1, 3)
_BASES = ("stated", "sentence", "context", "publication")


def merge(drafts: list[Draft]) -> tuple[Event, ...]:
    """The events of an article: repeats merged into their fullest mention, numbered in order of mention."""
    groups: list[list[Draft]] = []
    for draft in drafts:
        group = next((g for g in groups if all(_same(draft, other) for other in g)), None)
        if group is None:
            groups.append([draft])
        else:
            group.append(draft)
    return tuple(_merged(group, number) for number, group in enumerate(groups, 1))


def _merged(group: list[Draft], number: int) -> Event:
    lead = max(group, key=lambda d: (d.event.status == "actual", _fullness(d.event), d.text, -d.order))
    others = [draft.event for draft in group if draft is not lead]
    event = lead.event
    in_body = [draft.order for draft in group if draft.text == 1]
    in_title = len(in_body) < len(group)
    return replace(
        event,
        salience=salience(event, min(in_body, default=0), in_title, len(group) - 1 - in_title),
        casualties=event.casualties or next((o.casualties for o in others if o.casualties), None),
        id=f"V{number}",
        sources=event.sources or next((o.sources for o in others if o.sources), ()),
        targets=event.targets or next((o.targets for o in others if o.targets), ()),
        date=_best_date(event, others),
        location=event.location or next((o.location for o in others if o.location), None),
        repeats=tuple(Repeat(other.trigger, other.sentence) for other in others),
    )


def _best_date(event: Event, others: list[Event]) -> EventDate | None:
    """The date that the text states of the event in any of its mentions, before one that it is given."""
    dates = [one.date for one in (event, *others) if one.date is not None]
    return min(dates, key=lambda date: _BASES.index(date.basis), default=None)


def _fullness(event: Event) -> int:
    stated = event.date is not None and event.date.basis == "stated"
    return (
        2 * bool(event.sources)
        + 2 * bool(event.targets)
        + 2 * stated
        + bool(event.location)
        + bool(event.casualties)
        + (not event.cameo.endswith("0"))
    )


def _same(draft: Draft, before: Draft) -> bool:
    one, other = draft.event, before.event
    if one.type != other.type or one.negated != other.negated or one.cameo[:2] != other.cameo[:2]:
        return False
    if draft.text == before.text and one.quad_class in _VERBAL and _other_matter(one.cameo[2:], other.cameo[2:]):
        return False  # to offer aid is not to offer talks; a title is told in other words
    if one.status != other.status and "actual" not in (one.status, other.status):
        return False
    stated = ("stated", "sentence")
    if (
        one.date and other.date and one.date.basis in stated and other.date.basis in stated
        and not _agree_on_date(one.date.value, other.date.value)
    ):  # fmt: skip
        return False
    if (
        one.location and other.location and one.location.basis == other.location.basis == "stated"
        and one.location.location != other.location.location
    ):  # fmt: skip
        return False
    shared = _share(one.sources, other.sources) + _share(one.targets, other.targets)
    return shared > 0 and _agree(one.sources, other.sources) and _agree(one.targets, other.targets)


def _other_matter(one: str, other: str) -> bool:
    """Whether two codes below the same root are of different matters; a code that ends in 0 is of any."""
    return "0" not in (one[:1], other[:1]) and one != other


def _agree_on_date(one: str, other: str) -> bool:
    return one.startswith(other[:10]) or other.startswith(one[:10])


def _share(one: tuple[Actor, ...], other: tuple[Actor, ...]) -> int:
    return sum(_is(a, b) for a in one for b in other)


def _agree(one: tuple[Actor, ...], other: tuple[Actor, ...]) -> bool:
    """Whether two lists may name the same; one that names only things says nothing of who."""
    return not any(map(_acts, one)) or not any(map(_acts, other)) or _share(one, other) > 0


def _acts(actor: Actor) -> bool:
    return bool(actor.entity or actor.sector or actor.country)


def _is(one: Actor, other: Actor) -> bool:
    if one.entity is not None and one.entity == other.entity:
        return True
    return one.mention.text.lower() == other.mention.text.lower()
