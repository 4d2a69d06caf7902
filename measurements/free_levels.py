"""End vertebrae of a curve chosen anew on another film, beside the standing ones."""

from languages import Message
from measurements.curve import Curve, signed_cobb_deg
from measurements.errors import CannotMeasureError
from measurements.level import Level
from measurements.spine import Spine
from measurements.what_if import EndVertebraChoice

FREE_REACH = 2
"""How many visible vertebrae an end may move from its standing level.

Beyond it the tilt of the bent trunk, not the curve, would choose the ends.
"""


def with_free_end_vertebrae(
    spine: Spine, curve: Curve, *, reach: int = FREE_REACH
) -> EndVertebraChoice:
    """Measure what a curve becomes between end vertebrae chosen anew on another film.

    Parameters
    ----------
    spine : Spine
        The bending film to choose them on.
    curve : Curve
        The curve as found standing.
    reach : int
        How many visible vertebrae each end may move; it never passes the apex.

    Returns
    -------
    EndVertebraChoice
        Between the levels with the largest angle towards the standing convexity: the most tilted
        vertebrae above and below the apex, as a reader would choose them. On a tie, the standing
        ones. It is shown beside the angle at the standing levels, called free, to teach what the
        choice does; a flexibility rate is never taken from it.

    Raises
    ------
    LevelMissingError
        If a standing end vertebra is not visible on this film.
    CannotMeasureError
        If a side is unknown, or `reach` is negative.

    Notes
    -----
    Keenan et al. 2014 (PMC4193912): observers free to choose took other levels in 39 % of
    curves, while preselected endplates changed the mean angle by 0.6 degrees only (SD 2.3).
    """
    if not (curve.convexity.side_known and spine.side_known):
        raise CannotMeasureError(
            Message(
                "the patient's side is not stated on both films, so an angle has no sign to "
                "compare; declare which image edge is the patient's right"
            )
        )
    if reach < 0:
        raise CannotMeasureError(
            Message("a reach of {reach} vertebrae is none; give 0 or more", reach=reach)
        )
    uppers, lowers = (_near(spine, level, reach) for level in curve.levels)
    pairs = [
        (upper, lower)
        for upper in uppers
        for lower in lowers
        if upper.rank < curve.apex.rank < lower.rank
    ]
    sign = curve.convexity.sign
    upper, lower = max(
        [curve.levels, *pairs], key=lambda pair: sign * signed_cobb_deg(spine, *pair)
    )
    return EndVertebraChoice(curve, spine[upper], spine[lower])


def _near(spine: Spine, level: Level, reach: int) -> tuple[Level, ...]:
    """Visible levels within `reach` of one."""
    place = spine.levels.index(spine[level].level)
    return spine.levels[max(0, place - reach) : place + reach + 1]
