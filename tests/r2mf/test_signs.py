"""Signs of a doubtful answer."""

import numpy as np
import pytest
from drawn_spines import chain
from hypothesis import given, settings
from hypothesis import strategies as st

from r2mf.signs import Signs, signs_of, swing_deg


def turned(quads, degrees):
    angle = np.radians(degrees)
    matrix = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    return quads @ matrix.T


def test_two_looks_that_agree_say_nothing_and_two_that_differ_say_by_how_much():
    quads, flatter = chain(bend=40), chain(bend=33)
    sure = np.zeros(17)

    assert signs_of(quads, sure, (quads, quads)).mirror_deg == pytest.approx(0)
    assert signs_of(quads, sure, (quads, flatter)).mirror_deg == pytest.approx(7)
    assert signs_of(quads, sure, (flatter, quads)).mirror_deg == pytest.approx(7)


def test_only_the_end_vertebrae_make_the_largest_angle_uncertain():
    quads = chain(bend=40)
    ends = np.full(17, 9.0)
    ends[[0, -1]] = 3.0, 4.0

    assert signs_of(quads, ends, (quads, quads)).swing_sd_deg == pytest.approx(5)


@settings(max_examples=40, deadline=None)
@given(st.floats(0, 60), st.floats(-40, 40))
def test_a_turned_film_has_the_same_signs(bend, degrees):
    quads = chain(bend=bend)
    looks = quads, chain(bend=bend / 2)
    ends = np.full(17, 2.0)
    signs = signs_of(quads, ends, looks)
    turned_looks = tuple(turned(look, degrees) for look in looks)
    again = signs_of(turned(quads, degrees), ends, turned_looks)

    assert again.features == pytest.approx(signs.features, abs=1e-6)
    assert swing_deg(turned(quads, degrees)) == pytest.approx(swing_deg(quads), abs=1e-6)


def test_nothing_seen_has_no_swing():
    assert swing_deg(np.zeros((0, 4, 2))) == 0


@pytest.mark.parametrize("values", [(-1.0, 0.0, 0.0), (0.0, np.nan, 0.0)])
def test_signs_that_cannot_be_are_refused(values):
    with pytest.raises(ValueError, match="not negative"):
        Signs(*values)
