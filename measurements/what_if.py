"""What another choice of end vertebrae does to an angle."""

from collections.abc import Iterable
from dataclasses import dataclass

from measurements.curve import Curve
from measurements.endplate import tilt_difference_deg
from measurements.errors import LevelMissingError, SpineError
from measurements.level import Level
from measurements.spine import Spine
from measurements.vertebra import Vertebra

TURN_BACK_DEG = 5.0
"""Turn back of the tilt beyond which a curve is left behind.

One reader repeats a Cobb angle within 4.9 degrees (95 %, Morrissy et al. 1990, J Bone Joint Surg
Am 72:320): a smaller turn back may be noise of the endplates.
"""


@dataclass(frozen=True)
class EndVertebraChoice:
    """A curve measured between other end vertebrae, or on another film.

    Raises
    ------
    SpineError
        If the end vertebrae are out of order.
    """

    curve: Curve
    """The curve as it was found."""

    upper_end_vertebra: Vertebra
    lower_end_vertebra: Vertebra

    def __post_init__(self) -> None:
        upper, lower = self.levels
        if not upper.is_above(lower):
            raise SpineError(f"a curve cannot run from {upper} down to {lower}; swap the two")

    @property
    def levels(self) -> tuple[Level, Level]:
        """Levels of the end vertebrae chosen."""
        return self.upper_end_vertebra.level, self.lower_end_vertebra.level

    @property
    def cobb_deg(self) -> float:
        """Signed Cobb angle between the vertebrae chosen, positive when convex to the right."""
        return tilt_difference_deg(
            self.upper_end_vertebra.superior_endplate, self.lower_end_vertebra.inferior_endplate
        )

    @property
    def growth_deg(self) -> float:
        """How much larger the angle is towards the convexity of the curve as it was found."""
        return self.cobb_deg * self.curve.convexity.sign - self.curve.magnitude_deg


def with_end_vertebrae(spine: Spine, curve: Curve, upper: Level, lower: Level) -> EndVertebraChoice:
    """Measure what a curve becomes between two vertebrae that a reader chose.

    Parameters
    ----------
    spine : Spine
        The film to measure on: the one the curve was found on, or another one of the patient.
    curve : Curve
        The curve as it was found; its own levels are the locked choice.
    upper, lower : Level
        Levels of the end vertebrae chosen.

    Raises
    ------
    LevelMissingError
        If either level is not visible on this film.
    SpineError
        If `upper` is not above `lower`.
    """
    return EndVertebraChoice(curve, spine[upper], spine[lower])


def with_free_end_vertebrae(spine: Spine, curve: Curve) -> EndVertebraChoice:
    """Measure what a curve becomes between the most tilted vertebrae of another film.

    Parameters
    ----------
    spine : Spine
        The film to choose the end vertebrae on.
    curve : Curve
        The curve as it was found, whose apex tells where to look.

    Returns
    -------
    EndVertebraChoice
        Between the vertebrae most tilted towards this curve above and below its apex, as far as
        the tilt does not turn back by more than `TURN_BACK_DEG`. It is for teaching: the
        flexibility of a curve is taken between the locked levels.

    Raises
    ------
    LevelMissingError
        If the film shows no vertebra above, or none below, the apex.

    Notes
    -----
    Keenan et al. 2014 (PMC4193912): observers free to choose took other levels in 39 % of
    curves, while preselected endplates changed the mean angle by 0.6 degrees only (SD 2.3).
    """
    side = curve.convexity.sign
    tilts = zip(spine.vertebrae, (spine.tilts_deg * side).tolist(), strict=True)
    above: list[tuple[Vertebra, float]] = []
    below: list[tuple[Vertebra, float]] = []
    for vertebra, tilt in tilts:
        if vertebra.level.rank < curve.apex.rank:
            above.append((vertebra, tilt))
        elif vertebra.level.rank > curve.apex.rank:
            below.append((vertebra, -tilt))
    if not above or not below:
        raise LevelMissingError(
            f"this film shows {spine.levels[0]} to {spine.levels[-1]}, not both sides of the apex "
            f"{curve.apex.name}; outline the vertebrae around it"
        )
    return EndVertebraChoice(curve, _most_tilted(reversed(above)), _most_tilted(below))


def _most_tilted(outward: Iterable[tuple[Vertebra, float]]) -> Vertebra:
    """Walk away from the apex to the most tilted vertebra, not past a turn back."""
    (best, most), *rest = outward
    for vertebra, tilt in rest:
        if tilt > most:
            best, most = vertebra, tilt
        elif most - tilt > TURN_BACK_DEG:
            break
    return best
