"""Vertebral endplates: the lines every angle is measured between."""

import math
from dataclasses import dataclass

from languages import Message
from measurements.errors import DegenerateEndplateError

Point = tuple[float, float]
"""``(x, y)`` in patient axes: +x is the patient's right, +y is cranial."""


@dataclass(frozen=True)
class Endplate:
    """One endplate as the line between its two ends.

    Raises
    ------
    DegenerateEndplateError
        If an end is not finite, or both ends coincide.

    Examples
    --------
    >>> Endplate(left=(0, 0), right=(30, 30)).tilt_deg
    45.0
    """

    left: Point
    """End on the patient's left (on the image's left where the side is unknown)."""

    right: Point
    """End on the patient's right (on the image's right where the side is unknown)."""

    def __post_init__(self) -> None:
        if not all(map(math.isfinite, (*self.left, *self.right))):
            raise DegenerateEndplateError(
                Message(
                    "the endplate from {left} to {right} has an end that is not a finite "
                    "number; place both ends on the film",
                    left=self.left,
                    right=self.right,
                )
            )
        if self.length == 0:
            raise DegenerateEndplateError(
                Message(
                    "both ends of the endplate lie at {left}, so it has no tilt; move one "
                    "end to the other side of the vertebra",
                    left=self.left,
                )
            )

    @property
    def tilt_deg(self) -> float:
        """Angle from the horizontal in (-180, 180], positive with the patient's right side up."""
        return math.degrees(math.atan2(self.right[1] - self.left[1], self.right[0] - self.left[0]))

    @property
    def midpoint(self) -> Point:
        """Point half-way between the ends."""
        return midpoint(self.left, self.right)

    @property
    def length(self) -> float:
        """Distance between the ends, in the spine's unit."""
        return math.dist(self.left, self.right)

    def extended(self, reach: float) -> tuple[Point, Point]:
        """Run its line on beyond both ends.

        Parameters
        ----------
        reach : float
            Share of `length` by which it goes on at each end.

        Returns
        -------
        tuple of Point
            Where it begins on the left, and where it stops on the right.

        Examples
        --------
        >>> Endplate(left=(0, 0), right=(10, 4)).extended(0.5)
        ((-5.0, -2.0), (15.0, 6.0))
        """
        return beyond(self.left, self.right, reach)


def midpoint(a: Point, b: Point) -> Point:
    """Point half-way between two points."""
    return (a[0] + b[0]) / 2, (a[1] + b[1]) / 2


def beyond(a: Point, b: Point, reach: float) -> tuple[Point, Point]:
    """Run the line between two points on beyond both, by a share of its length; in any frame."""
    (a0, a1), (b0, b1) = a, b
    along, across = reach * (b0 - a0), reach * (b1 - a1)
    return (a0 - along, a1 - across), (b0 + along, b1 + across)


def tilt_difference_deg(upper: Endplate, lower: Endplate) -> float:
    """Measure how much more `upper` is tilted than `lower`.

    Parameters
    ----------
    upper, lower : Endplate
        The two lines, in one frame.

    Returns
    -------
    float
        ``upper.tilt_deg - lower.tilt_deg`` in (-180, 180] degrees.

    Notes
    -----
    This is Cobb's angle with a sign. As the lines have a direction, from the patient's left to
    the right, it is not folded back below 90 degrees as the acute angle of two lines would be.
    `atan2` of cross and dot product keeps its precision for nearly parallel lines, where the
    arc cosine loses it.

    Examples
    --------
    >>> level = Endplate(left=(0, 0), right=(30, 0))
    >>> steep = Endplate(left=(0, 0), right=(-10, 10))
    >>> round(tilt_difference_deg(steep, level), 6)
    135.0
    """
    ax, ay = lower.right[0] - lower.left[0], lower.right[1] - lower.left[1]
    bx, by = upper.right[0] - upper.left[0], upper.right[1] - upper.left[1]
    return math.degrees(math.atan2(ax * by - ay * bx, ax * bx + ay * by))
