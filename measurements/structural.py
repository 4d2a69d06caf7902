"""Whether a minor curve is structural, as far as frontal films can tell."""

from enum import StrEnum
from statistics import NormalDist

from languages import Message
from measurements.settings import DEFAULT_SETTINGS

ROUNDING_DEG = 1e-6
"""What turning a film may change of an angle by rounding; it must not decide a threshold."""


class Structural(StrEnum):
    """What frontal films say of a minor curve.

    Non-structural is provisional: kyphosis on a lateral film can still make the curve structural.
    """

    STRUCTURAL = Message("structural")
    NON_STRUCTURAL = Message("non-structural by the coronal criterion")
    UNCERTAIN = Message("uncertain")


def lenke_residual_deg(standing_deg: float, bending_deg: float) -> float:
    """Angle left of a curve, as Lenke's criterion asks for it.

    Parameters
    ----------
    standing_deg, bending_deg : float
        Signed Cobb angles between the same levels, standing and bending towards the convexity.

    Returns
    -------
    float
        ``max(0, sign(S) * B)`` degrees. A curve that bends over to its other side has nothing left:
        the size of its reversed angle would make the most flexible curves structural.

    Examples
    --------
    >>> lenke_residual_deg(-40.0, -28.0), lenke_residual_deg(26.6, -30.0)
    (28.0, 0.0)
    """
    return max(0.0, bending_deg if standing_deg > 0 else -bending_deg)


def structural_probability(
    residual_deg: float, sd_deg: float, *, structural_deg: float = DEFAULT_SETTINGS.structural_deg
) -> float:
    """Find the probability that what is left of a curve is truly 25 degrees or more.

    Parameters
    ----------
    residual_deg : float
        Angle left on the convex-side film, negative when over-corrected, in degrees.
    sd_deg : float
        Its standard deviation in degrees.
    structural_deg : float
        Angle left from which a minor curve is structural, in degrees.

    Returns
    -------
    float
        ``Phi((B - 25) / s)``: the error is normal, and no angle was likelier beforehand.

    Examples
    --------
    >>> round(structural_probability(28.0, 3.0), 2)
    0.84
    """
    return NormalDist(structural_deg, sd_deg).cdf(residual_deg)
