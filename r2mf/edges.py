"""Endplates settled on the edge of the bone.

The votes say where an endplate is to within a few degrees; the picture itself says it better
where the rim is sharp. Each endplate is turned and shifted a little to where the film darkens
most from the body outward to the disc. What was voted is the prior, so an endplate whose edge
cannot be seen stays where it was.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter1d, map_coordinates

UNITS_A_WIDTH = 40
"""Distances are in fortieths of the endplate's length: about a window pixel."""

TURNS_DEG = np.arange(-8.0, 8.1, 1.0)
"""Turns that are tried; a vote is rarely further off."""

SHIFTS = np.arange(-4.0, 4.1, 1.0)
"""Shifts along the normal that are tried, in units."""

TURN_SD_DEG = 4.0
"""Spread of the voted tilt around the true one."""

SHIFT_SD = 3.0
"""Spread of the voted place around the true one, in units."""

VOTE_PRIOR = 0.3
"""Weight of the votes, or without a close stage of a person's hand, against the edge, in standard
deviations of the film's gradient. Chosen on validation films among 0.1, 0.2, 0.3, 0.6 and 1."""

CLOSE_PRIOR = 1.5
"""Weight of what the close stage saw, likewise: it errs less. Chosen among 0.3, 0.6, 0.9, 1.2, 1.5
and 2.4, of which 0.6 to 1.5 hardly differ."""

SHARPNESS = 0.05
"""How much better an edge must be to count e times as much in the mean over all that are tried;
the mean, unlike the best, is finer than the steps."""

PLACES = np.linspace(-0.46, 0.46, 25)
"""Where along the endplate the film is read, as shares of its length: not at the very corners,
where neighbouring bone overlaps."""

REACH = np.arange(-10.0, 10.1, 0.5)
"""How far from the endplate the film is read, in units; outward is positive."""

SMOOTHING = (0.8, 1.2)
"""Spread of the blur along the endplate and across it, in steps of `PLACES` and `REACH`."""


def settled(
    pixels: NDArray[np.float32], quads: NDArray[np.float64], prior: float
) -> NDArray[np.float64]:
    """Settle the endplates of vertebrae on the edges of a window.

    Parameters
    ----------
    pixels : (H, W) array
        The window.
    quads : (N, 4, 2) array
        Row, column in window pixels: superior-left, superior-right, inferior-right,
        inferior-left.
    prior : float
        Weight of where they are against the edge: `VOTE_PRIOR` or `CLOSE_PRIOR`.

    Returns
    -------
    (N, 4, 2) array
    """
    endplates = Endplates.of(quads)
    turn_deg, shift = best_fit(outward_darkening(endplates.read(pixels)), prior)
    half = np.tan(np.radians(turn_deg)) * endplates.length / 2
    shift_px = shift * endplates.length / UNITS_A_WIDTH
    left = endplates.left + endplates.outward * (shift_px - half)[:, None]
    right = endplates.right + endplates.outward * (shift_px + half)[:, None]
    count = len(quads)
    return np.stack([left[:count], right[:count], right[count:], left[count:]], axis=1)


@dataclass(frozen=True, eq=False)
class Endplates:
    """The endplates of vertebrae on a window, the superior ones first."""

    left: NDArray[np.float64]
    """(M, 2) row, column in window pixels."""

    right: NDArray[np.float64]
    """(M, 2) likewise."""

    outward: NDArray[np.float64]
    """(M, 2) unit vectors out of the body."""

    @classmethod
    def of(cls, quads: NDArray[np.float64]) -> Endplates:
        """Take both endplates of each vertebra, (N, 4, 2) as in `settled`."""
        left = np.concatenate([quads[:, 0], quads[:, 3]])
        right = np.concatenate([quads[:, 1], quads[:, 2]])
        inside = np.concatenate([quads.mean(axis=1)] * 2)
        along = _units(right - left)
        outward = np.stack([-along[:, 1], along[:, 0]], axis=1)
        outward *= -np.sign(np.sum(outward * (inside - (left + right) / 2), axis=1))[:, None]
        return cls(left, right, outward)

    @property
    def length(self) -> NDArray[np.float64]:
        """(M,) window pixels."""
        return np.linalg.norm(self.right - self.left, axis=1)

    def read(self, pixels: NDArray[np.float32]) -> NDArray[np.float32]:
        """Read a window (H, W) around each endplate, (M, P, R): at `PLACES` and `REACH`."""
        unit = (self.length / UNITS_A_WIDTH)[:, None, None, None]
        along = _units(self.right - self.left)
        points = (
            ((self.left + self.right) / 2)[:, None, None]
            + (PLACES[:, None] * self.length[:, None, None])[..., None] * along[:, None, None]
            + REACH[:, None] * unit * self.outward[:, None, None]
        )  # (M, P, R, 2)
        return map_coordinates(pixels, np.moveaxis(points, -1, 0), order=1, mode="nearest")


def _units(vectors: NDArray[np.float64]) -> NDArray[np.float64]:
    return vectors / np.linalg.norm(vectors, axis=1)[:, None]


def outward_darkening(read: NDArray[np.float32]) -> NDArray[np.float64]:
    """Tell how fast the film darkens outward around each endplate.

    Parameters
    ----------
    read : (M, P, R) array
        As `Endplates.read` gives it.

    Returns
    -------
    (M, P, R) array
        In standard deviations of each endplate's own surroundings.
    """
    for axis, spread in zip((1, 2), SMOOTHING, strict=True):
        read = gaussian_filter1d(read.astype(float), spread, axis=axis)
    darkening = -np.gradient(read, axis=2)
    spread = darkening.std(axis=(1, 2), keepdims=True)
    return darkening / np.maximum(spread, np.finfo(float).tiny)


def best_fit(
    gradient: NDArray[np.float64], prior: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Find the turn (degrees) and shift (units) that follow the edge, (M, P, R) -> two (M,)."""
    slopes = np.tan(np.radians(TURNS_DEG))
    distance = (
        slopes[:, None, None] * PLACES * UNITS_A_WIDTH + SHIFTS[:, None]
    )  # (T, S, P) in units
    step = REACH[1] - REACH[0]
    index = np.clip((distance - REACH[0]) / step, 0, len(REACH) - 1 - 1e-6)
    below = index.astype(int)
    share = index - below
    place = np.arange(len(PLACES))
    edge = (gradient[:, place, below] * (1 - share) + gradient[:, place, below + 1] * share).mean(
        axis=-1
    )  # (M, T, S)
    moved = (TURNS_DEG[:, None] / TURN_SD_DEG) ** 2 + (SHIFTS / SHIFT_SD) ** 2
    score = edge - prior * moved
    weight = np.exp((score - score.max(axis=(1, 2), keepdims=True)) / SHARPNESS)
    weight /= weight.sum(axis=(1, 2), keepdims=True)
    return (weight * TURNS_DEG[:, None]).sum(axis=(1, 2)), (weight * SHIFTS).sum(axis=(1, 2))
