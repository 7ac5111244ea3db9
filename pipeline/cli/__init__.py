"""The command ``dateline``: one module per command, all of them thin."""

from collections.abc import Callable
from typing import Annotated

import typer

from pipeline.cli.capture import capture
from pipeline.cli.check import check
from pipeline.cli.diff import diff
from pipeline.cli.enrich import enrich
from pipeline.cli.load import load
from pipeline.cli.replay import replay
from pipeline.cli.run import run
from pipeline.cli.sandbox import sandbox
from pipeline.cli.schema import schema
from pipeline.cli.show import show

app = typer.Typer(
    name="dateline",
    help="Reads news articles from Kafka, and publishes who did what to whom, when and where.",
    no_args_is_help=True,
    rich_markup_mode="rich",
    pretty_exceptions_show_locals=False,  # locals hold secrets
)

_EXAMPLES: dict[Callable[..., None], str] = {
    run: "DATELINE_BOOTSTRAP_SERVERS=kafka:9092 dateline run",
    enrich: "dateline enrich articles.jsonl notes/*.txt -o records.jsonl",
    show: "dateline show samples/restoration.txt --html -o restoration.html",
    check: "dateline check --config dateline.toml",
    schema: "dateline schema record > record.schema.json",
    sandbox: "dateline sandbox",
    capture: "dateline capture articles.raw --last 1000 -o yesterday.jsonl.zst",
    load: "dateline load yesterday.jsonl.zst articles.replay",
    replay: "dateline replay yesterday.jsonl.zst -o after.jsonl.zst",
    diff: "dateline diff before.jsonl after.jsonl --fail-above events.lost=2% --html changes.html",
}
for _command, _example in _EXAMPLES.items():
    app.command(epilog=f"Example: [cyan]{_example.replace('[', chr(92) + '[')}[/cyan]")(_command)


def _version(*, wanted: bool) -> None:
    if wanted:
        from pipeline.version import VERSION  # noqa: PLC0415 - commands start fast

        typer.echo(f"dateline {VERSION}")
        raise typer.Exit


@app.callback()
def _dateline(
    *,
    version: Annotated[
        bool,
        typer.Option(
            "--version",
            callback=lambda wanted: _version(wanted=wanted),
            is_eager=True,
            help="Print the version and exit.",
        ),
    ] = False,
) -> None: ...


def main() -> None:
    """Run the command line."""
    app()
