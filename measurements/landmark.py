"""Points of a film besides the vertebral bodies: C7, the sacrum, the iliac crests, pedicles."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self

import numpy as np
from numpy.typing import ArrayLike

from languages import Message
from measurements.endplate import Endplate, Point, midpoint
from measurements.errors import LandmarkError, LandmarkMissingError
from measurements.frame import Frame, ImageEdge, Unit
from measurements.level import Level


@dataclass(frozen=True)
class Pedicle:
    """One pedicle as its ring is seen on a frontal film."""

    centre: Point

    medial_border: Point | None = None
    """Point of the ring nearest to the middle of the vertebra, None if not marked."""

    def __post_init__(self) -> None:
        _check_finite(Message("the centre of a pedicle"), self.centre)
        _check_finite(Message("the medial border of a pedicle"), self.medial_border)


@dataclass(frozen=True)
class Pedicles:
    """The patient's right and left pedicle of one vertebra.

    Where the side is unknown these are the image's right and left, as +x is the image's right.

    Raises
    ------
    LandmarkError
        If both lie at one point.
    """

    right: Pedicle
    left: Pedicle

    def __post_init__(self) -> None:
        if self.right.centre == self.left.centre:
            raise LandmarkError(
                Message(
                    "both pedicles lie at {centre}; mark the right and the left one",
                    centre=self.right.centre,
                )
            )


@dataclass(frozen=True)
class Landmarks:
    """What is marked on a film besides its vertebral bodies, in patient axes.

    In the unit of the film's `Spine`. What is not marked is None, and what needs it is refused
    with its name: nothing is filled in.

    Raises
    ------
    LandmarkError
        If a coordinate is not finite, or right and left of a pair are exchanged.

    Examples
    --------
    >>> marked = Landmarks(s1_endplate=((20.0, 2.0), (-16.0, 0.0)))
    >>> marked.s1_centre
    (2.0, 1.0)
    """

    c7_centre: Point | None = None
    """Centre of the body of C7."""

    s1_endplate: tuple[Point, Point] | None = None
    """Superior endplate of S1: its end on the patient's right, then on the left."""

    iliac_crests: tuple[Point, Point] | None = None
    """Highest points of the iliac crests: the patient's right one, then the left one."""

    pedicles: Mapping[Level, Pedicles] = field(default_factory=dict, hash=False)
    """Pedicles of the vertebrae on which both are marked."""

    unit: Unit = Unit.MILLIMETRE

    def __post_init__(self) -> None:
        _check_finite(Message("the centre of C7"), self.c7_centre)
        _check_pair(Message("ends of the S1 endplate"), self.s1_endplate)
        _check_pair(Message("iliac crests"), self.iliac_crests)
        object.__setattr__(self, "pedicles", dict(self.pedicles))  # nobody else's to change

    @classmethod
    def from_film(
        cls,
        frame: Frame,
        *,
        c7_centre_px: ArrayLike | None = None,
        s1_endplate_px: ArrayLike | None = None,
        iliac_crests_px: ArrayLike | None = None,
        pedicles_px: Mapping[Level, ArrayLike] | None = None,
        medial_borders_px: Mapping[Level, ArrayLike] | None = None,
    ) -> Self:
        """Take landmarks marked on a film into patient axes.

        Parameters
        ----------
        frame : Frame
            The frame of the film, the same that its spine was built in.
        c7_centre_px : (2,) array_like, optional
            ``(row, column)`` in pixels of the centre of C7.
        s1_endplate_px, iliac_crests_px : (2, 2) array_like, optional
            ``(row, column)`` of the point on the *image's* left, then on its right.
        pedicles_px, medial_borders_px : mapping of Level to (2, 2) array_like, optional
            ``(row, column)`` of the centres, and of the medial borders, of the pedicle on the
            image's left, then of that on its right.

        Raises
        ------
        LandmarkError
            If shapes do not match, a coordinate is not finite, left and right of a pair are
            exchanged, or a medial border has no pedicle.

        Examples
        --------
        >>> frame = Frame((0.5, 0.5), ImageEdge.LEFT)
        >>> Landmarks.from_film(frame, s1_endplate_px=[[90, 20], [90, 60]]).s1_centre
        (-20.0, -45.0)
        """
        borders = dict(medial_borders_px or {})
        centres = dict(pedicles_px or {})
        if stray := set(borders) - set(centres):
            raise LandmarkError(
                Message(
                    "a medial border is marked at {levels}, but no pedicle; mark the centres "
                    "of the pedicles there too",
                    levels=", ".join(sorted(stray)),
                )
            )
        return cls(
            c7_centre=None if c7_centre_px is None else _points(frame, c7_centre_px, 1)[0],
            s1_endplate=None if s1_endplate_px is None else _pair(frame, s1_endplate_px),
            iliac_crests=None if iliac_crests_px is None else _pair(frame, iliac_crests_px),
            pedicles={
                level: _pedicles(frame, pair, borders.get(level)) for level, pair in centres.items()
            },
            unit=frame.unit,
        )

    @property
    def s1_centre(self) -> Point | None:
        """Middle of the superior endplate of S1, None if it is not marked."""
        return None if self.s1_endplate is None else midpoint(*self.s1_endplate)

    def require_c7(self) -> Point:
        """Return the centre of C7, or raise `LandmarkMissingError`."""
        if self.c7_centre is None:
            raise LandmarkMissingError(_needs("C7", Message("the centre of C7")))
        return self.c7_centre

    def require_s1(self) -> Endplate:
        """Return the superior endplate of S1, or raise `LandmarkMissingError`."""
        if self.s1_endplate is None:
            raise LandmarkMissingError(
                _needs("S1", Message("both ends of the superior endplate of S1"))
            )
        right, left = self.s1_endplate
        return Endplate(left=left, right=right)

    def require_iliac_crests(self) -> Endplate:
        """Return the line over the iliac crests, or raise `LandmarkMissingError`."""
        if self.iliac_crests is None:
            raise LandmarkMissingError(
                _needs(
                    Message("the iliac crests"), Message("the highest point of both iliac crests")
                )
            )
        right, left = self.iliac_crests
        return Endplate(left=left, right=right)

    def require_pedicles(self, level: Level) -> Pedicles:
        """Return the pedicles at `level`, or raise `LandmarkMissingError`."""
        if level not in self.pedicles:
            raise LandmarkMissingError(
                _needs(
                    Message("the pedicles of {level}", level=level),
                    Message("the right and left pedicle of {level}", level=level),
                )
            )
        return self.pedicles[level]


def _needs(what: str, remedy: str) -> str:
    return Message(
        "not available: needs {what}, not marked on this film; mark {remedy}",
        what=what,
        remedy=remedy,
    )


def _check_finite(name: str, point: Point | None) -> None:
    if point is not None and not all(map(math.isfinite, point)):
        raise LandmarkError(
            Message(
                "{name} lies at {point}, expected two finite numbers; mark it again",
                name=name,
                point=point,
            )
        )


def _check_pair(name: str, pair: tuple[Point, Point] | None) -> None:
    if pair is None:
        return
    right, left = pair
    _check_finite(Message("one of the {name}", name=name), right)
    _check_finite(Message("one of the {name}", name=name), left)
    if right[0] <= left[0]:  # a pelvis that lies on its side is no frontal film of a patient
        raise LandmarkError(
            Message(
                "of the {name}, {right} is given as the patient's right and {left} as the "
                "left, but +x is the right; exchange the two, or check the patient's side",
                name=name,
                right=right,
                left=left,
            )
        )


def _points(frame: Frame, points_px: ArrayLike, count: int) -> list[Point]:
    """Take `count` film points into patient axes, in the order given."""
    points = np.asarray(points_px, dtype=float)
    if points.size != 2 * count or points.shape[-1] != 2:
        raise LandmarkError(
            Message(
                "points have shape {shape}, expected {count} (row, column); mark each once",
                shape=points.shape,
                count=count,
            )
        )
    return [(float(x), float(y)) for x, y in frame.to_patient(points.reshape(count, 2))]


def _pair(frame: Frame, pair_px: ArrayLike) -> tuple[Point, Point]:
    """Take a pair, image left first, to patient axes, the patient's right first."""
    on_left, on_right = _points(frame, pair_px, 2)
    return (on_left, on_right) if frame.patient_right is ImageEdge.LEFT else (on_right, on_left)


def _pedicles(frame: Frame, centres_px: ArrayLike, borders_px: ArrayLike | None) -> Pedicles:
    right, left = _pair(frame, centres_px)
    right_border, left_border = (None, None) if borders_px is None else _pair(frame, borders_px)
    return Pedicles(Pedicle(right, right_border), Pedicle(left, left_border))
