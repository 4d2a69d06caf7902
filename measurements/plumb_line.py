"""The C7 plumb line: where the weight of the trunk hangs."""

from dataclasses import dataclass
from typing import Self

from languages import Message
from measurements.endplate import Point
from measurements.film import Film


@dataclass(frozen=True)
class PlumbLine:
    """The true vertical through the centre of C7, in patient axes."""

    origin: Point
    """Centre of C7."""

    @classmethod
    def of(cls, film: Film) -> Self:
        """Hang the line from C7, marked or outlined.

        Raises
        ------
        LandmarkMissingError
            If C7 is neither marked nor outlined.
        CannotMeasureError
            If the patient does not stand on this film.
        """
        film.require_standing(Message("the C7 plumb line"))
        return cls(film.require_c7())

    def offset(self, point: Point) -> float:
        """How far `point` lies to the right of the line, in the film's unit."""
        return point[0] - self.origin[0]
