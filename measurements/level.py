"""Names of vertebral levels, and how the vertebrae of a film come by them."""

from enum import StrEnum

from languages import Message
from measurements.errors import SpineError

USUAL_THORACIC_COUNT = 12
"""Thoracic vertebrae of most people.

Hu et al. 2016 (PMC5400342) found 11 in 5 % and 13 in under 1 % of 657 patients with idiopathic
scoliosis, and 4 or 6 lumbar vertebrae in a further 7 %: numbering is never certain.
"""

USUAL_LUMBAR_COUNT = 5
"""Lumbar vertebrae of most people; the same study found four in 2 % and six in 5 %."""


class Level(StrEnum):
    """A vertebral level, in cranial to caudal order.

    ``T13`` and ``L6`` exist in some people. As strings, ``"T10" < "T2"``: compare levels with
    `is_above`.

    Examples
    --------
    >>> Level.T2.is_above(Level.T10)
    True
    >>> str(Level.T2)
    'T2'
    """

    C7 = "C7"
    T1 = "T1"
    T2 = "T2"
    T3 = "T3"
    T4 = "T4"
    T5 = "T5"
    T6 = "T6"
    T7 = "T7"
    T8 = "T8"
    T9 = "T9"
    T10 = "T10"
    T11 = "T11"
    T12 = "T12"
    T13 = "T13"
    L1 = "L1"
    L2 = "L2"
    L3 = "L3"
    L4 = "L4"
    L5 = "L5"
    L6 = "L6"
    S1 = "S1"

    @property
    def region(self) -> str:
        """Part of the column the level belongs to: ``cervical``, ``thoracic`` and so on."""
        return {"C": "cervical", "T": "thoracic", "L": "lumbar", "S": "sacral"}[self[0]]

    @property
    def rank(self) -> int:
        """Place in cranial to caudal order, counting every level that can exist, C7 = 0."""
        return _RANK[self]

    def is_above(self, other: "Level") -> bool:
        """Whether this level is cranial to `other`."""
        return self.rank < other.rank

    def may_lie_on(self, other: "Level") -> bool:
        """Whether this is the vertebra next above `other` in some patient.

        Some have no T12 or no L5, most no T13 and no L6.

        Examples
        --------
        >>> Level.T12.may_lie_on(Level.L1), Level.T11.may_lie_on(Level.T13)
        (True, False)
        """
        between = [level for level in Level if self.is_above(level) and level.is_above(other)]
        lowest = other in (Level.L1, Level.S1)
        return self.is_above(other) and (not between or (lowest and _OPTIONAL.issuperset(between)))


_OPTIONAL = {Level.T12, Level.T13, Level.L5, Level.L6}
_RANK = {level: rank for rank, level in enumerate(Level)}


def levels_upward_from(
    lowest: Level,
    count: int,
    *,
    thoracic_count: int = USUAL_THORACIC_COUNT,
    lumbar_count: int | None = None,
) -> tuple[Level, ...]:
    """Name `count` vertebrae upward from the lowest one.

    Parameters
    ----------
    lowest : Level
        Level of the most caudal vertebra.
    count : int
        Number of vertebrae.
    thoracic_count : int
        Thoracic vertebrae this patient has: 11, 12 or 13.
    lumbar_count : int or None
        Lumbar vertebrae this patient has: 4, 5 or 6. None lets them follow from the lowest
        vertebra: a column that starts at L6 has six, one with four may start at L4, and above
        S1 five are assumed.

    Returns
    -------
    tuple of Level
        Cranial first, `count` of them.

    Raises
    ------
    SpineError
        If there are fewer levels than vertebrae from C7 down to `lowest`, or the counts cannot be.

    Examples
    --------
    >>> [str(level) for level in levels_upward_from(Level.L2, 4)]
    ['T11', 'T12', 'L1', 'L2']
    >>> [str(level) for level in levels_upward_from(Level.L2, 4, thoracic_count=13)]
    ['T12', 'T13', 'L1', 'L2']
    >>> [str(level) for level in levels_upward_from(Level.S1, 3, lumbar_count=6)]
    ['L5', 'L6', 'S1']
    """
    if lumbar_count is None:
        lumbar_count = 6 if lowest is Level.L6 else USUAL_LUMBAR_COUNT
    if thoracic_count not in (11, 12, 13):
        raise SpineError(
            Message(
                "a patient cannot have {thoracic} thoracic vertebrae; give 11, 12 or 13",
                thoracic=thoracic_count,
            )
        )
    if lumbar_count not in (4, 5, 6):
        raise SpineError(
            Message(
                "a patient cannot have {lumbar} lumbar vertebrae; give 4, 5 or 6",
                lumbar=lumbar_count,
            )
        )
    counts = {"thoracic": thoracic_count, "lumbar": lumbar_count}
    column = [level for level in Level if int(level[1:]) <= counts.get(level.region, 7)]
    if lowest not in column:
        raise SpineError(
            Message(
                "{lowest} does not exist with {thoracic} thoracic and {lumbar} "
                "lumbar vertebrae; choose another lowest level or another count",
                lowest=lowest,
                thoracic=thoracic_count,
                lumbar=lumbar_count,
            )
        )
    available = column[: column.index(lowest) + 1]
    if not 1 <= count <= len(available):
        raise SpineError(
            Message(
                "{count} vertebrae cannot be numbered upward from {lowest}: between 1 and "
                "{most} fit below C6; lower the lowest level or remove what is no vertebra",
                count=count,
                lowest=lowest,
                most=len(available),
            )
        )
    return tuple(available[-count:])
