"""Folders and archives on the Study page: one study opens by itself, of several one is chosen."""

import io

import pydicom
import pytest
from archives import packed

from studies.intake import MOST_FILMS
from studies.radiograph import View
from webapp.session import KEY


def of_study(dicom, number, uid, day):
    """The same film with a patient, a study and a day in its header."""
    film = pydicom.dcmread(io.BytesIO(dicom))
    film.PatientID, film.StudyInstanceUID, film.StudyDate = number, uid, day
    stream = io.BytesIO()
    pydicom.dcmwrite(stream, film)
    return stream.getvalue()


def drop_folder(app, files):
    app.file_uploader[1].set_value([(path, data, "") for path, data in files.items()]).run()


def views(app):
    return [film.view for film in app.session_state[KEY].films]


@pytest.fixture(scope="module")
def disc(drawn):
    """A disc with three studies of two patients."""
    films = {view: film.dicom for view, film in drawn.items()}
    january = {
        f"disc/A/{view}": of_study(data, "Secret4711", "1.2.1", "20260105")
        for view, data in films.items()
    }
    march = of_study(films[View.CORONAL], "Secret4711", "1.2.2", "20260301")
    other = of_study(films[View.LEFT_BENDING], "Secret4712", "1.2.3", "20260105")
    return january | {
        "disc/B/IM1": march,
        "disc/C/IM1": other,
        "disc/DICOMDIR": b"contents",
        "disc/viewer/start.txt": b"text",
        "disc/viewer/help.txt": b"more text",
    }


def test_an_archive_of_one_study_opens_like_its_films(app, drawn):
    films = {f"films/{view}.dcm": film.dicom for view, film in drawn.items()}
    data = packed(films | {"films/notes.txt": b"notes", "films/.DS_Store": b"\0"})
    app.file_uploader[0].set_value([("study.zip", data, "")]).run()

    assert set(views(app)) == set(View)
    assert not app.button(key="analyse").disabled
    assert r"**notes\.txt**: The file is a text" in app.error[0].value
    assert any(r"never films: \.DS\_Store" in caption.value for caption in app.caption)


def test_of_several_studies_one_is_chosen(app, disc):
    drop_folder(app, disc)

    assert views(app) == []
    assert [box.label for box in app.checkbox] == [
        "**2026-01-05**, patient 1, 3 films: standing, left bending, right bending",
        "**2026-03-01**, patient 1, 1 film: standing",
        "**2026-01-05**, patient 2, 1 film: left bending",
    ]
    assert r"**help\.txt**, **start\.txt**: The file is a text" in app.error[0].value
    assert app.button(key="open-offered").disabled
    app.checkbox[0].check().run()
    app.button(key="open-offered").click().run()

    assert set(views(app)) == set(View)
    assert not app.checkbox
    assert "Secret" not in str(app)


def test_films_of_two_patients_are_not_opened_together(app, disc):
    drop_folder(app, disc)
    app.checkbox[1].check()
    app.checkbox[2].check().run()

    assert "different patients" in app.error[0].value
    assert app.button(key="open-offered").disabled
    app.checkbox[2].uncheck()
    app.checkbox[0].check().run()
    app.button(key="open-offered").click().run()
    assert len(views(app)) == 4


def test_none_of_the_studies_may_be_meant(app, disc):
    drop_folder(app, disc)
    app.button(key="drop-offered").click().run()

    assert not app.checkbox
    assert app.session_state[KEY].offered == ()
    assert views(app) == []


def test_more_films_than_a_study_has_are_named_and_the_others_open(app, drawn):
    film = drawn[View.CORONAL].dicom
    drop_folder(app, {f"{n}.dcm": film + bytes(2 * n) for n in range(MOST_FILMS + 2)})

    assert len(views(app)) == MOST_FILMS
    assert r"**8\.dcm**, **9\.dcm**: A study opens with at most 12 films" in app.error[0].value
