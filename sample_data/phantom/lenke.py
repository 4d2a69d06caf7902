"""Curves of a Lenke type.

Lenke et al. 2001, J Bone Joint Surg Am 83:1169: the largest curve is structural; another one is if
it keeps 25 degrees or more on the bend towards its convexity. The sagittal criteria need a lateral
film and play no part here.
"""

from __future__ import annotations

from typing import NamedTuple

from measurements import Convexity
from sample_data.phantom.anatomy import USUAL, Anatomy
from sample_data.phantom.deformity import CurvePlan
from sample_data.phantom.errors import PhantomError

STRUCTURAL_RESIDUAL_DEG = 25.0
# Residuals are planned this clear of the rule, so that no reader can find otherwise.
CLEAR_DEG = 5.0
# A structural minor curve must leave room between its size and its residual.
SMALLEST_STRUCTURAL_DEG = 36.0
SMALLEST_MAJOR_DEG, LARGEST_MAJOR_DEG = 15.0, 110.0
# What bending leaves of a minor curve: medians of structural and non-structural lumbar curves are
# 27.5 of 56 and 5 of 29 degrees (README of github.com/ysKim2000/SMC-scoliosis-structural); rounded.
STRUCTURAL_SHARE, FLEXIBLE_SHARE = 0.6, 0.25
# A short curve cannot be a large one.
LARGEST_JOINT_DEG = 12.0
USUAL_FLEXIBILITY_PERCENT = 50.0


class _Part(NamedTuple):
    """One curve of a type: end vertebrae, size against the major one, role."""

    upper: str
    lower: str
    share: float
    structural: bool


_TYPES = {
    1: (
        _Part("T1", "T5", 0.45, False),
        _Part("T5", "T12", 1.0, True),
        _Part("T12", "L4", 0.55, False),
    ),
    2: (
        _Part("T1", "T5", 0.7, True),
        _Part("T5", "T12", 1.0, True),
        _Part("T12", "L4", 0.5, False),
    ),
    3: (
        _Part("T1", "T5", 0.4, False),
        _Part("T5", "T11", 1.0, True),
        _Part("T11", "L4", 0.8, True),
    ),
    4: (
        _Part("T1", "T5", 0.7, True),
        _Part("T5", "T11", 1.0, True),
        _Part("T11", "L4", 0.8, True),
    ),
    5: (
        _Part("T1", "T4", 0.25, False),
        _Part("T4", "T9", 0.5, False),
        _Part("T9", "L4", 1.0, True),
    ),
    6: (
        _Part("T1", "T4", 0.35, False),
        _Part("T4", "T10", 0.75, True),
        _Part("T10", "L4", 1.0, True),
    ),
}
TYPES = tuple(_TYPES)


def lenke_plan(
    lenke_type: int,
    cobb_deg: float,
    *,
    flexibility_percent: float = USUAL_FLEXIBILITY_PERCENT,
    thoracic: Convexity = Convexity.RIGHT,
    anatomy: Anatomy = USUAL,
) -> tuple[CurvePlan, ...]:
    """Plan the curves of a Lenke type.

    Parameters
    ----------
    lenke_type : int
        1 main thoracic, 2 double thoracic, 3 double major, 4 triple major, 5 thoracolumbar or
        lumbar, 6 thoracolumbar or lumbar with main thoracic.
    cobb_deg : float
        Size of the major curve: main thoracic in types 1 to 4, thoracolumbar or lumbar in 5 and 6.
    flexibility_percent : float
        Of the major curve. Those of the others follow from the rule.
    thoracic : Convexity
        Side of the main thoracic curve.
    anatomy : Anatomy
        Levels a person lacks are replaced by their neighbours.

    Returns
    -------
    tuple of CurvePlan
        Cranial first, each with the flexibility it must measure.

    Raises
    ------
    PhantomError
        If there is no such type, or its major curve cannot be of this size.
    """
    if lenke_type not in _TYPES:
        raise PhantomError(f"{lenke_type} is no Lenke type; give 1 to 6")
    parts = _TYPES[lenke_type]
    smallest = _smallest_major_deg(parts)
    if not smallest <= cobb_deg <= LARGEST_MAJOR_DEG:
        raise PhantomError(
            f"the major curve of Lenke type {lenke_type} cannot measure {cobb_deg:g} degrees; give "
            f"{smallest:.0f} to {LARGEST_MAJOR_DEG:.0f}"
        )
    main = next(place for place, part in enumerate(parts) if part.upper in ("T4", "T5"))
    plans = []
    for place, part in enumerate(parts):
        upper, lower = anatomy.nearest(part.upper), anatomy.nearest(part.lower)
        size = cobb_deg * part.share
        flexibility = flexibility_percent
        if part.share < 1:
            joints = anatomy.index(lower) - anatomy.index(upper)
            size = min(size, LARGEST_JOINT_DEG * joints)
            if part.structural:
                size = max(size, SMALLEST_STRUCTURAL_DEG)
            flexibility = (1 - _residual_deg(size, part.structural) / size) * 100
        sign = thoracic.sign * (-1) ** (place - main)
        plans.append(CurvePlan(upper, lower, sign * size, flexibility_percent=flexibility))
    return tuple(plans)


def _smallest_major_deg(parts: tuple[_Part, ...]) -> float:
    """Size of the major curve that leaves its structural companions smaller than itself."""
    minor = [part for part in parts if part.structural and part.share < 1]
    return max([SMALLEST_MAJOR_DEG, *(SMALLEST_STRUCTURAL_DEG / part.share for part in minor)])


def _residual_deg(size: float, structural: bool) -> float:
    """Decide what bending must leave of a minor curve."""
    if structural:
        return max(STRUCTURAL_SHARE * size, STRUCTURAL_RESIDUAL_DEG + CLEAR_DEG)
    return min(FLEXIBLE_SHARE * size, STRUCTURAL_RESIDUAL_DEG - 2 * CLEAR_DEG)
