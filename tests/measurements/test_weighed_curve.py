from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from measurements import (
    CannotMeasureError,
    ErrorBasis,
    MeasurementSettings,
    Spine,
    SpineError,
    Stiffness,
    WeighedCurve,
    corner_error,
    find_curves,
    measure_flexibility,
    structural_probability,
)


def curved(draw_spine, cobb_deg, corner_sd=None, **kwargs):
    spine = draw_spine(np.linspace(cobb_deg / 2, -cobb_deg / 2, 17), **kwargs)
    return Spine(
        tuple(replace(vertebra, corner_sd=corner_sd) for vertebra in spine.vertebrae),
        spine.unit,
        spine.patient_right,
    )


def weigh(draw_spine, standing, bending, basis=ErrorBasis.READER, corner_sd=None, sem=3.0):
    (curve,) = find_curves(curved(draw_spine, standing, corner_sd))
    bend = None if bending is None else curved(draw_spine, bending, corner_sd)
    films = {"left_bending": bend, "right_bending": bend}
    return WeighedCurve.weigh(
        measure_flexibility(curve, **films),
        **films,
        basis=basis,
        settings=MeasurementSettings(sem_deg=sem),
    )


@pytest.mark.parametrize("side", [-1, 1])
def test_a_curve_carries_the_error_of_its_rate(draw_spine, side):
    """Worked example: 50 standing, 25 bending, each within 3 degrees: 6.7 points."""
    weighed = weigh(draw_spine, side * 50, side * 25)

    assert weighed.rate_sd_percent == pytest.approx(6.7, abs=0.05)
    assert 50.0 in weighed.rate_interval_percent
    assert weighed.stiffness.stiffness is None
    assert weighed.structural_probability == pytest.approx(0.5)
    assert weighed.standing_interval_deg.high == pytest.approx(55.9, abs=0.05)
    assert weighed.residual_interval_deg.low == pytest.approx(19.1, abs=0.05)


@pytest.mark.parametrize(
    ("standing", "bending", "stiffness"),
    [(53, 11, Stiffness.FLEXIBLE), (60, 50, Stiffness.STIFF), (25, 10, None), (11, 0, None)],
)
def test_a_curve_is_named_where_its_error_allows(draw_spine, standing, bending, stiffness):
    assert weigh(draw_spine, standing, bending).stiffness.stiffness is stiffness


def test_corners_give_both_angles_their_own_error(draw_spine):
    weighed = weigh(draw_spine, 50, 20, ErrorBasis.CORNERS, corner_sd=0.5)

    ends = weighed.curve.upper_end_vertebra, weighed.curve.lower_end_vertebra
    assert weighed.standing_error == corner_error(*ends)
    assert weighed.bending_error.sd_deg == pytest.approx(weighed.standing_error.sd_deg)


def test_without_a_film_there_is_a_reason_and_no_number(draw_spine):
    weighed = weigh(draw_spine, 50, None)

    assert weighed.bending_error is None
    assert weighed.rate_sd_percent is None
    assert weighed.rate_interval_percent is None
    assert weighed.residual_interval_deg is None
    assert weighed.structural_probability is None
    assert "no right-bending film" in weighed.stiffness.reason


def test_a_curve_within_its_error_of_none_has_no_interval_and_says_so(draw_spine):
    weighed = weigh(draw_spine, 11, 5, sem=6.0)

    assert weighed.rate_interval_percent is None
    assert "any rate is possible" in weighed.stiffness.reason


def test_corners_without_a_spread_are_refused(draw_spine):
    with pytest.raises(CannotMeasureError, match="state the error of the reader"):
        weigh(draw_spine, 50, 20, ErrorBasis.CORNERS)


def test_the_film_the_rate_was_taken_from_must_be_given(draw_spine):
    flexibility = weigh(draw_spine, 50, 20).flexibility

    with pytest.raises(SpineError, match="right-bending film, which is not given"):
        WeighedCurve.weigh(flexibility, left_bending=None, right_bending=None)


def test_an_angle_left_comes_with_its_error(draw_spine):
    weighed = weigh(draw_spine, 50, 20)

    with pytest.raises(SpineError, match="give both or neither"):
        replace(weighed, bending_error=None)


@given(size=st.floats(15, 140), residual=st.floats(-60, 140))
def test_mirroring_changes_no_rate_no_error_and_no_probability(draw_spine, size, residual):
    right, left = (weigh(draw_spine, sign * size, sign * residual) for sign in (1, -1))

    assert right.rate_sd_percent == pytest.approx(left.rate_sd_percent)
    assert right.structural_probability == pytest.approx(left.structural_probability)
    assert right.structural_probability == pytest.approx(structural_probability(residual, 3.0))
    assert right.rate_interval_percent.low == pytest.approx(left.rate_interval_percent.low)


@given(
    size=st.floats(15, 140),
    residual=st.floats(-60, 140),
    turns=st.tuples(*[st.floats(-40, 40)] * 2),
    pixel=st.floats(0.05, 2),
)
def test_turning_a_film_and_its_pixel_size_change_no_rate_and_no_error(
    draw_spine, size, residual, turns, pixel
):
    def weighed(turns, pixel):
        stand, bend = (
            draw_spine(np.linspace(cobb / 2, -cobb / 2, 17) + turn, spacing=(pixel, pixel))
            for cobb, turn in zip((size, residual), turns, strict=True)
        )
        (curve,) = find_curves(stand)
        films = {"left_bending": bend, "right_bending": bend}
        return WeighedCurve.weigh(measure_flexibility(curve, **films), **films)

    plain, other = weighed((0, 0), 0.2), weighed(turns, pixel)

    assert other.flexibility.rate_percent == pytest.approx(plain.flexibility.rate_percent, abs=1e-6)
    assert other.rate_sd_percent == pytest.approx(plain.rate_sd_percent)
    assert other.structural_probability == pytest.approx(plain.structural_probability)
