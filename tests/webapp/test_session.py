"""The session: one study, whose findings belong to its films as they stand."""

import pytest

from measurements import ImageEdge, Level
from studies.radiograph import View


@pytest.fixture
def analysed(session, study):
    session.findings = study
    return session


def test_films_come_with_the_guess_of_their_view(session):
    assert [film.view for film in session.films] == list(View)
    assert session.is_ready


def test_a_study_with_an_unknown_view_is_not_ready(session):
    session.films[0].view = None

    assert not session.is_ready


def test_a_view_claimed_twice_is_not_ready(session):
    session.films[0].view = View.LEFT_BENDING

    assert session.repeated_views == {View.LEFT_BENDING}
    assert not session.is_ready


def test_findings_are_withdrawn_while_a_side_differs(analysed, study):
    analysed.films[0].patient_right = ImageEdge.RIGHT
    assert analysed.findings is None
    assert analysed.outdated

    analysed.films[0].patient_right = ImageEdge.LEFT
    assert analysed.findings is study


def test_findings_are_withdrawn_when_a_film_leaves(analysed):
    analysed.remove(analysed.films[2])

    assert analysed.findings is None


def test_a_declared_side_says_who_declared_it(session):
    session.films[0].patient_right = ImageEdge.RIGHT

    assert session.films[0].radiograph.side.source == "declared by the user"
    assert session.films[1].radiograph.side.source == "PatientOrientation L\\F"


def test_a_withdrawn_side_is_unknown(session):
    session.films[0].patient_right = None

    assert session.films[0].radiograph.side.patient_right is None


def test_swapping_twice_changes_nothing(analysed, study):
    analysed.swap_bends()
    assert analysed.findings.films[View.LEFT_BENDING].name == "right_bending.dcm"

    analysed.swap_bends()
    assert analysed.findings.flexibility == study.flexibility


def test_naming_the_lowest_vertebra_renames_one_film(analysed):
    analysed.name_lowest(View.LEFT_BENDING, Level.L4)

    films = analysed.findings.films
    assert films[View.LEFT_BENDING].vertebrae[-1].level is Level.L4
    assert films[View.CORONAL].vertebrae[-1].level is Level.L5


def test_a_cleared_session_holds_nothing(analysed):
    analysed.clear()

    assert not analysed.films
    assert analysed.findings is None
    assert not analysed.outdated
