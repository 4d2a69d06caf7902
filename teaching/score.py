"""The error of a reading, split into levels chosen and lines placed."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from languages import Message
from measurements import Endplate, Level, Vertebra, signed_cobb_deg
from measurements.endplate import tilt_difference_deg
from teaching.case import Case
from teaching.errors import ReadingError
from teaching.reading import Reading


class Plate(StrEnum):
    """Which endplate of a vertebra."""

    SUPERIOR = Message("superior")
    INFERIOR = Message("inferior")

    def of(self, vertebra: Vertebra) -> Endplate:
        """Return that endplate."""
        if self is Plate.SUPERIOR:
            return vertebra.superior_endplate
        return vertebra.inferior_endplate


@dataclass(frozen=True)
class PlateName:
    """An endplate by name.

    Examples
    --------
    >>> str(PlateName(Level.T5, Plate.SUPERIOR))
    'superior endplate of T5'
    """

    level: Level
    plate: Plate

    def __str__(self) -> str:
        return Message("{plate} endplate of {level}", plate=self.plate, level=self.level)


@dataclass(frozen=True)
class EndScore:
    """What went right and wrong at one end of the curve."""

    true: Level
    """The end vertebra."""

    chosen: Level
    """The one the learner chose."""

    plate: Plate
    """The endplate that the rule takes at this end."""

    drawn_on: PlateName
    """The endplate that the learner's line lies nearest to."""

    levels_off: int
    """How many vertebrae too low the choice is; below zero too high."""

    level_deg: float
    """Degrees that the choice of level adds to the angle."""

    line_deg: float
    """Degrees that the placing of the line adds to the angle."""

    @property
    def drawn_as_chosen(self) -> bool:
        """Whether the line lies on the endplate that goes with the level chosen."""
        return self.drawn_on == PlateName(self.chosen, self.plate)


@dataclass(frozen=True)
class Score:
    """A reading beside the truth.

    Angles count towards the true convexity: what a learner reads is negative if the lines open to
    the other side, and an error is positive if the reading is too large.

    The whole error is the sum of two parts. *Choice of level* is the true angle between the
    vertebrae chosen minus the true angle of the curve; *placing of lines* is the learner's angle
    minus the true angle between the vertebrae chosen. Each is the sum of its shares at the upper
    and the lower end, since a Cobb angle is the difference of two tilts.

    Raises
    ------
    ReadingError
        If a level chosen is not on the film, or a side is named of which the film knows nothing.
    """

    case: Case
    reading: Reading

    def __post_init__(self) -> None:
        visible = self.case.spine.levels
        for level in self.reading.levels:
            if level not in visible:
                raise ReadingError(
                    Message(
                        "{level} is not among the vertebrae outlined on this film; count "
                        "again from the lowest one",
                        level=level,
                    )
                )
        if self.reading.convexity.side_known is not self.case.spine.side_known:
            raise ReadingError(
                Message(
                    '"{side}" is no side of this film; name a side of the patient',
                    side=self.reading.convexity,
                )
                if self.case.spine.side_known
                else Message(
                    '"{side}" is no side of this film; name a side of the image',
                    side=self.reading.convexity,
                )
            )

    @property
    def true_deg(self) -> float:
        """The true angle."""
        return self.case.true_deg

    @cached_property
    def read_deg(self) -> float:
        """The angle between the learner's lines."""
        return self._sign * tilt_difference_deg(self._upper_line, self._lower_line)

    @cached_property
    def chosen_deg(self) -> float:
        """The true angle between the vertebrae chosen."""
        return self._sign * signed_cobb_deg(self.case.spine, *self.reading.levels)

    @property
    def error_deg(self) -> float:
        """The whole error: read minus true."""
        return self.read_deg - self.true_deg

    @property
    def level_deg(self) -> float:
        """The part that comes from the choice of level."""
        return self.chosen_deg - self.true_deg

    @property
    def line_deg(self) -> float:
        """The part that comes from placing the lines."""
        return self.read_deg - self.chosen_deg

    @property
    def side_right(self) -> bool:
        """Whether the side was named right."""
        return self.reading.convexity is self.case.curve.convexity

    @property
    def levels_right(self) -> bool:
        """Whether both end vertebrae were chosen right."""
        return self.reading.levels == self.case.curve.levels

    @cached_property
    def upper(self) -> EndScore:
        """The upper end: a steeper tilt there makes the angle larger."""
        true, chosen = self.case.curve.upper_end_vertebra, self.case.spine[self.reading.upper]
        return self._end(true, chosen, Plate.SUPERIOR, self._upper_line, self._sign)

    @cached_property
    def lower(self) -> EndScore:
        """The lower end, whose tilt is taken away."""
        true, chosen = self.case.curve.lower_end_vertebra, self.case.spine[self.reading.lower]
        return self._end(true, chosen, Plate.INFERIOR, self._lower_line, -self._sign)

    @property
    def ends(self) -> tuple[EndScore, EndScore]:
        """Upper and lower end."""
        return self.upper, self.lower

    @property
    def _sign(self) -> int:
        return self.case.curve.convexity.sign

    @property
    def _upper_line(self) -> Endplate:
        return self.reading.upper_line.endplate(self.case.frame)

    @property
    def _lower_line(self) -> Endplate:
        return self.reading.lower_line.endplate(self.case.frame)

    def _end(
        self, true: Vertebra, chosen: Vertebra, plate: Plate, line: Endplate, sign: int
    ) -> EndScore:
        levels = self.case.spine.levels
        return EndScore(
            true=true.level,
            chosen=chosen.level,
            plate=plate,
            drawn_on=self._nearest(line),
            levels_off=levels.index(chosen.level) - levels.index(true.level),
            level_deg=sign * tilt_difference_deg(plate.of(chosen), plate.of(true)),
            line_deg=sign * tilt_difference_deg(line, plate.of(chosen)),
        )

    def _nearest(self, line: Endplate) -> PlateName:
        """Name the endplate whose middle lies nearest to a line, however far the line is drawn."""
        plates = [
            (_distance(plate.of(vertebra), line), PlateName(vertebra.level, plate))
            for vertebra in self.case.spine.vertebrae
            for plate in Plate
        ]
        return min(plates, key=lambda plate: plate[0])[1]


def _distance(endplate: Endplate, line: Endplate) -> float:
    (x, y), (x_a, y_a), (x_b, y_b) = endplate.midpoint, line.left, line.right
    return abs((x_b - x_a) * (y - y_a) - (y_b - y_a) * (x - x_a)) / math.dist(line.left, line.right)
