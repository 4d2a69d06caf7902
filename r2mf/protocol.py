"""The AASCE three-angle protocol, for benchmarks only.

It compares a measurement with a data set's label the way the challenge did. It is not how a
surgeon names curves: that is the job of `measurements`.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from r2mf.quads import tilts_deg

CHORD_FLOOR = 1e-5
"""Pixels; stands for a chord component of zero, as in the published routine."""


def three_angles(quads: NDArray[np.float64], film_height: float) -> NDArray[np.float64]:
    """Measure the three angles of the challenge on a chain of vertebrae.

    The tilt of a vertebra is that of the line from the middle of its left side to the middle of
    its right side. The first angle is the largest between any two vertebrae; the spine is then
    C- or S-shaped, which decides what the other two are.

    Parameters
    ----------
    quads : (N, 4, 2) array
        Row, column in pixels, cranial first: superior-left, superior-right, inferior-right,
        inferior-left.
    film_height : float
        Pixels. The protocol asks whether the curve lies in the upper half of the film.

    Returns
    -------
    (3,) array
        Largest, upper, lower, degrees. Not folded at 90.

    References
    ----------
    Wang et al. 2021, Med Image Anal 72:102115 (challenge); the S-shape rule follows the
    published evaluation routine, restated here in terms of tilts.
    """
    tilts = tilts_deg(quads)  # (N,)
    between = np.abs(tilts[:, None] - tilts[None, :])  # (N, N)
    upper, lower = np.unravel_index(np.argmax(between), between.shape)  # upper < lower
    largest = between[upper, lower]
    if not is_s_shaped(quads):
        return np.array([largest, between[0, upper], between[-1, lower]])
    # Both branches: the second angle is the largest from the upper end vertebra upward.
    second_end = np.argmax(between[upper, : upper + 1])
    second = between[upper, second_end]
    superior_rows = quads[:, :2, 0].mean(axis=1)
    if superior_rows[upper] + superior_rows[lower] < film_height:
        return np.array([largest, second, between[lower, lower:].max()])
    return np.array([largest, second, between[second_end, : second_end + 1].max()])


def is_s_shaped(quads: NDArray[np.float64]) -> bool:
    """Whether the endplate middles lie on both sides of the line from the first to the last.

    Parameters
    ----------
    quads : (N, 4, 2) array
        As in `three_angles`.
    """
    superior = quads[:, :2].mean(axis=1)
    inferior = quads[:, 2:].mean(axis=1)
    middles = np.stack([superior, inferior], axis=1).reshape(-1, 2)  # (2 N, 2)
    chord = middles[0] - middles[-1]
    # Exactly vertical or horizontal chords occur on integer labels; the share is then undefined.
    share = (middles[1:-1] - middles[-1]) / np.where(chord == 0, CHORD_FLOOR, chord)
    deviation = share[:, 0] - share[:, 1]
    return bool((deviation > 0).any() and (deviation < 0).any())
