"""Two films of a patient compared in a real browser: side by side, and one over the other."""

from contextlib import closing

import numpy as np
import pytest
from dicom_files import as_bytes, film
from playwright.sync_api import expect

from studies.analyse import analyse_study
from studies.radiograph import View
from studies.read import read_film
from studies.store.installation import DATA, Installation
from studies.store.store import Store
from webapp.session import Session

VISITS = {
    "2024-03-01": (0.0, 25.0, -25.0, 15.0, 12.0),  # MT +50
    "2025-03-01": (0.0, 32.0, -32.0, 8.0, 5.0),  # MT +64
}
SECOND_MS = 1000

CHANGES = """([pane, wait]) => new Promise((done) => {
  const times = [];
  new MutationObserver(() => times.push(performance.now()))
    .observe(pane, { childList: true, characterData: true, subtree: true });
  setTimeout(() => done(times), wait);
})"""
"""When the title of a pane changes."""


@pytest.fixture
def visits(draw_film, known_corners, tmp_path):
    """Two kept studies of one patient; returns the id of the later one."""
    with closing(Store(Installation.from_environment({DATA: str(tmp_path / "data")}))) as store:
        for day, tilts in VISITS.items():
            drawn = draw_film(tilts)
            dicom = as_bytes(
                film(
                    np.rint(drawn.pixels * 4095).astype(np.uint16),
                    PatientID="4711",
                    AcquisitionDate=day.replace("-", ""),
                    PatientOrientation=["L", "F"],
                    PixelSpacing=[0.5, 0.5],
                )
            )
            read = read_film(dicom, f"{day}.dcm")
            seen = known_corners.segment(drawn.pixels).vertebrae
            known_corners.learn(read.pixels, np.array([each.corners for each in seen]))
            session = Session(label=day)
            session.add(read, dicom)
            session.films[0].view = View.CORONAL
            session.findings = analyse_study(session.by_view, known_corners)
            place = store.add(session.kept, {read.sha256: dicom})
    return place.id


def test_two_films_are_compared_by_keys_alone_and_blink_slowly(
    browser, serve, tab, visits, tmp_path
):
    with serve(folder=tmp_path) as app, tab(browser, f"{app.address}/?study={visits}") as page:
        page.locator(".stage .body").first.wait_for()
        page.get_by_role("link", name="Follow-up").first.click()
        titles = page.locator(".compare .title")
        expect(page.get_by_text("50° → 64°")).to_be_visible()
        expect(titles).to_have_text(list(VISITS))
        expect(page.locator(".compare text.angle", has_text="64°")).to_have_count(1)

        page.get_by_role("radio", name="Side by side").focus()
        page.keyboard.press("ArrowRight")
        expect(page.locator(".compare .pane:visible")).to_have_count(1)
        stage = page.locator(".compare .stage")
        stage.focus()
        page.keyboard.press("Space")
        expect(titles.first).to_have_text("2025-03-01")
        page.keyboard.press("Space")
        expect(titles.first).to_have_text("2024-03-01")

        page.keyboard.press("b")
        times = page.evaluate(CHANGES, [titles.first.element_handle(), 5 * SECOND_MS])
        assert len(times) >= 2
        assert min(np.diff(times)) > SECOND_MS

        page.emulate_media(reduced_motion="reduce")
        expect(page.locator(".compare .blink")).to_be_disabled()
        page.keyboard.press("b")
        assert page.evaluate(CHANGES, [titles.first.element_handle(), 2 * SECOND_MS]) == []
