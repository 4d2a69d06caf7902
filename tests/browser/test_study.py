"""A sample study from opening to report, and bad files, as a person does it."""

import json
import re

import pytest
from archives import packed
from playwright.sync_api import expect

from sample_data import sample_studies


@pytest.fixture(scope="module")
def sample():
    return sample_studies()[0]


def go_to(page, name):
    page.get_by_role("link", name=name).first.click()
    page.get_by_role("heading", name=name, exact=True).wait_for()


def test_sample_study_is_outlined_measured_and_taken_away(analysed, tmp_path):
    go_to(analysed, "Flexibility")
    rates = analysed.get_by_test_id("stMetricValue")
    expect(rates.first).to_have_text(re.compile(r"%$|not measured"))
    shown = [rate.inner_text() for rate in rates.all()]

    go_to(analysed, "Report")
    with analysed.expect_download() as taken:
        analysed.get_by_role("button", name="JSON of everything").click()
    taken.value.save_as(tmp_path / "study.json")
    study = json.loads((tmp_path / "study.json").read_text())
    saved = [item["rate_percent"] for item in study["flexibility"]]
    assert shown == [
        "not measured" if rate is None else f"{rate:.0f} %".replace("-", "−") for rate in saved
    ]

    with analysed.expect_download() as taken:
        analysed.get_by_role("button", name="PDF report").click()
    taken.value.save_as(tmp_path / "report.pdf")
    assert (tmp_path / "report.pdf").read_bytes().startswith(b"%PDF")


def test_one_press_of_back_leaves_a_page_and_forward_returns(analysed):
    go_to(analysed, "Study")
    for name in ("Flexibility", "Method"):
        go_to(analysed, name)
        expect(analysed).to_have_url(re.compile(rf"/{name.lower()}\?study="))

    for name in ("Flexibility", "Study"):
        analysed.go_back()
        analysed.get_by_role("heading", name=name, exact=True).wait_for()
    analysed.go_forward()
    analysed.get_by_role("heading", name="Flexibility", exact=True).wait_for()


def test_bad_files_get_one_sentence_each_and_good_ones_stay(page, sample):
    film = next(iter(sample.films.values()))
    page.locator("input[type=file]").first.set_input_files(
        [
            {"name": "notes.txt", "mimeType": "text/plain", "buffer": b"no picture at all"},
            {"name": "film", "mimeType": "", "buffer": film.read_bytes()},
            {"name": "empty.dcm", "mimeType": "", "buffer": b""},
        ]
    )
    page.get_by_role("button", name="Leave out").wait_for()

    refusals = page.get_by_role("alert").get_by_role("listitem")
    expect(refusals).to_have_count(2)
    expect(refusals.filter(has_text="notes.txt")).to_have_count(1)
    expect(refusals.filter(has_text="empty.dcm")).to_have_count(1)
    expect(page.get_by_role("button", name="Leave out")).to_have_count(1)
    expect(page.get_by_text("Traceback")).to_have_count(0)


def test_an_archive_is_analysed_although_the_page_is_loaded_again(page, sample):
    films = {f"disc/{path.name}": path.read_bytes() for path in sample.films.values()}
    archive = packed(films | {"disc/DICOMDIR": b"contents"})
    page.locator("input[type=file]").first.set_input_files(
        [{"name": "study.zip", "mimeType": "application/zip", "buffer": archive}]
    )
    expect(page.get_by_text("Left aside, as these are never films: DICOMDIR.")).to_be_visible()
    expect(page.get_by_role("button", name="Leave out")).to_have_count(3)
    page.get_by_role("button", name=re.compile("analyse$")).click()
    outlines = page.locator(".stage .body").first
    page.get_by_role("button", name="Cancel").or_(outlines).wait_for()

    page.reload()
    outlines.wait_for()
    expect(page.get_by_text("Curves on this film")).to_be_visible()


def test_two_tabs_do_not_see_each_others_films(analysed, page):
    go_to(analysed, "Study")
    expect(analysed.get_by_text("Curves on this film")).to_have_count(1)

    page.get_by_text("Or open a sample study").wait_for()
    expect(page.get_by_text("Curves on this film")).to_have_count(0)


@pytest.mark.parametrize(
    ("locale", "names"),
    [
        ("en-GB", ("Choose files", "Choose a folder")),
        ("de-DE", ("Dateien wählen", "Ordner wählen")),
    ],
)
def test_the_fields_for_films_speak_the_language_of_the_page(browser, address, tab, locale, names):
    with tab(browser, address, locale) as page:
        for name in names:
            expect(page.get_by_role("button", name=name, exact=True)).to_be_visible()
