"""Studies outlive the tab: saved when they have changed, opened by their address, or not at all."""

import sys
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from background import press_analyse
from starlette.formparsers import MultiPartParser
from streamlit import config
from streamlit.testing.v1 import AppTest

from measurements import BendingTechnique, ImageEdge, Level
from studies.edit import Signature
from studies.history import delete, move
from studies.radiograph import View
from studies.store.errors import StudyChangedError
from studies.store.kept import Search, Status
from studies.store.store import Store
from webapp import analysis, keeping
from webapp.session import KEY, Session

APP = Path(__file__).parents[2] / "app.py"


def tab(study_id=None):
    """A new tab, at the address of a study or of none."""
    app = AppTest.from_file(APP, default_timeout=30)
    if study_id:
        app.query_params["study"] = study_id
    return app.run()


def here(app):
    return app.session_state[KEY]


def kept_id(app):
    return here(app).keeping.place.id


def correct(app, view=View.CORONAL, level=Level.T5, rows=4.0):
    """Correct a film as the editor does, and draw the page again."""
    session = here(app)
    marks = session.history(view).present
    (row, column), *others = marks.vertebra(level).corners
    signed = Signature(session.reader, datetime(2026, 11, 25, tzinfo=UTC))
    edit = move(marks, level, ((row + rows, column), *others), signed)
    session.correct(view, session.history(view).edit(edit))
    return app.run()


def test_an_analysed_study_has_an_address_that_opens_it_with_the_same_findings(analysed_app):
    session = here(analysed_app)
    session.record_technique(BendingTechnique.SUPINE_BENDING)
    session.label = "Case 12"
    correct(analysed_app)
    address = analysed_app.query_params["study"]
    assert address == kept_id(analysed_app)

    again = here(tab(address))
    assert again.findings == session.findings
    assert again.kept == session.kept
    assert again.label == "Case 12"
    assert again.film(View.CORONAL).history == session.film(View.CORONAL).history
    assert {f.as_read.sha256 for f in again.films} == {f.as_read.sha256 for f in session.films}


def test_what_was_corrected_can_be_undone_in_another_tab(analysed_app):
    before = here(analysed_app).findings
    correct(analysed_app)
    again = here(tab(kept_id(analysed_app)))
    again.correct(View.CORONAL, again.history(View.CORONAL).undo())

    assert again.findings == before
    assert again.history(View.CORONAL).can_redo


def test_what_was_confirmed_stays_confirmed(analysed_app):
    session = here(analysed_app)
    session.reader = "Dr Reader"
    for view in View:
        session.confirm(view)
    analysed_app.run()
    again = tab(kept_id(analysed_app))

    assert here(again).findings.review == session.findings.review
    assert "Reviewed by Dr Reader" in again.markdown[-1].value


def test_a_study_is_kept_from_the_moment_its_films_are_dropped(app, drawn):
    app.file_uploader[0].set_value([("a.dcm", drawn[View.CORONAL].dicom, "")]).run()
    again = here(tab(kept_id(app)))

    assert [film.view for film in again.films] == [View.CORONAL]
    assert again.findings is None


def test_a_declared_side_and_a_chosen_view_are_kept(app, drawn):
    app.file_uploader[0].set_value([("a.png", drawn[View.CORONAL].png, "")]).run()
    next(box for box in app.selectbox if box.label == "View").set_value(View.LEFT_BENDING).run()
    next(box for box in app.selectbox if box.label == "Side").set_value(ImageEdge.RIGHT).run()
    (film,) = here(tab(kept_id(app))).films

    assert (film.view, film.patient_right) == (View.LEFT_BENDING, ImageEdge.RIGHT)
    assert film.radiograph.side.source == "declared by the user"


def test_each_change_is_written_once_and_nothing_is_written_without_one(analysed_app):
    version = here(analysed_app).keeping.place.version
    analysed_app.run()
    analysed_app.switch_page("webapp/pages/flexibility.py").run()
    analysed_app.switch_page("webapp/pages/study.py").run()
    assert here(analysed_app).keeping.place.version == version

    correct(analysed_app)
    analysed_app.run()
    assert here(analysed_app).keeping.place.version == version + 1


def test_a_page_switch_keeps_the_address(analysed_app):
    for page in ("flexibility", "worklist", "report", "study"):
        analysed_app.query_params.clear()  # as the browser does with a link to another page
        analysed_app.switch_page(f"webapp/pages/{page}.py").run()

        assert not analysed_app.error
        assert analysed_app.query_params["study"] == kept_id(analysed_app)


def test_a_new_study_has_an_address_of_its_own(analysed_app, drawn):
    first = kept_id(analysed_app)
    analysed_app.button(key="new-study").click().run()
    assert "study" not in analysed_app.query_params
    assert here(analysed_app).films == []

    film = ("a.dcm", drawn[View.CORONAL].dicom, "")
    analysed_app.file_uploader[0].set_value([film]).run()
    assert analysed_app.query_params["study"] == kept_id(analysed_app) != first
    assert len(here(tab(first)).films) == 3


def test_a_sample_study_is_kept_like_any_other_under_its_title(app):
    from sample_data import sample_studies

    sample = sample_studies()[0]
    app.button(key=f"sample-{sample.name}").click().run()
    again = here(tab(kept_id(app)))

    assert again.label == sample.title
    assert len(again.films) == 3


def test_of_two_tabs_that_correct_a_study_the_second_is_told_and_may_keep_both(analysed_app):
    second = tab(kept_id(analysed_app))
    correct(analysed_app, level=Level.T5)
    correct(second, level=Level.L1)

    (error,) = second.error
    assert "changed in another window" in error.value
    mine, theirs = here(second).findings, here(analysed_app).findings
    assert mine != theirs
    assert here(tab(kept_id(analysed_app))).findings == theirs

    by_label = {button.label: button for button in second.button}
    by_label["Keep mine as another study"].click().run()
    assert not second.error
    assert kept_id(second) != kept_id(analysed_app)
    assert here(tab(kept_id(second))).findings == mine
    assert here(tab(kept_id(analysed_app))).findings == theirs


def test_the_second_tab_may_take_what_the_first_has_saved(analysed_app):
    second = tab(kept_id(analysed_app))
    correct(analysed_app)
    correct(second, level=Level.L1)
    by_label = {button.label: button for button in second.button}
    by_label["Open what was saved there"].click().run()

    assert not second.error
    assert here(second).findings == here(analysed_app).findings
    assert not isinstance(here(second).keeping.trouble, StudyChangedError)


def test_the_address_of_a_deleted_study_says_that_it_is_gone(analysed_app):
    gone = kept_id(analysed_app)
    keeping.store().delete(gone)
    late = tab(gone)

    assert [error.value.split(":")[0] for error in late.error] == ["This study is no longer here"]
    assert here(late).films == []
    assert not late.exception


def test_a_study_deleted_elsewhere_is_not_kept_again_by_the_tab_that_shows_it(analysed_app):
    keeping.store().delete(kept_id(analysed_app))
    correct(analysed_app)

    assert "no longer here" in analysed_app.error[0].value
    assert keeping.store().search(Search()).kept_count == 0


def test_a_study_whose_last_film_is_left_out_is_none_any_more(app, drawn):
    app.file_uploader[0].set_value([("a.dcm", drawn[View.CORONAL].dicom, "")]).run()
    leave_out = next(button for button in app.button if button.label == "Leave out")
    leave_out.click().run()

    assert keeping.store().search(Search()).kept_count == 0
    assert "study" not in app.query_params


def test_studies_outlive_the_server(analysed_app, data_folder):
    correct(analysed_app)
    address, findings = kept_id(analysed_app), here(analysed_app).findings
    keeping.store().close()
    keeping._opened.clear()

    assert here(tab(address)).findings == findings


def test_requests_of_a_browser_from_before_a_restart_are_void(session):
    """The browser may send them again to the new server, whose films have new epochs."""
    before = session.films[0].desk.epoch

    assert before > 1_700_000_000_000  # milliseconds since 1970, so later starts have later ones
    assert Session().keeping.place is None


def test_the_worklist_is_told_of_status_day_and_curves(analysed_app):
    (line,) = keeping.store().search(Search()).summaries

    assert line.status is Status.ANALYSED
    assert [round(curve.magnitude_deg) for curve in line.curves] == [50, 33]
    assert line.taken is None or isinstance(line.taken, date)


@pytest.fixture
def writes():
    """Paths that anything opens for writing or makes, from now on."""
    seen, watching = [], True
    changing = {"os.mkdir", "os.rename", "os.link", "os.symlink", "sqlite3.connect"}

    def watch(event, details):
        if not watching:
            return
        writing = event == "open" and (
            any(letter in (details[1] or "") for letter in "wax+") or (details[2] or 0) & 3
        )
        if event in changing or writing:
            seen.append((event, str(details[0])))

    sys.addaudithook(watch)
    yield seen
    watching = False


def test_without_storing_nothing_touches_the_disk(
    monkeypatch, truth, drawn, data_folder, writes, tmp_path
):
    monkeypatch.setenv("R2MF_SPINE_STORE", "off")
    monkeypatch.setattr(analysis, "segmenter", lambda: truth)
    app = tab()
    writes.clear()  # modules that are imported for the first time are compiled
    files = [(f"{view}.dcm", film.dicom, "") for view, film in drawn.items()]
    app.file_uploader[0].set_value(files).run()
    press_analyse(app)
    here(app).reader = "Dr Reader"
    correct(app)
    here(app).confirm(View.CORONAL)
    app.run()
    for page in ("flexibility", "worklist", "study"):
        app.switch_page(f"webapp/pages/{page}.py").run()

    assert here(app).findings.standing.review
    assert [seen for seen in writes if "__pycache__" not in seen[1]] == []
    assert list(tmp_path.iterdir()) == []
    assert "study" not in app.query_params


def test_without_storing_no_kept_study_is_opened_by_its_address(analysed_app, monkeypatch):
    monkeypatch.setenv("R2MF_SPINE_STORE", "off")
    other = tab(kept_id(analysed_app))

    assert here(other).films == []
    assert "not kept in this tab" in other.error[0].value


def test_the_switch_keeps_a_study_that_was_not_kept_so_far(monkeypatch, app, drawn):
    app.toggle(key="keep").set_value(False).run()
    app.file_uploader[0].set_value([("a.dcm", drawn[View.CORONAL].dicom, "")]).run()
    assert here(app).keeping.place is None

    app.toggle(key="keep").set_value(True).run()
    assert len(here(tab(kept_id(app))).films) == 1


def test_files_that_come_in_are_never_laid_in_a_temporary_folder():
    assert MultiPartParser.spool_max_size >= config.get_option("server.maxUploadSize") * 2**20


def test_a_setting_that_cannot_be_meant_is_said(monkeypatch, data_folder):
    monkeypatch.setenv("R2MF_SPINE_STORE", "perhaps")

    assert "set it to on or off" in tab().error[0].value


def test_a_folder_that_cannot_be_used_is_said_and_nothing_is_lost(app, drawn, data_folder):
    data_folder.write_text("a file where the folder should be")
    app.file_uploader[0].set_value([("a.dcm", drawn[View.CORONAL].dicom, "")]).run()
    assert "data folder cannot be used" in app.error[0].value
    assert len(here(app).films) == 1

    data_folder.unlink()
    app.run()
    assert not app.error
    assert len(here(tab(kept_id(app))).films) == 1


def test_nothing_of_the_patient_is_in_the_address_or_in_names_of_files(analysed_app, data_folder):
    correct(analysed_app)
    names = "".join(map(str, data_folder.rglob("*"))) + str(analysed_app.query_params)

    assert "Secret" not in names
    assert b"Secret" not in (data_folder / "studies.sqlite").read_bytes()


def test_a_film_deleted_on_one_tab_is_missing_on_the_other(analysed_app):
    session = here(analysed_app)
    history = session.history(View.CORONAL)
    edit = delete(history.present, Level.T3, Signature("Dr Reader", datetime.now(UTC)))
    session.correct(View.CORONAL, history.edit(edit))
    analysed_app.run()
    (kept,) = here(tab(kept_id(analysed_app))).findings.standing.edits

    assert (kept.target, kept.signed.by) == (Level.T3, "Dr Reader")


def test_the_store_is_opened_once_for_all_tabs(analysed_app):
    assert keeping.store() is keeping.store()
    assert isinstance(keeping.store(), Store)
