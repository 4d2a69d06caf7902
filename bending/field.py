"""The exposed field of a film: what its collimator left open, and what a bent film shows.

A bent trunk no longer fills the rectangle it was exposed in. The field is set anew as a
radiographer would: around the spine, with the margins the film had, drawn in where the picture has
little to show there. What is still missing, a wedge beside a bent flank, is continued from the edge
of the picture, smoother and darker outward, as flesh thins out to air. An edge repeated row by row
would leave streaks, and a black wedge a slanted or bent edge that no collimator has.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import uniform_filter

from bending.warp import Warp

Array = NDArray[np.float64]
Grey = NDArray[np.float32]

BLANK_GREYS = 8.0
"""Of 255: a line at the rim whose pixels keep within this is collimator or bare film."""

BLANK_SHARE = 0.98
"""Share of a line's pixels that must; letters and dust may stand out."""

DARKENING = 0.88
"""Share of its grey that a continued picture keeps for each doubling of the distance: flesh thins
out to air."""

KNOWN_SHARE = 0.6
"""A side of the field is drawn in until the picture shows this share of it."""

LEAST_MARGINS = (0.25, 1.0)
"""Above and below, and left and right of the spine, in widths of its widest vertebra: no side is
drawn in further than that, unless the film ended nearer."""

LATTICE_STEPS = 32
"""Points down the field at which it is asked what the picture shows."""


@dataclass(frozen=True)
class Field:
    """A rectangle of a film in pixels; the pixels on its bounds belong to it."""

    top: int
    left: int
    bottom: int
    right: int

    @classmethod
    def exposed(cls, pixels: NDArray[np.uint8], corners: Array) -> Field:
        """Find what a film shows: everything but blank lines at its rim.

        Parameters
        ----------
        pixels : (H, W) array
        corners : (N, 4, 2) array
            Row, column of the vertebrae, which are shown whatever the greys around them.
        """
        inside = np.clip(corners.reshape(-1, 2), 0, np.array(pixels.shape) - 1)
        first, last = (
            np.floor(inside.min(axis=0)).astype(int),
            np.ceil(inside.max(axis=0)).astype(int),
        )
        rows, columns = ~_blank(pixels), ~_blank(pixels.T)
        rows[first[0] : last[0] + 1] = columns[first[1] : last[1] + 1] = True
        (top, bottom), (left, right) = (np.flatnonzero(lines)[[0, -1]] for lines in (rows, columns))
        return cls(int(top), int(left), int(bottom), int(right))

    def mirrored(self, width: int) -> Field:
        """Take the mirror image on a film of this width."""
        return Field(self.top, width - 1 - self.right, self.bottom, width - 1 - self.left)

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return self.bottom - self.top + 1, self.right - self.left + 1

    def holds(self, points: NDArray[np.floating]) -> NDArray[np.bool_]:
        """Tell which (..., 2) points, row, column, lie on the field."""
        row, column = points[..., 0], points[..., 1]
        held = (row >= self.top) & (row <= self.bottom)
        return np.asarray(held & (column >= self.left) & (column <= self.right))


def field_after(warp: Warp, field: Field) -> Field:
    """Set the field anew for a bent film.

    Parameters
    ----------
    warp : Warp
    field : Field
        Exposed before the bend.

    Returns
    -------
    Field
        In pixels of the bent film, which may reach beyond those of the film before.
    """
    before, after = (c.reshape(-1, 2) for c in (warp.chain.corners, warp.corners))
    widest = np.linalg.norm(warp.chain.corners[:, 1] - warp.chain.corners[:, 0], axis=1).max()
    first, last = before.min(axis=0), before.max(axis=0)
    above, below = (
        np.maximum(room, 0)
        for room in (first - [field.top, field.left], [field.bottom, field.right] - last)
    )
    least = widest * np.array(LEAST_MARGINS)
    low, high = after.min(axis=0), after.max(axis=0)
    innermost = np.stack([low - np.minimum(above, least), high + np.minimum(below, least)])
    low, high = low - above, high + below
    rows, columns = (
        np.linspace(low[axis], high[axis], max(4, round(LATTICE_STEPS * share)))
        for axis, share in ((0, 1.0), (1, (high[1] - low[1]) / (high[0] - low[0])))
    )
    lattice = np.stack(np.meshgrid(rows, columns, indexing="ij"), axis=-1)
    known = field.holds(warp.before(lattice))
    top, bottom, left, right = _drawn_in(known, rows, columns, innermost)
    return Field(
        int(np.floor(rows[top])),
        int(np.floor(columns[left])),
        int(np.ceil(rows[bottom])),
        int(np.ceil(columns[right])),
    )


def continued(pixels: Grey, known: NDArray[np.bool_]) -> Grey:
    """Continue a picture (H, W) where it is not known, the smoother and darker the farther.

    Each unknown pixel takes the mean of the smallest neighbourhood that knows any: the picture is
    halved until it is known everywhere, and the coarse picture fills the finer one. Zero is black.
    """
    if known.all() or not known.any():
        return pixels
    return _filled(np.where(known, pixels, 0).astype(np.float32), known.astype(np.float32))


def _filled(weighted: Grey, weight: Grey) -> Grey:
    if weight.min() > 0 or min(weight.shape) < 2:
        return np.asarray(weighted / np.maximum(weight, 1e-6))
    height, width = weight.shape
    odd = ((0, height % 2), (0, width % 2))
    halves = (_halved(np.pad(part, odd)) for part in (weighted, weight))
    coarse = _filled(*halves).repeat(2, axis=0).repeat(2, axis=1)[:height, :width]
    coarse *= DARKENING
    coarse = uniform_filter(coarse, 3, mode="nearest")
    return np.asarray(weighted + (1 - weight) * coarse)


def _halved(part: Grey) -> Grey:
    """Mean of every two by two pixels."""
    rows = part[::2] + part[1::2]
    return np.asarray((rows[:, ::2] + rows[:, 1::2]) / 4)


def _blank(pixels: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Tell which rows are one grey, letters and dust aside."""
    rest = 50 * (1 - BLANK_SHARE)
    low, high = np.percentile(pixels, (rest, 100 - rest), axis=1)
    return np.asarray(high - low <= BLANK_GREYS)


def _drawn_in(
    known: NDArray[np.bool_], rows: Array, columns: Array, innermost: Array
) -> tuple[int, int, int, int]:
    """Draw in the emptiest side of a lattice, line by line, while it is too empty."""
    top, bottom, left, right = 0, len(rows) - 1, 0, len(columns) - 1
    while True:
        part = known[top : bottom + 1, left : right + 1]
        may = {
            "top": rows[top + 1] <= innermost[0, 0],
            "bottom": rows[bottom - 1] >= innermost[1, 0],
            "left": columns[left + 1] <= innermost[0, 1],
            "right": columns[right - 1] >= innermost[1, 1],
        }
        lines = {"top": part[0], "bottom": part[-1], "left": part[:, 0], "right": part[:, -1]}
        shares = {side: line.mean() for side, line in lines.items() if may[side]}
        side = min(shares, key=lambda side: shares[side], default=None)
        if side is None or shares[side] >= KNOWN_SHARE:
            return top, bottom, left, right
        top, bottom = top + (side == "top"), bottom - (side == "bottom")
        left, right = left + (side == "left"), right - (side == "right")
