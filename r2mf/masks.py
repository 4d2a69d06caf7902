"""Masks of a film, and how well two of them agree."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import binary_erosion
from scipy.spatial import KDTree
from skimage.draw import polygon

HAUSDORFF_QUANTILE = 0.95
"""The far twentieth of a border is left out, so that one stray speck does not decide."""


def drawn(quads: NDArray[np.float64], shape: tuple[int, ...]) -> NDArray[np.bool_]:
    """Union of quads, (N, 4, 2) row, column, as a mask of (H, W)."""
    mask = np.zeros(shape, bool)
    for quad in quads:
        mask[polygon(quad[:, 0], quad[:, 1], shape)] = True
    return mask


def dice(found: NDArray[np.bool_], truth: NDArray[np.bool_]) -> float:
    """Overlap of two masks, 2 |A and B| / (|A| + |B|); 0 if nothing is in either."""
    return float(2 * (found & truth).sum() / max(found.sum() + truth.sum(), 1))


def hd95(found: NDArray[np.bool_], truth: NDArray[np.bool_]) -> float:
    """Measure how far the borders of two masks lie apart: the 95 % Hausdorff distance.

    From every border pixel of one mask to the nearest of the other, the 95 % quantile; the larger
    of both ways. A border pixel belongs to its mask and has a side neighbour that does not.

    Parameters
    ----------
    found, truth : (H, W) arrays

    Returns
    -------
    float
        Pixels. The diagonal of the film if either mask is empty: nothing found is as far off as
        anything on the film could be, so that it cannot better a mean.

    References
    ----------
    Huttenlocher et al. 1993, IEEE TPAMI 15:850 (ranked distance); the larger of both quantiles, as
    MONAI takes it.

    Examples
    --------
    >>> square = drawn(np.array([[[2, 2], [2, 6], [6, 6], [6, 2]]]), (12, 12))
    >>> hd95(square, np.roll(square, 3, axis=1))
    3.0
    """
    if not (found.any() and truth.any()):
        return float(np.hypot(*found.shape))
    borders = border(found), border(truth)
    ways = [
        np.quantile(KDTree(there).query(here)[0], HAUSDORFF_QUANTILE)
        for here, there in (borders, borders[::-1])
    ]
    return float(max(ways))


def border(mask: NDArray[np.bool_]) -> NDArray[np.intp]:
    """Border pixels of a mask, (n, 2) row, column; the film's edge is a border too."""
    return np.argwhere(mask & ~binary_erosion(mask))
