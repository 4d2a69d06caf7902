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
    with_free_end_vertebrae,
)


@given(data=st.data())
def test_on_its_own_film_the_free_ends_are_those_found(data, draw_spine, draw_curves, scoliotic):
    spine = draw_spine(draw_curves(*data.draw(scoliotic)))

    for curve in find_curves(spine):
        free = with_free_end_vertebrae(spine, curve)
        assert free.levels == curve.levels
        assert free.growth_deg == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize("side", [-1, 1])
def test_a_level_missed_at_either_end_makes_a_curve_smaller(draw_spine, side):
    spine = draw_spine(side * np.linspace(40, -40, 17))
    (curve,) = find_curves(spine)

    choice = with_end_vertebrae(spine, curve, Level.T2, Level.L4)

    assert choice.cobb_deg == pytest.approx(side * 70)
    assert choice.growth_deg == pytest.approx(-10)


@given(part=st.floats(0, 1), noise=st.lists(st.floats(-2, 2), min_size=17, max_size=17))
def test_free_ends_never_give_less_than_the_locked_ones(part, noise, draw_spine, draw_curves):
    tilts = np.array(draw_curves([2, 9, 15], [20, -30, 18]))
    bend = draw_spine(tilts * part + noise)

    for curve in find_curves(draw_spine(tilts)):
        locked = with_end_vertebrae(bend, curve, *curve.levels)
        free = with_free_end_vertebrae(bend, curve)

        assert free.growth_deg >= locked.growth_deg - 1e-9


def test_free_ends_may_be_others_on_a_bending_film(draw_spine):
    (curve,) = find_curves(draw_spine(np.linspace(30, -30, 17)))
    bend = draw_spine([0, 2, 4, 6, 8, 6, 4, 2, 0, -2, -4, -6, -4, -2, 0, 0, 0])

    free = with_free_end_vertebrae(bend, curve)

    assert free.levels == ("T5", "T12")
    assert free.cobb_deg == pytest.approx(14)


def test_free_ends_do_not_reach_into_the_next_curve(draw_spine):
    (curve,) = find_curves(draw_spine([0] * 4 + list(np.linspace(20, -20, 9)) + [-15] * 4))
    bend = draw_spine([25, 20, 0, 0, 6, 5, 4, 2, 0, -2, -3, -4, -5, 2, -30, -30, -30])

    assert with_free_end_vertebrae(bend, curve).levels == ("T5", "L1")


def test_a_film_that_shows_one_side_of_the_apex_is_refused(draw_spine):
    (curve,) = find_curves(draw_spine(np.linspace(30, -30, 17)))

    with pytest.raises(LevelMissingError, match="shows L1 to L5, not both sides of the apex T9"):
        with_free_end_vertebrae(draw_spine([0] * 5), curve)


def test_ends_in_the_wrong_order_are_refused(draw_spine):
    spine = draw_spine(np.linspace(30, -30, 17))
    (curve,) = find_curves(spine)

    with pytest.raises(SpineError, match="from L1 down to T5; swap"):
        with_end_vertebrae(spine, curve, Level.L1, Level.T5)
