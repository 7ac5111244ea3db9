"""``dateline schema``: the JSON Schemas."""

from enum import StrEnum
from typing import Annotated

import typer


class Name(StrEnum):
    """The schemas that there are."""

    article = "article"
    record = "record"
    dead_letter = "dead-letter"


def schema(name: Annotated[Name, typer.Argument(help="What to describe.")]) -> None:
    """Print the JSON Schema of an article, a record or the headers of a dead letter."""
    from pipeline.schemas import text  # noqa: PLC0415 - commands start fast

    typer.echo(text(name.value), nl=False)
