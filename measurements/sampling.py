"""Corners and angles that a film might as well have given, drawn by chance."""

import math

import numpy as np
from numpy.typing import NDArray

from measurements.endplate import tilt_difference_deg
from measurements.uncertainty import SHARED_CORNER_ERROR, known_corner_sd
from measurements.vertebra import Vertebra


def sample_corners(
    vertebra: Vertebra,
    count: int,
    rng: np.random.Generator,
    *,
    shared: float = SHARED_CORNER_ERROR,
) -> NDArray[np.float64]:
    """Draw corners a vertebra might have had.

    Parameters
    ----------
    vertebra : Vertebra
        The body as found, with the spread of its corners.
    count : int
        How many draws.
    rng : numpy.random.Generator
        Source of chance.
    shared : float
        Correlation of the errors of two corners along the same axis, 0 to 1.

    Returns
    -------
    (count, 4, 2) ndarray
        ``(x, y)`` of the superior left, superior right, inferior right and inferior left corner
        of the patient, in the spine's unit.

    Raises
    ------
    CannotMeasureError
        If the spread of the corners is not known.
    """
    together = rng.standard_normal((count, 1, 2))
    alone = rng.standard_normal((count, 4, 2))
    noise = math.sqrt(shared) * together + math.sqrt(1 - shared) * alone
    drawn: NDArray[np.float64] = np.array(vertebra.corners) + known_corner_sd(vertebra) * noise
    return drawn


def sample_cobb_deg(
    upper: Vertebra,
    lower: Vertebra,
    count: int,
    rng: np.random.Generator,
    *,
    shared: float = SHARED_CORNER_ERROR,
) -> NDArray[np.float64]:
    """Draw Cobb angles that two end vertebrae might have had.

    `corner_error` is the first order of their spread.

    Parameters
    ----------
    upper, lower : Vertebra
        The end vertebrae, with the spread of their corners.
    count : int
        How many draws.
    rng : numpy.random.Generator
        Source of chance.
    shared : float
        Correlation of the errors of two corners of one vertebra, 0 to 1.

    Returns
    -------
    (count,) ndarray
        Signed Cobb angles in degrees, within 180 of the angle as measured.

    Raises
    ------
    CannotMeasureError
        If the spread of a vertebra's corners is not known.
    """
    top = sample_corners(upper, count, rng, shared=shared)
    bottom = sample_corners(lower, count, rng, shared=shared)
    (bx, by), (ax, ay) = (top[:, 1] - top[:, 0]).T, (bottom[:, 2] - bottom[:, 3]).T
    drawn = np.degrees(np.arctan2(ax * by - ay * bx, ax * bx + ay * by))
    measured = tilt_difference_deg(upper.superior_endplate, lower.inferior_endplate)
    near: NDArray[np.float64] = measured + (drawn - measured + 180) % 360 - 180
    return near
