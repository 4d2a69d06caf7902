"""Whatever is dropped becomes studies, reasons or silence; nothing is lost on the way."""

import io
from collections import Counter
from datetime import date

import numpy as np
import pytest
from archives import packed
from dicom_files import as_bytes, film, trunk
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from sample_data import sample_studies
from studies.dropped import DroppedFile
from studies.intake import StudyFiles, is_no_film, take_in
from studies.radiograph import View
from studies.read import display_name


def dicom(**header):
    header = {"SeriesDescription": "Whole spine standing AP", **header}
    return as_bytes(film(trunk(), **header))


def png(seed=0):
    stream = io.BytesIO()
    grey = np.random.default_rng(seed).integers(0, 255, (300, 264), dtype=np.uint8)
    Image.fromarray(grey).save(stream, "PNG")
    return stream.getvalue()


def study(number, uid, day="20260105"):
    return {"PatientID": number, "StudyInstanceUID": uid, "StudyDate": day}


few = settings(max_examples=25, deadline=None)
"""Each example reads a disc; there are few ways to go wrong."""

JANUARY, MARCH = study("4711", "1.2.1"), study("4711", "1.2.2", "20260301")
OTHER = study("4712", "1.2.3")

FILES = {
    "disc/DICOMDIR": b"a table of contents",
    "disc/.DS_Store": b"\0",
    "__MACOSX/disc/._IM1": b"\0",
    "disc/VERSION": b"1",
    "disc/A/IM1": dicom(**JANUARY),
    "disc/A/IM2": dicom(**JANUARY, ProtocolName="right bending"),
    "disc/B/IM1": dicom(**MARCH),
    "disc/C/IM1": dicom(**OTHER),
    "disc/C/standing.png": png(1),
    "disc/viewer/logo.png": png(2),
    "disc/viewer/readme.txt": b"Start the viewer",
    "disc/lateral": dicom(**JANUARY, ViewPosition="LL"),
    "disc/slice": dicom(**JANUARY, Modality="CT"),
    "disc/cut": dicom(**JANUARY)[:400],
    "disc/more.zip": b"PK\x03\x04" + bytes(40),
    "disc/empty": b"",
}


def intake_of(files):
    return take_in(DroppedFile(path, lambda data=data: data) for path, data in files.items())


def names(intake):
    return [[film.name for film in study.films] for study in intake.studies]


@pytest.fixture(scope="module")
def disc():
    return intake_of(FILES)


def test_films_are_grouped_by_patient_and_study_and_pictures_by_folder(disc):
    assert names(disc) == [["IM1", "IM2"], ["IM1"], ["IM1", "standing.png"], ["logo.png"]]
    assert [study.day for study in disc.studies] == [
        date(2026, 1, 5),
        date(2026, 3, 1),
        date(2026, 1, 5),
        None,
    ]
    assert [study.patient for study in disc.studies] == [0, 0, 1, None]


def test_views_are_known_before_a_pixel_is_read(disc):
    assert [film.view for film in disc.studies[0].films] == [View.CORONAL, View.RIGHT_BENDING]


def test_each_bad_file_has_its_own_reason(disc):
    reasons = {file.name: file.reason for file in disc.refused}

    assert "lateral" in reasons["lateral"]
    assert "CT slice" in reasons["slice"]
    assert "a text" in reasons["readme.txt"]
    assert "empty" in reasons["empty"]
    assert reasons.keys() == {"lateral", "slice", "cut", "more.zip", "readme.txt", "empty"}


def test_what_discs_and_systems_add_is_ignored_by_name(disc):
    assert set(disc.ignored) == {"DICOMDIR", ".DS_Store", "._IM1", "VERSION"}


@few
@given(st.permutations(list(FILES)))
def test_the_order_of_files_changes_nothing(disc, order):
    assert intake_of({path: FILES[path] for path in order}) == disc


@few
@given(st.sets(st.sampled_from(list(FILES))))
def test_every_file_ends_in_exactly_one_place(chosen):
    intake = intake_of({path: FILES[path] for path in chosen})
    ended = Counter(name for group in names(intake) for name in group)
    ended.update(file.name for file in intake.refused)
    ended.update(intake.ignored)

    assert ended == Counter(display_name(path) for path in chosen)


@few
@given(st.sets(st.sampled_from([path for path in FILES if path != "disc/more.zip"])))
def test_a_packed_folder_is_the_folder(chosen):
    files = {path: FILES[path] for path in chosen}

    assert intake_of({"disc.zip": packed(files)}) == intake_of(files)


def test_an_archive_in_an_archive_is_refused_and_leaves_the_rest():
    inner = packed({"film": FILES["disc/A/IM1"]})
    intake = intake_of({"a.zip": packed({"inner.zip": inner, "IM1": FILES["disc/B/IM1"]})})

    assert names(intake) == [["IM1"]]
    assert [(file.name, "unpack it" in file.reason) for file in intake.refused] == [
        ("inner.zip", True)
    ]


def test_a_damaged_archive_is_refused_and_leaves_the_rest():
    intake = intake_of({"a.zip": packed({"IM1": b"0"})[:-9], "IM2": FILES["disc/B/IM1"]})

    assert names(intake) == [["IM2"]]
    assert "damaged" in intake.refused[0].reason


def test_films_that_state_nothing_are_one_study():
    nobody = {"PatientName": None}
    intake = intake_of({"a": dicom(**nobody), "b": dicom(Laterality="U", **nobody), "c.png": png()})

    assert names(intake) == [["a", "b", "c.png"]]
    assert intake.studies[0].patient is None


def test_nothing_of_the_patient_is_shown_or_logged(disc):
    assert not any(secret in repr(disc) for secret in ("Doe", "4711", "1.2.1"))


@pytest.mark.parametrize("sample", sample_studies(), ids=lambda sample: sample.name)
def test_a_shipped_study_is_one_study(sample):
    intake = intake_of({path.name: path.read_bytes() for path in sample.films.values()})

    assert [len(study.films) for study in intake.studies] == [3]
    assert {film.view for film in intake.studies[0].films} == set(View)


@pytest.mark.parametrize(
    "path", ["a/.git/config", "Thumbs.db", "__macosx/film", "C:\\disc\\dicomdir", "a/.film"]
)
def test_no_film_is_told_by_name(path):
    assert is_no_film(path)


@pytest.mark.parametrize("path", ["", "film", "../film", "./a/film.dcm", "my.version/film", "..."])
def test_a_film_is_told_by_its_content(path):
    assert not is_no_film(path)


def test_a_study_holds_a_film():
    with pytest.raises(ValueError, match="at least one"):
        StudyFiles((), None, None)
