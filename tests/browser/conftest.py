"""The app served to a real Chromium; skipped, saying so, where there is none."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

ROOT = Path(__file__).parents[2]
NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = [
    "--no-sandbox",  # containers run as root
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
START_SECONDS = 60
FIND_MS = 240_000
"""Far above an analysis of three films, which other work on the machine may slow down."""

expect.set_options(timeout=FIND_MS)


def pytest_collection_modifyitems(items):
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium():
    """Path of the system's Chromium."""
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if not found:
        pytest.skip("no Chromium here: install one, e.g. apt-get install chromium")
    return found


@pytest.fixture(scope="session")
def browser(chromium):
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def address(tmp_path_factory):
    """Address of the app, served as `make app` serves it."""
    with served(tmp_path_factory.mktemp("app")) as address:
        yield address


@contextmanager
def served(folder: Path, port: int = 0) -> Iterator[str]:
    """Serve the app on a port, or on a free one, with its data in a folder."""
    port = port or free_port()
    command = [sys.executable, "-m", "streamlit", "run", "app.py"]
    options = ["--server.port", str(port), "--server.headless", "true"]
    log = folder / "log.txt"
    environment = os.environ | {"R2MF_SPINE_DATA": str(folder / "data")}
    with log.open("w") as output:
        app = subprocess.Popen(
            [*command, *options], cwd=ROOT, env=environment, stdout=output, stderr=output
        )
        try:
            _wait_for(f"http://127.0.0.1:{port}/_stcore/health", app, log)
            yield f"http://127.0.0.1:{port}"
        finally:
            app.terminate()
            app.wait(15)


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def _wait_for(health: str, app: subprocess.Popen, log: Path) -> None:
    for _ in range(START_SECONDS * 4):
        try:
            urllib.request.urlopen(health, timeout=1).close()
            return
        except OSError:
            assert app.poll() is None, log.read_text()
            time.sleep(0.25)
    raise TimeoutError(log.read_text())


@pytest.fixture(scope="session")
def serve():
    """What serves the app, for tests that stop it and start it again."""
    return served


@pytest.fixture(scope="session")
def tab():
    """What opens a tab of its own, held to no complaint."""
    return open_tab


@contextmanager
def open_tab(browser: Browser, address: str) -> Iterator[Page]:
    """Open a fresh tab; in the end hold it to no console error and no request to elsewhere."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, accept_downloads=True)
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
