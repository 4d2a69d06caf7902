"""Quads of vertebrae: their axes, and a film read along them."""

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
