"""Pure: where a film of an alignment lies on the screen.

Points of a scene are ``[x, y]``, x to the right of the screen and y down, so that all films of an
alignment share one zoom and one pan.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from languages import Message, say
from measurements import ImageEdge, Vertebra
from studies.alignment import Placement
from studies.findings import FilmFindings
from webapp.scene import Scene

DECIMALS: Final = 2
"""Of a point, a hundredth of a millimetre: far below what a screen shows."""

NO_SHARED_LEVEL: Final = Message("The films share no level: each lies on its own lowest vertebra.")

Points = list[list[float]]


@dataclass(frozen=True)
class PlacedFilm:
    """A film on the screen, turned so that the patient's right is where it is asked for."""

    found: FilmFindings
    placement: Placement
    right: ImageEdge | None
    """Edge of the screen where the patient's right is; None where nobody said."""

    @property
    def turn(self) -> NDArray[np.float64]:
        """From the axes of the alignment to the screen, (2,)."""
        return np.array([-1.0 if self.right is ImageEdge.LEFT else 1.0, -1.0])

    def points(self, aligned: ArrayLike) -> Points:
        """Take points (N, 2) of the alignment to the screen."""
        shown: NDArray[np.float64] = np.round(np.asarray(aligned) * self.turn, DECIMALS)
        return (shown + 0.0).tolist()  # no negative zero

    def body(self, vertebra: Vertebra) -> Points:
        """Outline a vertebra of the alignment."""
        return self.points(vertebra.corners)

    def geometry(self) -> Scene:
        """Tell how the picture lies: its first pixel, the step to the next, and the sides."""
        origin, along = self.placement([[0.0, 0.0], [1.0, 1.0]]) * self.turn
        height, width = self.found.shape
        return {
            "shape": [height, width],
            "origin": origin.tolist(),
            "pixel": (along - origin).tolist(),
            "right": self.right,
            "mirrored": self.right is not self.found.side.patient_right,
        }


def width_words(anchor: str) -> str:
    """Say that films without a common scale were given one, by the width of a vertebra."""
    return say(
        "A pixel size is missing, so the films are scaled to make {anchor} equally wide: "
        "compare angles, not lengths.",
        anchor=anchor,
    )
