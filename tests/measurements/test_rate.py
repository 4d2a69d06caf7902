from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from measurements import CannotMeasureError, Level
from measurements.rate import rate_interval_percent, rate_percent, rate_sd_percent
from measurements.sampling import sample_cobb_deg
from measurements.uncertainty import AngleError, ErrorSource, corner_error, reader_error

THREE = reader_error(3.0)
PAIRS = {
    "small": (14, 6),
    "moderate": (40, 22),
    "over-corrected": (26.6, -19),
    "left": (-50, -25),
    "grown": (40, 45),
    "beyond 90 degrees": (120, 95),
}


def error(sd_deg):
    return AngleError(sd_deg, ErrorSource.READER)


@pytest.mark.parametrize(("standing", "bending", "sd"), [(50, 25, 6.7), (25, 10, 12.9)])
def test_the_error_of_a_rate_is_that_of_the_worked_examples(standing, bending, sd):
    found = rate_sd_percent(standing, bending, standing_error=THREE, bending_error=THREE)

    assert found == pytest.approx(sd, abs=0.05)
    assert found == pytest.approx(100 / standing * 3 * np.sqrt(1 + (bending / standing) ** 2))


@pytest.mark.parametrize(
    ("standing", "bending", "rate"),
    [
        (53, 11, 79.2),  # AO Surgery Reference, Lenke 5: the thoracolumbar curve
        (25, 16, 36.0),  # and its main thoracic curve
        (26.6, -19, 171.4),  # PLOS ONE 0190141, figure 2: over-corrected by 19
        (29, 5, 82.8),  # median non-structural lumbar curve, 84 % as median of rates
    ],
)
def test_the_rate_is_that_of_the_published_examples(standing, bending, rate):
    assert rate_percent(standing, bending) == pytest.approx(rate, abs=0.05)
    assert rate_percent(-standing, -bending) == pytest.approx(rate, abs=0.05)


@pytest.mark.parametrize(("standing", "bending"), [(50, 25), (-60, -20), (45, -10), (110, 80)])
@pytest.mark.parametrize(("standing_sd", "bending_sd"), [(3, 3), (1, 4), (4, 1)])
def test_the_error_of_a_rate_is_the_spread_of_drawn_rates(
    standing, bending, standing_sd, bending_sd
):
    rng = np.random.default_rng(5)
    stand, bend = (
        angle + sd * rng.standard_normal(40_000)
        for angle, sd in ((standing, standing_sd), (bending, bending_sd))
    )

    stated = rate_sd_percent(
        standing, bending, standing_error=error(standing_sd), bending_error=error(bending_sd)
    )

    assert ((stand - bend) / stand * 100).std() == pytest.approx(stated, rel=0.03)


@pytest.mark.parametrize(("standing", "bending"), PAIRS.values(), ids=PAIRS)
def test_the_stated_interval_of_a_rate_holds_it_95_times_in_100(draw_spine, standing, bending):
    """Under corner noise, end vertebrae as given."""
    rng, count = np.random.default_rng(13), 4000
    drawn, errors = [], []
    for angle in (standing, bending):
        spine = draw_spine(np.linspace(angle / 2, -angle / 2, 17))
        ends = [replace(spine[level], corner_sd=1.5) for level in (Level.T1, Level.L5)]
        drawn.append(sample_cobb_deg(*ends, count, rng))
        errors.append(corner_error(*ends))

    truth = rate_percent(standing, bending)
    inside = [
        truth in rate_interval_percent(s, b, standing_error=errors[0], bending_error=errors[1])
        for s, b in zip(*drawn, strict=True)
    ]

    assert 0.93 <= np.mean(inside) <= 0.97


@given(standing=st.floats(15, 140), bending=st.floats(-60, 140), side=st.sampled_from([-1, 1]))
def test_the_interval_holds_the_rate_and_the_same_on_both_sides(standing, bending, side):
    found = rate_interval_percent(
        side * standing, side * bending, standing_error=THREE, bending_error=THREE
    )
    mirrored = rate_interval_percent(
        -side * standing, -side * bending, standing_error=THREE, bending_error=THREE
    )

    assert rate_percent(standing, bending) in found
    assert found == mirrored


@given(standing=st.floats(60, 140), bending=st.floats(-60, 140))
def test_the_interval_of_a_large_curve_is_that_of_its_standard_deviation(standing, bending):
    one = error(0.5)
    sd = rate_sd_percent(standing, bending, standing_error=one, bending_error=one)
    found = rate_interval_percent(standing, bending, standing_error=one, bending_error=one)

    assert found.high - found.low == pytest.approx(2 * 1.96 * sd, rel=0.01)


@pytest.mark.parametrize("standing", [5.8, -5.8, 1.0])
def test_a_curve_that_may_be_none_has_no_interval(standing):
    with pytest.raises(CannotMeasureError, match=r"0 within its error of 5\.9"):
        rate_interval_percent(standing, 1.0, standing_error=THREE, bending_error=THREE)


def test_a_straight_spine_has_no_rate():
    with pytest.raises(CannotMeasureError, match="no rate"):
        rate_percent(0.0, 5.0)
