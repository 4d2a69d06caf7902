"""Tilts from the horizontal of a standing patient: T1, L4 and the pelvis."""

from dataclasses import dataclass

from languages import Message
from measurements.endplate import Endplate
from measurements.film import Film
from measurements.level import Level


@dataclass(frozen=True)
class HorizontalTilt:
    """The tilt of one line from the horizontal."""

    name: str
    """What is tilted, such as ``"T1"``."""

    line: Endplate

    @property
    def tilt_deg(self) -> float:
        """Tilt in degrees, positive with the patient's right side up."""
        return self.line.tilt_deg

    @property
    def sdsg_deg(self) -> float:
        """The same by the sign of the Spinal Deformity Study Group: positive, left side up.

        The sign is practice; the group's manual could not be read.
        """
        return -self.tilt_deg


def t1_tilt(film: Film) -> HorizontalTilt:
    """Measure the tilt of the superior endplate of T1.

    Raises
    ------
    LevelMissingError
        If T1 is not visible.
    CannotMeasureError
        If the patient does not stand on this film.
    """
    film.require_standing(Message("T1 tilt"))
    return HorizontalTilt("T1", film.spine[Level.T1].superior_endplate)


def l4_tilt(film: Film) -> HorizontalTilt:
    """Measure the tilt of the inferior endplate of L4.

    Which endplate of L4 is practice: the Spinal Deformity Study Group takes the inferior one.

    Raises
    ------
    LevelMissingError
        If L4 is not visible.
    CannotMeasureError
        If the patient does not stand on this film.
    """
    film.require_standing(Message("L4 tilt"))
    return HorizontalTilt("L4", film.spine[Level.L4].inferior_endplate)


def pelvic_obliquity(film: Film) -> HorizontalTilt:
    """Measure the tilt of the line over the highest points of the iliac crests.

    Raises
    ------
    LandmarkMissingError
        If the iliac crests are not marked.
    CannotMeasureError
        If the patient does not stand on this film.

    Notes
    -----
    The line over the iliac crests against the horizontal (PMC9827318).
    """
    film.require_standing(Message("pelvic obliquity"))
    return HorizontalTilt("pelvis", film.landmarks.require_iliac_crests())
