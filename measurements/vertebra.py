"""A vertebral body as its two endplates."""

import math
from dataclasses import dataclass
from itertools import pairwise

from languages import Message
from measurements.endplate import Endplate, Point, midpoint
from measurements.errors import SpineError
from measurements.level import Level

MIN_CORNER_SINE = 1e-6
"""Smallest sine of the turn at a corner; below it three corners lie on one line.

Far beneath what a film resolves: it only keeps rounding from deciding.
"""


@dataclass(frozen=True)
class Vertebra:
    """A vertebral body with its level, in patient axes.

    However far the body is tilted, its corners must go round it in order: a quadrilateral that
    is twisted, mirrored or dented is refused, one that is upside down on the film is not.

    Raises
    ------
    SpineError
        If the corners do not go round a convex body in order.

    Examples
    --------
    >>> t8 = Vertebra(Level.T8, Endplate((0, 20), (30, 25)), Endplate((0, 0), (30, 0)))
    >>> t8.centre
    (15.0, 11.25)
    """

    level: Level
    superior_endplate: Endplate
    inferior_endplate: Endplate

    score: float | None = None
    """How sure the detector is, 0 to 1; None if a person placed the corners."""

    corner_sd: float | None = None
    """Standard deviation of the corners, in the spine's unit; None if not known."""

    def __post_init__(self) -> None:
        sup, inf = self.superior_endplate, self.inferior_endplate
        ring = (*self.corners, sup.left, sup.right)
        edges = [(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(ring)]
        for (ax, ay), (bx, by) in pairwise(edges):
            # Clockwise in patient axes, so every turn is to the right: a negative cross product.
            if bx * ay - by * ax <= MIN_CORNER_SINE * math.hypot(ax, ay) * math.hypot(bx, by):
                raise SpineError(
                    Message(
                        "the corners of {level} do not go round a vertebral body: superior "
                        "endplate from {sup_left} to {sup_right}, inferior from {inf_left} to "
                        "{inf_right}; place them in the order superior left, superior right, "
                        "inferior right, inferior left, and check the patient's side",
                        level=self.level,
                        sup_left=_shown(sup.left),
                        sup_right=_shown(sup.right),
                        inf_left=_shown(inf.left),
                        inf_right=_shown(inf.right),
                    )
                )

    @property
    def corners(self) -> tuple[Point, Point, Point, Point]:
        """Superior left, superior right, inferior right and inferior left, ``(x, y)`` each."""
        sup, inf = self.superior_endplate, self.inferior_endplate
        return sup.left, sup.right, inf.right, inf.left

    @property
    def centre(self) -> Point:
        """Centroid of the four corners, ``(x, y)``."""
        return midpoint(self.superior_endplate.midpoint, self.inferior_endplate.midpoint)

    @property
    def midline(self) -> Endplate:
        """Line between the middles of the left and the right side."""
        sup, inf = self.superior_endplate, self.inferior_endplate
        return Endplate(midpoint(sup.left, inf.left), midpoint(sup.right, inf.right))

    @property
    def height(self) -> float:
        """Distance between the middles of both endplates, in the spine's unit."""
        return math.dist(self.superior_endplate.midpoint, self.inferior_endplate.midpoint)

    @property
    def tilt_deg(self) -> float:
        """Tilt of the midline in (-180, 180] degrees, the mean of both endplates'."""
        return self.midline.tilt_deg


def _shown(point: Point) -> str:
    return f"({point[0]:.1f}, {point[1]:.1f})"
