"""How well readings of one case repeat: SEM, MDC and ICC(2,1)."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from languages import Message
from measurements.uncertainty import Z95
from teaching.errors import TooFewError


def within_case_sd(cases: Iterable[Sequence[float]]) -> float:
    """Measure the standard error of measurement (SEM) of one reading.

    Parameters
    ----------
    cases : iterable of sequence of float
        The readings of each case, by different learners; a case with one reading tells nothing.

    Returns
    -------
    float
        In the unit of the readings.

    Raises
    ------
    TooFewError
        If no case has two readings.

    Notes
    -----
    The within-subject standard deviation of Bland and Altman 1996, BMJ 313:744: the root of the
    mean variance within a case, weighted by degrees of freedom where cases were not read equally
    often. What learners differ by as persons is part of it.

    Examples
    --------
    >>> within_case_sd([(50.0, 54.0), (30.0, 30.0), (44.0,)])
    2.0
    """
    repeated = [np.asarray(readings) for readings in cases if len(readings) > 1]
    if not repeated:
        raise TooFewError(
            Message("this needs a case that two learners have read; there is none yet")
        )
    squares = sum(_squares(own - own.mean()) for own in repeated)
    return math.sqrt(squares / sum(len(own) - 1 for own in repeated))


def minimal_detectable_change(sem: float) -> float:
    """Smallest difference of two readings beyond measurement error: ``1.96 sqrt(2) SEM``.

    Examples
    --------
    >>> round(minimal_detectable_change(3.0), 1)
    8.3
    """
    return Z95 * math.sqrt(2) * sem


def intraclass_correlation(table: ArrayLike) -> float:
    """Measure ICC(2,1): agreement of single readings by learners drawn at random.

    Parameters
    ----------
    table : (N, K) array_like
        One row a case, one column a learner; no reading may be missing.

    Returns
    -------
    float
        At most 1; below zero where readings of one case agree less than those of different cases.

    Raises
    ------
    TooFewError
        If there are fewer than two cases or two learners, a reading is missing, or all are alike.

    Notes
    -----
    Shrout and Fleiss 1979, Psychol Bull 86:420, two-way random effects, absolute agreement::

        (MS_cases - MS_error) / (MS_cases + (k - 1) MS_error + k (MS_learners - MS_error) / n)

    It grows with the range of the cases as well as with agreement: the same learners reach more on
    curves of 20 to 70 degrees than on curves of 40 to 50.
    """
    readings = np.asarray(table, dtype=float)
    if readings.ndim != 2 or min(readings.shape) < 2 or not np.isfinite(readings).all():
        raise TooFewError(
            Message(
                "ICC(2,1) needs two cases or more that the same two learners or more have all read"
            )
        )
    n, k = readings.shape
    mean = float(readings.mean())
    by_case, by_learner = readings.mean(axis=1), readings.mean(axis=0)
    rest = readings - by_case[:, None] - by_learner[None] + mean
    ms_cases = k * _squares(by_case - mean) / (n - 1)
    ms_learners = n * _squares(by_learner - mean) / (k - 1)
    ms_error = _squares(rest) / ((n - 1) * (k - 1))
    whole = ms_cases + (k - 1) * ms_error + k * (ms_learners - ms_error) / n
    if math.isclose(whole, 0, abs_tol=1e-12):
        raise TooFewError(
            Message("readings differ neither by case nor by learner, so there is no ICC(2,1)")
        )
    return float((ms_cases - ms_error) / whole)


def _squares(values: NDArray[np.float64]) -> float:
    return float((values**2).sum())
