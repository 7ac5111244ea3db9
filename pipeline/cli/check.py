"""``dateline check``: what is wrong, and what to do."""

import typer

from pipeline.cli.configuration import Config, load_settings

WRONG = 1
"""Exit code when a stage with these settings could not run."""


def check(config: Config = None) -> None:
    """Check settings, model, gazetteer, broker, topics and rights: what is wrong, and what to do."""
    settings = load_settings(config)
    from rich.console import Console  # noqa: PLC0415 - commands start fast
    from rich.text import Text  # noqa: PLC0415

    from pipeline.cli.checks import findings  # noqa: PLC0415

    console = Console(soft_wrap=True, highlight=False)
    wrong = 0
    for finding in findings(settings):
        sign, colour = ("✓", "green") if finding.ok else ("✗", "red")
        console.print(Text.assemble((f"{sign} ", colour), (f"{finding.subject}: ", "bold"), finding.detail))
        if not finding.ok:
            wrong += 1
            console.print(Text(f"  → {finding.advice}"))
    if wrong:
        raise typer.Exit(WRONG)
