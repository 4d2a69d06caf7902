import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from measurements import (
    CannotMeasureError,
    Level,
    LevelMissingError,
    find_curves,
    signed_cobb_deg,
    with_free_end_vertebrae,
)


def test_the_free_ends_are_the_most_tilted_vertebrae_near_the_standing_ones(
    draw_spine, draw_curves
):
    (curve,) = find_curves(draw_spine(draw_curves([4, 10], [25, -25])))
    bend = draw_spine(draw_curves([5, 12], [12, -14]))

    free = with_free_end_vertebrae(bend, curve)

    assert curve.levels == (Level.T5, Level.T11)
    assert free.levels == (Level.T6, Level.L1)
    assert free.cobb_deg == pytest.approx(26)


@given(shape=st.data(), side=st.sampled_from([-1, 1]), reach=st.integers(0, 4))
def test_free_levels_never_show_less_than_the_standing_ones(
    draw_spine, draw_curves, scoliotic, shape, side, reach
):
    ends, extremes = shape.draw(scoliotic)
    tilts = side * np.array(draw_curves(ends, extremes))
    bend = draw_spine(side * np.array(draw_curves(*shape.draw(scoliotic))))

    for curve in find_curves(draw_spine(tilts)):
        free = with_free_end_vertebrae(bend, curve, reach=reach)
        upper, lower = free.levels
        locked_deg = signed_cobb_deg(bend, *curve.levels)
        assert (free.cobb_deg - locked_deg) * curve.convexity.sign >= 0
        if reach == 0:
            assert free.levels == curve.levels
        assert upper.rank < curve.apex.rank < lower.rank
        assert abs(upper.rank - curve.levels[0].rank) <= reach + 1  # T13 is skipped
        assert abs(lower.rank - curve.levels[1].rank) <= reach + 1


@given(shape=st.data(), turn=st.floats(-30, 30))
def test_mirroring_and_turning_choose_the_same_levels(
    draw_spine, draw_curves, scoliotic, shape, turn
):
    stand, bend = (np.array(draw_curves(*shape.draw(scoliotic))) for _ in range(2))

    curves, mirrored, turned = (
        find_curves(draw_spine(tilts)) for tilts in (stand, -stand, stand + turn)
    )

    for curve, other, askew in zip(curves, mirrored, turned, strict=True):
        free = with_free_end_vertebrae(draw_spine(bend), curve)
        across = with_free_end_vertebrae(draw_spine(-bend), other)
        around = with_free_end_vertebrae(draw_spine(bend + turn), askew)
        assert across.cobb_deg == pytest.approx(-free.cobb_deg)
        assert around.cobb_deg == pytest.approx(free.cobb_deg)


def test_levels_off_the_film_are_refused(draw_spine):
    (curve,) = find_curves(draw_spine(np.linspace(25, -25, 17)))
    short = draw_spine(np.linspace(5, -5, 9))

    with pytest.raises(LevelMissingError, match="T1 is not visible"):
        with_free_end_vertebrae(short, curve)


@pytest.mark.parametrize("unknown", ["standing", "bending"])
def test_an_unknown_side_is_refused(draw_spine, unknown):
    tilts = np.linspace(25, -25, 17)
    side_of = {
        name: {"patient_right": None} if name == unknown else {} for name in ("standing", "bending")
    }
    (curve,) = find_curves(draw_spine(tilts, **side_of["standing"]))

    with pytest.raises(CannotMeasureError, match="declare which image edge"):
        with_free_end_vertebrae(draw_spine(tilts, **side_of["bending"]), curve)


def test_a_reach_is_not_negative(draw_spine):
    (curve,) = find_curves(draw_spine(np.linspace(25, -25, 17)))

    with pytest.raises(CannotMeasureError, match="reach of -1"):
        with_free_end_vertebrae(draw_spine(np.linspace(5, -5, 17)), curve, reach=-1)
