"""The settings as every command takes them."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from pipeline.settings import Settings

WRONG_SETTINGS = 2
"""Exit code for settings that cannot be used."""

Config = Annotated[
    Path | None,
    typer.Option(
        help="TOML file with settings; the environment ([cyan]DATELINE_…[/cyan]) wins over it.", show_default=False
    ),
]


def load_settings(config: Path | None) -> Settings:
    """Read the settings, or end the command with what is wrong with them."""
    from pipeline.settings import Settings, SettingsError  # noqa: PLC0415 - commands start fast

    try:
        return Settings.load(config, os.environ)
    except SettingsError as error:
        typer.echo(f"These settings cannot be used:\n{error}", err=True)
        raise typer.Exit(WRONG_SETTINGS) from None
