"""Whether C7 and the sacrum bear out the names of the vertebrae."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from languages import Message, joined, plural, sentence
from measurements.endplate import Point
from measurements.errors import LandmarkMissingError
from measurements.film import Film
from measurements.level import Level
from measurements.vertebra import Vertebra

PITCHES = 2
"""Steps from vertebra to vertebra at an end of the spine whose mean is the length of one there."""

S1_PITCHES = 0.3
"""From the last inferior endplate to that of S1, a disc, in such steps."""

C7_PITCHES = 0.58
"""From the first superior endplate to the centre of C7, a disc and half a body.

On 400 films of phantoms of any count the rooms so found lie within a quarter of whole numbers, with
none or one vertebra left out at either end.
"""

UNUSUAL = frozenset({Level.T13, Level.L6})
"""Levels that most people do not have, and that nobody expects where none is outlined."""


@dataclass(frozen=True)
class LandmarkNeighbour:
    """The outlined vertebra nearest to C7 or S1, and how many more would fit between them."""

    level: Level
    landmark: Level

    room: int
    """Vertebrae for which there is room between the two; steps from one to the other where both
    have one name."""

    @property
    def upper(self) -> Level:
        """The more cranial of the two."""
        return min(self.level, self.landmark, key=lambda level: level.rank)

    @property
    def lower(self) -> Level:
        """The more caudal of the two."""
        return max(self.level, self.landmark, key=lambda level: level.rank)

    @property
    def between(self) -> tuple[Level, ...]:
        """Levels that most people have between the two."""
        return tuple(
            level
            for level in Level
            if self.upper.is_above(level) and level.is_above(self.lower) and level not in UNUSUAL
        )

    @property
    def agrees(self) -> bool:
        """Whether the name fits the room; four lumbar vertebrae are believed where they do."""
        return self.room == len(self.between) or (
            self.room == 0 and self.upper.may_lie_on(self.lower)
        )

    @property
    def reason(self) -> str:
        """What was seen."""
        if self.level is not self.landmark:
            return self._room_reason
        if self.agrees:
            return Message(
                "{landmark} is marked on the outline that is named so", landmark=self.landmark
            )
        return Message(
            "{landmark} is marked beyond the outline that is named so", landmark=self.landmark
        )

    @property
    def _room_reason(self) -> str:
        if self.agrees and self.room == 0:
            if self.landmark is Level.C7:
                return Message("{level} is the next vertebra below the marked C7", level=self.level)
            return Message("{level} is the next vertebra above the marked S1", level=self.level)
        seen = Message(
            "there is room for {vertebrae} between {level} and the marked {landmark}",
            vertebrae=_count(self.room),
            level=self.level,
            landmark=self.landmark,
        )
        if self.agrees:
            return seen
        expected = _count(len(self.between))
        return Message("{seen}, where {vertebrae} should be", seen=seen, vertebrae=expected)


@dataclass(frozen=True)
class Numbering:
    """What the landmarks say of the names of the vertebrae, which are counted and never seen."""

    neighbours: tuple[LandmarkNeighbour, ...]
    """At C7 and at S1, as far as they are marked; at least one."""

    @property
    def agrees(self) -> bool:
        """Whether no landmark speaks against the names."""
        return all(neighbour.agrees for neighbour in self.neighbours)

    @property
    def complete(self) -> bool:
        """Whether both ends are checked, so that an unusual count would have shown."""
        return len(self.neighbours) > 1

    @property
    def reason(self) -> str:
        """What was seen, in a sentence; what was not, where that matters."""
        seen = joined("; ", [n.reason for n in self.neighbours if n.agrees is self.agrees])
        unseen = {Level.C7, Level.S1} - {n.landmark for n in self.neighbours}
        besides = [
            Message(
                "{landmark} is not marked: one vertebra more or fewer would not show.",
                landmark=landmark,
            )
            for landmark in unseen
            if self.agrees
        ]
        return joined(" ", [sentence(seen), *besides])


def check_numbering(film: Film) -> Numbering:
    """Hold the names of the vertebrae against C7 and the sacrum.

    Parameters
    ----------
    film : Film
        With C7, S1 or both marked, and the vertebrae named.

    Returns
    -------
    Numbering
        What each landmark says.

    Raises
    ------
    LandmarkMissingError
        If neither is marked.

    Notes
    -----
    Names are counted from the lowest vertebra outlined. That is one too low or too high where L5
    was missed or the sacrum was outlined, and about one patient in ten has another count than 17
    (Hu et al. 2016, PMC5400342). Between the last endplate and that of S1 lies a disc, and between
    the first endplate and the centre of C7 a disc and half a body, `S1_PITCHES` and `C7_PITCHES`
    of the step from vertebra to vertebra; every further whole step is a vertebra not outlined.
    Nothing depends on the film's turn, spacing or side.
    """
    neighbours = tuple(_neighbours(film))
    if not neighbours:
        raise LandmarkMissingError(
            Message(
                "the check of the level names is not available: it needs C7 or S1; mark them on "
                "the film, or check the lowest vertebra by eye"
            )
        )
    return Numbering(neighbours)


def _neighbours(film: Film) -> Iterator[LandmarkNeighbour]:
    vertebrae = film.spine.vertebrae
    if (c7 := film.landmarks.c7_centre) is not None:
        yield LandmarkNeighbour(vertebrae[0].level, Level.C7, _room_to_c7(vertebrae, c7))
    if (s1 := film.landmarks.s1_centre) is not None:
        yield LandmarkNeighbour(vertebrae[-1].level, Level.S1, _room_to_s1(vertebrae, s1))


def _room_to_c7(vertebrae: tuple[Vertebra, ...], c7: Point) -> int:
    first, pitch = vertebrae[0], _pitch(vertebrae[: PITCHES + 1])
    if first.level is Level.C7:
        return round(math.dist(first.centre, c7) / pitch)
    return max(0, round(math.dist(first.superior_endplate.midpoint, c7) / pitch - C7_PITCHES))


def _room_to_s1(vertebrae: tuple[Vertebra, ...], s1: Point) -> int:
    last, pitch = vertebrae[-1], _pitch(vertebrae[-PITCHES - 1 :])
    if last.level is Level.S1:
        return round(math.dist(last.superior_endplate.midpoint, s1) / pitch)
    return max(0, round(math.dist(last.inferior_endplate.midpoint, s1) / pitch - S1_PITCHES))


def _pitch(vertebrae: tuple[Vertebra, ...]) -> float:
    """Mean step from centre to centre."""
    centres: list[Point] = [vertebra.centre for vertebra in vertebrae]
    return sum(math.dist(*pair) for pair in pairwise(centres)) / (len(centres) - 1)


def _count(vertebrae: int) -> str:
    if vertebrae == 0:
        return Message("no vertebra")
    return plural("one vertebra", "{count} vertebrae", vertebrae)
