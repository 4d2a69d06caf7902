"""One patient on three films."""

import numpy as np
import pytest

from sample_data import CurvePlan, PhantomError, PhantomFilm, PhantomStudy, phantom_patient


def test_a_study_needs_its_three_films():
    film = PhantomFilm(np.zeros((4, 4), np.float32), np.zeros((0, 4, 2)), (), (1, 1), "coronal")

    with pytest.raises(PhantomError, match="left_bending"):
        PhantomStudy({"coronal": film})


def test_a_film_needs_corners_for_each_level():
    with pytest.raises(PhantomError, match=r"\(1, 4, 2\)"):
        PhantomFilm(np.zeros((4, 4), np.float32), np.zeros((2, 4, 2)), ("T1",), (1, 1), "coronal")


@pytest.mark.parametrize("effort", [0.0, -2.0])
def test_a_patient_who_does_not_bend_makes_no_study(effort):
    with pytest.raises(PhantomError, match="effort_deg"):
        phantom_patient(1, (CurvePlan("T5", "T12", 40),), effort_deg=effort)


def test_a_view_that_does_not_exist_is_refused():
    with pytest.raises(PhantomError, match="'lateral' is not a view"):
        phantom_patient(1).film("lateral")
