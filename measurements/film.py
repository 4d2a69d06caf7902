"""One film as it is measured: its spine, what else is marked, and how the patient is placed."""

from dataclasses import dataclass
from enum import StrEnum

from languages import Message
from measurements.endplate import Endplate, Point
from measurements.errors import CannotMeasureError, LandmarkError
from measurements.landmark import Landmarks
from measurements.level import Level
from measurements.spine import Spine


class Posture(StrEnum):
    """How the patient is placed on a film."""

    STANDING = Message("standing")
    SUPINE = Message("supine")
    BENDING = Message("bending")


@dataclass(frozen=True)
class Film:
    """A spine with its landmarks and posture.

    Whatever is judged against gravity is measured on a `Film`, so that its posture is known:
    plumb lines, the central sacral line and tilts from the horizontal mean nothing where the
    patient bends or lies.

    Raises
    ------
    LandmarkError
        If the landmarks are in another unit than the spine, or do not lie where it ends.
    """

    spine: Spine
    landmarks: Landmarks
    posture: Posture

    def __post_init__(self) -> None:
        unit, spine = self.landmarks.unit, self.spine
        if unit is not spine.unit:
            raise LandmarkError(
                Message(
                    "the landmarks are in {unit} and the spine in {other}; take both from "
                    "the film with the same spacing",
                    unit=unit,
                    other=spine.unit,
                )
            )
        top, bottom = spine.vertebrae[0], spine.vertebrae[-1]
        c7, s1 = self.landmarks.c7_centre, self.landmarks.s1_centre
        if c7 is not None and top.level is not Level.C7 and _height(c7, top.midline) <= 0:
            raise LandmarkError(
                Message(
                    "C7 is marked at {c7}, below the middle of {level}; check the level "
                    "names, and mark the centre of C7",
                    c7=c7,
                    level=top.level,
                )
            )
        if s1 is not None and bottom.level is not Level.S1 and _height(s1, bottom.midline) >= 0:
            raise LandmarkError(
                Message(
                    "S1 is marked at {s1}, above the middle of {level}; check the level "
                    "names, and mark the superior endplate of S1",
                    s1=s1,
                    level=bottom.level,
                )
            )

    def require_standing(self, measure: str) -> None:
        """Raise `CannotMeasureError` unless the patient stands; `measure` begins the message."""
        if self.posture is not Posture.STANDING:
            raise CannotMeasureError(
                Message(
                    "{measure} is not available: it is judged against gravity, and the "
                    "patient is {posture} on this film; measure it on the standing film",
                    measure=measure,
                    posture=self.posture,
                )
            )

    def require_c7(self) -> Point:
        """Return the centre of C7, marked or outlined, or raise `LandmarkMissingError`."""
        if self.landmarks.c7_centre is None and Level.C7 in self.spine:
            return self.spine[Level.C7].centre
        return self.landmarks.require_c7()

    def require_s1(self) -> Endplate:
        """Return the S1 endplate, marked or outlined, or raise `LandmarkMissingError`."""
        if self.landmarks.s1_endplate is None and Level.S1 in self.spine:
            return self.spine[Level.S1].superior_endplate
        return self.landmarks.require_s1()


def _height(point: Point, line: Endplate) -> float:
    """How far `point` lies on the cranial side of `line`, times the length of the line."""
    along_x, along_y = line.right[0] - line.left[0], line.right[1] - line.left[1]
    return along_x * (point[1] - line.left[1]) - along_y * (point[0] - line.left[0])
