"""The patch of film around one vertebra that the close stage looks at.

Every patch shows its vertebra in the middle, upright and of one width, whatever the film and
however steep the vertebra: what is left to tell is how its endplates lie in that frame.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from torch import Tensor

from r2mf.quads import axes_of, tilts_deg
from r2mf.window import Placement, resampled, turn

PATCH = 96
"""Side of a patch in pixels."""

VERTEBRA = 48.0
"""Width of the vertebra on its patch in pixels: a whole neighbour is seen above and below."""

AROUND = 0.75
"""Half the side of the piece of film that is read, in sides of a patch: the half diagonal, and a
little more for its blur."""


def placed(middle: NDArray[np.float64], tilt_deg: float, width: float, aspect: float) -> Placement:
    """Lay a patch around a vertebra.

    Parameters
    ----------
    middle : (2,) array
        Of the vertebra; row, column in film pixels.
    tilt_deg : float
        Of the vertebra; positive where its right side is lower on the image.
    width : float
        Of the vertebra, in widths of a film pixel.
    aspect : float
        Height of a film pixel over its width.
    """
    step = width / VERTEBRA
    matrix = step * np.diag([1 / aspect, 1.0]) @ turn(tilt_deg)
    return Placement(matrix, np.full(2, (PATCH - 1) / 2), middle)


def frames(
    quads: NDArray[np.float64], aspect: float
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Tell where vertebrae lie, (N, 4, 2) film pixels -> middle (N, 2), tilt in degrees, width.

    As `placed` takes them.
    """
    square = quads * [aspect, 1.0]
    across, _ = axes_of(square)
    return quads.mean(axis=1), tilts_deg(square), np.linalg.norm(across, axis=1)


def placed_around(quads: NDArray[np.float64], aspect: float) -> list[Placement]:
    """Lay a patch around each vertebra, (N, 4, 2) in film pixels."""
    return [placed(*frame, aspect) for frame in zip(*frames(quads, aspect), strict=True)]


def read_patch(film: NDArray[np.generic], placement: Placement) -> Tensor:
    """Read a film (H, W) at a patch, (1, 1, `PATCH`, `PATCH`) float32; black beyond the film.

    Only the piece around the vertebra is touched, so a film may be large, and a film of bytes is
    brought to [0, 1].
    """
    half = AROUND * PATCH * np.linalg.norm(placement.matrix, axis=1)
    low = np.maximum(np.floor(placement.film_middle - half), 0).astype(int)
    high = np.minimum(np.ceil(placement.film_middle + half) + 1, film.shape).astype(int)
    # A vertebra guessed beyond the film is looked for at its nearest pixel, and not seen.
    low = np.minimum(low, np.array(film.shape) - 1)
    high = np.maximum(high, low + 1)
    piece = film[low[0] : high[0], low[1] : high[1]]
    scale = 255 if piece.dtype == np.uint8 else 1
    there = replace(placement, film_middle=placement.film_middle - low)
    return resampled(piece.astype(np.float32) / scale, there, (PATCH, PATCH))
