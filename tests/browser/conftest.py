"""The app served to a real Chromium; skipped, saying so, where there is none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from benchmarks.served_app import SCREEN, browser_path, chromium, served

FIND_MS = 240_000
"""Far above an analysis of three films, which other work on the machine may slow down."""

expect.set_options(timeout=FIND_MS)


def pytest_collection_modifyitems(items):
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser():
    if not browser_path():
        pytest.skip("no Chromium here: install one, e.g. apt-get install chromium")
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="session")
def address(tmp_path_factory):
    """Address of the app, served as `make app` serves it."""
    with served(folder=tmp_path_factory.mktemp("app")) as app:
        yield app.address


@pytest.fixture(scope="session")
def serve():
    """What serves the app, for tests that stop it and start it again."""
    return served


@pytest.fixture(scope="session")
def tab():
    """What opens a tab of its own, held to no complaint."""
    return open_tab


@contextmanager
def open_tab(browser: Browser, address: str, locale: str | None = None) -> Iterator[Page]:
    """Open a fresh tab; in the end hold it to no console error and no request to elsewhere."""
    context = browser.new_context(viewport=SCREEN, accept_downloads=True, locale=locale)
    tab = context.new_page()
    tab.set_default_timeout(FIND_MS)
    complaints: list[str] = []
    tab.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    tab.on("pageerror", lambda error: complaints.append(str(error)))
    home = "/".join(address.split("/")[:3])
    at_home = (home, home.replace("http", "ws"), "data:", "blob:")
    tab.on(
        "request",
        lambda asked: None if asked.url.startswith(at_home) else complaints.append(asked.url),
    )
    tab.on(
        "response",
        lambda got: complaints.append(f"{got.status} {got.url}") if got.status >= 400 else None,
    )
    tab.goto(address)
    # a picture that is asked for and left before it came would be told as missing
    tab.wait_for_load_state("networkidle")
    yield tab
    context.close()
    assert complaints == []


@pytest.fixture
def page(browser, address):
    """The app as it opens."""
    with open_tab(browser, address) as tab:
        yield tab


@pytest.fixture(scope="session")
def analysed(browser, address):
    """The first sample study, opened and analysed once for all tests that only look at it."""
    with open_tab(browser, address) as tab:
        tab.get_by_role("button", name="Open").first.click()
        tab.get_by_role("button", name=re.compile("analyse$")).click()
        tab.locator(".stage .body").first.wait_for()
        yield tab


@pytest.fixture(scope="session")
def to_correct(browser, address):
    """The first sample study in a tab of its own, for tests that correct its outlines."""
    with open_tab(browser, address) as tab:
        tab.get_by_role("button", name="Analyse").first.click()
        tab.locator(".stage .body").first.wait_for()
        yield tab
