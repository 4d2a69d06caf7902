"""How stiff discs must be so that a curve measures as flexible as was asked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
from scipy.optimize import brentq

from measurements import Curve, Level, Spine, find_curves, measure_flexibility
from sample_data.phantom.deformity import CurvePlan
from sample_data.phantom.errors import PhantomError
from sample_data.phantom.truth import CORONAL, LEFT_BENDING, RIGHT_BENDING

# Discs far softer than healthy ones reach `FURTHEST_JOINT_DEG` anyway; far stiffer ones give
# nothing that could be measured.
SOFTEST, STIFFEST = 0.02, 200.0
# Curves share joints at most at their ends, so few rounds settle all of them.
ROUNDS = 12
CLOSE_ENOUGH_POINTS = 0.05

SpineOf = Callable[[str], Spine]


def with_stiffness(
    plans: Sequence[CurvePlan], spine_with: Callable[[Sequence[CurvePlan]], SpineOf]
) -> tuple[CurvePlan, ...]:
    """Give each curve that asks for a flexibility the stiffness that yields it.

    Parameters
    ----------
    plans : sequence of CurvePlan
    spine_with : callable
        From plans to what gives the true spine of one view of a patient with these curves.

    Returns
    -------
    tuple of CurvePlan
        The same curves with other stiffness.

    Raises
    ------
    PhantomError
        If a curve cannot be measured, or no stiffness makes it so flexible or so rigid.

    Notes
    -----
    What is set is the *measured* rate: `measurements.measure_flexibility` on the projected corners
    of both films, between the levels that the curve has on the standing one. The standing film does
    not depend on stiffness; on the bend the rate falls as its curve stiffens, so each is found by
    Brent's method, one curve after the other until all hold.
    """
    solved = list(plans)
    asked = [place for place, plan in enumerate(plans) if plan.flexibility_percent is not None]
    if not asked:
        return tuple(solved)
    standing = find_curves(spine_with(solved)(CORONAL))
    curves = {place: _measured_curve(plans[place], standing) for place in asked}

    def miss(place: int) -> float:
        return _rate(curves[place], spine_with(solved)) - float(plans[place].flexibility_percent)

    for _ in range(ROUNDS):
        if max(abs(miss(place)) for place in asked) < CLOSE_ENOUGH_POINTS:
            return tuple(solved)
        for place in asked:

            def miss_at(log_stiffness: float, place: int = place) -> float:
                solved[place] = replace(plans[place], stiffness=float(np.exp(log_stiffness)))
                return miss(place)

            _find_root(miss_at, plans[place])
    raise PhantomError(
        "the flexibilities asked for do not go together; ask for rates closer to each other"
    )


def _measured_curve(plan: CurvePlan, standing: Sequence[Curve]) -> Curve:
    """Pick the curve to the same side that shares most levels with the plan."""
    first, last = Level(plan.upper).rank, Level(plan.lower).rank

    def shared(curve: Curve) -> int:
        upper, lower = (level.rank for level in curve.levels)
        return min(lower, last) - max(upper, first)

    alike = [curve for curve in standing if curve.cobb_deg * plan.cobb_deg > 0]
    if not alike or shared(best := max(alike, key=shared)) <= 0:
        raise PhantomError(
            f"no curve of 10 degrees or more is measured from {plan.upper} to {plan.lower}, so it "
            "has no flexibility; plan a larger angle or give a stiffness instead"
        )
    return best


def _rate(curve: Curve, spine_of: SpineOf) -> float:
    """Measured flexibility rate in percent; only the film that counts is asked for."""
    if curve.cobb_deg > 0:
        bend = measure_flexibility(curve, left_bending=None, right_bending=spine_of(RIGHT_BENDING))
    else:
        bend = measure_flexibility(curve, left_bending=spine_of(LEFT_BENDING), right_bending=None)
    assert bend.rate_percent is not None  # all levels are on all films of a phantom
    return bend.rate_percent


def _find_root(miss_at: Callable[[float], float], plan: CurvePlan) -> None:
    """Leave the stiffness at the root of `miss_at`, or say which rates can be reached."""
    soft, stiff = np.log(SOFTEST), np.log(STIFFEST)
    most, least = miss_at(soft), miss_at(stiff)
    if most < 0 or least > 0:
        asked = float(plan.flexibility_percent or 0.0)
        raise PhantomError(
            f"a flexibility of {asked:g} % of the curve from {plan.upper} to {plan.lower} is out "
            f"of reach: {asked + least:.0f} to {asked + most:.0f} % can be had; ask for that, or "
            "change the effort or the angle"
        )
    miss_at(brentq(miss_at, soft, stiff, xtol=1e-6))
