"""Study page: films in, confirmed, analysed, shown."""

import io

import numpy as np
import pytest
from background import press_analyse
from PIL import Image
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.testing.v1 import local_script_runner

from measurements import ImageEdge, Level
from r2mf.segmenter import Segmenter
from sample_data import sample_studies
from studies.radiograph import View
from webapp import analysis
from webapp.components.film_editor import key_of
from webapp.session import KEY


def drop(app, files):
    app.file_uploader[0].set_value([(name, data, "") for name, data in files]).run()


def cobb_table(app):
    return app.table[0].value


def noise_png():
    noise = np.random.default_rng(3).integers(0, 65535, (400, 300), dtype=np.uint16)
    file = io.BytesIO()
    Image.fromarray(noise).save(file, "PNG")
    return file.getvalue()


@pytest.fixture
def dropped(app, drawn):
    """The three DICOM files, dropped without extension and in no order."""
    order = (View.RIGHT_BENDING, View.CORONAL, View.LEFT_BENDING)
    drop(app, [(f"IM{place}", drawn[view].dicom) for place, view in enumerate(order)])
    return app


def test_views_are_guessed_with_the_words_that_led_to_them(dropped):
    assert [box.value for box in dropped.selectbox if box.label == "View"] == [
        View.RIGHT_BENDING,
        View.CORONAL,
        View.LEFT_BENDING,
    ]
    guesses = [caption.value for caption in dropped.caption if "Guessed from" in caption.value]
    assert len(guesses) == 3
    assert all("SeriesDescription" in guess for guess in guesses)


def test_nothing_is_measured_before_it_is_confirmed(dropped):
    assert not dropped.table
    assert dropped.session_state[KEY].findings is None


def test_one_click_analyses_the_study(dropped):
    press_analyse(dropped)

    assert not dropped.error
    table = cobb_table(dropped)
    assert table["Levels"].tolist() == ["T5–T12", "T12–L5"]
    assert table["Cobb"].tolist() == ["50°", "33°"]
    assert table["Convex"].tolist() == ["right", "left"]


def test_drop_zone_is_empty_again_after_the_films_were_taken_in(dropped):
    assert not dropped.file_uploader[0].value


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("empty.dcm", b""),
        ("notes.txt", b"no picture at all"),
        ("cut.png", b"\x89PNG\r\n\x1a\n" + bytes(40)),
        ("cut.dcm", bytes(128) + b"DICM" + bytes(12)),
        ("film.mp4", b"\x00\x00\x00\x18ftypmp42" + bytes(64)),
        ("../../etc/passwd", b"root:x:0:0"),
    ],
)
def test_a_bad_file_gets_one_sentence_and_leaves_the_rest(app, drawn, name, data):
    drop(app, [(name, data), ("good.dcm", drawn[View.CORONAL].dicom)])

    assert not app.exception
    assert len(app.error) == 1
    (refusal,) = app.session_state[KEY].refusals
    assert refusal.name == name.rsplit("/", 1)[-1]
    assert refusal.reason in app.error[0].value
    assert "inside the app" not in refusal.reason
    assert [film.as_read.name for film in app.session_state[KEY].films] == ["good.dcm"]


def test_a_name_cannot_draw_on_the_page(app):
    drop(app, [("![x](y.png)", b"no picture")])

    assert r"\!\[x\]\(y\.png\)" in app.error[0].value


def test_the_same_file_twice_is_taken_once(app, drawn):
    data = drawn[View.CORONAL].dicom
    drop(app, [("a.dcm", data), ("b.dcm", data)])

    assert len(app.session_state[KEY].films) == 1
    assert "already in this study" in app.error[0].value


def test_what_was_dropped_does_not_stay_in_memory_beside_the_films(app, drawn, monkeypatch):
    kept = MemoryUploadedFileManager("/upload")
    monkeypatch.setattr(local_script_runner, "MemoryUploadedFileManager", lambda endpoint: kept)
    drop(app, [("notes", b"no film"), ("standing", drawn[View.CORONAL].dicom)])

    (files,) = kept.file_storage.values()
    assert not app.exception
    assert len(app.session_state[KEY].films) == 1
    assert files == {}


def test_a_view_claimed_twice_is_flagged_and_not_analysed(dropped):
    next(box for box in dropped.selectbox if box.label == "View").set_value(View.CORONAL).run()

    assert len([error for error in dropped.error if "claims this view" in error.value]) == 2
    assert dropped.button(key="analyse").disabled


def test_a_changed_side_withdraws_the_findings(dropped):
    press_analyse(dropped)
    side = next(box for box in dropped.selectbox if box.label == "Side")
    side.set_value(ImageEdge.RIGHT).run()

    assert dropped.session_state[KEY].findings is None
    assert "analyse again" in dropped.warning[0].value


def test_a_picture_without_a_side_is_never_called_right_or_left(app, drawn):
    drop(app, [("standing.png", drawn[View.CORONAL].png)])
    box = next(box for box in app.selectbox if box.label == "View")
    box.set_value(View.CORONAL).run()
    press_analyse(app)

    assert cobb_table(app)["Convex"].tolist() == ["image left", "image right"]


def test_a_declared_side_gives_the_patients_convexity(app, drawn):
    drop(app, [("standing.png", drawn[View.CORONAL].png)])
    next(box for box in app.selectbox if box.label == "View").set_value(View.CORONAL).run()
    next(box for box in app.selectbox if box.label == "Side").set_value(ImageEdge.LEFT).run()
    press_analyse(app)

    assert cobb_table(app)["Convex"].tolist() == ["right", "left"]


def test_a_film_without_a_spine_is_refused_and_the_others_are_measured(app, drawn):
    drop(app, [("LB.png", noise_png()), ("s.dcm", drawn[View.CORONAL].dicom)])
    next(box for box in app.selectbox if box.label == "View").set_value(View.LEFT_BENDING).run()
    press_analyse(app)

    assert any("No spine was found" in warning.value for warning in app.warning)
    assert cobb_table(app)["Cobb"].tolist() == ["50°", "33°"]


def test_a_new_study_forgets_the_old_one(dropped):
    press_analyse(dropped)
    dropped.button(key="new-study").click().run()

    assert dropped.session_state[KEY].films == []
    assert not dropped.table


@pytest.mark.parametrize("sample", sample_studies(), ids=lambda sample: sample.name)
def test_a_sample_study_opens_ready_to_be_analysed(app, sample):
    app.button(key=f"sample-{sample.name}").click().run()

    assert not app.error
    assert {film.view for film in app.session_state[KEY].films} == set(View)
    assert not app.button(key="analyse").disabled


def test_a_sample_study_is_analysed_in_one_click(app, monkeypatch):
    """With the shipped network: a phantom's outlines are not those of the drawn films."""
    monkeypatch.setattr(analysis, "segmenter", Segmenter.load)
    press_analyse(app, f"analyse-{sample_studies()[0].name}")

    assert not app.error
    assert set(app.session_state[KEY].findings.films) == set(View)
    assert app.table


def ask(app, *requests, view=View.CORONAL):
    """Send what the editor in the browser would send."""
    film = app.session_state[KEY].film(view)
    sent = {
        "epoch": film.desk.epoch,
        "requests": [{"id": film.desk.seen + 1} | r for r in requests],
    }
    app.session_state[key_of(film)] = {"edits": sent}
    return app.run()


def tilted(app, level, rows):
    """Corners of a vertebra with the image's right end of its superior endplate moved."""
    a, (row, column), c, d = app.session_state[KEY].findings.standing.vertebra(level).corners
    return [a, (row + rows, column), c, d]


def test_a_corrected_corner_changes_the_angle_and_undo_brings_it_back(analysed_app):
    corners = tilted(analysed_app, Level.T5, 4.0)
    ask(analysed_app, {"do": "move", "level": "T5", "corners": corners})
    (row_left, left), (row_right, right) = corners[:2]
    tilt = np.degrees(np.arctan2(row_right - row_left, right - left))

    assert cobb_table(analysed_app)["Cobb"][0] == f"{tilt + 25:.0f}°"
    ask(analysed_app, {"do": "undo"})
    assert cobb_table(analysed_app)["Cobb"].tolist() == ["50°", "33°"]


def test_a_correction_on_one_film_reaches_the_other_pages(analysed_app):
    corners = tilted(analysed_app, Level.T5, 4.0)
    ask(analysed_app, {"do": "move", "level": "T5", "corners": corners})
    page = analysed_app.switch_page("webapp/pages/flexibility.py").run()

    assert page.table[0].value["Standing"][0] != "+50°"
    assert page.table[0].value["Flexibility"][0] != "60 %"


def test_a_suggestion_reads_the_vertebra_from_the_film(analysed_app, drawn):
    corners = tilted(analysed_app, Level.T5, 4.0)
    ask(analysed_app, {"do": "move", "level": "T5", "corners": corners})
    ask(analysed_app, {"do": "suggest", "level": "T5"})

    suggested = analysed_app.session_state[KEY].findings.standing.vertebra(Level.T5)
    np.testing.assert_allclose(suggested.corners, drawn[View.CORONAL].corners[4])


def test_a_film_is_confirmed_by_name_and_a_correction_withdraws_it(analysed_app):
    analysed_app.button(key="confirm-coronal").click().run()
    assert [error.value for error in analysed_app.error] == [
        "A review needs a name; enter yours, then confirm."
    ]
    analysed_app.text_input(key="reader").set_value("Dr [A]. Reader").run()
    analysed_app.button(key="confirm-coronal").click().run()

    def said():
        return " ".join(text.value for text in analysed_app.markdown)

    assert r"Reviewed by Dr \[A\]\. Reader on" in said()
    assert analysed_app.session_state[KEY].findings.standing.review.by == "Dr [A]. Reader"
    ask(analysed_app, {"do": "delete", "level": "T3"})
    assert "Reviewed by" not in said()
    assert r"Edited by Dr \[A\]\. Reader\, not confirmed" in said()


def test_the_foot_of_the_page_says_reviewed_only_once_every_film_is(analysed_app):
    def foot():
        return analysed_app.markdown[-1].value

    session = analysed_app.session_state[KEY]
    session.reader = "Dr Reader"
    for view in View:
        assert "Unreviewed automatic result" in foot()
        session.confirm(view)
        analysed_app.run()

    assert "Reviewed by Dr Reader" in foot()
    ask(analysed_app, {"do": "delete", "level": "T3"})
    assert "Unreviewed automatic result" in foot()


def test_corrections_are_listed_with_who_made_them(analysed_app):
    analysed_app.text_input(key="reader").set_value("Dr Reader").run()
    ask(analysed_app, {"do": "delete", "level": "T3"})
    ask(analysed_app, {"do": "add", "place": 2})

    (listed,) = [text.value for text in analysed_app.markdown if text.value.startswith("1. ")]
    assert r"T3\: deleted" in listed
    assert r"T3\: added" in listed
    assert listed.count("Dr Reader on") == 2


def test_what_is_refused_is_said_and_loses_nothing(analysed_app):
    before = analysed_app.session_state[KEY].findings
    a, b, c, d = tilted(analysed_app, Level.T5, 0.0)
    ask(analysed_app, {"do": "move", "level": "T5", "corners": [b, a, c, d]})

    assert not analysed_app.exception
    assert analysed_app.session_state[KEY].findings == before
    assert "would cross" in analysed_app.session_state[KEY].film(View.CORONAL).desk.said


def test_corrections_outlive_a_new_analysis(analysed_app):
    ask(analysed_app, {"do": "delete", "level": "T3"})
    side = next(box for box in analysed_app.selectbox if box.label == "Side")
    side.set_value(ImageEdge.RIGHT).run()
    press_analyse(analysed_app)

    standing = analysed_app.session_state[KEY].findings.standing
    assert len(standing.vertebrae) == 16
    assert [edit.target for edit in standing.edits] == [Level.T3]
