"""How far a tilt or a Cobb angle may be off: from the corners, or from what readers do."""

import math
from dataclasses import dataclass
from enum import StrEnum
from statistics import NormalDist

from languages import Message
from measurements.endplate import Endplate
from measurements.errors import CannotMeasureError
from measurements.settings import DEFAULT_SETTINGS
from measurements.vertebra import Vertebra

SHARED_CORNER_ERROR = 1 - 0.48**2
"""Correlation of the errors of two corners of one vertebra, along the same axis.

On the AASCE validation films the error of a tilt was 0.48 of what corners that err independently
would make; corners that share this part of their error make just that.
"""

Z95 = NormalDist().inv_cdf(0.975)
"""Half-width of a 95 % interval in standard deviations, 1.96."""


class ErrorSource(StrEnum):
    """Where the error of an angle comes from."""

    READER = "reader"
    """Standard error of a reader, whatever the film; it includes the choice of end vertebrae."""

    CORNERS = "corners"
    """Spread of the corners of the two end vertebrae, the levels taken as given."""


class ErrorBasis(StrEnum):
    """Which error of an angle is asked for."""

    READER = "reader"
    CORNERS = "corners"
    LARGER = "larger of both"


@dataclass(frozen=True)
class Interval:
    """Values that agree with what was measured, in the unit of the measurement.

    Raises
    ------
    CannotMeasureError
        If the ends are not finite or exchanged.

    Examples
    --------
    >>> 50.0 in Interval(43.0, 57.0)
    True
    """

    low: float
    high: float

    def __post_init__(self) -> None:
        if not -math.inf < self.low <= self.high < math.inf:
            raise CannotMeasureError(
                Message(
                    "an interval cannot run from {low} to {high}; give two finite numbers, "
                    "the lower first",
                    low=self.low,
                    high=self.high,
                )
            )

    def __contains__(self, value: float) -> bool:
        return self.low <= value <= self.high


@dataclass(frozen=True)
class AngleError:
    """Standard deviation of a Cobb angle, with where it comes from.

    Raises
    ------
    CannotMeasureError
        If the deviation is not a positive number.

    Examples
    --------
    >>> low_high = AngleError(3.0, ErrorSource.READER).interval_deg(50.0)
    >>> round(low_high.low, 1), round(low_high.high, 1)
    (44.1, 55.9)
    """

    sd_deg: float
    source: ErrorSource

    def __post_init__(self) -> None:
        if not 0 < self.sd_deg < math.inf:
            raise CannotMeasureError(
                Message(
                    "the error of an angle is {sd_deg} degrees; expected a positive number",
                    sd_deg=self.sd_deg,
                )
            )

    def interval_deg(self, angle_deg: float) -> Interval:
        """95 % interval of an angle with this error, in degrees."""
        return Interval(angle_deg - Z95 * self.sd_deg, angle_deg + Z95 * self.sd_deg)


def endplate_tilt_sd_deg(
    endplate: Endplate, corner_sd: float, *, shared: float = SHARED_CORNER_ERROR
) -> float:
    """Error of an endplate's tilt that its corners make.

    Parameters
    ----------
    endplate : Endplate
        The line.
    corner_sd : float
        Standard deviation of each corner along each axis, in the endplate's unit.
    shared : float
        Correlation of the errors of the two corners, 0 to 1.

    Returns
    -------
    float
        Standard deviation in degrees.

    Notes
    -----
    ``sqrt(2 (1 - shared)) * corner_sd / length``, in radians: to first order only what the two ends
    do not share, at a right angle to the line, turns it. However the endplate is tilted.

    Examples
    --------
    >>> round(endplate_tilt_sd_deg(Endplate((0, 0), (40, 0)), 1.0, shared=0.0), 2)
    2.03
    """
    return math.degrees(math.sqrt(2 * (1 - shared)) * corner_sd / endplate.length)


def reader_error(sem_deg: float = DEFAULT_SETTINGS.sem_deg) -> AngleError:
    """Error of a Cobb angle read by a person with this standard error, in degrees."""
    return AngleError(sem_deg, ErrorSource.READER)


def corner_error(
    upper: Vertebra, lower: Vertebra, *, shared: float = SHARED_CORNER_ERROR
) -> AngleError:
    """Error of the Cobb angle between two vertebrae that their corners make.

    Parameters
    ----------
    upper, lower : Vertebra
        The end vertebrae, with the spread of their corners.
    shared : float
        Correlation of the errors of two corners of one vertebra, 0 to 1.

    Returns
    -------
    AngleError
        Root of the sum of squares of both endplates' tilt errors: different vertebrae err
        independently, and the levels are taken as given.

    Raises
    ------
    CannotMeasureError
        If the spread of a vertebra's corners is not known.
    """
    return AngleError(
        math.hypot(
            endplate_tilt_sd_deg(upper.superior_endplate, known_corner_sd(upper), shared=shared),
            endplate_tilt_sd_deg(lower.inferior_endplate, known_corner_sd(lower), shared=shared),
        ),
        ErrorSource.CORNERS,
    )


def larger_error(
    upper: Vertebra, lower: Vertebra, *, sem_deg: float = DEFAULT_SETTINGS.sem_deg
) -> AngleError:
    """Error of the corners, but no smaller than a reader's.

    Where a person placed the corners and no spread is known, it is the reader's.
    """
    reader = reader_error(sem_deg)
    if upper.corner_sd is None or lower.corner_sd is None:
        return reader
    return max(corner_error(upper, lower), reader, key=lambda error: error.sd_deg)


def angle_error(
    upper: Vertebra,
    lower: Vertebra,
    basis: ErrorBasis,
    *,
    sem_deg: float = DEFAULT_SETTINGS.sem_deg,
) -> AngleError:
    """Error of the Cobb angle between two vertebrae, on the basis asked for.

    Parameters
    ----------
    upper, lower : Vertebra
        The end vertebrae.
    basis : ErrorBasis
        Which error counts; the answer names the one that did.
    sem_deg : float
        Standard error of a reader in degrees.

    Raises
    ------
    CannotMeasureError
        If the corners are asked for and their spread is not known.
    """
    match basis:
        case ErrorBasis.READER:
            return reader_error(sem_deg)
        case ErrorBasis.CORNERS:
            return corner_error(upper, lower)
        case ErrorBasis.LARGER:
            return larger_error(upper, lower, sem_deg=sem_deg)


def difference_error_deg(first: AngleError, second: AngleError) -> float:
    """Combine the errors of two angles that err independently into that of their difference."""
    return math.hypot(first.sd_deg, second.sd_deg)


def minimal_detectable_change_deg(first: AngleError, second: AngleError) -> float:
    """Smallest difference between two dates that is beyond measurement error.

    Parameters
    ----------
    first, second : AngleError
        Errors of the angle on the two dates.

    Returns
    -------
    float
        ``1.96 * sqrt(s1**2 + s2**2)`` degrees, the 95 % minimal detectable change. Whether a
        curve has progressed by the clinical convention, 5 degrees, is another question.

    Examples
    --------
    >>> round(minimal_detectable_change_deg(reader_error(), reader_error()), 1)
    8.3
    """
    return Z95 * difference_error_deg(first, second)


def known_corner_sd(vertebra: Vertebra) -> float:
    """Return the spread of a vertebra's corners in the spine's unit.

    Raises
    ------
    CannotMeasureError
        If it is not known.
    """
    if vertebra.corner_sd is None:
        raise CannotMeasureError(
            Message(
                "the spread of the corners of {level} is not known, as a person placed them; "
                "state the error of the reader instead",
                level=vertebra.level,
            )
        )
    return vertebra.corner_sd
