"""Every page opens, empty and with a study, and says what it must."""

import subprocess
import sys
from pathlib import Path

import pytest

from studies.notice import RESEARCH_NOTICE, UNREVIEWED

ROOT = Path(__file__).parents[2]
PAGES = sorted((ROOT / "webapp" / "pages").glob("*.py"))

RESULTS = {"study", "flexibility", "follow_up", "report"}
"""Pages of what was found in the study of the session."""

every_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)


def words(app):
    return "\n".join(str(element.value) for element in [*app.markdown, *app.caption])


@every_page
def test_page_opens_without_a_study(app, page):
    app.switch_page(str(page.relative_to(ROOT))).run()

    assert not app.exception
    assert not app.error


@every_page
def test_page_opens_with_a_study(analysed_app, page):
    analysed_app.switch_page(str(page.relative_to(ROOT))).run()

    assert not analysed_app.exception
    assert not analysed_app.error


@every_page
def test_page_begins_with_its_title(analysed_app, page):
    analysed_app.switch_page(str(page.relative_to(ROOT))).run()
    texts = [element.value for element in analysed_app.main if hasattr(element, "value")]

    assert texts[0] == analysed_app.title[0].value


@every_page
def test_page_carries_the_notice_and_the_review_where_it_shows_results(analysed_app, page):
    analysed_app.switch_page(str(page.relative_to(ROOT))).run()
    notice = analysed_app.markdown[-1].value

    assert RESEARCH_NOTICE in notice
    assert (UNREVIEWED in notice) == (page.stem in RESULTS)


@every_page
def test_page_without_a_result_says_nothing_of_a_review(app, page):
    app.switch_page(str(page.relative_to(ROOT))).run()

    assert RESEARCH_NOTICE in app.markdown[-1].value
    assert UNREVIEWED not in words(app)


@every_page
def test_page_shows_nothing_about_the_patient(analysed_app, page):
    analysed_app.switch_page(str(page.relative_to(ROOT))).run()

    assert "Secret" not in str(analysed_app)


def test_pages_without_a_study_point_to_where_one_begins(app):
    app.switch_page("webapp/pages/flexibility.py").run()

    assert "No study has been analysed yet" in app.info[0].value


def test_every_page_is_in_the_table_of_app_py():
    table = (ROOT / "app.py").read_text()

    assert all(f'"{page.stem}": (' in table for page in PAGES)


def test_opening_a_page_does_not_load_pytorch():
    program = (
        "import sys; from streamlit.testing.v1 import AppTest; "
        "app = AppTest.from_file('app.py', default_timeout=30).run(); "
        "assert not app.exception; sys.exit('torch' in sys.modules)"
    )

    opened = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True)

    assert opened.returncode == 0, opened.stderr.decode()
