"""A study outlives refresh, restart and another browser, and is gone once it is deleted."""

import io
import re
from contextlib import closing

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import expect

from sample_data import sample_studies
from studies.analyse import analyse_study
from studies.read import read_film
from studies.store.installation import DATA, Installation
from studies.store.store import Store
from webapp.session import Session

SETTLED = """() => {
  const stage = [...document.querySelectorAll('*')]
    .map((node) => node.shadowRoot?.querySelector('.stage')).find(Boolean);
  return stage?.editor && !stage.editor.queue.length && !stage.editor.waiting;
}"""


@pytest.fixture(scope="module")
def sample():
    return sample_studies()[0]


def drop(page, sample):
    """Drop the three films and have them analysed."""
    page.locator("input[type=file]").first.set_input_files([str(p) for p in sample.films.values()])
    expect(page.get_by_role("button", name="Leave out")).to_have_count(3)
    page.get_by_role("button", name=re.compile("analyse$")).click()
    page.locator(".stage .body").first.wait_for()


def drag_a_corner(page, level):
    """Drag the upper corner at the image's right of a vertebra up."""
    before = table(page).inner_text()
    page.locator(".stage").scroll_into_view_if_needed()
    page.mouse.click(*middle(page.locator(f".body[data-level={level}]")))
    x, y = middle(page.locator("[data-handle=corner-1]"))
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x, y - 12, steps=4)
    page.mouse.up()
    page.wait_for_function(SETTLED)
    expect(table(page)).not_to_have_text(before, use_inner_text=True)


def middle(shape):
    box = shape.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def table(page):
    return page.get_by_test_id("stTable").first


def numbers(page):
    """Every number of the standing film and every rate, as the pages show them."""
    page.locator(".stage .body").first.wait_for()
    expect(page.get_by_text("1 correction", exact=True)).to_be_visible()  # drawn after the table
    shown = [table(page).inner_text()]
    page.get_by_role("link", name="Flexibility").first.click()
    page.get_by_test_id("stMetricValue").first.wait_for()
    page.locator(".stApp[data-test-script-state=notRunning]").wait_for()  # the others are drawn
    shown += page.get_by_test_id("stMetric").all_inner_texts()
    page.get_by_role("link", name="Study").first.click()
    expect(page).to_have_url(re.compile(r"/\?study="))  # both pages have a stage
    page.locator(".stage .body").first.wait_for()
    return shown


def test_a_study_outlives_refresh_and_restart_until_it_is_deleted(
    browser, serve, tab, sample, tmp_path
):
    with serve(folder=tmp_path) as app, tab(browser, app.address) as page:
        drop(page, sample)
        drag_a_corner(page, "T5")
        before = numbers(page)
        study = page.url
        assert re.fullmatch(rf"{app.address}/\?study=[\w-]{{22}}", study)

        page.reload()
        assert numbers(page) == before
        assert page.url == study

    port = int(app.address.rsplit(":", 1)[1])
    with serve(folder=tmp_path, port=port), tab(browser, study) as page:
        assert numbers(page) == before
        undo = page.get_by_role("button", name="Undo", exact=True)
        undo.click()
        expect(page.get_by_text("1 correction", exact=True)).to_have_count(0)
        page.get_by_role("button", name="Redo", exact=True).click()
        assert numbers(page) == before

        page.get_by_role("link", name="Worklist").first.click()
        expect(page.get_by_text("open in this tab")).to_be_visible()
        expect(page.get_by_text("2026-01-05", exact=True)).to_be_visible()
        page.locator("[class*=st-key-delete-]").get_by_role("button").click()
        page.get_by_role("button", name="Delete for good").click()
        expect(page.get_by_text("No study is kept yet")).to_be_visible()

        page.goto(study)
        expect(page.get_by_text("This study is no longer here")).to_be_visible()
        expect(page.get_by_text("Or open a sample study")).to_be_visible()

    left = b"".join(path.read_bytes() for path in (tmp_path / "data").rglob("*") if path.is_file())
    for film in sample.films.values():
        assert film.read_bytes()[4096:5096] not in left


@pytest.fixture
def kept_study(study_films, known_corners, tmp_path):
    """Id of a study that was kept before, in the data folder of a server yet to be started."""
    session = Session()
    for view, film in study_films.items():
        file = io.BytesIO()
        Image.fromarray((film.pixels * 65535).astype(np.uint16)).save(file, "PNG")
        read = read_film(file.getvalue(), f"{view}.png")
        seen = known_corners.segment(film.pixels).vertebrae
        known_corners.learn(read.pixels, np.array([vertebra.corners for vertebra in seen]))
        session.add(read, file.getvalue())
        session.films[-1].view, session.films[-1].patient_right = view, film.side.patient_right
    session.findings = analyse_study(session.by_view, known_corners)
    installation = Installation.from_environment({DATA: str(tmp_path / "data")})
    with closing(Store(installation)) as store:
        return store.add(session.kept, {f.as_read.sha256: f.file for f in session.films}).id


def test_of_two_windows_of_one_study_the_second_is_told_and_nothing_is_lost(
    browser, serve, tab, kept_study, tmp_path
):
    told = "changed in another window"
    with serve(folder=tmp_path) as app, tab(browser, f"{app.address}/?study={kept_study}") as first:
        first.locator(".stage .body").first.wait_for()
        with tab(browser, first.url) as second:
            second.locator(".stage .body").first.wait_for()
            drag_a_corner(first, "T5")
            drag_a_corner(second, "T11")
            expect(second.get_by_text(told)).to_be_visible()
            mine = table(second).inner_text()

            second.get_by_role("button", name="Keep mine as another study").click()
            expect(second.get_by_text(told)).to_have_count(0)
            expect(second).not_to_have_url(first.url)
            second.reload()
            second.locator(".stage .body").first.wait_for()
            assert table(second).inner_text() == mine
        theirs = table(first).inner_text()
        first.reload()
        first.locator(".stage .body").first.wait_for()
        assert table(first).inner_text() == theirs != mine
