"""What the cascade sees on a film: the spinal column and its vertebrae."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from r2mf.errors import InvalidFilmError
from r2mf.signs import Signs

OnStep = Callable[[str, float], None]
"""Told the name of the step that begins and the share of the work done before it, in [0, 1]. What
it raises ends the work."""


def silent(step: str, share: float) -> None:
    """Tell nobody."""


@dataclass(frozen=True, eq=False)
class DetectedVertebra:
    """One vertebral body found on a film, not yet named."""

    corners: NDArray[np.float64]
    """(4, 2) row, column in pixels of the film as given: superior-left, superior-right,
    inferior-right, inferior-left as seen on the image."""

    score: float
    """How sure the network is that a vertebra is here, in [0, 1]."""

    corner_sd_px: float
    """Standard deviation to expect of a corner's row or column, film pixels."""

    tilt_sd_deg: float | None = None
    """Standard deviation to expect of an endplate's tilt; None where nobody measured it."""

    def __post_init__(self) -> None:
        corners = np.array(self.corners, dtype=np.float64)
        if corners.shape != (4, 2) or not np.isfinite(corners).all():
            raise InvalidFilmError(
                f"A vertebra has four finite (row, column) corners, got shape {corners.shape}."
            )
        corners.setflags(write=False)
        object.__setattr__(self, "corners", corners)
        if not 0 <= self.score <= 1:
            raise InvalidFilmError(f"A score lies in [0, 1], got {self.score}.")
        if not self.corner_sd_px >= 0:
            raise InvalidFilmError(f"A spread is not negative, got {self.corner_sd_px} px.")
        if self.tilt_sd_deg is not None and not self.tilt_sd_deg >= 0:
            raise InvalidFilmError(f"A spread is not negative, got {self.tilt_sd_deg} degrees.")

    @property
    def centre(self) -> NDArray[np.float64]:
        """Mean of the corners, (2,) row, column in pixels."""
        return self.corners.mean(axis=0)


@dataclass(frozen=True)
class SegmentationWarning:
    """Something a reader has to check before trusting the vertebrae."""

    code: str
    """Stable word for programs, e.g. ``gap``."""

    message: str
    """One sentence for people."""


@dataclass(frozen=True, eq=False)
class Segmentation:
    """The cascade's answer for one film."""

    column: NDArray[np.float32]
    """(H, W) probability that a pixel belongs to the spinal column."""

    vertebrae: tuple[DetectedVertebra, ...]
    """Cranial first."""

    warnings: tuple[SegmentationWarning, ...]

    seconds: Mapping[str, float]
    """Wall-clock seconds by step."""

    signs: Signs | None = None
    """What the cascade gives away about its own answer."""

    off_probability: float | None = None
    """Chance that the largest angle is off by more than 5 degrees; None where nobody measured
    what the signs are worth."""

    @property
    def quads(self) -> NDArray[np.float64]:
        """(N, 4, 2) corners of the vertebrae, of which there is at least one."""
        return np.stack([vertebra.corners for vertebra in self.vertebrae])
