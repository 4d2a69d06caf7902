"""What a person did to the outlines of a film, and who stands behind them, as values.

Points are ``(row, column)`` in pixels of the film as stored, as in `studies.findings`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Final

from languages import Message
from measurements import Level
from studies.errors import StudyError
from studies.radiograph import Pixel

CORNERS: Final = (4,)

PEDICLES: Final = (2, 4)
"""The centres of both, or with both medial borders."""

UNNAMED: Final = Message("an unnamed reader")


class EditError(StudyError, ValueError):
    """A correction that no film can show; what was there before stays."""


class Landmark(StrEnum):
    """A point or a line that a person marks beside the vertebrae."""

    C7_CENTRE = "c7_centre"
    """Centre of the body of C7."""

    S1_ENDPLATE = "s1_endplate"
    """Both ends of the superior endplate of S1, image left first."""

    ILIAC_CRESTS = "iliac_crests"
    """Highest points of both iliac crests, image left first."""

    @property
    def points(self) -> int:
        """How many points mark it."""
        return 1 if self is Landmark.C7_CENTRE else 2

    @property
    def words(self) -> str:
        """Its name for people."""
        return _LANDMARK_WORDS[self]


_LANDMARK_WORDS: Final = {
    Landmark.C7_CENTRE: Message("C7 centre"),
    Landmark.S1_ENDPLATE: Message("S1 endplate"),
    Landmark.ILIAC_CRESTS: Message("Iliac crests"),
}


class Action(StrEnum):
    """What was done."""

    MOVED = "moved"
    """A vertebra: a corner, an endplate, or the whole of it."""

    SUGGESTED = "suggested"
    """A vertebra: settled anew on the bone's edges from where the person had put it."""

    ADDED = "added"
    DELETED = "deleted"

    RENUMBERED = "renumbered"
    """A vertebra was given another name, and all others follow."""

    MARKED = "marked"
    """A landmark, or the pedicles of a vertebra: placed, or moved."""

    UNMARKED = "unmarked"
    """The same: taken away."""


CHANGES_OUTLINES: Final = frozenset({Action.MOVED, Action.SUGGESTED, Action.ADDED, Action.DELETED})
"""What makes the outlines a person's rather than the network's."""


@dataclass(frozen=True)
class Signature:
    """Who did something, and when.

    Raises
    ------
    EditError
        If the time does not say which zone it is in.
    """

    by: str
    """The person's name as given, empty while nobody gave one."""

    at: datetime
    """With a time zone."""

    def __post_init__(self) -> None:
        if self.at.tzinfo is None:
            raise EditError(
                Message("The time {at} has no zone; give it with one, such as UTC.", at=self.at)
            )

    @classmethod
    def now(cls, by: str) -> Signature:
        """Sign with the present second."""
        return cls(by.strip(), datetime.now(UTC).replace(microsecond=0))

    @property
    def who(self) -> str:
        """The name, or that none was given."""
        return self.by or UNNAMED

    @property
    def words(self) -> str:
        """For people: ``A. Reader on 2026-11-25 at 10:30 UTC``."""
        at = self.at.astimezone(UTC)
        return Message(
            "{who} on {day} at {time} UTC",
            who=self.who,
            day=at.strftime("%Y-%m-%d"),
            time=at.strftime("%H:%M"),
        )


@dataclass(frozen=True)
class Edit:
    """One correction on one film.

    Raises
    ------
    EditError
        If before and after do not belong to such a correction.
    """

    action: Action
    target: Level | Landmark
    """What was corrected, by its name before; of an added vertebra the name it was given."""

    before: tuple[Pixel, ...] | Level | None
    """Corners or points before, or the earlier name; None where there was nothing."""

    after: tuple[Pixel, ...] | Level | None
    """Corners or points since, or the new name; None where there is nothing left."""

    signed: Signature

    def __post_init__(self) -> None:
        wants = _WANTS[self.action]
        given = tuple(_kind(side) for side in (self.before, self.after))
        if given not in wants or (isinstance(self.target, Landmark) and not self.marks):
            raise EditError(
                Message(
                    "{target} cannot be {action} from {before} to {after}.",
                    target=self.target,
                    action=self.action,
                    before=self.before,
                    after=self.after,
                )
            )
        for side in (self.before, self.after):
            if isinstance(side, tuple):
                _check_points(self.target, side, self._counts)

    @property
    def marks(self) -> bool:
        """Whether it is about a landmark or pedicles rather than an outline."""
        return self.action in (Action.MARKED, Action.UNMARKED)

    @property
    def _counts(self) -> tuple[int, ...]:
        """How many points it may take."""
        if isinstance(self.target, Landmark):
            return (self.target.points,)
        return PEDICLES if self.marks else CORNERS

    @property
    def words(self) -> str:
        """For people: ``T8: superior endplate moved``."""
        name = self.target.words if isinstance(self.target, Landmark) else str(self.target)
        if self.marks and isinstance(self.target, Level):
            name = Message("Pedicles of {level}", level=self.target)
        if isinstance(self.after, Level):
            return Message(
                "{target}: renamed {name}, the others follow", target=name, name=self.after
            )
        return Message(
            "{target}: {part}{done}", target=name, part=self._part, done=_VERBS[self.action]
        )

    @property
    def _part(self) -> str:
        """Which part of a vertebra was moved."""
        if self.action is not Action.MOVED:
            return ""
        moved = [a != b for a, b in zip(self.before or (), self.after or (), strict=True)]
        if moved == [True, True, False, False]:
            return Message("superior endplate ")
        if moved == [False, False, True, True]:
            return Message("inferior endplate ")
        return Message("a corner ") if sum(moved) == 1 else ""


_VERBS: Final = {
    Action.MOVED: Message("moved"),
    Action.SUGGESTED: Message("settled on the edges again"),
    Action.ADDED: Message("added"),
    Action.DELETED: Message("deleted"),
    Action.MARKED: Message("marked"),
    Action.UNMARKED: Message("mark removed"),
}

_WANTS: Final = {
    Action.MOVED: {("points", "points")},
    Action.SUGGESTED: {("points", "points")},
    Action.ADDED: {("nothing", "points")},
    Action.DELETED: {("points", "nothing")},
    Action.RENUMBERED: {("level", "level")},
    Action.MARKED: {("nothing", "points"), ("points", "points")},
    Action.UNMARKED: {("points", "nothing")},
}
"""What stands before and after each action."""


def _kind(side: tuple[Pixel, ...] | Level | None) -> str:
    if side is None:
        return "nothing"
    return "level" if isinstance(side, Level) else "points"


def _check_points(
    target: Level | Landmark, points: Sequence[Pixel], counts: tuple[int, ...]
) -> None:
    if len(points) not in counts or not all(math.isfinite(n) for point in points for n in point):
        count = " or ".join(map(str, counts))
        raise EditError(
            Message(
                "{target} takes {count} finite (row, column) points, got {points}.",
                target=target,
                count=count,
                points=points,
            )
        )
