"""Report page: files to take away, named by their content."""

import hashlib
import json
import re

import pytest

from measurements import Level
from studies.radiograph import View
from webapp.session import KEY


@pytest.fixture
def page(analysed_app):
    return analysed_app.switch_page("webapp/pages/report.py").run()


def test_json_holds_the_study(page):
    study = json.loads(page.json[0].value)

    rates = [round(item["rate_percent"]) for item in study["flexibility"]]
    assert rates == [60, 70]


def test_csv_holds_the_curves(page):
    header, *rows = page.code[0].value.splitlines()

    assert header.startswith("region,")
    assert [row.split(",")[:3] for row in rows] == [["MT", "T5", "T12"], ["L", "T12", "L5"]]


def test_downloads_are_offered_in_all_three_formats(page):
    assert [button.label for button in page.get("download_button")] == [
        "PDF report",
        "CSV of the curves",
        "JSON of everything",
    ]


def test_a_corrected_study_is_a_new_report(page):
    session = page.session_state[KEY]
    before = session.reports["en"]
    session.name_lowest(View.CORONAL, Level.L4)
    page.run()

    assert session.reports["en"] is not before


def test_report_is_typeset_once(page):
    before = page.session_state[KEY].reports["en"]
    page.run()

    assert page.session_state[KEY].reports["en"] is before


def test_file_name_carries_the_hash_of_the_content(page):
    report = page.session_state[KEY].reports["en"]
    digest = re.fullmatch(r"r2mf-spine-report-([0-9a-f]{10})\.pdf", report.name).group(1)

    assert hashlib.sha256(report.data).hexdigest().startswith(digest)
