"""Quantiles of Student's t, without SciPy."""

from __future__ import annotations

import math
from statistics import NormalDist
from typing import Final

from languages import Message
from teaching.errors import TooFewError

HALVINGS: Final = 200
"""More than a double has bits, so that bisection ends on the nearest one."""

LARGEST_DF: Final = 100_000
"""Beyond it t and the normal distribution agree to five digits, and the sum grows long."""


def t_quantile(probability: float, df: int) -> float:
    """Return the quantile of Student's t.

    Parameters
    ----------
    probability : float
        Between 0.5 and 1.
    df : int
        Degrees of freedom, 1 or more.

    Raises
    ------
    TooFewError
        If there is no degree of freedom.

    Notes
    -----
    For whole degrees of freedom the distribution is a finite sum (Abramowitz and Stegun, Handbook
    of Mathematical Functions, 26.7.3 and 26.7.4); it is turned round by bisection.

    Examples
    --------
    >>> round(t_quantile(0.975, 10), 3)
    2.228
    """
    if df < 1:
        raise TooFewError(
            Message("a t distribution has 1 degree of freedom or more, not {df}", df=df)
        )
    if not 0.5 <= probability < 1:
        raise TooFewError(
            Message(
                "expected a probability from 0.5 to below 1, got {probability}",
                probability=probability,
            )
        )
    if df > LARGEST_DF:
        return NormalDist().inv_cdf(probability)
    low, high = 0.0, 1.0
    while _probability(high, df) < probability:
        high *= 2
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if _probability(middle, df) < probability else (low, middle)
    return high


def _probability(t: float, df: int) -> float:
    """Probability of a value up to `t`, which is not negative."""
    angle = math.atan2(t, math.sqrt(df))
    sine, cosine = math.sin(angle), math.cos(angle)
    odd = df % 2
    term = cosine if odd else 1.0
    total = term if df > 1 else 0.0
    for step in range(2 + odd, df, 2):
        term *= (step - 1) / step * cosine**2
        total += term
    within = (angle + sine * total) * 2 / math.pi if odd else sine * total
    return (1 + within) / 2
