"""Limits of agreement of readings with the truth."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from languages import Message
from measurements import Interval
from measurements.uncertainty import Z95
from teaching.errors import TooFewError
from teaching.student import t_quantile

FEW: Final = 40
"""Below this number the intervals of the limits are too narrow on their outer side: Carkeet and Goh
2018 (abstract) found so for the approximation of 1999."""


@dataclass(frozen=True)
class Estimate:
    """A figure with its 95 % confidence interval."""

    value: float
    interval: Interval


@dataclass(frozen=True)
class Agreement:
    """How readings differ from the truth, in degrees."""

    bias: Estimate
    """Mean difference."""

    lower: Estimate
    """Lower limit of agreement."""

    upper: Estimate
    """Upper limit of agreement."""

    sd_deg: float
    """Standard deviation of the differences."""

    count: int
    """How many differences there are."""

    independent: int
    """How many of them are taken to be independent of each other."""

    @property
    def few(self) -> bool:
        """Whether the intervals of the limits are too narrow for so few."""
        return self.independent < FEW


def limits_of_agreement(
    differences_deg: Sequence[float], *, independent: int | None = None
) -> Agreement:
    """Measure between which limits readings agree with the truth.

    Parameters
    ----------
    differences_deg : sequence of float
        Read minus true, in degrees.
    independent : int, optional
        How many of the differences are independent; all, unless said otherwise.

    Raises
    ------
    TooFewError
        If fewer than two are.

    Notes
    -----
    Bland and Altman 1986, Lancet 1:307: the limits are ``d ± 1.96 s``, mean and standard deviation
    of the differences, and expected to hold 95 % of them if those are normal. Confidence intervals
    of the mean with ``s / sqrt(n)`` and t of ``n - 1`` degrees of freedom; of a limit with
    ``s sqrt(1 / n + 1.96² / (2 (n - 1)))``, Bland and Altman 1999, Stat Methods Med Res 8:135,
    which for large n is about the ``s sqrt(3 / n)`` of 1986. One of the two methods is here the
    truth, so a difference is an error.

    Both papers have one pair a subject in mind. Where several learners read a case, `independent`
    takes the place of n in the intervals (not in the limits), so that readings of one case do not
    pass for as many cases. This is ours, not theirs.
    """
    count = len(differences_deg)
    n = count if independent is None else independent
    if count < 2 or n < 2:
        raise TooFewError(
            Message(
                "limits of agreement need readings of two cases or more, there are {count}",
                count=min(n, count),
            )
        )
    mean, sd = float(np.mean(differences_deg)), float(np.std(differences_deg, ddof=1))
    t = t_quantile(0.975, n - 1)
    of_mean, of_limit = sd / math.sqrt(n), sd * math.sqrt(1 / n + Z95**2 / (2 * (n - 1)))
    return Agreement(
        bias=_estimate(mean, t * of_mean),
        lower=_estimate(mean - Z95 * sd, t * of_limit),
        upper=_estimate(mean + Z95 * sd, t * of_limit),
        sd_deg=sd,
        count=count,
        independent=n,
    )


def _estimate(value: float, half: float) -> Estimate:
    return Estimate(value, Interval(value - half, value + half))
