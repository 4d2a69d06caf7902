"""What a learner says of a case: end vertebrae, two lines and a side."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from languages import Message
from measurements import Convexity, Endplate, Frame, Level
from teaching.errors import ReadingError

Pixel = tuple[float, float]
"""``(row, column)`` in pixels of the film as stored."""

SHORTEST_LINE_PX: Final = 5.0
"""A shorter line has no tilt worth reading: a pixel at its end turns it by 11 degrees."""


@dataclass(frozen=True)
class DrawnLine:
    """A line along an endplate, as a learner drew it.

    Raises
    ------
    ReadingError
        If an end is not finite, the line is too short, or it stands upright, so that neither end
        is the right one.

    Examples
    --------
    >>> line = DrawnLine(((10.0, 40.0), (0.0, 30.0)))
    >>> round(line.endplate(Frame(None, None)).tilt_deg)
    -45
    """

    ends_px: tuple[Pixel, Pixel]
    """Both ends, in whichever order they were drawn."""

    def __post_init__(self) -> None:
        (row_a, column_a), (row_b, column_b) = self.ends_px
        if not all(map(math.isfinite, (row_a, column_a, row_b, column_b))):
            raise ReadingError(
                Message(
                    "the line {ends} has an end that is no point; draw it anew",
                    ends=self.ends_px,
                )
            )
        if math.dist(*self.ends_px) < SHORTEST_LINE_PX:
            raise ReadingError(
                Message(
                    "a line of {length:.1f} pixels has no sure tilt; draw it along the whole "
                    "endplate",
                    length=math.dist(*self.ends_px),
                )
            )
        if column_a == column_b:
            raise ReadingError(
                Message(
                    "an upright line has neither a right nor a left end; draw it along an endplate"
                )
            )

    @property
    def middle_px(self) -> Pixel:
        """Point half-way between the ends."""
        (row_a, column_a), (row_b, column_b) = self.ends_px
        return (row_a + row_b) / 2, (column_a + column_b) / 2

    def endplate(self, frame: Frame) -> Endplate:
        """Take the line as an endplate, from the patient's left to the right.

        Which end is which follows from where they lie on the film, so a line is read between
        -90 and 90 degrees; the angle between two lines is not folded.
        """
        left, right = sorted(frame.to_patient(self.ends_px).tolist())
        return Endplate((left[0], left[1]), (right[0], right[1]))


@dataclass(frozen=True)
class Reading:
    """One measurement of one curve.

    Raises
    ------
    ReadingError
        If the levels or the lines are upside down.
    """

    upper: Level
    """End vertebra chosen above the apex."""

    lower: Level
    """End vertebra chosen below the apex."""

    upper_line: DrawnLine
    """Meant to lie on the superior endplate of `upper`."""

    lower_line: DrawnLine
    """Meant to lie on the inferior endplate of `lower`."""

    convexity: Convexity
    """Side to which the curve bulges, as named by the learner."""

    def __post_init__(self) -> None:
        if not self.upper.is_above(self.lower):
            raise ReadingError(
                Message(
                    "the upper end vertebra {upper} does not lie above the lower one, "
                    "{lower}; choose two levels, the upper one first",
                    upper=self.upper,
                    lower=self.lower,
                )
            )
        if self.upper_line.middle_px[0] >= self.lower_line.middle_px[0]:
            raise ReadingError(
                Message(
                    "the line of the upper end vertebra lies below that of the lower one; "
                    "exchange them"
                )
            )

    @property
    def levels(self) -> tuple[Level, Level]:
        """Levels chosen, the upper one first."""
        return self.upper, self.lower
