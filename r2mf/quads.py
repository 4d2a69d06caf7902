"""Quads of vertebrae: their axes and tilts, and a film read along them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import map_coordinates

FloatArray = NDArray[np.float64]


def axes_of(quads: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Tell the axes of vertebrae, (N, 4, 2) -> (N, 2) from side to side, (N, 2) downward."""
    across = (quads[:, 1] + quads[:, 2] - quads[:, 0] - quads[:, 3]) / 2
    down = (quads[:, 2] + quads[:, 3] - quads[:, 0] - quads[:, 1]) / 2
    return across, down


def tilts_deg(quads: FloatArray) -> FloatArray:
    """Tilt of each vertebra, (N, 4, 2) on square pixels -> (N,), as in the AASCE protocol."""
    across, _ = axes_of(quads)
    return np.degrees(np.arctan2(across[:, 0], across[:, 1]))


def endplate_tilts_deg(quads: FloatArray) -> FloatArray:
    """Tilt of each endplate, (N, 4, 2) on square pixels -> (N, 2), the superior one first."""
    along = quads[:, [1, 2]] - quads[:, [0, 3]]  # (N, 2, 2)
    return np.degrees(np.arctan2(along[..., 0], along[..., 1]))


def leans_deg(quads: FloatArray) -> FloatArray:
    """Lean of the line from each centre to the next, (N, 4, 2) on square pixels -> (N - 1,).

    Where no vertebra slides on the next one, a lean is the mean of both their tilts.
    """
    step = np.diff(quads.mean(axis=1), axis=0)
    return np.degrees(np.arctan2(-step[:, 1], step[:, 0]))


def tilt_share(quads: FloatArray) -> float:
    """Share of the leans (N - 1,) that the tilts of (N, 4, 2) quads follow, by least squares."""
    tilts, leans = tilts_deg(quads), leans_deg(quads)
    between = (tilts[1:] + tilts[:-1]) / 2
    return float(between @ leans / max(leans @ leans, np.finfo(float).tiny))


def greys_at(
    film: NDArray[np.floating], quads: FloatArray, across: FloatArray, down: FloatArray
) -> NDArray[np.floating]:
    """Read a film (H, W) on a lattice along the axes of each vertebra.

    Parameters
    ----------
    film : (H, W) array
    quads : (N, 4, 2) array
        Row, column.
    across, down : (A,) and (B,) arrays
        Places from the middle of a vertebra, in its widths and heights.

    Returns
    -------
    (N, A, B) array
    """
    width, height = axes_of(quads)
    points = (
        quads.mean(axis=1)[:, None, None]
        + across[:, None, None] * width[:, None, None]
        + down[:, None] * height[:, None, None]
    )  # (N, A, B, 2)
    return map_coordinates(film, np.moveaxis(points, -1, 0), order=1, mode="nearest")
