"""A page as one HTML file that needs nothing else."""

from __future__ import annotations

from typing import TextIO

from pipeline.page.model import Page


def write_page(page: Page, sink: TextIO) -> None:
    """Write a page as HTML.

    Args:
        page: what to show.
        sink: where to write it, as text in UTF-8.
    """
    raise NotImplementedError
