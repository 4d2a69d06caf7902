"""The flexibility rate of two angles, and how far it may be off."""

import math

from languages import Message
from measurements.errors import CannotMeasureError
from measurements.uncertainty import Z95, AngleError, Interval


def rate_percent(standing_deg: float, bending_deg: float) -> float:
    """Flexibility rate ``(S - B) / S * 100`` of two signed angles between the same levels.

    Parameters
    ----------
    standing_deg, bending_deg : float
        Signed Cobb angles in degrees.

    Returns
    -------
    float
        Percent; above 100 when over-corrected, below 0 when the curve grew.

    Raises
    ------
    CannotMeasureError
        If the spine stands straight.

    Examples
    --------
    >>> round(rate_percent(26.6, -19.0), 1)
    171.4
    """
    if standing_deg == 0:
        raise CannotMeasureError(
            Message(
                "the standing angle is 0 degrees, so no rate can be taken of it; read the angles"
            )
        )
    return (standing_deg - bending_deg) / standing_deg * 100


def rate_sd_percent(
    standing_deg: float,
    bending_deg: float,
    *,
    standing_error: AngleError,
    bending_error: AngleError,
) -> float:
    """Error of a flexibility rate, to first order.

    Parameters
    ----------
    standing_deg, bending_deg : float
        Signed Cobb angles in degrees.
    standing_error, bending_error : AngleError
        Their errors, which are independent.

    Returns
    -------
    float
        ``100 / |S| * sqrt(s_B**2 + (B / S)**2 * s_S**2)`` percentage points; with one error *s* for
        both, ``100 / |S| * s * sqrt(1 + (B / S)**2)``.

    Raises
    ------
    CannotMeasureError
        If the spine stands straight.

    Examples
    --------
    >>> from measurements.uncertainty import reader_error
    >>> three = reader_error(3.0)
    >>> round(rate_sd_percent(50, 25, standing_error=three, bending_error=three), 1)
    6.7
    """
    left = 1 - rate_percent(standing_deg, bending_deg) / 100
    return 100 / abs(standing_deg) * math.hypot(bending_error.sd_deg, left * standing_error.sd_deg)


def rate_interval_percent(
    standing_deg: float,
    bending_deg: float,
    *,
    standing_error: AngleError,
    bending_error: AngleError,
) -> Interval:
    """95 % interval of a flexibility rate.

    Parameters
    ----------
    standing_deg, bending_deg : float
        Signed Cobb angles in degrees.
    standing_error, bending_error : AngleError
        Their errors, which are independent.

    Returns
    -------
    Interval
        Percent. Not symmetric about the rate: a small curve may be smaller still.

    Raises
    ------
    CannotMeasureError
        If the standing angle may be 0 within its own interval, so that any rate is possible.

    Notes
    -----
    The rates *r* for which ``B - (1 - r) S`` is 0 within its error: Fieller's theorem for a ratio
    of two normal means (Fieller 1940, Suppl J R Stat Soc 7:1), which is exact where
    `rate_sd_percent` is the first order.

    Examples
    --------
    >>> from measurements.uncertainty import reader_error
    >>> three = reader_error(3.0)
    >>> found = rate_interval_percent(25, 10, standing_error=three, bending_error=three)
    >>> round(found.low), round(found.high)
    (31, 84)
    """
    standing_margin, bending_margin = Z95 * standing_error.sd_deg, Z95 * bending_error.sd_deg
    if abs(standing_deg) <= standing_margin:
        raise CannotMeasureError(
            Message(
                "the standing angle of {standing_deg:.1f} degrees is 0 within its error of "
                "{standing_margin:.1f}, so any flexibility rate is possible; read the angles",
                standing_deg=standing_deg,
                standing_margin=standing_margin,
            )
        )
    square = standing_deg**2 - standing_margin**2
    product = standing_deg * bending_deg
    root = math.sqrt(product**2 - square * (bending_deg**2 - bending_margin**2))
    return Interval(
        100 * (1 - (product + root) / square),
        100 * (1 - (product - root) / square),
    )
