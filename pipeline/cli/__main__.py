"""``python -m pipeline.cli`` is the command ``dateline``."""

from pipeline.cli import main

main()
