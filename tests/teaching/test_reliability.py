"""SEM and ICC(2,1) against worked numbers and an independent computation."""

import math

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from teaching import (
    TooFewError,
    intraclass_correlation,
    minimal_detectable_change,
    within_case_sd,
)

# Three cases read by two learners. Worked by hand: grand mean 6, case means 3, 6, 9, learner means
# 5 and 7. Cases: 2 * 18 / 2 = 18. Learners: 3 * 2 / 1 = 6. Residuals: (2 - 3 - 5 + 6) = 0,
# (4 - 3 - 7 + 6) = 0; 5, 7: 0, 0; 8, 10: 0, 0. Error 0, so ICC = 18 / (18 + 2 * 6 / 3) = 18 / 22.
SHIFTED = [[2.0, 4.0], [5.0, 7.0], [8.0, 10.0]]
# The same with one reading of 9 instead of 10: means 3, 6, 8.5; 5, 20/3; grand 35/6.
# Cases 2 * (2.833333² + 0.166667² + 2.666667²) / 2 = 15.166667; learners 3 * (0.833333² * 2) =
# 4.166667; whole 4 + ... = 34.833333 - 30.333333 - 4.166667 = 0.333333 over 2 = 0.166667.
# (15.166667 - 0.166667) / (15.166667 + 0.166667 + 2 * (4.166667 - 0.166667) / 3) = 15 / 18.
UNEVEN = [[2.0, 4.0], [5.0, 7.0], [8.0, 9.0]]

tables = arrays(float, st.tuples(st.integers(2, 8), st.integers(2, 6)), elements=st.floats(5, 90))


def by_components(table: np.ndarray) -> float:
    """ICC(2,1) as a share of variances, from sums over all readings."""
    case, learner, error = components(table)
    return case / (case + learner + error)


def components(table: np.ndarray) -> tuple[float, float, float]:
    """Variance between cases, between learners, and the rest."""
    n, k = table.shape
    total = table.sum()
    correction = total**2 / (n * k)
    of_cases = (table.sum(axis=1) ** 2).sum() / k - correction
    of_learners = (table.sum(axis=0) ** 2).sum() / n - correction
    of_error = (table**2).sum() - correction - of_cases - of_learners
    error = of_error / ((n - 1) * (k - 1))
    case = (of_cases / (n - 1) - error) / k
    learner = (of_learners / (k - 1) - error) / n
    return case, learner, error


@pytest.mark.parametrize(("table", "expected"), [(SHIFTED, 18 / 22), (UNEVEN, 15 / 18)])
def test_icc_worked_by_hand(table, expected):
    assert intraclass_correlation(table) == pytest.approx(expected)


@given(tables)
@settings(deadline=None)
def test_icc_is_the_share_of_variance_between_cases(table):
    assume(sum(components(table)) > 1)  # else the share is of nothing

    assert intraclass_correlation(table) == pytest.approx(by_components(table), rel=1e-6, abs=1e-6)


@given(tables, st.floats(-10, 10))
@settings(deadline=None)
def test_icc_does_not_change_with_the_origin_nor_with_the_order_of_learners(table, shift):
    assume(sum(components(table)) > 1)  # else the share is of nothing
    before = intraclass_correlation(table)

    assert intraclass_correlation(table[:, ::-1] + shift) == pytest.approx(before, abs=1e-6)


def test_learners_who_agree_fully_have_an_icc_of_1():
    assert intraclass_correlation([[20, 20, 20], [45, 45, 45], [70, 70, 70]]) == pytest.approx(1)


def test_a_learner_who_reads_more_throughout_lowers_the_icc():
    """It is agreement that counts, not mere consistency."""
    assert intraclass_correlation(SHIFTED) < 1


@pytest.mark.parametrize(
    "table", [[[1.0, 2.0]], [[1.0], [2.0]], [[1.0, math.nan], [2.0, 3.0]], [[4.0, 4.0], [4.0, 4.0]]]
)
def test_what_has_no_icc_is_refused(table):
    with pytest.raises(TooFewError):
        intraclass_correlation(table)


def test_sem_is_the_root_of_the_mean_variance_within_a_case():
    cases = [(50.0, 54.0, 52.0), (30.0, 36.0, 33.0)]
    expected = math.sqrt(np.mean([np.var(readings, ddof=1) for readings in cases]))

    assert within_case_sd(cases) == pytest.approx(expected)


def test_sem_recovers_the_error_that_was_put_in():
    rng = np.random.default_rng(3)
    readings = rng.uniform(20, 70, 400)[:, None] + rng.normal(0, 2.5, (400, 4))

    assert within_case_sd(readings) == pytest.approx(2.5, rel=0.06)


def test_cases_read_once_tell_nothing_of_the_sem():
    assert within_case_sd([(50.0, 54.0), (10.0,)]) == within_case_sd([(50.0, 54.0)])
    with pytest.raises(TooFewError, match="two learners"):
        within_case_sd([(10.0,), (20.0,)])


def test_mdc_is_as_the_method_page_has_it():
    assert minimal_detectable_change(3.0) == pytest.approx(8.315, abs=1e-3)
