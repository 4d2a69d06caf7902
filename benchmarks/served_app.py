"""The app served on a free port, and a real Chromium to look at it."""

from __future__ import annotations

import os
import platform
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from playwright.sync_api import Browser, Page, sync_playwright

from sample_data import SampleStudy
from studies.store.installation import DATA

ROOT: Final = Path(__file__).parents[1]
FLAGS: Final = ["--no-sandbox", "--disable-gpu"]
SCREEN: Final = {"width": 1440, "height": 900}
START_SECONDS: Final = 60
PATIENCE_MS: Final = 300_000
"""Far above what anything takes: on a busy machine a benchmark says how long, and waits."""


@dataclass(frozen=True)
class ServedApp:
    """The app as `make app` serves it, with an empty data folder of its own."""

    address: str
    folder: Path
    """Where it keeps studies."""

    process: int
    """Its process id."""

    def memory_mib(self, kind: str) -> float:
        """Read memory that is resident now, ``VmRSS``, or was at most, ``VmHWM``; Linux only."""
        status = Path(f"/proc/{self.process}/status").read_text()
        found = re.search(rf"^{kind}:\s+(\d+) kB", status, re.MULTILINE)
        assert found
        return int(found[1]) / 1024


@contextmanager
def served(*options: str) -> Iterator[ServedApp]:
    """Serve the app on a free port.

    Parameters
    ----------
    *options : str
        Further ones for ``streamlit run``.

    Raises
    ------
    RuntimeError
        If it does not start.
    """
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.headless", "true"]
    with tempfile.TemporaryDirectory() as folder:
        app = subprocess.Popen(
            [*command, "--server.port", str(port), *options],
            cwd=ROOT,
            env=os.environ | {DATA: folder},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            address = f"http://127.0.0.1:{port}"
            _wait_for(f"{address}/_stcore/health")
            yield ServedApp(address, Path(folder), app.pid)
        finally:
            app.terminate()
            app.wait()


def _wait_for(health: str) -> None:
    for _ in range(4 * START_SECONDS):
        try:
            urllib.request.urlopen(health, timeout=1).close()
            return
        except OSError:
            time.sleep(0.25)
    raise RuntimeError(f"The app does not answer after {START_SECONDS} s; try `make app`.")


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start Chromium."""
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)
    if not found:
        sys.exit("This benchmark needs Chromium, e.g. apt-get install chromium.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=FLAGS)
        yield browser
        browser.close()


def open_tab(browser: Browser) -> Page:
    """Open an empty tab in a context of its own, with nothing cached."""
    page = browser.new_context(viewport=SCREEN).new_page()
    page.set_default_timeout(PATIENCE_MS)
    return page


def drop(page: Page, sample: SampleStudy) -> None:
    """Drop the films of a study, and wait until their cards are there."""
    page.locator("input[type=file]").first.set_input_files([str(p) for p in sample.films.values()])
    page.wait_for_function(FILM_CARDS, arg=len(sample.films))


def analyse(page: Page) -> None:
    """Say that views and sides are right, which has the films analysed."""
    page.locator(".st-key-analyse button:enabled").click()


FILM_CARDS: Final = """(count) =>
  document.querySelectorAll('[class*=st-key-leave-out]').length === count"""


def machine() -> str:
    """Name the machine that figures are of."""
    return f"{platform.machine()}, {os.cpu_count()} cores"
