"""A record as a person reads it: the text with its finds marked, then who, what, where and when."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any

from rich import box
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

JsonObject = dict[str, Any]

# Articles are foreign text: what would steer the terminal is shown as a mark of the same length.
_CONTROLS = dict.fromkeys((*range(9), *range(11, 32), *range(127, 160)), "�")

_ENTITY = {"PERSON": "bold green", "ORG": "bold magenta", "NORP": "magenta"}
_PLACE, _DATE, _OTHER = "bold blue", "bold yellow", "green"
_QUAD = {1: "cyan", 2: "green", 3: "yellow", 4: "red"}
_QUAD_NAMES = {1: "verbal cooperation", 2: "material cooperation", 3: "verbal conflict", 4: "material conflict"}

_WIDTHS = {"event": 14, "when": 10, "words": 9}  # a rule of the lexicon, a day and most words stay whole


def render(record: JsonObject) -> RenderableType:
    """Lay out a record for the terminal.

    Args:
        record: a record, as read from its JSON.
    """
    record = _harmless(record)
    parts = [_heading(record), _text(record), _what(record), _who(record), _where(record), _when(record)]
    return Group(*(part for part in parts if part is not None), _footer(record))


def _harmless(value: Any) -> Any:  # noqa: ANN401 - JSON
    if isinstance(value, str):
        return value.translate(_CONTROLS)
    if isinstance(value, dict):
        return {key: _harmless(held) for key, held in value.items()}
    return [_harmless(held) for held in value] if isinstance(value, list) else value


def _heading(record: JsonObject) -> RenderableType:
    article = record["article"]
    published = article.get("published_at")
    basis = {"message": " (time of the message)"}.get(article["published_at_basis"], "")
    facts = [article.get("source"), published and published + basis, article.get("language"), article.get("url")]
    title = _marked(record, "title") or Text("no title", style="dim")
    title.stylize("bold")
    return Panel(Group(title, Text(" · ".join(filter(None, facts)), style="dim")), box=box.HEAVY, border_style="blue")


def _text(record: JsonObject) -> RenderableType | None:
    body = _marked(record, "body")
    if body is None:
        return None
    legend = Text.assemble(
        ("person", _ENTITY["PERSON"]), " · ", ("organisation", _ENTITY["ORG"]), " · ", ("place", _PLACE), " · ",
        ("date", _DATE), " · ", ("event", "underline bold red"), style="dim",
    )  # fmt: skip
    return Group(Padding(body, (1, 2)), Padding(legend, (0, 2, 1, 2)))


def _marked(record: JsonObject, field: str) -> Text | None:
    text = record["article"].get(field)
    if text is None:
        return None
    marked = Text(text)
    for mention, style in _marks(record):
        if mention["field"] == field:
            marked.stylize(style, mention["start"], mention["end"])
    return marked


def _marks(record: JsonObject) -> Iterator[tuple[JsonObject, str]]:
    """Give every mention with its style; later styles lie over earlier ones."""
    for entity in record["entities"]:
        places = entity["type"] in ("GPE", "LOC", "FAC")
        style = _PLACE if places else _ENTITY.get(entity["type"], _OTHER)
        yield from ((mention, style) for mention in entity["mentions"])
    for location in record["locations"]:
        yield from ((mention, _PLACE) for mention in location["mentions"])
    for date in record["dates"]:
        yield date["mention"], _DATE
    for event in record["events"]:
        yield event["trigger"], f"underline bold {_QUAD[event['quad_class']]}"


def _what(record: JsonObject) -> RenderableType | None:
    table = _table("What", "", "event", "who", "to whom", "when", "where", "words")
    names = {found["id"]: found["name"] for found in chain(record["entities"], record["locations"])}
    for event in record["events"]:
        colour = _QUAD[event["quad_class"]]
        what = Text(event["type"], style=f"bold {colour}")
        if mode := event.get("mode"):
            what.append(f" {mode}", style=colour)
        what.append(f"\nCAMEO {event['cameo']}", style="dim")
        if rule := event.get("rule"):  # the line of the lexicon that fired
            what.append(f"\n{rule}", style="dim")
        status = "not " * event["negated"] + ("" if event["status"] == "actual" else event["status"])
        if status:
            what.append(f"\n{status.strip()}", style="italic")
        _row(table,
            event["id"], what, _actors(event["sources"], names), _actors(event["targets"], names),
            _date_of(event), _place_of(event, names), _words(event),
        )  # fmt: skip
    return _unless_empty(table)


def _words(event: JsonObject) -> Text:
    words = Text(event["trigger"]["text"])
    for kind, count in (event.get("casualties") or {}).items():
        low, high = count.get("low"), count.get("high")
        number = count.get("text") or (str(low) if low == high else f"{low or 0} to {'?' if high is None else high}")
        words.append(f"\n{kind}: {number}", style="dim")
    if attribution := event.get("attribution"):
        words.append(f"\nsays {attribution['mention']['text']}", style="dim")
    return words


def _actors(actors: Iterable[JsonObject], names: dict[str, str]) -> Text:
    lines = []
    for actor in actors:
        line = Text(names.get(actor.get("entity", ""), actor["mention"]["text"]))
        codes = " ".join(filter(None, (actor.get("country"), actor.get("sector"))))
        lines.append(line.append(f" {codes}", style="dim") if codes else line)
    return Text("\n").join(lines) if lines else Text("–", style="dim")


def _date_of(event: JsonObject) -> Text:
    date = event.get("date")
    return Text.assemble(date["value"], (f"\n{date['basis']}", "dim")) if date else Text("–", style="dim")


def _place_of(event: JsonObject, names: dict[str, str]) -> Text:
    place = event.get("location")
    if not place:
        return Text("–", style="dim")
    name = names.get(place.get("location", "")) or (place.get("mention") or {}).get("text") or "–"
    return Text.assemble(name, (f"\n{place['basis']}", "dim"))


def _who(record: JsonObject) -> RenderableType | None:
    table = _table("Who", "", "name", "type", "country", "sector", "roles", "named")
    for entity in record["entities"]:
        name = Text(entity["name"])
        if aliases := entity.get("aliases"):
            name.append("\n" + ", ".join(aliases), style="dim")
        _row(table,
            entity["id"], name, entity["type"], entity.get("country"), entity.get("sector"),
            ", ".join(entity.get("roles", ())), f"{len(entity['mentions'])}×",
        )  # fmt: skip
    return _unless_empty(table)


def _where(record: JsonObject) -> RenderableType | None:
    table = _table("Where", "", "place", "in", "latitude, longitude", "kind", "sure", "named")
    for place in record["locations"]:
        within = ", ".join(filter(None, (place.get("admin1"), place.get("country"))))
        sure = place.get("confidence")
        _row(table,
            place["id"], place["name"], within, f"{place['latitude']:.4f}, {place['longitude']:.4f}",
            place.get("feature"), "" if sure is None else f"{sure:.0%}", f"{len(place['mentions'])}×",
        )  # fmt: skip
    return _unless_empty(table)


def _when(record: JsonObject) -> RenderableType | None:
    table = _table("When", "", "words", "means", "type", "computed from")
    for date in record["dates"]:
        _row(
            table,
            date["id"],
            Text(date["mention"]["text"]),
            date.get("value", "?"),
            date["type"],
            date.get("basis", ""),
        )
    return _unless_empty(table)


def _table(title: str, *columns: str) -> Table:
    table = Table(title=title, title_justify="left", title_style="bold", box=box.SIMPLE_HEAD, pad_edge=False, padding=0)
    for column in columns:
        least = _WIDTHS.get(column)
        table.add_column(
            column, header_style="dim", overflow="fold", style="dim" if column == "" else "", min_width=least
        )
    return table


def _row(table: Table, *cells: str | Text | None) -> None:
    table.add_row(*(Text(cell) if isinstance(cell, str) else cell for cell in cells))


def _unless_empty(table: Table) -> Padding | None:
    return Padding(table, (0, 2)) if table.row_count else None


def _footer(record: JsonObject) -> RenderableType:
    colours = Text(" · ").join(Text(name, style=_QUAD[quad]) for quad, name in _QUAD_NAMES.items())
    made = " · ".join(f"{part} {version}" for part, version in record["produced_by"].items())
    return Padding(Group(colours, Text(made, style="dim")), (0, 2, 1, 2))
