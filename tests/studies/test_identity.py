"""Whether films are of one patient and one day, without keeping who or when."""

import pytest
from pydicom.dataset import Dataset

from studies.dicom import read_dicom
from studies.identity import ANONYMOUS, identity_of, same_origins


def header(number="", name="", born="", day=""):
    stated = Dataset()
    stated.PatientID, stated.PatientName, stated.PatientBirthDate = number, name, born
    stated.StudyDate = day
    return stated


def patients(*headers):
    origins = same_origins({place: identity_of(each) for place, each in enumerate(headers)})
    return [origin.patient for origin in origins.values()]


def test_films_of_one_number_are_one_patient_however_the_name_is_spelled():
    assert patients(header("4711", "DOE^JANE"), header(" 4711 ", "Doe, J.")) == [0, 0]


def test_films_of_two_numbers_are_two_patients():
    assert patients(header("4711"), header("4712"), header("4711")) == [0, 1, 0]


def test_names_with_the_day_of_birth_decide_where_a_film_has_no_number():
    jane, twin = header("1", "Doe^Jane", "20100101"), header("", "DOE^JANE^", "20100101")
    namesake = header("", "Doe^Jane", "20110101")

    assert patients(jane, twin, namesake) == [0, 0, 1]


def test_what_is_not_stated_is_not_compared():
    assert patients(header(), header("4711"), header(name="^^")) == [None, None, None]


def test_the_day_of_acquisition_goes_before_that_of_the_study():
    first, second = header(day="20260101"), header(day="20260101")
    second.AcquisitionDate = "20260102"
    origins = same_origins({"a": identity_of(first), "b": identity_of(second)})

    assert [origin.day for origin in origins.values()] == [0, 1]


@pytest.mark.parametrize("word", ["4711", "Secret", "Name", "20100229"])
def test_nothing_of_the_patient_can_be_read_off_an_identity(word):
    identity = identity_of(header("4711", "Secret^Name", "20100229", "20260101"))

    assert word not in repr(identity)
    assert word.encode() not in b"".join(filter(None, vars(identity).values()))


def test_a_picture_says_nothing_of_its_patient(study_films):
    assert {film.identity for film in study_films.values()} == {ANONYMOUS}


def test_a_sample_study_is_of_one_patient_and_one_day():
    from sample_data import sample_studies

    films = sample_studies()[0].films
    read = {view: read_dicom(path.read_bytes(), path.name) for view, path in films.items()}
    origins = same_origins({view: film.identity for view, film in read.items()})

    assert {(origin.patient, origin.day) for origin in origins.values()} == {(0, 0)}
