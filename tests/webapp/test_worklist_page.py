"""Worklist page: studies found, opened and deleted."""

from dataclasses import replace

import pytest
from background import analyse

from studies.analyse import with_bends_swapped
from studies.edit import Signature
from studies.radiograph import View
from studies.store.kept import Search
from webapp import analysis, keeping
from webapp.session import KEY, Session

PAGE = "webapp/pages/worklist.py"


@pytest.fixture
def keep(radiographs, drawn, truth, data_folder, monkeypatch):
    """Keep the drawn study under a label, and return its id."""
    monkeypatch.setattr(analysis, "segmenter", lambda: truth)

    def keep(label, *, analysed=True, reviewed=False):
        session = Session(label=label, reader="Dr Reader")
        for view, radiograph in radiographs.items():
            session.add(radiograph, drawn[view].dicom)
        if analysed:
            analyse(session)
        if reviewed:
            for view in View:
                session.confirm(view)
        keeping.save(session)
        return session.keeping.place.id

    return keep


@pytest.fixture
def page(app):
    return app.switch_page(PAGE).run()


def labels(page):
    """The labels as they are listed, from top to bottom."""
    lines = [text.value.split("  \n")[0] for text in page.markdown if "  \n:small[" in text.value]
    return [line.strip("*") for line in lines]


def confirm(page, study_id):
    """Confirm in the dialog, which a page test draws only together with the button before it."""
    page.button(key=f"delete-{study_id}").click()
    page.button(key="delete").click().run()


def test_an_empty_worklist_says_what_to_do(page):
    assert "Drop films on the Study page" in page.info[0].value
    assert not page.error


def test_a_study_is_listed_with_its_curves_and_status(keep, app):
    keep("Case 12")
    page = app.switch_page(PAGE).run()

    assert labels(page) == ["Case 12"]
    curves = next(html.value for html in page.get("html") if "T5–T12" in html.value)
    assert "<b>50°</b> right, flexibility 60 %" in curves
    assert "T12–L5" in curves
    assert any("Analysed" in text.value for text in page.markdown)


def test_a_study_is_found_by_label_and_by_status(keep, app):
    keep("Spine one", analysed=False)
    keep("Spine two")
    keep("Knee", reviewed=True)
    page = app.switch_page(PAGE).run()
    assert labels(page) == ["Knee", "Spine two", "Spine one"]

    page.text_input(key="worklist-words").set_value("spine").run()
    assert labels(page) == ["Spine two", "Spine one"]
    assert "2 studies of 3 kept" in [caption.value for caption in page.caption]

    page.text_input(key="worklist-words").set_value("").run()
    page.get("button_group")[0].set_value("reviewed").run()
    assert labels(page) == ["Knee"]

    page.text_input(key="worklist-words").set_value("spine").run()
    assert "No study matches" in page.info[0].value


def test_a_study_is_opened_on_the_study_page(keep, app):
    study_id = keep("Case 12")
    page = app.switch_page(PAGE).run()
    page.button(key=f"open-{study_id}").click().run()

    assert page.session_state[KEY].keeping.place.id == study_id
    assert page.title[0].value == "Study"
    assert page.table[0].value["Cobb"].tolist() == ["50°", "33°"]
    assert page.query_params["study"] == study_id


def test_a_study_is_deleted_only_once_that_is_confirmed(keep, app):
    gone, stays = keep("goes"), keep("stays")
    page = app.switch_page(PAGE).run()
    page.button(key=f"delete-{gone}").click().run()
    assert keeping.store().search(Search()).kept_count == 2

    confirm(page, gone)
    assert labels(page) == ["stays"]
    assert [hit.id for hit in keeping.store().search(Search()).summaries] == [stays]


def test_a_deleted_study_leaves_the_tab_that_shows_it(keep, app):
    gone = keep("goes")
    page = app.switch_page(PAGE).run()
    page.button(key=f"open-{gone}").click().run()
    page.switch_page(PAGE).run()
    page.button(key=f"delete-{gone}").click().run()
    confirm(page, gone)

    assert page.session_state[KEY].films == []
    assert "study" not in page.query_params


def test_a_label_cannot_draw_on_the_page(keep, app):
    keep("![x](y) **b** <script>")
    page = app.switch_page(PAGE).run()

    listed = next(text.value for text in page.markdown if "script" in text.value)
    assert listed.startswith(r"**\!\[x\]\(y\) \*\*b\*\* \<script\>**")


def test_more_studies_are_listed_when_asked_for(keep, app):
    study = keeping.store().open(keep("0")).study
    for number in range(1, 35):
        keeping.store().add(replace(study, label=str(number)), {})
    page = app.switch_page(PAGE).run()
    assert len(labels(page)) == 30

    page.button(key="more").click().run()
    assert len(labels(page)) == 35


def test_without_storing_there_is_no_list(monkeypatch, app, data_folder):
    app.session_state[KEY].keeping.wanted = False
    page = app.switch_page(PAGE).run()

    assert "not kept in this tab" in page.info[0].value
    assert not data_folder.exists()


def test_a_study_that_cannot_be_opened_is_said(keep, app, data_folder):
    study_id = keep("damaged")
    for path in (data_folder / "films").rglob("*"):
        if path.is_file():
            path.write_bytes(b"damaged")
    page = app.switch_page(PAGE).run()
    page.button(key=f"open-{study_id}").click().run()

    assert "missing from the data folder or was changed" in page.error[0].value
    assert not page.exception


def test_signatures_of_a_listed_study_are_those_of_its_reader(keep):
    study = keeping.store().open(keep("reviewed", reviewed=True)).study

    assert isinstance(study.findings.review, Signature)
    assert study.findings.review.by == "Dr Reader"


def test_a_doubtful_study_says_so_in_the_list(keep, app):
    """Bends exchanged: every rate of the list is wrong, and looks right."""
    study_id = keep("exchanged")
    opened = keeping.store().open(study_id)
    swapped = with_bends_swapped(opened.study.findings)
    views = {View.LEFT_BENDING: View.RIGHT_BENDING, View.RIGHT_BENDING: View.LEFT_BENDING}
    films = tuple(
        replace(film, view=views.get(film.view, film.view)) for film in opened.study.films
    )
    analysed = tuple(film.role for film in films)
    study = replace(opened.study, findings=swapped, films=films, analysed=analysed)
    keeping.store().save(opened.place, study, {})
    page = app.switch_page(PAGE).run()

    assert "bends-swapped" in {warning.code for warning in swapped.warnings}
    assert any("⚠" in html.value for html in page.get("html"))
