"""One patient on three films."""

from dataclasses import replace

import pytest

from sample_data import CurvePlan, PhantomError, StudyTruth, phantom_patient


def test_a_study_needs_its_three_films():
    film = phantom_patient(1).truth("coronal")

    with pytest.raises(PhantomError, match="left_bending"):
        StudyTruth({"coronal": film})


def test_a_film_needs_corners_for_each_level():
    film = phantom_patient(1).truth("coronal")

    with pytest.raises(PhantomError, match=r"\(1, 4, 2\)"):
        replace(film, levels=film.levels[:1])


@pytest.mark.parametrize("effort", [0.0, -2.0])
def test_a_patient_who_does_not_bend_makes_no_study(effort):
    with pytest.raises(PhantomError, match="effort_deg"):
        phantom_patient(1, (CurvePlan("T5", "T12", 40),), effort_deg=effort)


def test_a_view_that_does_not_exist_is_refused():
    with pytest.raises(PhantomError, match="'lateral' is not a view"):
        phantom_patient(1).film("lateral")
