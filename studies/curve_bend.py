"""One standing curve on its bending films, with how far each number may be off."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from languages import Message
from measurements import (
    BendingFilm,
    CannotMeasureError,
    EndVertebraChoice,
    Flexibility,
    LevelMatch,
    RangeOfMotion,
    Spine,
    StiffnessLabel,
    WeighedCurve,
    range_of_motion,
    with_free_end_vertebrae,
)
from studies.measured import Measured


@dataclass(frozen=True)
class CurveBend:
    """A standing curve, what the bending films show of it, and the error of both."""

    weighed: WeighedCurve
    """The curve with the errors of its angles."""

    left_bending: Spine | None
    right_bending: Spine | None

    level_match: LevelMatch | None
    """Whether the bodies on the film of the rate fit those of the same name standing; None where
    nothing tells."""

    @property
    def flexibility(self) -> Flexibility:
        """The curve on both bending films."""
        return self.weighed.flexibility

    @property
    def has_doubtful_levels(self) -> bool:
        """Whether the film of the rate may have other vertebrae under the curve's levels."""
        return self.level_match is not None and self.level_match.is_doubtful

    @property
    def stiffness(self) -> StiffnessLabel:
        """Stiff or flexible, or why neither is said; never of what may be other vertebrae."""
        if not self.has_doubtful_levels:
            return self.weighed.stiffness
        return StiffnessLabel(
            None,
            Message(
                "No name is given: by the sizes of the bodies the level names of this film may be "
                "wrong. Check the lowest vertebra of both films."
            ),
        )

    @cached_property
    def motion(self) -> Measured[RangeOfMotion]:
        """From one bending film to the other, between the standing end vertebrae."""
        return Measured.by(self._motion)

    @cached_property
    def free_levels(self) -> Measured[EndVertebraChoice]:
        """End vertebrae chosen anew on the film of the rate; no rate is ever taken from it."""
        return Measured.by(self._free_levels)

    def _motion(self) -> RangeOfMotion:
        if self.left_bending is None or self.right_bending is None:
            raise CannotMeasureError(Message("needs both bending films; add the missing one"))
        return range_of_motion(
            *self.flexibility.curve.levels,
            left_bending=self.left_bending,
            right_bending=self.right_bending,
        )

    def _free_levels(self) -> EndVertebraChoice:
        film = self.flexibility.film
        spine = self.left_bending if film is BendingFilm.LEFT else self.right_bending
        if film is None or spine is None:
            raise CannotMeasureError(self.flexibility.reason)
        return with_free_end_vertebrae(spine, self.flexibility.curve)
