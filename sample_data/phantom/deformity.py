"""Curves of a spine as joint angles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from bending import healthy_compliance
from sample_data.phantom.anatomy import NAMES, USUAL, Anatomy, Physique
from sample_data.phantom.errors import PhantomError
from sample_data.phantom.kinematics import Chain

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
    flexibility_percent : float, optional
        What measuring the flexibility of this curve must give; the stiffness that does it is found
        by `sample_data.phantom.flexibility` and `stiffness` is where the search starts.
    """

    upper: str
    lower: str
    cobb_deg: float
    stiffness: float = 1.0
    flexibility_percent: float | None = None

    def __post_init__(self) -> None:
        """Refuse a curve without at least two joints."""
        for level in (self.upper, self.lower):
            if level not in NAMES:
                raise PhantomError(f"{level!r} is not a vertebra from {NAMES[0]} to {NAMES[-1]}")
        if NAMES.index(self.lower) - NAMES.index(self.upper) < 2:
            raise self._too_short
        for name in ("cobb_deg", "flexibility_percent"):
            if not np.isfinite(getattr(self, name) or 0.0):
                raise PhantomError(f"{name} is {getattr(self, name)}; give a finite number")
        if not self.stiffness > 0:
            raise PhantomError(f"stiffness is {self.stiffness}; give a number above zero")

    @classmethod
    def around(
        cls, apex: str, cobb_deg: float, reach: int = 3, anatomy: Anatomy = USUAL, **rest: float
    ) -> CurvePlan:
        """Plan a curve by its apex.

        Parameters
        ----------
        apex : str
            A vertebra, ``"T8"``, or a disc, ``"T8/T9"``.
        cobb_deg : float
        reach : int
            Vertebrae on each side of the apex, end vertebrae included.
        anatomy : Anatomy
        **rest
            Any other attribute.
        """
        places = [anatomy.index(level) for level in apex.split("/")]
        if len(places) > 2 or places[-1] - places[0] != len(places) - 1:
            raise PhantomError(f'{apex!r} is no apex; give a vertebra, "T8", or a disc, "T8/T9"')
        ends = places[0] - reach, places[-1] + reach
        if len(places) == 2:
            ends = ends[0] + 1, ends[1] - 1
        top, bottom = anatomy.measured.start, anatomy.measured.stop - 1
        if not top <= ends[0] < ends[1] <= bottom:
            raise PhantomError(
                f"a curve around {apex} cannot reach {reach} vertebrae to either side; "
                f"T1 to {anatomy.levels[bottom]} are there"
            )
        return cls(anatomy.levels[ends[0]], anatomy.levels[ends[1]], cobb_deg, **rest)

    def within(self, anatomy: Anatomy) -> slice:
        """Joints between the end vertebrae, cranial first."""
        first, last = anatomy.index(self.upper), anatomy.index(self.lower)
        if last - first < 2:
            raise self._too_short
        return slice(first, last)

    @property
    def _too_short(self) -> PhantomError:
        return PhantomError(
            f"a curve needs a vertebra between its end vertebrae; got {self.upper} to {self.lower}"
        )


def standing_joints_deg(plans: Sequence[CurvePlan], anatomy: Anatomy = USUAL) -> Array:
    """Joint angles (N - 1,) of a standing spine with these curves, cranial first.

    Between the end vertebrae the angles follow half a sine. Above and below the curves the spine
    returns to level; where the curves sit on the tilt scale is chosen so that T1 stands over S1.
    """
    sizes = anatomy.sizes
    joints = np.zeros(len(sizes) - 1)
    if not plans:
        return joints
    for upper, lower in pairwise(plans):
        if upper.lower != lower.upper:
            raise PhantomError(
                f"neighbouring curves share an end vertebra; got {upper.lower} and {lower.upper}"
            )
    for plan in plans:
        within = plan.within(anatomy)
        count = within.stop - within.start
        share = END_JOINT_SHARE + (1 - END_JOINT_SHARE) * np.sin(
            np.pi * (np.arange(count) + 0.5) / count
        )
        joints[within] = plan.cobb_deg * share / share.sum()
    top, bottom = plans[0].within(anatomy).start, plans[-1].within(anatomy).stop
    relative = np.zeros(len(sizes))  # tilt against the lowest end vertebra
    relative[: bottom + 1] = np.concatenate([np.cumsum(joints[:bottom][::-1])[::-1], [0.0]])
    heights = np.array([size.height + size.disc_below for size in sizes])
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


def compliances(plans: Sequence[CurvePlan], healthy: Array, anatomy: Anatomy = USUAL) -> Array:
    """Compliance (N - 1,) of each joint: the healthy one over the stiffness of its curve."""
    result = healthy.copy()
    for plan in plans:
        result[plan.within(anatomy)] /= plan.stiffness
    return result


def standing_chain(physique: Physique, plans: Sequence[CurvePlan]) -> Chain:
    """Stand a person with these curves."""
    anatomy = physique.anatomy
    return Chain(
        physique,
        standing_joints_deg(plans, anatomy),
        compliances(plans, healthy_compliance(anatomy.levels[:-1]), anatomy),
    )
