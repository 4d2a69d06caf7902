"""Curves of a spine as joint angles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from sample_data.phantom.anatomy import LEVELS, SIZES
from sample_data.phantom.errors import PhantomError

Array = NDArray[np.float64]

# Joints near the end vertebrae turn less than those at the apex, but never not at all: share of the
# apical joint's angle.
END_JOINT_SHARE = 0.45
# Shares of the first and the last of the joints, cranial first, that bring the spine back to level:
# the neck turns next to the curve, below it the lumbosacral joint turns most.
ABOVE_CURVES = (0.15, 1.0)
BELOW_CURVES = (0.5, 1.0)


@dataclass(frozen=True)
class CurvePlan:
    """One curve to build.

    Attributes
    ----------
    upper, lower : str
        End vertebrae.
    cobb_deg : float
        Signed: above zero is right-convex.
    stiffness : float
        1 is a healthy segment; 4 gives a quarter as much.
    """

    upper: str
    lower: str
    cobb_deg: float
    stiffness: float = 1.0

    def __post_init__(self) -> None:
        """Refuse a curve without at least two joints."""
        for level in (self.upper, self.lower):
            if level not in LEVELS:
                raise PhantomError(f"{level!r} is not a vertebra from {LEVELS[0]} to {LEVELS[-1]}")
        if self.last - self.first < 2:
            raise PhantomError(
                "a curve needs a vertebra between its end vertebrae; "
                f"got {self.upper} to {self.lower}"
            )
        if self.stiffness <= 0:
            raise PhantomError(f"stiffness is {self.stiffness}; give a number above zero")

    @property
    def first(self) -> int:
        """Index of the upper end vertebra in `LEVELS`."""
        return LEVELS.index(self.upper)

    @property
    def last(self) -> int:
        """Index of the lower end vertebra in `LEVELS`."""
        return LEVELS.index(self.lower)


def standing_joints_deg(plans: Sequence[CurvePlan]) -> Array:
    """Joint angles (N - 1,) of a standing spine with these curves, cranial first.

    Between the end vertebrae the angles follow half a sine. Above and below the curves the spine
    returns to level; where the curves sit on the tilt scale is chosen so that T1 stands over S1.
    """
    joints = np.zeros(len(LEVELS) - 1)
    if not plans:
        return joints
    for upper, lower in pairwise(plans):
        if upper.last != lower.first:
            raise PhantomError(
                f"neighbouring curves share an end vertebra; got {upper.lower} and {lower.upper}"
            )
    for plan in plans:
        count = plan.last - plan.first
        share = END_JOINT_SHARE + (1 - END_JOINT_SHARE) * np.sin(
            np.pi * (np.arange(count) + 0.5) / count
        )
        joints[plan.first : plan.last] = plan.cobb_deg * share / share.sum()
    top, bottom = plans[0].first, plans[-1].last
    relative = np.zeros(len(LEVELS))  # tilt against the lowest end vertebra
    relative[: bottom + 1] = np.concatenate([np.cumsum(joints[:bottom][::-1])[::-1], [0.0]])
    heights = np.array([size.height + size.disc_below for size in SIZES])
    lowest = -_balancing_tilt(relative, heights, top, bottom)
    joints[bottom:] = lowest * _shares(len(joints) - bottom, BELOW_CURVES)
    joints[:top] = -(relative[top] + lowest) * _shares(top, ABOVE_CURVES)
    return joints


def _shares(count: int, ends: tuple[float, float]) -> Array:
    """Shares (count,) that run evenly between `ends` and add up to 1."""
    share = np.linspace(*ends, count)
    return share / share.sum()


def _balancing_tilt(relative: Array, heights: Array, top: int, bottom: int) -> float:
    """Tilt to take off every vertebra of the curves so that they end over their foot."""
    part = slice(top, bottom + 1)
    return float(np.average(relative[part], weights=heights[part]))


def compliances(plans: Sequence[CurvePlan], healthy: Array) -> Array:
    """Compliance (N - 1,) of each joint: the healthy one over the stiffness of its curve."""
    result = healthy.copy()
    for plan in plans:
        result[plan.first : plan.last] /= plan.stiffness
    return result
