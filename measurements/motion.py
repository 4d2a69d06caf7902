"""Range of motion: how far the spine moves from one bending film to the other."""

from dataclasses import dataclass

from languages import Message
from measurements.curve import signed_cobb_deg
from measurements.errors import CannotMeasureError
from measurements.level import Level
from measurements.spine import Spine


@dataclass(frozen=True)
class RangeOfMotion:
    """The angle between two vertebrae at the end of either bend."""

    upper: Level
    lower: Level

    left_deg: float
    """Signed Cobb angle on the left-bending film."""

    right_deg: float
    """Signed Cobb angle on the right-bending film."""

    @property
    def motion_deg(self) -> float:
        """Degrees from the right to the left bend, positive when the part moves with the trunk."""
        return self.left_deg - self.right_deg


def range_of_motion(
    upper: Level, lower: Level, *, left_bending: Spine, right_bending: Spine
) -> RangeOfMotion:
    """Measure how far two vertebrae turn against each other from bend to bend.

    Parameters
    ----------
    upper, lower : Level
        For a curve, its standing end vertebrae. Discs have theirs in `disc_profile`.
    left_bending, right_bending : Spine
        The two bending films.

    Returns
    -------
    RangeOfMotion
        Both signed Cobb angles and their difference, in degrees.

    Raises
    ------
    LevelMissingError
        If a vertebra is not visible on one of the films.
    CannotMeasureError
        If the patient's side is unknown on one of the films.
    """
    if not (left_bending.side_known and right_bending.side_known):
        raise CannotMeasureError(
            Message(
                "the patient's side is not stated on both bending films, so angles have no "
                "sign to compare; declare which image edge is the patient's right"
            )
        )
    return RangeOfMotion(
        upper,
        lower,
        signed_cobb_deg(left_bending, upper, lower),
        signed_cobb_deg(right_bending, upper, lower),
    )
