"""Signs that tell a right answer of the cascade from a wrong one, without a label."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from r2mf.quads import tilts_deg


@dataclass(frozen=True)
class Signs:
    """What the cascade gives away about its own answer for one film.

    Three were kept of twenty-four tried on validation films (scores, sizes, gaps, counts and
    others): the others told nothing more.
    """

    swing_sd_deg: float
    """Error to expect of the largest angle if the four corners' spread were independent."""

    mirror_deg: float
    """Difference between the largest angles seen in the window and in its mirror image."""

    turn_deg: float
    """Largest difference of tilt between neighbours: steep reversals are where outlines fail."""

    def __post_init__(self) -> None:
        values = (self.swing_sd_deg, self.mirror_deg, self.turn_deg)
        if not all(np.isfinite(v) and v >= 0 for v in values):
            raise ValueError(f"Signs are finite angles that are not negative, got {values}.")

    @property
    def features(self) -> NDArray[np.float64]:
        """(3,) logarithms, in which the chance of an error is about linear."""
        return np.log1p([self.swing_sd_deg, self.mirror_deg, self.turn_deg])


def swing_deg(quads: NDArray[np.float64]) -> float:
    """Largest angle between any two vertebrae; 0 where there are none."""
    return float(np.ptp(tilts_deg(quads))) if len(quads) else 0.0


def signs_of(
    quads: NDArray[np.float64],
    ends_sd_deg: NDArray[np.float64],
    looks: tuple[NDArray[np.float64], NDArray[np.float64]],
) -> Signs:
    """Read the signs.

    Parameters
    ----------
    quads : (N, 4, 2) array
        The vertebrae outlined, on square pixels, at least two.
    ends_sd_deg : (N,) array
        Tilt error of each if the ends of its endplates erred independently.
    looks : two (M, 4, 2) arrays
        What is seen in the window alone and in its mirror image alone.
    """
    tilts = tilts_deg(quads)
    ends = ends_sd_deg[[tilts.argmax(), tilts.argmin()]]
    plain, mirrored = (swing_deg(look) for look in looks)
    return Signs(
        swing_sd_deg=float(np.hypot(*ends)),
        mirror_deg=abs(plain - mirrored),
        turn_deg=float(np.abs(np.diff(tilts)).max()),
    )
