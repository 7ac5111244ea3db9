"""``dateline run``: the stage."""

import typer

from pipeline.cli.configuration import Config, load_settings


def run(config: Config = None) -> None:
    """Consume articles, enrich them and publish records, until told to stop.

    SIGTERM or Ctrl-C finishes the articles in flight; a second one stops at once.
    """
    settings = load_settings(config)
    from pipeline.stage.run import run as run_stage  # noqa: PLC0415 - loads the Kafka client

    raise typer.Exit(run_stage(settings))
