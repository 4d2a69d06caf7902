"""The rules of measuring, with the numbers of the case at hand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from measurements import Level, signed_cobb_deg
from teaching.case import Case

NEIGHBOURS: Final = 2
"""How many vertebrae above and below an end vertebra are tried instead of it."""


@dataclass(frozen=True)
class LevelChoice:
    """What the angle would be between two other end vertebrae."""

    upper: Level
    lower: Level

    cobb_deg: float
    """True angle between them, positive towards the convexity of the curve."""

    change_deg: float
    """How much larger that is than the true angle of the curve."""


def level_choices(case: Case, reach: int = NEIGHBOURS) -> tuple[LevelChoice, ...]:
    """Measure the curve between the vertebrae next to its ends.

    Parameters
    ----------
    case : Case
        The curve and its spine.
    reach : int
        How many vertebrae to either side of each end are tried, as far as they are visible and
        the upper one stays above the lower one.

    Returns
    -------
    tuple of LevelChoice
        By upper, then by lower end, cranial first; the true choice is among them.

    Notes
    -----
    End vertebrae are the most tilted ones above and below the apex, so a choice beside them seldom
    makes the angle larger: they are found by the tilt of the whole body, the angle is taken between
    endplates, and a wedged end vertebra may leave a degree between the two.
    """
    spine, curve = case.spine, case.curve
    tried = [
        [
            level
            for level in spine.levels
            if abs(spine.levels.index(level) - spine.levels.index(end)) <= reach
        ]
        for end in curve.levels
    ]
    return tuple(
        LevelChoice(upper, lower, cobb_deg, cobb_deg - case.true_deg)
        for upper in tried[0]
        for lower in tried[1]
        if upper.is_above(lower)
        for cobb_deg in [curve.convexity.sign * signed_cobb_deg(spine, upper, lower)]
    )
