"""Confidence intervals by resampling."""

import numpy as np
import pytest

from r2mf.bootstrap import interval, mean_interval


def test_the_interval_of_a_mean_is_that_of_its_normal_theory():
    values = np.random.default_rng(3).normal(10, 2, 400)
    low, high = mean_interval(values)
    half = 1.96 * values.std() / np.sqrt(len(values))

    assert (low, high) == pytest.approx((values.mean() - half, values.mean() + half), abs=0.03)


def test_equal_films_leave_no_doubt():
    assert mean_interval(np.full(5, 7.0)) == (7, 7)


def test_a_figure_some_draws_do_not_have_is_bounded_by_the_others():
    low, high = interval(lambda drawn: np.nan if drawn[0] == 0 else 1.0, 4)

    assert (low, high) == (1, 1)
