"""Follow-up page: studies of one patient chosen, dated, followed, compared and taken away."""

import io
from datetime import date

import pydicom
import pytest

from studies.analyse import analyse_study
from studies.radiograph import View
from studies.read import read_film
from studies.store.kept import Search
from webapp import keeping
from webapp.session import KEY, Session

PAGE = "webapp/pages/follow_up.py"
STUDY_PAGE = "webapp/pages/study.py"
FIRST, SECOND = "2024-03-01", "2025-03-01"


def of_patient(dicom, **stated):
    """The same film with another header."""
    film = pydicom.dcmread(io.BytesIO(dicom))
    for name, value in stated.items():
        setattr(film, name, value)
    file = io.BytesIO()
    film.save_as(file, enforce_file_format=True)
    return file.getvalue()


@pytest.fixture
def keep(drawn, truth, data_folder):
    """Keep a study of one standing film, and return its id.

    Its curves are those of the drawn view: 50 and 33 degrees standing, 20 and 40 in a right bend,
    taken here for a later standing film.
    """

    def keep(label, day, drawing=View.CORONAL, *, number="4711", analysed=True):
        stated = {"PatientID": number, "SeriesDescription": "Whole spine standing AP"}
        stated |= {"AcquisitionDate": day.replace("-", "")} if day else {}
        data = of_patient(drawn[drawing].dicom, PatientName=f"Name^{number}", **stated)
        session = Session(label=label)
        session.add(read_film(data, f"{label}.dcm"), data)
        if analysed:
            session.findings = analyse_study(session.by_view, truth)
        keeping.save(session)
        return session.keeping.place.id

    return keep


@pytest.fixture
def open_page(app):
    """Open the page with a study open."""

    def open_page(study_id):
        keeping.open_study(app.session_state[KEY], study_id)
        return app.switch_page(PAGE).run()

    return open_page


def said(page):
    parts = (page.markdown, page.caption, page.info, page.warning, page.error)
    return plain("\n".join(str(each.value) for part in parts for each in part))


def plain(words):
    """The words without what keeps Markdown from reading anything into them."""
    return words.replace("\\", "")


def checked(page):
    return {box.label.strip("*"): box.value for box in page.checkbox}


def test_two_studies_of_a_patient_are_recognised_and_followed(keep, open_page):
    keep("later", SECOND, View.LEFT_BENDING)
    page = open_page(keep("first", FIRST))
    angles, changes = (table.value for table in page.table)

    assert not page.exception
    assert not page.error
    assert checked(page) == {"first": True, "later": True}
    assert FIRST in said(page).splitlines()
    assert angles["Curve"].tolist() == ["Main thoracic T5–T12", "Lumbar T12–L5"]
    assert angles[FIRST].tolist() == ["50° (44 to 56°)", "33° (27 to 39°)"]
    assert angles[SECOND].tolist() == ["60° (54 to 66°)", "10° (4 to 16°)"]
    assert changes["Change"].tolist() == ["+10.0°", "−23.0°"]
    assert changes["5 degrees by convention"][0] == "progression (grew by 5° or more)"
    assert changes["5 degrees by convention"][1].startswith("no progression (straightened")
    assert changes["Measurement error"].tolist() == ["beyond (more than 8.3° either way)"] * 2


def test_headlines_make_two_statements_apart(keep, open_page):
    keep("later", SECOND, View.LEFT_BENDING)
    page = open_page(keep("first", FIRST))
    statement = next(each.value for each in page.markdown if "by convention:" in each.value)

    assert [metric.value for metric in page.metric] == ["50° → 60°", "33° → 10°"]
    assert page.metric[0].delta == "+10.0° in 1.0 years"
    convention, error, rate = statement.split("  \n")
    assert "progression" in convention
    assert "beyond" in error
    assert "+10.0° (+1.7° to +18.3°)" in rate


def test_growth_within_measurement_error_is_said_to_be_so(keep, open_page):
    keep("later", SECOND, View.RIGHT_BENDING)
    page = open_page(keep("first", FIRST))

    assert page.table[1].value["Change"][1] == "+7.0°"
    assert page.table[1].value["5 degrees by convention"][1].startswith("progression")
    assert page.table[1].value["Measurement error"][1] == "within (up to 8.3° either way)"


def test_cautions_stand_before_any_number_with_what_to_do(keep, open_page):
    keep("later", SECOND, View.LEFT_BENDING)
    page = open_page(keep("first", FIRST))
    unreviewed = plain(page.warning[-1].value)

    assert "Film of 2024-03-01: Unreviewed automatic result." in unreviewed
    assert "Film of 2025-03-01: Unreviewed automatic result." in unreviewed
    assert "confirm them" in unreviewed
    assert "all are of one patient" in said(page)


def test_the_study_of_another_patient_is_not_there_until_a_person_says_so(keep, open_page):
    other = keep("other", SECOND, View.LEFT_BENDING, number="4712")
    page = open_page(keep("first", FIRST))
    assert "No other study is recognised" in page.info[0].value
    assert not page.metric

    page.selectbox(key="hand-study").set_value(other).run()
    page.button(key="hand-add").click().run()

    assert checked(page) == {"first": True, "other": True}
    assert "because you say so" in said(page)
    assert "other was added by hand" in page.warning[0].value
    assert "day of birth" in page.warning[0].value
    assert page.metric[0].value == "50° → 60°"

    page.button(key=f"drop-{other}").click().run()
    assert checked(page) == {"first": True}


def test_what_was_added_by_hand_stays_with_its_study(keep, open_page):
    other = keep("other", SECOND, View.LEFT_BENDING, number="4712")
    page = open_page(keep("first", FIRST))
    page.selectbox(key="hand-study").set_value(other).run()
    page.button(key="hand-add").click().run()

    page = open_page(other)
    assert checked(page) == {"other": True}


def test_a_film_without_a_day_waits_for_one(keep, open_page):
    keep("undated", "", View.LEFT_BENDING)
    page = open_page(keep("first", FIRST))
    assert "The film states no day: enter it" in said(page)
    assert "Choose two studies or more" in said(page)
    assert not page.metric

    page.date_input[0].set_value(date(2026, 3, 1)).run()

    assert page.metric[0].delta == "+10.0° in 2.0 years"
    assert "undated, 2026-03-01, was entered by hand" in said(page)


def test_the_same_film_twice_is_refused(keep, open_page):
    keep("copy", FIRST)
    page = open_page(keep("first", FIRST))

    assert "The same film is given twice" in page.error[0].value
    assert not page.metric
    assert not page.exception


def test_two_films_of_one_day_are_refused(keep, open_page):
    keep("later", FIRST, View.LEFT_BENDING)
    page = open_page(keep("first", FIRST))

    assert f"two films were taken on {FIRST}" in page.error[0].value
    assert not page.metric


def test_a_study_that_is_not_analysed_says_what_to_do(keep, open_page):
    keep("new", SECOND, analysed=False)
    page = open_page(keep("first", FIRST))

    assert "open it from the worklist and analyse it" in said(page)
    assert checked(page) == {"first": True, "new": False}


def test_a_study_left_out_is_not_followed(keep, open_page):
    middle = keep("middle", "2024-09-01", View.RIGHT_BENDING)
    keep("later", SECOND, View.LEFT_BENDING)
    page = open_page(keep("first", FIRST))
    assert "2024-09-01" in page.table[0].value

    page.checkbox(key=f"compare-{middle}").uncheck().run()
    assert list(page.table[0].value)[2:4] == [FIRST, SECOND]


def test_the_curves_of_another_film_can_be_followed(keep, open_page):
    keep("later", SECOND, View.LEFT_BENDING)
    page = open_page(keep("first", FIRST))
    reference = next(b for b in page.get("button_group") if "Follow the curves" in b.label)
    reference.set_value(date.fromisoformat(SECOND)).run()

    assert page.metric[0].value == "50° → 60°"
    assert f"on the film of {SECOND}, whose curves and levels are followed" in said(page)


def test_without_keeping_the_page_says_what_to_do(analysed_app):
    session = analysed_app.session_state[KEY]
    keeping.delete(session, session.keeping.place.id)
    page = analysed_app.switch_page(PAGE).run()
    assert "No study has been analysed yet" in page.info[0].value


def test_in_a_tab_that_keeps_nothing_the_page_offers_to_keep(app, session, truth):
    session.keeping.wanted = False
    session.findings = analyse_study(session.by_view, truth)
    app.session_state[KEY] = session
    page = app.switch_page(PAGE).run()

    assert "not kept" in page.info[0].value
    assert page.toggle(key="keep").value is False


def test_csv_and_json_are_offered(keep, open_page):
    keep("later", SECOND, View.LEFT_BENDING)
    page = open_page(keep("first", FIRST))
    buttons = {button.proto.label: button for button in page.get("download_button")}

    assert set(buttons) == {"CSV of the angles", "JSON of everything"}


def test_a_deleted_study_is_gone_from_the_comparison(keep, open_page):
    later = keep("later", SECOND, View.LEFT_BENDING)
    page = open_page(keep("first", FIRST))
    assert page.metric

    keeping.store().delete(later)
    page.run()
    assert checked(page) == {"first": True}
    assert keeping.store().search(Search()).count == 1
