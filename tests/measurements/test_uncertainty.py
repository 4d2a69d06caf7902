from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from measurements import CannotMeasureError, Endplate, Level, Vertebra
from measurements.endplate import tilt_difference_deg
from measurements.sampling import sample_cobb_deg, sample_corners
from measurements.uncertainty import (
    SHARED_CORNER_ERROR,
    AngleError,
    ErrorBasis,
    ErrorSource,
    Interval,
    angle_error,
    corner_error,
    difference_error_deg,
    endplate_tilt_sd_deg,
    larger_error,
    minimal_detectable_change_deg,
    reader_error,
)

SHAPES = {
    "small": (6, -6),
    "moderate": (22, -20),
    "beyond 90 degrees": (60, -55),
    "beyond 180 degrees of one tilt": (100, -60),
    "leaning": (50, 20),
}
DRAWS = 2000


def ends(draw_spine, tilts_deg, corner_sd=0.8):
    spine = draw_spine(np.linspace(*tilts_deg, 17))
    return tuple(replace(spine[level], corner_sd=corner_sd) for level in (Level.T1, Level.L5))


def cobb_deg(upper, lower):
    return tilt_difference_deg(upper.superior_endplate, lower.inferior_endplate)


def drawn(vertebra, rng):
    for sup_left, sup_right, inf_right, inf_left in sample_corners(vertebra, DRAWS, rng):
        yield Vertebra(
            vertebra.level,
            Endplate(tuple(sup_left), tuple(sup_right)),
            Endplate(tuple(inf_left), tuple(inf_right)),
            corner_sd=vertebra.corner_sd,
        )


@pytest.mark.parametrize("shared", [0.0, 0.5, SHARED_CORNER_ERROR, 0.95])
@pytest.mark.parametrize("tilts_deg", SHAPES.values(), ids=SHAPES)
def test_the_closed_form_is_the_spread_of_drawn_angles(draw_spine, tilts_deg, shared):
    upper, lower = ends(draw_spine, tilts_deg)

    angles = sample_cobb_deg(upper, lower, 20_000, np.random.default_rng(7), shared=shared)

    stated = corner_error(upper, lower, shared=shared).sd_deg
    assert angles.std() == pytest.approx(stated, rel=0.03)
    assert angles.mean() == pytest.approx(cobb_deg(upper, lower), abs=0.05)


@pytest.mark.parametrize("tilts_deg", SHAPES.values(), ids=SHAPES)
def test_the_stated_interval_of_a_cobb_angle_holds_it_95_times_in_100(draw_spine, tilts_deg):
    upper, lower = ends(draw_spine, tilts_deg)
    truth, rng = cobb_deg(upper, lower), np.random.default_rng(11)

    inside = [
        truth in corner_error(top, bottom).interval_deg(cobb_deg(top, bottom))
        for top, bottom in zip(drawn(upper, rng), drawn(lower, rng), strict=True)
    ]

    assert 0.93 <= np.mean(inside) <= 0.97


def test_the_corners_of_one_vertebra_err_together_as_stated(draw_spine):
    upper, _ = ends(draw_spine, (20, -20))

    corners = sample_corners(upper, 20_000, np.random.default_rng(3), shared=0.6)

    for axis in (0, 1):
        assert corners[..., axis].std(axis=0) == pytest.approx([0.8] * 4, rel=0.03)
        between = np.corrcoef(corners[..., axis].T)[np.triu_indices(4, 1)]
        assert between == pytest.approx([0.6] * 6, abs=0.03)


def test_tilts_err_by_the_share_measured_of_ends_that_err_alone():
    plate = Endplate((0, 0), (40, 0))

    alone = endplate_tilt_sd_deg(plate, 1.0, shared=0.0)

    assert endplate_tilt_sd_deg(plate, 1.0) == pytest.approx(0.48 * alone)


@given(tilt=st.floats(-180, 180), scale=st.floats(0.01, 100), corner_sd=st.floats(0.01, 2))
def test_neither_turning_nor_the_unit_changes_the_error_of_a_tilt(tilt, scale, corner_sd):
    turn = np.radians(tilt)
    end = (float(40 * scale * np.cos(turn)), float(40 * scale * np.sin(turn)))

    turned = endplate_tilt_sd_deg(Endplate((0.0, 0.0), end), corner_sd * scale)

    assert turned == pytest.approx(endplate_tilt_sd_deg(Endplate((0, 0), (40, 0)), corner_sd))


def test_the_larger_error_names_where_it_comes_from(draw_spine):
    sure, unsure = (ends(draw_spine, (20, -20), corner_sd=sd) for sd in (0.1, 10.0))
    placed = ends(draw_spine, (20, -20), corner_sd=None)

    assert larger_error(*sure) == AngleError(3.0, ErrorSource.READER)
    assert larger_error(*unsure) == corner_error(*unsure)
    assert corner_error(*unsure).source is ErrorSource.CORNERS
    assert larger_error(*placed, sem_deg=2.0) == AngleError(2.0, ErrorSource.READER)


@pytest.mark.parametrize(
    ("basis", "expected"),
    [
        (ErrorBasis.READER, AngleError(2.0, ErrorSource.READER)),
        (ErrorBasis.CORNERS, None),
        (ErrorBasis.LARGER, AngleError(2.0, ErrorSource.READER)),
    ],
)
def test_the_basis_asked_for_decides(draw_spine, basis, expected):
    sure = ends(draw_spine, (20, -20), corner_sd=0.1)

    assert angle_error(*sure, basis, sem_deg=2.0) == (expected or corner_error(*sure))


def test_corners_that_a_person_placed_have_no_spread_to_carry_on(draw_spine):
    placed = ends(draw_spine, (20, -20), corner_sd=None)

    with pytest.raises(CannotMeasureError, match=r"T1 is not known.*error of the reader"):
        corner_error(*placed)


def test_the_detectable_change_is_that_of_the_error_budget():
    """At s = 3 degrees 8.3, consistent with the 10 of Carman 1990 and beyond the 5 convention."""
    three = reader_error()

    assert difference_error_deg(three, three) == pytest.approx(3 * np.sqrt(2))
    assert minimal_detectable_change_deg(three, three) == pytest.approx(8.3, abs=0.05)


def test_readings_of_an_unchanged_curve_differ_detectably_five_times_in_a_hundred():
    rng, error = np.random.default_rng(19), reader_error()
    first, second = 40 + error.sd_deg * rng.standard_normal((2, 20_000))

    beyond = np.abs(second - first) > minimal_detectable_change_deg(error, error)

    assert beyond.mean() == pytest.approx(0.05, abs=0.005)


@pytest.mark.parametrize("sd_deg", [0.0, -1.0, np.nan, np.inf])
def test_an_error_is_a_positive_number(sd_deg):
    with pytest.raises(CannotMeasureError, match="positive number"):
        AngleError(sd_deg, ErrorSource.READER)


@pytest.mark.parametrize(("low", "high"), [(2, 1), (np.nan, 1), (0, np.inf)])
def test_an_interval_runs_upward_between_two_numbers(low, high):
    with pytest.raises(CannotMeasureError, match="lower first"):
        Interval(low, high)
