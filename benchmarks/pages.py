"""How long a person waits for pages: ``python -m benchmarks.pages [--repeats N]``.

The app is served to a real Chromium, which has to be installed, and every wait is timed as one
meets it: from an empty browser to the first paint and to a page that can be used, from page to page
with a study, from the worklist to a study, and from three films dropped to their numbers. A page is
there once its title and what it is for can be seen and the server has nothing more to draw. On the
way from films to numbers views and sides are confirmed by a click as soon as that can be clicked.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from statistics import median
from typing import Final

from playwright.sync_api import Browser, Page

from benchmarks.served_app import analyse, chromium, drop, machine, open_tab, served
from sample_data import sample_studies

MARKS: Final = {
    "Study": ".stage .body",
    "Worklist": "[class*=st-key-open-]",
    "Flexibility": ".stage .body",
    "Follow-up": "[data-testid=stAlert], [data-testid=stPlotlyChart]",
    "Report": "[data-testid=stDownloadButton]",
    "Teaching": ".stage",
    "Settings": ".st-key-save-settings",
    "Method": "[data-testid=stMarkdown] .katex",
}
"""What each page is for, with a study analysed, by the page's title."""

DROP_ZONE: Final = "[data-testid=stFileUploaderDropzone]"
"""What the app opens for."""

WAYS: Final = (
    *(("Study", to) for to in MARKS if to != "Study"),
    *((start, "Study") for start in MARKS if start != "Study"),
    ("Flexibility", "Report"),
    ("Report", "Flexibility"),
    ("Flexibility", "Follow-up"),
    ("Follow-up", "Flexibility"),
    ("Worklist", "Follow-up"),
    ("Teaching", "Method"),
    ("Settings", "Flexibility"),
)
"""Every page from the study and back, and the ways between others that one goes with a study."""

THERE: Final = """([title, mark]) => {
  const shadows = [...document.querySelectorAll('*')].flatMap((node) => node.shadowRoot ?? []);
  const seen = [document, ...shadows].flatMap((root) => [...root.querySelectorAll(mark)]);
  return document.querySelector('h1')?.innerText === title
    && document.querySelector('.stApp')?.dataset.testScriptState === 'notRunning'
    && seen.some((node) => node.getClientRects().length && !node.closest('[data-stale=true]'));
}"""

FIRST_PAINT: Final = "performance.getEntriesByName('first-contentful-paint')[0].startTime"


def wait_for(page: Page, title: str, mark: str) -> None:
    """Wait until a page is there."""
    page.wait_for_function(THERE, arg=[title, mark])


def go(page: Page, title: str) -> None:
    """Change to a page and wait until it is there."""
    page.get_by_role("link", name=title, exact=True).first.click()
    wait_for(page, title, MARKS[title])


def milliseconds(do: Callable[[], object]) -> float:
    """Time something that is done once."""
    began = time.perf_counter()
    do()
    return 1000 * (time.perf_counter() - began)


@contextmanager
def tab(browser: Browser) -> Iterator[Page]:
    """Have a tab in an empty context for a while."""
    page = open_tab(browser)
    yield page
    page.context.close()


def opening(browser: Browser, address: str, mark: str) -> tuple[float, float]:
    """Time the first paint and a usable Study page in an empty browser."""
    with tab(browser) as page:

        def open_page() -> None:
            page.goto(address, wait_until="commit")
            wait_for(page, "Study", mark)

        usable = milliseconds(open_page)
        return page.evaluate(FIRST_PAINT), usable


def from_films_to_numbers(page: Page, address: str) -> float:
    """Time three films of the first sample study from being dropped to their numbers."""
    page.goto(address)
    wait_for(page, "Study", DROP_ZONE)

    def measure() -> None:
        drop(page, sample_studies()[0])
        analyse(page)
        wait_for(page, "Study", MARKS["Study"])

    return milliseconds(measure)


def timings(browser: Browser, address: str, repeats: int) -> Iterator[tuple[str, float]]:
    """Time every wait, in milliseconds, the median of some repeats."""
    first = opening(browser, address, DROP_ZONE)
    yield "first paint, server just started", first[0]
    yield "usable page, server just started", first[1]
    paints, usable = zip(
        *(opening(browser, address, DROP_ZONE) for _ in range(repeats)), strict=True
    )
    yield "first paint, empty browser", median(paints)
    yield "usable page, empty browser", median(usable)
    with tab(browser) as page:
        yield "three films to numbers, network not loaded", from_films_to_numbers(page, address)
    taken = []
    for _ in range(repeats):
        with tab(browser) as page:
            taken.append(from_films_to_numbers(page, address))
            study = page.url
    yield "three films to numbers", median(taken)
    taken = [opening(browser, study, MARKS["Study"])[1] for _ in range(repeats)]
    yield "a stored study by its address, empty browser", median(taken)
    with tab(browser) as page:
        page.goto(study)
        wait_for(page, "Study", MARKS["Study"])
        yield "a stored study from the worklist", median(from_worklist(page, repeats))
        yield from switches(page, repeats)


def from_worklist(page: Page, repeats: int) -> Iterator[float]:
    """Time studies from a click in the worklist to the film with its outlines."""
    for turn in range(repeats):
        go(page, "Worklist")

        def open_study(row: int = turn % 2) -> None:
            page.locator("[class*=st-key-open-] button").nth(row).click()
            wait_for(page, "Study", MARKS["Study"])

        yield milliseconds(open_study)


def switches(page: Page, repeats: int) -> Iterator[tuple[str, float]]:
    """Time changes of page with a study, when every page was open before."""
    for title in MARKS:
        go(page, title)
    for start, to in WAYS:
        taken = []
        for _ in range(repeats):
            go(page, start)
            taken.append(milliseconds(lambda to=to: go(page, to)))
        yield f"{start} → {to}", median(taken)


def main() -> None:
    """Time pages and print a table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--repeats", type=int, default=7)
    options = parser.parse_args()
    print(f"{machine()}, median of {options.repeats}\n")
    print("| wait | ms |\n|---|---:|")
    with served() as app, chromium() as browser:
        for wait, taken in timings(browser, app.address, options.repeats):
            print(f"| {wait} | {taken:.0f} |", flush=True)


if __name__ == "__main__":
    main()
