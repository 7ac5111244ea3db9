"""A comparison as a person reads it: what changed how often, what recurs, examples, and the thresholds."""

from __future__ import annotations

from collections.abc import Sequence

from rich import box
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from pipeline.replay.comparison import Example, SideTotal, Summary
from pipeline.replay.difference.changes import KINDS
from pipeline.replay.gate import Crossing, Threshold

_PATTERNS = 12
_CONTROLS = dict.fromkeys((*range(9), *range(10, 32), *range(127, 160)), " ")
_COLOURS = {"lost": "red", "now-dead": "red", "added": "green", "revived": "green"}


def render(summary: Summary, thresholds: Sequence[Threshold], crossings: Sequence[Crossing]) -> RenderableType:
    """Lay out a comparison for the terminal.

    Args:
        summary: the comparison.
        thresholds: all thresholds that were given.
        crossings: those that it is above.
    """
    parts = [_sides(summary), _articles(summary), _kinds(summary), _patterns(summary), _examples(summary)]
    return Group(*(Padding(part, (0, 0, 1, 0)) for part in parts if part), *_gate(thresholds, crossings, summary))


def _sides(summary: Summary) -> RenderableType:
    table = _table("", summary.before.name, summary.after.name)
    for name in summary.before.items:
        table.add_row(name, f"{summary.before.items[name]:,}", f"{summary.after.items[name]:,}")
    for name, told in (("tombstones", _tombstones), ("dead letters", _dead), ("made by", _made), ("time", _time)):
        cells = [told(side) for side in (summary.before, summary.after)]
        if any(cells):
            table.add_row(name, *(Text(cell) for cell in cells))
    return table


def _dead(side: SideTotal) -> str:
    return ", ".join(f"{count:,} {reason}" for reason, count in side.dead_letters.items())


def _tombstones(side: SideTotal) -> str:
    return f"{side.tombstones:,}" if side.tombstones else ""


def _made(side: SideTotal) -> str:
    return "\n".join(side.produced_by)


def _time(side: SideTotal) -> str:
    if side.seconds is None:
        return ""
    return f"{side.seconds:,.1f} s, {side.items['articles'] / side.seconds:,.1f} articles/s with start"


def _articles(summary: Summary) -> RenderableType:
    changed = summary.articles - summary.unchanged
    return Text.assemble(
        (f"{changed:,}", "bold red" if changed else "bold green"),
        f" of {summary.articles:,} articles changed ({changed / max(1, summary.articles):.1%}); "
        f"{summary.identical:,} are the same to the byte.",
    )


def _kinds(summary: Summary) -> RenderableType | None:
    table = _table("change", "count", "rate", "articles", "what it is")
    for total in summary.kinds:
        colour = _COLOURS.get(total.kind.partition(".")[2], "dim" if total.kind.endswith(".details") else "")
        row = (Text(total.kind, style=colour), f"{total.count:,}", f"{total.rate:.2%}", f"{total.articles:,}")
        table.add_row(*row, Text(KINDS[total.kind], style="dim"))
    for column in table.columns[1:4]:
        column.justify = "right"
    return table if summary.kinds else None


def _patterns(summary: Summary) -> RenderableType | None:
    table = _table("most frequent", "", "count")
    for pattern in summary.patterns[:_PATTERNS]:
        table.add_row(pattern.kind, _plain(pattern.pattern), f"{pattern.count:,}")
    table.columns[2].justify = "right"
    return table if summary.patterns else None


def _examples(summary: Summary) -> RenderableType | None:
    lines = [
        _example(total.kind, example)
        for total in summary.kinds
        if not total.kind.endswith(".details")
        for example in total.examples
    ]
    return Group(Text("Examples", style="dim"), *lines) if lines else None


def _example(kind: str, example: Example) -> RenderableType:
    head = Text.assemble(
        (f"{kind}  ", "bold"), _plain(example.text), ("  " + example.article.translate(_CONTROLS), "dim")
    )
    if example.excerpt is None:
        return head
    around = Text.assemble(
        (example.excerpt.left.translate(_CONTROLS), "dim"),
        (example.excerpt.words.translate(_CONTROLS), "bold underline"),
        (example.excerpt.right.translate(_CONTROLS), "dim"),
    )
    return Group(head, Padding(around, (0, 0, 0, 4)))


def _gate(thresholds: Sequence[Threshold], crossings: Sequence[Crossing], summary: Summary) -> list[RenderableType]:
    above = {crossing.threshold for crossing in crossings}
    return [
        Text(
            f"{'ABOVE' if threshold in above else 'passes'}  {threshold.name}: "
            f"{summary.rates[threshold.name]:.2%}, allowed {threshold.rate:.2%}",
            style="bold red" if threshold in above else "green",
        )
        for threshold in thresholds
    ]


def _table(*columns: str) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for column in columns:
        table.add_column(Text(column), header_style="dim", overflow="fold")
    return table


def _plain(text: str) -> Text:
    """Foreign text: what would steer the terminal is left out."""
    return Text(text.translate(_CONTROLS))
