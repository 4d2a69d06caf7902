"""Whole-spine films joined from two or three exposures, one above the other."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sample_data.phantom.errors import PhantomError
from sample_data.phantom.raster import Array


@dataclass(frozen=True)
class Seam:
    """Where one exposure ends and the next begins.

    Attributes
    ----------
    row : float
        Share of the film's height.
    step : float
        How much less is received below, in units of line integral.
    shift_px : int
        How far everything below is displaced towards larger columns.
    overlap_px : int
        Rows over which one exposure fades into the other.
    line : float
        Density of the seam itself, in units of line integral.
    """

    row: float
    step: float = 0.0
    shift_px: int = 0
    overlap_px: int = 1
    line: float = 0.0

    def __post_init__(self) -> None:
        """Refuse a seam that lies outside or has no height."""
        if not (0 < self.row < 1 and self.overlap_px >= 1):
            raise PhantomError(
                f"a seam at {self.row} of the height with {self.overlap_px} rows of overlap; "
                "give a share between 0 and 1 and at least one row"
            )


@dataclass(frozen=True)
class Stitching:
    """Seams of one film, from above to below; none is a single exposure."""

    seams: tuple[Seam, ...] = ()

    @classmethod
    def random(cls, rng: np.random.Generator) -> Stitching:
        """Draw two or three exposures."""
        rows = [rng.uniform(0.35, 0.65)]
        if rng.random() < 0.5:
            rows = [rng.uniform(0.22, 0.42), rng.uniform(0.58, 0.78)]
        return cls(tuple(_random_seam(rng, row) for row in rows))

    def joined(self, signal: Array) -> Array:
        """Signal (H, W) as the exposures give it."""
        for seam in self.seams:
            below = self._below(seam, len(signal))[:, None]
            lower = _shifted(signal, seam.shift_px)
            strength = np.exp(-seam.step * below - seam.line * 4 * below * (1 - below))
            signal = ((1 - below) * signal + below * lower) * strength.astype(np.float32)
        return signal

    def moved(self, points_px: ArrayLike, height: int) -> NDArray[np.float64]:
        """Film points (..., 2) as (row, column) where the exposures put them."""
        points = np.array(points_px, float)
        for seam in self.seams:
            points[..., 1] += seam.shift_px * (points[..., 0] > seam.row * height)
        return points

    @staticmethod
    def _below(seam: Seam, height: int) -> Array:
        """Share (H,) of the lower exposure."""
        rows = np.arange(height, dtype=np.float32)
        return np.clip((rows - seam.row * height) / seam.overlap_px + 0.5, 0, 1)


def _random_seam(rng: np.random.Generator, row: float) -> Seam:
    return Seam(
        row,
        step=rng.normal(0, 0.06),
        shift_px=int(rng.integers(-2, 3)),
        overlap_px=int(rng.choice([1, 8, 40])),
        line=rng.choice([0.0, 0.0, rng.uniform(-0.08, 0.08)]),
    )


def _shifted(picture: Array, columns: int) -> Array:
    """Picture moved towards larger columns, its edge continued."""
    source = np.clip(np.arange(picture.shape[1]) - columns, 0, picture.shape[1] - 1)
    return picture[:, source]
