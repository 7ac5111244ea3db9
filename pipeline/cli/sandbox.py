"""``dateline sandbox``: a throwaway Kafka."""

import typer


def sandbox() -> None:
    """Run a throwaway Apache Kafka on this machine until Ctrl-C."""
    raise typer.Exit(1)
