"""A browser for all tests of a module, and pages to look at."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from pipeline.page import Page, write_page
from tests.page.browser import Browser, Tab, browser, chromium


@pytest.fixture(scope="session")
def running() -> Iterator[Browser]:
    """A real Chromium; without one, CI fails and a developer's machine skips."""
    program = chromium()
    if program is None:
        if os.environ.get("CI") == "true":
            pytest.fail("no Chromium on CI: .ci/run installs it")
        pytest.skip("no Chromium here (apt-get install chromium)")
    with browser(program) as started:
        yield started


@pytest.fixture
def shown(running: Browser, tmp_path: Path) -> Iterator[Callable[..., Tab]]:
    """Opens a page in a tab of its own; no page may complain or ask the network for anything."""
    tabs: list[tuple[Tab, Path]] = []

    def show(page: Page, *, width: int = 1280, height: int = 900, scheme: str = "light", fragment: str = "") -> Tab:
        path = tmp_path / f"page-{len(tabs)}.html"
        with path.open("w", encoding="utf-8") as sink:
            write_page(page, sink)
        tab = running.tab()
        tabs.append((tab, path))
        tab.size(width, height)
        tab.prefer(scheme)
        tab.open(path, fragment)
        tab.settle()
        return tab

    yield show
    if tabs:
        tab, path = tabs[-1]
        assert tab.complaints() == []
        own = (path.as_uri(), "data:,", "blob:")
        assert [url for url in tab.requests() if not url.startswith(own)] == []
    for tab, _ in tabs:
        tab.close()
