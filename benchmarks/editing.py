"""Milliseconds from a correction to new numbers: ``python -m benchmarks.editing [--browser]``.

A corner of a shipped study moves to and fro. Without a browser the steps are timed in one process:
the edit and all measurements, the page around them, and keeping the study in a database. With
``--browser`` a real mouse drags the corner, and the clock stops when the browser has the new
numbers; it needs Chromium. ``R2MF_SPINE_STORE=off`` times that without keeping the study.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from statistics import median

from benchmarks.served_app import chromium, machine, open_tab, served
from r2mf.segmenter import Segmenter
from sample_data import sample_studies
from studies.analyse import analyse_study, suggested_corners, with_marks
from studies.edit import Signature
from studies.history import EditHistory, Marks, move
from studies.radiograph import View
from studies.read import read_film
from studies.store.installation import DATA, Installation
from studies.store.store import Store
from webapp.scene import scene
from webapp.session import Session


def analysed() -> tuple[Session, Segmenter]:
    """Analyse the first shipped study."""
    session, segmenter = Session(), Segmenter.load()
    for path in sample_studies()[0].films.values():
        session.add(read_film(path.read_bytes(), path.name), path.read_bytes())
    session.findings = analyse_study(session.by_view, segmenter)
    return session, segmenter


def milliseconds(do: Callable[[], object], repeats: int) -> float:
    """Time something, median of `repeats`."""
    taken = []
    for _ in range(repeats):
        began = time.perf_counter()
        do()
        taken.append(time.perf_counter() - began)
    return 1000 * median(taken)


def steps(repeats: int) -> Iterator[tuple[str, float]]:
    """Time the steps of a correction in this process."""
    session, segmenter = analysed()
    study, film = session.findings, session.film(View.CORONAL)
    assert study
    assert study.standing
    standing = study.standing
    marks = Marks.of(standing)
    level = standing.curves[0].upper_end_vertebra.level
    (row, column), *others = marks.vertebra(level).corners
    edit = move(marks, level, ((row + 1, column), *others), Signature.now(""))
    edited = EditHistory(marks).edit(edit)
    yield (
        "edit and every measurement",
        milliseconds(lambda: with_marks(study, edited.present, view=View.CORONAL), repeats),
    )
    yield "scene for the browser", milliseconds(lambda: scene(film, standing), repeats)
    yield "keeping the study", keeping(session, edited, repeats)
    corners = marks.vertebra(level).corners
    yield (
        "suggest again",
        milliseconds(lambda: suggested_corners(film.radiograph, segmenter, corners), repeats),
    )


def keeping(session: Session, edited: EditHistory, repeats: int) -> float:
    """Time how long a study takes to be written, with a corrected film."""
    session.correct(View.CORONAL, edited)
    files = {film.as_read.sha256: film.file or b"" for film in session.films}
    with (
        tempfile.TemporaryDirectory() as folder,
        closing(Store(Installation.from_environment({DATA: folder}))) as store,
    ):
        place = store.add(session.kept, files)

        def save() -> None:
            nonlocal place
            place = store.save(place, session.kept, {})

        return milliseconds(save, repeats)


def drags(repeats: int) -> Iterator[tuple[str, float]]:
    """Time corrections in a real browser, from the mouse let go to the new numbers."""
    with served() as app, chromium() as browser:
        page = open_tab(browser)
        page.goto(app.address)
        page.get_by_role("button", name="Analyse").first.click()
        page.locator(".stage .body").first.wait_for()
        page.locator(".stage").scroll_into_view_if_needed()
        box = page.locator(".body[data-level=T5]").bounding_box()
        page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        taken = []
        for turn in range(repeats):
            box = page.locator("[data-handle=corner-1]").bounding_box()
            x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
            page.mouse.move(x, y)
            page.mouse.down()
            page.mouse.move(x, y + (6 if turn % 2 else -6), steps=3)
            taken.append(page.evaluate(RELEASE))
        yield "drag to new numbers in the browser", median(taken)


RELEASE = """() => new Promise((done) => {
  const { stage } = [...document.querySelectorAll('*')]
    .map((node) => node.shadowRoot?.querySelector('.stage')).find(Boolean).editor;
  const table = () => document.querySelector('[data-testid=stTable]').innerText;
  const before = table(), began = performance.now(), { drag } = stage.editor;
  stage.dispatchEvent(new PointerEvent('pointerup', { pointerId: drag.id, bubbles: true }));
  const look = () => stage.editor.queue.length || table() === before
    ? setTimeout(look, 2) : done(performance.now() - began);
  look();
})"""
"""Let go of the mouse within the browser, whose clock has no way to go, and wait for the table."""


def main() -> None:
    """Time corrections and print a table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--repeats", type=int, default=25)
    parser.add_argument("--browser", action="store_true", help="drag in Chromium, too")
    options = parser.parse_args()
    print(f"{machine()}, median of {options.repeats}\n")
    print("| step | ms |\n|---|---:|")
    for step, taken in steps(options.repeats):
        print(f"| {step} | {taken:.1f} |", flush=True)
    if options.browser:
        for step, taken in drags(options.repeats):
            print(f"| {step} | {taken:.0f} |")


if __name__ == "__main__":
    main()
