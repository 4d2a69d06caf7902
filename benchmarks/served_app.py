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
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from playwright.sync_api import Browser, Page, sync_playwright

from sample_data import SampleStudy
from studies.store.installation import DATA

ROOT: Final = Path(__file__).parents[1]
BROWSERS: Final = ("chromium", "chromium-browser", "google-chrome")
FLAGS: Final = [
    "--no-sandbox",  # containers run as root
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SCREEN: Final = {"width": 1440, "height": 900}
START_SECONDS: Final = 60
PATIENCE_MS: Final = 300_000
"""Far above what anything takes: on a busy machine a benchmark says how long, and waits."""


@dataclass(frozen=True)
class ServedApp:
    """The app as `make app` serves it, with a data folder of its own."""

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
def served(*options: str, folder: Path | None = None, port: int = 0) -> Iterator[ServedApp]:
    """Serve the app.

    Parameters
    ----------
    *options : str
        Further ones for ``streamlit run``.
    folder : Path, optional
        Where it keeps studies, and its log; else one that goes with it.
    port : int
        0 for a free one.

    Raises
    ------
    RuntimeError
        If it does not start.
    """
    port = port or free_port()
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.headless", "true"]
    with (
        nullcontext(folder) if folder else tempfile.TemporaryDirectory() as place,
        (Path(place) / "log.txt").open("w") as log,
    ):
        data = Path(place) / "data"
        app = subprocess.Popen(
            [*command, "--server.port", str(port), *options],
            cwd=ROOT,
            env=os.environ | {DATA: str(data)},
            stdout=log,
            stderr=log,
        )
        try:
            address = f"http://127.0.0.1:{port}"
            _wait_for(f"{address}/_stcore/health", app, Path(log.name))
            yield ServedApp(address, data, app.pid)
        finally:
            app.terminate()
            app.wait()


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _wait_for(health: str, app: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(4 * START_SECONDS):
        try:
            urllib.request.urlopen(health, timeout=1).close()
            return
        except OSError:
            if app.poll() is not None:
                break
            time.sleep(0.25)
    raise RuntimeError(f"The app does not answer; try `make app`. It said: {log.read_text()}")


def browser_path() -> str | None:
    """Path of the system's Chromium, or of the one that ``CHROMIUM`` names; None without."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start Chromium."""
    path = browser_path()
    if not path:
        sys.exit("This benchmark needs Chromium, e.g. apt-get install chromium.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
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
