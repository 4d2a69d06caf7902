"""Signs that tell a right answer of the cascade from a wrong one, without a label."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from r2mf.quads import tilts_deg


@dataclass(frozen=True)
class Signs:
    """What the cascade gives away about its own answer for one film.

    Three were kept of twenty-eight tried on validation films (scores, sizes, gaps, counts and
    others): the others told nothing more.
    """

    swing_sd_deg: float
    """Error of the largest angle that is foretold, uncalibrated."""

    looks_deg: float
    """Largest difference between a vertebra's tilt by the votes and by the close look."""

    turn_deg: float
    """Largest difference of tilt between neighbours: steep reversals are where outlines fail."""

    def __post_init__(self) -> None:
        values = (self.swing_sd_deg, self.looks_deg, self.turn_deg)
        if not all(np.isfinite(v) and v >= 0 for v in values):
            raise ValueError(f"Signs are finite angles that are not negative, got {values}.")

    @property
    def features(self) -> NDArray[np.float64]:
        """(3,) logarithms, in which the chance of an error is about linear."""
        return np.log1p([self.swing_sd_deg, self.looks_deg, self.turn_deg])


def signs_of(
    quads: NDArray[np.float64],
    tilt_sd_deg: NDArray[np.float64],
    turned_deg: NDArray[np.float64],
) -> Signs:
    """Read the signs.

    Parameters
    ----------
    quads : (N, 4, 2) array
        The vertebrae outlined, on square pixels, at least two.
    tilt_sd_deg : (N,) array
        Standard deviation of each tilt that is foretold, uncalibrated.
    turned_deg : (N,) array
        How far the close look turned each from where the votes had it.
    """
    tilts = tilts_deg(quads)
    ends = tilt_sd_deg[[tilts.argmax(), tilts.argmin()]]
    return Signs(
        swing_sd_deg=float(np.hypot(*ends)),
        looks_deg=float(np.abs(turned_deg).max()),
        turn_deg=float(np.abs(np.diff(tilts)).max()),
    )
