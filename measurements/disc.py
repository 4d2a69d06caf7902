"""Flexibility disc by disc: which segments open and close when the patient bends."""

from dataclasses import dataclass
from itertools import pairwise

from languages import Message
from measurements.endplate import tilt_difference_deg
from measurements.errors import CannotMeasureError, LevelMissingError
from measurements.flexibility import BendingFilm
from measurements.level import Level
from measurements.rate import rate_percent
from measurements.spine import Spine

SMALLEST_DISC_DEG = 5.0
"""Smallest standing disc angle a rate is taken of.

One reader repeats an angle within 4.9 degrees (95 %, Morrissy et al. 1990): under it the rate would
be the error of its denominator.
"""


@dataclass(frozen=True)
class DiscBend:
    """One disc on one bending film compared with standing."""

    angle_deg: float | None
    """Signed disc angle on the bending film, None if the disc is not visible there."""

    change_deg: float | None
    """Bending minus standing in degrees."""

    rate_percent: float | None
    """Share of the standing angle that went away, None where that has no value."""

    reason: str
    """Why a value is missing; empty if none is."""


@dataclass(frozen=True)
class DiscFlexibility:
    """One disc standing and on both bending films.

    Angles are ``tilt(inferior endplate above) - tilt(superior endplate below)`` in degrees,
    positive when the disc is open on the patient's right, as in a right-convex curve.
    """

    upper: Level
    lower: Level
    standing_deg: float
    left: DiscBend
    right: DiscBend

    @property
    def name(self) -> str:
        """The disc by its two vertebrae, ``"T8/T9"``."""
        return f"{self.upper}/{self.lower}"

    @property
    def motion_deg(self) -> float | None:
        """Range of motion from the right to the left bend, None unless both films show it.

        Positive when the disc moves the way the trunk does: bending left opens it on the right.
        """
        if self.left.angle_deg is None or self.right.angle_deg is None:
            return None
        return self.left.angle_deg - self.right.angle_deg


def disc_profile(
    standing: Spine,
    *,
    left_bending: Spine | None,
    right_bending: Spine | None,
    smallest_deg: float = SMALLEST_DISC_DEG,
) -> tuple[DiscFlexibility, ...]:
    """Measure every disc of the standing film on both bending films.

    Parameters
    ----------
    standing : Spine
        The standing film.
    left_bending, right_bending : Spine or None
        The bending films, None if there is no such film.
    smallest_deg : float
        Smallest standing disc angle a rate is taken of, in degrees.

    Returns
    -------
    tuple of DiscFlexibility
        Cranial first. A gap in the visible vertebrae is no disc and is left out.

    Raises
    ------
    CannotMeasureError
        If the patient's side is unknown on one of the films.

    Notes
    -----
    The segmental form of the flexibility rate, ``(S - B) / S * 100`` with the angles of one disc;
    the discs about the apex are the least flexible.
    """
    given = [spine for spine in (standing, left_bending, right_bending) if spine is not None]
    if not all(spine.side_known for spine in given):
        raise CannotMeasureError(
            Message(
                "the patient's side is not stated on every film, so it is unknown to which "
                "side a disc opens; declare which image edge is the patient's right"
            )
        )
    return tuple(
        _disc(upper, lower, standing, left_bending, right_bending, smallest_deg)
        for upper, lower in pairwise(standing.levels)
        if upper.may_lie_on(lower)
    )


def disc_angle_deg(spine: Spine, upper: Level, lower: Level) -> float:
    """Signed angle of the disc between two neighbours, open on the right > 0, in degrees.

    Raises
    ------
    LevelMissingError
        If a vertebra is not visible on this film.
    CannotMeasureError
        If the two are not neighbours on this film.
    """
    if not upper.may_lie_on(lower) or _between(spine, upper, lower):
        raise CannotMeasureError(
            Message(
                "{upper} and {lower} are not neighbours, so there is no disc between them",
                upper=upper,
                lower=lower,
            )
        )
    return tilt_difference_deg(spine[upper].inferior_endplate, spine[lower].superior_endplate)


def _between(spine: Spine, upper: Level, lower: Level) -> bool:
    return any(upper.is_above(level) and level.is_above(lower) for level in spine.levels)


def _disc(
    upper: Level,
    lower: Level,
    standing: Spine,
    left: Spine | None,
    right: Spine | None,
    smallest_deg: float,
) -> DiscFlexibility:
    angle = disc_angle_deg(standing, upper, lower)
    bends = (
        _bend(upper, lower, angle, spine, film, smallest_deg)
        for spine, film in ((left, BendingFilm.LEFT), (right, BendingFilm.RIGHT))
    )
    return DiscFlexibility(upper, lower, angle, *bends)


def _bend(
    upper: Level,
    lower: Level,
    standing_deg: float,
    spine: Spine | None,
    film: BendingFilm,
    smallest: float,
) -> DiscBend:
    if spine is None:
        return DiscBend(None, None, None, Message("There is no {film}.", film=film.label))
    try:
        angle = disc_angle_deg(spine, upper, lower)
    except (LevelMissingError, CannotMeasureError) as missing:
        return DiscBend(
            None,
            None,
            None,
            Message("On the {film}, {missing}.", film=film.label, missing=missing),
        )
    change = angle - standing_deg
    if abs(standing_deg) < smallest:
        return DiscBend(
            angle,
            change,
            None,
            Message(
                "The disc stands at {standing_deg:.1f} degrees; under {smallest:g} a rate "
                "would be mostly error.",
                standing_deg=abs(standing_deg),
                smallest=smallest,
            ),
        )
    return DiscBend(angle, change, rate_percent(standing_deg, angle), "")
