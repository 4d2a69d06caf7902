import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from measurements import CannotMeasureError, Level, LevelMissingError, range_of_motion


def curved(draw_spine, cobb_deg, **kwargs):
    return draw_spine(np.linspace(cobb_deg / 2, -cobb_deg / 2, 17), **kwargs)


@given(left=st.floats(-120, 120), right=st.floats(-120, 120), turn=st.floats(-30, 30))
def test_motion_is_the_difference_of_both_bends_whichever_way_the_films_lie(
    draw_spine, left, right, turn
):
    bends = [curved(draw_spine, left), draw_spine(np.linspace(right / 2, -right / 2, 17) + turn)]
    mirrored = [curved(draw_spine, -right), curved(draw_spine, -left)]

    motion = range_of_motion(Level.T1, Level.L5, left_bending=bends[0], right_bending=bends[1])
    across = range_of_motion(
        Level.T1, Level.L5, left_bending=mirrored[0], right_bending=mirrored[1]
    )

    assert (motion.left_deg, motion.right_deg) == pytest.approx((left, right), abs=1e-6)
    assert motion.motion_deg == pytest.approx(left - right, abs=1e-6)
    assert across.motion_deg == pytest.approx(motion.motion_deg, abs=1e-6)


def test_an_unknown_side_is_refused(draw_spine):
    bends = {
        "left_bending": curved(draw_spine, 20),
        "right_bending": curved(draw_spine, -20, patient_right=None),
    }

    with pytest.raises(CannotMeasureError, match="declare which image edge"):
        range_of_motion(Level.T5, Level.T11, **bends)


def test_a_level_off_the_film_is_refused(draw_spine):
    short = draw_spine([0.0] * 9)

    with pytest.raises(LevelMissingError, match="T5 is not visible"):
        range_of_motion(Level.T5, Level.T11, left_bending=short, right_bending=short)
