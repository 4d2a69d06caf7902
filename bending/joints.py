"""How much each joint of a spine gives in a side bend, by the name of the level above it.

An effort is counted in degrees: a joint of compliance 1 gives one degree for one degree of effort.
Efforts and angles of joints share one sign, whichever side it stands for.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from bending.errors import ChainError

Array = NDArray[np.float64]

# White & Panjabi, Clinical Biomechanics of the Spine, 2nd ed. 1990, table 2-6 (representative
# ranges of lateral bending: cervical 8-11, upper thoracic 5-6, T9 to L1 6-9, L1 to L5 6-8,
# L5/S1 3 degrees). A supernumerary T13 or L6 takes the place of the T12 or L5 above it.
BENDING_RANGE_DEG = {
    "C3": 10.0, "C4": 9.0, "C5": 8.0, "C6": 7.0, "C7": 4.0, "T1": 5.0, "T2": 5.0, "T3": 5.0,
    "T4": 5.0, "T5": 6.0, "T6": 6.0, "T7": 6.0, "T8": 6.0, "T9": 6.0, "T10": 7.0, "T11": 9.0,
    "T12": 8.0, "T13": 8.0, "L1": 6.0, "L2": 6.0, "L3": 8.0, "L4": 6.0, "L5": 3.0, "L6": 3.0,
}  # fmt: skip
"""Range of the joint below each level to either side."""

REFERENCE_RANGE_DEG = 8.0
"""Range of L3/L4, the joint of compliance 1."""

USUAL_LEVELS = tuple(level for level in BENDING_RANGE_DEG if level not in ("T13", "L6"))
"""C3 to L5 of most people, cranial first."""

FURTHEST_JOINT_DEG = 16.0
"""No disc opens or closes further than this from where it stands, whatever the effort."""

INTO_CURVE_SHARE = 0.3
"""Share of its compliance that a joint keeps against bending further into its curve: on the bend
away from its convexity a curve grows little."""

LOADED_JOINT_DEG = 3.0
"""Standing angle from which a joint counts as wholly held open by a curve."""


def usual_levels(count: int) -> tuple[str, ...]:
    """Name `count` vertebrae upward from L5.

    Raises
    ------
    ChainError
        If there are not so many vertebrae from C3 down.

    Examples
    --------
    >>> usual_levels(3)
    ('L3', 'L4', 'L5')
    """
    if not 1 <= count <= len(USUAL_LEVELS):
        raise ChainError(
            f"{count} vertebrae cannot be named upward from L5: give 1 to {len(USUAL_LEVELS)}, "
            "or name their levels"
        )
    return USUAL_LEVELS[-count:]


def healthy_compliance(levels: Sequence[str]) -> Array:
    """Look up the compliance of the joint below each level.

    Parameters
    ----------
    levels : sequence of str, length N
        C3 to L6; the joint below is that with the next vertebra, whichever it is.

    Returns
    -------
    (N,) array
        Relative to L3/L4.

    Raises
    ------
    ChainError
        If a level is none.

    Examples
    --------
    >>> healthy_compliance(["T12", "T13", "L3", "L5"])
    array([1.   , 1.   , 1.   , 0.375])
    """
    unknown = [level for level in levels if level not in BENDING_RANGE_DEG]
    if unknown:
        raise ChainError(f"no joint is known below {', '.join(unknown)}; give levels C3 to L6")
    return np.array([BENDING_RANGE_DEG[level] for level in levels]) / REFERENCE_RANGE_DEG


def give_deg(effort_deg: float, standing_deg: ArrayLike, compliance: ArrayLike) -> Array:
    """Tell how far each joint moves from where it stands.

    A joint moves in proportion to its compliance, less so when that bends it further into its
    curve, and stops softly at `FURTHEST_JOINT_DEG`.

    Parameters
    ----------
    effort_deg : float
    standing_deg : (N,) array
        Angle of each joint when standing.
    compliance : (N,) array
        Degrees that a joint gives for one degree of effort.

    Returns
    -------
    (N,) array
        Degrees, of the sign of the effort.
    """
    standing, compliance = np.asarray(standing_deg, float), np.asarray(compliance, float)
    into_curve = np.clip(np.sign(effort_deg) * standing / LOADED_JOINT_DEG, 0, 1)
    yielding = compliance * (1 - (1 - INTO_CURVE_SHARE) * into_curve)
    return np.asarray(np.tanh(effort_deg * yielding / FURTHEST_JOINT_DEG) * FURTHEST_JOINT_DEG)


def kink_deg(count: int, joint: int, turn_deg: float, reach: int) -> Array:
    """Turn one joint, and its neighbours back, so that the spine beyond them keeps its tilts.

    Parameters
    ----------
    count : int
        Joints of the spine.
    joint : int
        Which of them turns, counted from 0.
    turn_deg : float
    reach : int
        How many joints on either side share in turning back, as far as there are any.

    Returns
    -------
    (count,) array
        Degrees, adding up to zero.

    Examples
    --------
    >>> kink_deg(5, joint=1, turn_deg=12.0, reach=2)
    array([-4., 12., -4., -4.,  0.])
    """
    places = np.arange(count)
    others = (np.abs(places - joint) <= reach) & (places != joint)
    kink = np.zeros(count)
    kink[joint] = turn_deg
    kink[others] = -turn_deg / max(others.sum(), 1)
    return kink
