"""Limits of agreement against numbers worked by hand and by SciPy."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from teaching import TooFewError, limits_of_agreement

# Worked by hand: mean 1, squares 9 + 1 + 1 + 9 = 20 over 3 degrees of freedom, s = sqrt(20 / 3).
FOUR = (-2.0, 0.0, 2.0, 4.0)
SD_OF_FOUR = 2.581989

differences = st.lists(st.floats(-30, 30), min_size=3, max_size=40)


def test_limits_worked_by_hand():
    found = limits_of_agreement(FOUR)

    assert found.bias.value == 1
    assert found.sd_deg == pytest.approx(SD_OF_FOUR, abs=1e-6)
    assert found.lower.value == pytest.approx(1 - 1.959964 * SD_OF_FOUR, abs=1e-5)
    assert found.upper.value == pytest.approx(1 + 1.959964 * SD_OF_FOUR, abs=1e-5)


def test_intervals_worked_by_hand():
    found = limits_of_agreement(FOUR)
    # t of 3 degrees of freedom is 3.182446; s / 2 = 1.290994.
    assert found.bias.interval.low == pytest.approx(1 - 3.182446 * 1.290994, abs=1e-5)
    # s sqrt(1 / 4 + 1.96² / 6) = 2.581989 * sqrt(0.25 + 0.640243) = 2.436178.
    assert found.upper.interval.high == pytest.approx(
        1 + 1.959964 * SD_OF_FOUR + 3.182446 * 2.436178, abs=1e-4
    )


@given(differences)
@settings(deadline=None)
def test_intervals_agree_with_scipy(values):
    found = limits_of_agreement(values)
    n, sd = len(values), np.std(values, ddof=1)
    low, high = (
        stats.t.interval(0.95, n - 1, np.mean(values), 1)
        if sd == 0
        else stats.t.interval(0.95, n - 1, np.mean(values), stats.sem(values))
    )
    half = (
        stats.t.ppf(0.975, n - 1) * sd * np.sqrt(1 / n + stats.norm.ppf(0.975) ** 2 / 2 / (n - 1))
    )

    if sd > 0:
        assert found.bias.interval.low == pytest.approx(low, abs=1e-7)
        assert found.bias.interval.high == pytest.approx(high, abs=1e-7)
    assert found.upper.interval.high - found.upper.value == pytest.approx(half, abs=1e-7)
    assert found.lower.value - found.lower.interval.low == pytest.approx(half, abs=1e-7)


def test_the_interval_holds_the_true_limit_as_often_as_it_says():
    """Of many samples of 60 about 95 % of the intervals hold the limit of the distribution."""
    rng = np.random.default_rng(4)
    held = [
        2 + 1.959964 * 3 in limits_of_agreement(rng.normal(2, 3, 60)).upper.interval
        for _ in range(600)
    ]

    assert np.mean(held) == pytest.approx(0.95, abs=0.025)  # 2.8 standard errors of a share


def test_readings_of_the_same_cases_do_not_narrow_the_intervals_as_other_cases_would():
    values = np.random.default_rng(1).normal(0, 3, 60)
    alone, grouped = limits_of_agreement(values), limits_of_agreement(values, independent=6)

    assert grouped.upper.value == alone.upper.value
    assert grouped.upper.interval.low < alone.upper.interval.low
    assert grouped.few


@pytest.mark.parametrize(("values", "independent"), [((), None), ((1.0,), None), ((1.0, 2.0), 1)])
def test_too_few_have_no_limits(values, independent):
    with pytest.raises(TooFewError, match="two cases or more"):
        limits_of_agreement(values, independent=independent)
