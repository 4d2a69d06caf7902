"""Signs of a doubtful answer."""

import numpy as np
import pytest
from drawn_spines import chain
from hypothesis import given, settings
from hypothesis import strategies as st

from r2mf.signs import Signs, signs_of


def turned(quads, degrees):
    angle = np.radians(degrees)
    matrix = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    return quads @ matrix.T


def test_two_looks_that_agree_say_nothing_and_two_that_differ_say_by_how_much():
    quads, sure, turned_deg = chain(bend=40), np.zeros(17), np.zeros(17)
    agreed = signs_of(quads, sure, turned_deg)
    turned_deg[[4, 9]] = 2.0, -3.5

    assert agreed.looks_deg == 0
    assert signs_of(quads, sure, turned_deg).looks_deg == 3.5


def test_only_the_end_vertebrae_make_the_largest_angle_uncertain():
    quads = chain(bend=40)
    tilt_sd_deg = np.full(17, 9.0)
    tilt_sd_deg[[0, -1]] = 3.0, 4.0

    assert signs_of(quads, tilt_sd_deg, np.zeros(17)).swing_sd_deg == pytest.approx(5)


@settings(max_examples=40, deadline=None)
@given(st.floats(0, 60), st.floats(-40, 40))
def test_a_turned_film_has_the_same_signs(bend, degrees):
    quads, foretold = chain(bend=bend), (np.full(17, 2.0), np.linspace(-1, 3, 17))
    signs = signs_of(quads, *foretold)
    again = signs_of(turned(quads, degrees), *foretold)

    assert again.features == pytest.approx(signs.features, abs=1e-6)


@pytest.mark.parametrize("values", [(-1.0, 0.0, 0.0), (0.0, np.nan, 0.0)])
def test_signs_that_cannot_be_are_refused(values):
    with pytest.raises(ValueError, match="not negative"):
        Signs(*values)
