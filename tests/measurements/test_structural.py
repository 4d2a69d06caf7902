from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from measurements import Level
from measurements.endplate import tilt_difference_deg
from measurements.sampling import sample_cobb_deg
from measurements.structural import lenke_residual_deg, structural_probability
from measurements.uncertainty import corner_error


@pytest.mark.parametrize(
    ("standing", "bending", "residual"),
    [(53, 11, 11), (26.6, -19, 0), (40, -30, 0), (-40, 30, 0), (-40, -28, 28), (40, 0, 0)],
)
def test_an_over_corrected_curve_has_nothing_left(standing, bending, residual):
    """A reversed angle of 30 must not look structural, as its absolute value would."""
    assert lenke_residual_deg(standing, bending) == residual


@given(standing=st.floats(10, 120), bending=st.floats(-60, 120))
def test_mirroring_changes_nothing_of_what_is_left(standing, bending):
    assert lenke_residual_deg(standing, bending) == lenke_residual_deg(-standing, -bending)


@pytest.mark.parametrize(
    ("residual", "probability"), [(25, 0.5), (28, 0.8413), (22, 0.1587), (-19, 0), (34, 0.9987)]
)
def test_the_probability_is_that_of_the_normal_error(residual, probability):
    assert structural_probability(residual, 3.0) == pytest.approx(probability, abs=1e-4)


def test_among_curves_said_to_be_structural_with_p_that_share_is(draw_spine):
    """Calibrated under corner noise, every true angle from 0 to 50 degrees being as likely."""
    rng = np.random.default_rng(17)
    stated, truth = [], []
    for residual in rng.uniform(0, 50, 1500):
        spine = draw_spine(np.linspace(residual / 2, -residual / 2, 5), lowest=Level.L1)
        ends = [replace(spine[level], corner_sd=2.5) for level in (Level.T9, Level.L1)]
        error = corner_error(*ends)
        angle = tilt_difference_deg(ends[0].superior_endplate, ends[1].inferior_endplate)
        for found in sample_cobb_deg(*ends, 20, rng):
            stated.append(structural_probability(found, error.sd_deg))
            truth.append(angle >= 25)
    stated, truth = np.array(stated), np.array(truth)

    for low in np.arange(0, 1, 0.1):
        said = (stated >= low) & (stated <= low + 0.1)
        assert said.sum() > 300
        assert truth[said].mean() == pytest.approx(stated[said].mean(), abs=0.06)
    assert truth.mean() == pytest.approx(stated.mean(), abs=0.01)
