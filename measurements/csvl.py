"""The central sacral vertical line: the line the trunk is judged against."""

import math
from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from languages import Message
from measurements.endplate import Point
from measurements.errors import CannotMeasureError, LevelMissingError
from measurements.film import Film
from measurements.level import Level
from measurements.vertebra import Vertebra


class CsvlConvention(StrEnum):
    """How the central sacral vertical line is drawn.

    The first two differ as soon as the pelvis is oblique, so a value keeps its convention.
    """

    VERTICAL = Message("true vertical through the centre of S1")
    PELVIC = Message("perpendicular to the line over the iliac crests through the centre of S1")
    L5_STAND_IN = Message("true vertical through the inferior endplate of L5, standing in for S1")

    @property
    def needs_s1(self) -> bool:
        """Whether it is drawn through the sacrum itself."""
        return self is not CsvlConvention.L5_STAND_IN


@dataclass(frozen=True)
class CSVL:
    """The central sacral vertical line of one film, in patient axes.

    Examples
    --------
    >>> CSVL((2.0, -300.0), 0.0, CsvlConvention.VERTICAL).x_at(100.0)
    2.0
    """

    origin: Point
    """Point it is drawn through: the centre of S1, or its stand-in."""

    lean_deg: float
    """Angle from the vertical in degrees, positive when its upper end leans to the right."""

    convention: CsvlConvention

    def __post_init__(self) -> None:
        if not (all(map(math.isfinite, self.origin)) and abs(self.lean_deg) < 90):
            raise CannotMeasureError(
                Message(
                    "a central sacral line through {origin} that leans {lean_deg} degrees is "
                    "none; expected a finite point and less than 90 degrees",
                    origin=self.origin,
                    lean_deg=self.lean_deg,
                )
            )

    @classmethod
    def of(cls, film: Film, convention: CsvlConvention = CsvlConvention.VERTICAL) -> Self:
        """Draw the line on a film.

        Parameters
        ----------
        film : Film
            A standing film.
        convention : CsvlConvention
            The stand-in for S1 is used only if asked for here.

        Raises
        ------
        LandmarkMissingError
            If S1 or, where the convention needs them, the iliac crests are not marked.
        LevelMissingError
            If the stand-in is asked for and L5 is not visible.
        CannotMeasureError
            If the patient does not stand on this film.

        Notes
        -----
        The vertical through the middle of S1 is the usual definition; older texts take the
        perpendicular to the iliac crest line.
        """
        film.require_standing(Message("the central sacral vertical line"))
        if not convention.needs_s1:
            return cls(_lowest_lumbar(film).inferior_endplate.midpoint, 0.0, convention)
        lean = 0.0
        if convention is CsvlConvention.PELVIC:
            lean = -film.landmarks.require_iliac_crests().tilt_deg
        return cls(film.require_s1().midpoint, lean, convention)

    def x_at(self, y: float) -> float:
        """Where the line runs at height `y`, towards the patient's right, in the film's unit."""
        return self.origin[0] + (y - self.origin[1]) * math.tan(math.radians(self.lean_deg))

    def offset(self, point: Point) -> float:
        """How far `point` lies to the right of the line, horizontally, in the film's unit."""
        return point[0] - self.x_at(point[1])


def _lowest_lumbar(film: Film) -> Vertebra:
    """Vertebra that lies on S1: L6 where it is named, else L5."""
    for level in (Level.L6, Level.L5):
        if level in film.spine:
            return film.spine[level]
    raise LevelMissingError(
        Message(
            "not available: L5 is to stand in for S1, but it is not visible on this film; "
            "mark both ends of the superior endplate of S1"
        )
    )
