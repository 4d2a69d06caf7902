import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from measurements import (
    Level,
    LevelMissingError,
    SpineError,
    find_curves,
    with_end_vertebrae,
)


@given(data=st.data())
def test_its_own_ends_change_nothing(data, draw_spine, draw_curves, scoliotic):
    spine = draw_spine(draw_curves(*data.draw(scoliotic)))

    for curve in find_curves(spine):
        choice = with_end_vertebrae(spine, curve, *curve.levels)
        assert (choice.cobb_deg, choice.levels) == (curve.cobb_deg, curve.levels)
        assert choice.growth_deg == 0


@pytest.mark.parametrize("side", [-1, 1])
def test_a_level_missed_at_either_end_makes_a_curve_smaller(draw_spine, side):
    spine = draw_spine(side * np.linspace(40, -40, 17))
    (curve,) = find_curves(spine)

    choice = with_end_vertebrae(spine, curve, Level.T2, Level.L4)

    assert choice.cobb_deg == pytest.approx(side * 70)
    assert choice.growth_deg == pytest.approx(-10)


def test_on_a_bending_film_the_locked_levels_may_turn_over(draw_spine):
    (curve,) = find_curves(draw_spine(np.linspace(30, -30, 17)))

    locked = with_end_vertebrae(draw_spine(np.linspace(-5, 5, 17)), curve, *curve.levels)

    assert locked.cobb_deg == pytest.approx(-10)
    assert locked.growth_deg == pytest.approx(-70)


@pytest.mark.parametrize(
    ("ends", "error", "message"),
    [
        (("L1", "T5"), SpineError, "from L1 down to T5; swap"),
        (("T5", "L6"), LevelMissingError, "L6 is not visible"),
    ],
)
def test_ends_that_bound_no_curve_are_refused(draw_spine, ends, error, message):
    spine = draw_spine(np.linspace(30, -30, 17))
    (curve,) = find_curves(spine)

    with pytest.raises(error, match=message):
        with_end_vertebrae(spine, curve, *map(Level, ends))
