"""Several users at once on one server: ``python -m benchmarks.users [--users N]``.

Each has a browser context of its own and another sample study, and all go step by step together:
they drop their films, wait for the numbers side by side, drag each a corner of their own by a
distance of their own, confirm the standing film under a name of their own and reload. Then every
user must see the own label, correction, numbers and name, and the worklist must hold every study as
the library gives it for that study and that correction. What is crossed or lost is listed, and the
exit status is 1.

Memory of the server is that of one user alone, on a server of its own, and of all at once, three
rounds of them one after the other, while they are there and after every context was closed. The
first round also takes what a server takes but once; what users leave behind shows in the last
column from the second to the third.
It is read from ``/proc``, so it needs Linux; and the browser needs Chromium.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Final

from playwright.sync_api import Browser, Page

from benchmarks.served_app import ServedApp, analyse, chromium, drop, machine, open_tab, served
from measurements import Level
from r2mf.segmenter import Segmenter
from sample_data import SampleStudy, sample_studies
from studies.analyse import analyse_study, confirmed, with_marks
from studies.edit import Signature
from studies.findings import Corners, FilmFindings, StudyFindings
from studies.history import EditHistory, Marks, move
from studies.radiograph import View
from studies.read import read_film
from studies.store.installation import DATA, Installation
from studies.store.kept import Search
from studies.store.store import Store
from webapp.memory import REST_SECONDS
from webapp.session import Session
from webapp.tables import curve_table

FORGET_SECONDS: Final = 5
"""How long a closed tab may come back, two minutes as the app is shipped: nobody waits for that."""

NOTICE_MS: Final = 1000
"""After which the browser shows that the server is at work, even on a busy machine."""

SOME_TIME: Final = datetime(2026, 1, 1, tzinfo=UTC)
"""Stands for every moment that a run of its own makes its own."""

SHARE_LEFT: Final = 0.5
"""Of the films of a third round of users, which may stay in memory when they go. Were sessions not
let go it would be more than all of them; allocators keep some."""

SLACK_MIB: Final = 32
"""What an allocator may keep, however few users there are."""


@dataclass
class User:
    """Somebody with a study, a name and a correction of their own."""

    number: int
    sample: SampleStudy
    films_mib: float
    """Of the films in memory."""

    automatic: StudyFindings
    """What the library finds on the study."""

    page: Page | None = None
    asked: Corners | None = None
    """Where the corners of `level` are to be, as the user's browser says."""

    @property
    def label(self) -> str:
        """What they call the study."""
        return f"Case {self.number}"

    @property
    def name(self) -> str:
        """Under which they correct and confirm."""
        return f"Reader {self.number}"

    @property
    def level(self) -> Level:
        """Whose corner they drag: an end vertebra, so that an angle changes."""
        return standing(self.automatic).curves[0].upper_end_vertebra.level

    @property
    def corner(self) -> int:
        """Which corner they drag."""
        return self.number % 4

    @property
    def drag_px(self) -> float:
        """How far they drag it, on the screen."""
        return 5 + 0.5 * self.number

    @property
    def expected(self) -> StudyFindings:
        """What the library makes of the study and the correction."""
        assert self.asked
        signed = Signature(self.name, SOME_TIME)
        history = EditHistory(Marks.of(standing(self.automatic)))
        edited = history.edit(move(history.present, self.level, self.asked, signed))
        study = with_marks(self.automatic, edited.present, view=View.CORONAL)
        return confirmed(study, signed, view=View.CORONAL)


@dataclass
class Round:
    """What became of users who were there at once."""

    peak_mib: float = 0
    resident_mib: float = 0
    """While all of them had their study open."""

    left_mib: float = 0
    """After they had gone."""

    faults: list[str] = field(default_factory=list)


def standing(study: StudyFindings) -> FilmFindings:
    """Return the standing film, which every sample study has."""
    assert study.standing
    return study.standing


def users(count: int) -> list[User]:
    """Give sample studies with a curve to users, as many as there are at most."""
    segmenter, found = Segmenter.load(), []
    for sample in sample_studies():
        if len(found) == count:
            break
        session = Session()
        for path in sample.films.values():
            session.add(read_film(path.read_bytes(), path.name))
        study = analyse_study(session.by_view, segmenter)
        if standing(study).curves:
            films_mib = sum(film.as_read.pixels.nbytes for film in session.films) / 2**20
            found.append(User(len(found) + 1, sample, films_mib, study))
    return found


# ---------------------------------------------------------------- in the browser


def work(browser: Browser, app: ServedApp, at_once: Sequence[User]) -> None:
    """Let users do their work, step by step all together."""
    for user in at_once:
        user.page = open_tab(browser)
        user.page.goto(app.address)
    for user in at_once:
        drop(user.page, user.sample)
    for user in at_once:
        analyse(user.page)
    for user in at_once:
        user.page.locator(".stage .body").first.wait_for()
    for user in at_once:
        sign_in(user)
    for user in at_once:
        correct(user)
    for user in at_once:
        user.page.wait_for_function(SETTLED)
        user.asked = corners_of(user)
        user.page.get_by_text("1 correction", exact=True).wait_for()
    for user in at_once:
        user.page.get_by_role("button", name="Confirm as reviewed").click()
    for user in at_once:
        user.page.get_by_text(f"Reviewed by {user.name}").first.wait_for()
    for user in at_once:
        user.page.reload()


def sign_in(user: User) -> None:
    """Enter label and name."""
    for name, text in (("Label", user.label), ("Your name", user.name)):
        box = user.page.get_by_role("textbox", name=name, exact=True)
        box.fill(text)
        box.press("Enter")
        user.page.wait_for_timeout(NOTICE_MS)
        user.page.wait_for_function(IDLE)


def correct(user: User) -> None:
    """Drag the corner and let it go, without waiting for what comes of it."""
    page = user.page
    page.locator(".stage").scroll_into_view_if_needed()
    page.mouse.click(*middle(page, f".body[data-level={user.level}]"))
    x, y = middle(page, f"[data-handle=corner-{user.corner}]")
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x, y - user.drag_px, steps=3)
    page.mouse.up()


def middle(page: Page, shape: str) -> tuple[float, float]:
    """Return the middle of a shape on the screen."""
    box = page.locator(shape).bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def corners_of(user: User) -> Corners:
    """Read the corners of the user's vertebra from the browser."""
    a, b, c, d = (tuple(corner) for corner in user.page.evaluate(CORNERS, user.level))
    return a, b, c, d


EDITOR: Final = """const { editor } = [...document.querySelectorAll('*')]
    .map((node) => node.shadowRoot?.querySelector('.stage')).find(Boolean);"""

SETTLED: Final = f"""() => {{
  {EDITOR}
  return !editor.drag && !editor.queue.length && !editor.waiting;
}}"""
"""Whether the server has answered everything the editor asked for."""

CORNERS: Final = f"""(level) => {{
  {EDITOR}
  return editor.bodies[editor.data.vertebrae.findIndex((vertebra) => vertebra.level === level)];
}}"""

IDLE: Final = "() => document.querySelector('.stApp').dataset.testScriptState === 'notRunning'"

ROWS: Final = """() =>
  [...document.querySelector('[data-testid=stTable] tbody').rows].map(
    (row) => [...row.cells].map((cell) => cell.innerText.trim()))"""


# ---------------------------------------------------------------- what is crossed or lost


def screen_faults(user: User) -> Iterator[str]:
    """List what a user sees after a reload that is not their own."""
    page = user.page
    page.locator(".stage .body").first.wait_for()
    page.get_by_text("1 correction", exact=True).wait_for()
    page.wait_for_function(IDLE)
    page.locator("[data-testid=stTable]").first.wait_for()
    label = page.get_by_role("textbox", name="Label", exact=True).input_value()
    if label != user.label:
        yield f"{user.label} shows the label {label}"
    shown, own = page.evaluate(ROWS), curve_table(standing(user.expected)).values.tolist()
    if shown != own:
        yield f"{user.label} shows {shown}, the library has {own}"
    if corners_of(user) != user.asked:
        yield f"{user.label}: {user.level} lies elsewhere than where it was dragged"
    if not page.get_by_text(f"Reviewed by {user.name}").count():
        yield f"{user.label} does not show the review by {user.name}"


def store_faults(app: ServedApp, expected: Sequence[User], rounds: int) -> Iterator[str]:
    """List what is kept otherwise than the library has it."""
    installation = Installation.from_environment({DATA: str(app.folder)})
    with closing(Store(installation)) as store:
        hits = store.search(Search(most=1000))
        if hits.count != rounds * len(expected):
            yield f"the worklist has {hits.count} studies, not {rounds * len(expected)}"
        kept = [store.open(summary.id).study for summary in hits.summaries]
    for user in expected:
        own = [study for study in kept if study.label == user.label]
        if len(own) != rounds:
            yield f"{user.label} is kept {len(own)} times, not {rounds}"
        if any(timeless(study.findings) != timeless(user.expected) for study in own[:1]):
            yield f"{user.label} is kept otherwise than the library has it"


def timeless(study: StudyFindings | None) -> StudyFindings | None:
    """Leave out when things were done and how long they took."""
    return study and replace(
        study, films={view: timeless_film(film) for view, film in study.films.items()}
    )


def timeless_film(film: FilmFindings) -> FilmFindings:
    """Leave out when things were done to a film and how long it took."""
    return replace(
        film,
        seconds={},
        edits=tuple(replace(edit, signed=undated(edit.signed)) for edit in film.edits),
        review=film.review and undated(film.review),
    )


def undated(signature: Signature) -> Signature:
    """Leave out when it was given."""
    return replace(signature, at=SOME_TIME)


# ---------------------------------------------------------------- rounds of users


def rounds(browser: Browser, at_once: Sequence[User], count: int) -> Iterator[Round]:
    """Have users come together to one server, some times over."""
    with served("--server.disconnectedSessionTTL", str(FORGET_SECONDS)) as app:
        for turn in range(1, count + 1):
            done = Round()
            work(browser, app, at_once)
            done.faults = [fault for user in at_once for fault in screen_faults(user)]
            done.resident_mib = app.memory_mib("VmRSS")
            for user in at_once:
                user.page.context.close()
            done.faults += store_faults(app, at_once, turn)
            look_in_later(browser, app)
            done.peak_mib, done.left_mib = app.memory_mib("VmHWM"), app.memory_mib("VmRSS")
            yield done


def look_in_later(browser: Browser, app: ServedApp) -> None:
    """Come by once closed tabs are forgotten, as the server clears up when somebody comes."""
    for _ in range(2):
        time.sleep(max(FORGET_SECONDS, REST_SECONDS) + 1)
        page = open_tab(browser)
        page.goto(app.address)
        page.get_by_role("heading", name="Study", exact=True).wait_for()
        page.context.close()


def main() -> None:
    """Let users work at once, print a table, and say what is crossed or lost."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--users", type=int, default=10)
    options = parser.parse_args()
    at_once = users(options.users)
    if len(at_once) < options.users:
        parser.error(f"there are sample studies for {len(at_once)} users, not {options.users}")
    print(f"{machine()}\n")
    print("| server's memory, MiB | peak so far | all studies open | all closed |")
    print("|---|---:|---:|---:|", flush=True)
    with chromium() as browser:
        (alone,) = told("1 user", rounds(browser, at_once[:1], 1))
        first, again, last = told(f"{len(at_once)} users", rounds(browser, at_once, 3))
    growth = first.peak_mib - alone.peak_mib
    print(f"\n{growth / max(1, len(at_once) - 1):.0f} MiB for each further user at once")
    faults = [fault for each in (alone, first, again, last) for fault in each.faults]
    left = last.left_mib - again.left_mib
    if left > max(SLACK_MIB, SHARE_LEFT * sum(user.films_mib for user in at_once)):
        faults.append(f"users leave {left:.0f} MiB behind when they go")
    print("\n".join(faults) or "nothing crossed, nothing lost")
    sys.exit(1 if faults else 0)


def told(who: str, done: Iterable[Round]) -> Iterator[Round]:
    """Print a line of the table for every round as it ends."""
    for turn, each in enumerate(done):
        name = f"{who}, once more" if turn else who
        figures = (each.peak_mib, each.resident_mib, each.left_mib)
        print(f"| {name} | {' | '.join(f'{mib:.0f}' for mib in figures)} |", flush=True)
        yield each


if __name__ == "__main__":
    main()
