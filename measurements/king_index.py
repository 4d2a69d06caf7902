"""King's flexibility index, which is not a curve's flexibility rate."""

import math
from dataclasses import dataclass

from languages import Message
from measurements.errors import CannotMeasureError
from measurements.uncertainty import Z95, Interval
from measurements.weighed_curve import WeighedCurve


@dataclass(frozen=True)
class KingFlexibilityIndex:
    """How much more of the lumbar than of the thoracic curve goes away on bending.

    In percentage points, not in percent of anything: it is the difference of two rates.
    """

    lumbar_percent: float
    """Flexibility rate of the lumbar curve."""

    thoracic_percent: float
    """Flexibility rate of the thoracic curve."""

    sd_points: float
    """Error of the index, to first order."""

    @property
    def points(self) -> float:
        """The index: positive where the lumbar curve is the more flexible one."""
        return self.lumbar_percent - self.thoracic_percent

    @property
    def interval_points(self) -> Interval:
        """95 % interval of the index, to first order."""
        return Interval(self.points - Z95 * self.sd_points, self.points + Z95 * self.sd_points)


def king_flexibility_index(lumbar: WeighedCurve, thoracic: WeighedCurve) -> KingFlexibilityIndex:
    """Compare how flexible a lumbar and a thoracic curve are.

    Parameters
    ----------
    lumbar, thoracic : WeighedCurve
        The two curves with their bends.

    Returns
    -------
    KingFlexibilityIndex
        ``percent correction of the lumbar curve - percent correction of the thoracic curve`` on
        side bending (King et al. 1983, as orthopaedicsone.com gives it).

    Raises
    ------
    CannotMeasureError
        If one of the curves has no flexibility rate.
    """
    lumbar_percent, lumbar_sd = _rate(lumbar)
    thoracic_percent, thoracic_sd = _rate(thoracic)
    return KingFlexibilityIndex(
        lumbar_percent, thoracic_percent, math.hypot(lumbar_sd, thoracic_sd)
    )


def _rate(curve: WeighedCurve) -> tuple[float, float]:
    """Flexibility rate of a curve and its error."""
    rate, error = curve.flexibility.rate_percent, curve.rate_sd_percent
    if rate is None or error is None:
        raise CannotMeasureError(
            Message(
                "King's flexibility index is not available, as one of the two curves has no "
                "rate: {reason}",
                reason=curve.flexibility.reason,
            )
        )
    return rate, error
