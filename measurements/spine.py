"""A spine on one film: the value everything is measured on."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from languages import Message
from measurements.endplate import Endplate, tilt_difference_deg
from measurements.errors import LevelMissingError, SpineError
from measurements.frame import Frame, ImageEdge, Unit
from measurements.level import Level
from measurements.vertebra import Vertebra

__all__ = ["ImageEdge", "Spine", "Unit"]

MIN_VERTEBRAE = 2
"""Fewest vertebrae between which an angle can be measured."""

MAX_TILT_STEP_DEG = 90.0
"""Largest turn from one visible vertebra to the next.

Neighbours in a severe curve differ by a few tens of degrees, so a right angle leaves room for a
vertebra missed between two; more means that one body's corners are named upside down.
"""


@dataclass(frozen=True)
class Spine:
    """The visible vertebrae of one film, cranial first, in patient axes.

    Raises
    ------
    SpineError
        If there are fewer than two vertebrae, levels repeat or are out of order, or the bodies
        do not follow one another as those of a spine do.
    """

    vertebrae: tuple[Vertebra, ...]
    unit: Unit
    patient_right: ImageEdge | None

    unused: tuple[tuple[Level, str], ...] = ()
    """Levels that are outlined on the film but not used, each with its reason."""

    def __post_init__(self) -> None:
        if len(self.vertebrae) < MIN_VERTEBRAE:
            raise SpineError(
                Message(
                    "{count} vertebrae given, at least {least} are needed; add the "
                    "vertebrae that are visible on the film",
                    count=len(self.vertebrae),
                    least=MIN_VERTEBRAE,
                )
            )
        for upper, lower in pairwise(self.vertebrae):
            _check_order(upper, lower)
            _check_posture(upper, lower)

    @classmethod
    def from_corners(
        cls,
        corners_px: ArrayLike,
        *,
        levels: Sequence[Level],
        spacing: tuple[float, float] | None,
        patient_right: ImageEdge | None,
        scores: Sequence[float | None] | None = None,
        corner_sd_px: Sequence[float | None] | None = None,
    ) -> Self:
        r"""Build a spine from vertebra corners on a film.

        Parameters
        ----------
        corners_px : (N, 4, 2) array_like
            ``(row, column)`` in pixels of each vertebra's superior-left, superior-right,
            inferior-right and inferior-left corner *as seen on the image*, cranial first.
        levels : sequence of N Level
            Their levels, cranial first.
        spacing : (row_mm, column_mm) or None
            Pixel spacing; None measures in pixels and takes them as square.
        patient_right : ImageEdge or None
            Image edge towards which the patient's right side lies. None makes +x the image's
            right, and every side an image side.
        scores : sequence of N float or None, optional
            How sure the detector is of each vertebra; None for one that a person placed.
        corner_sd_px : sequence of N float or None, optional
            Standard deviation of each vertebra's corners in pixels, None where not known.

        Raises
        ------
        SpineError
            If shapes do not match, a coordinate is not finite, or this is not a spine.
        SpacingError
            If the spacing is not two positive numbers.
        DegenerateEndplateError
            If the two ends of an endplate coincide.

        Notes
        -----
        The film as seen by the reader has the patient's right on the image's left when DICOM
        Patient Orientation (PS3.3 C.7.6.1.1.1) is ``L\F``; endplates are then drawn from image
        right to image left.

        Examples
        --------
        >>> body = [[0.0, 0.0], [0.0, 60.0], [30.0, 60.0], [30.0, 0.0]]
        >>> spine = Spine.from_corners(
        ...     [body, [[row + 40, column] for row, column in body]],
        ...     levels=[Level.L4, Level.L5],
        ...     spacing=(0.5, 0.5),
        ...     patient_right=ImageEdge.LEFT,
        ... )
        >>> spine[Level.L5].centre
        (-15.0, -27.5)
        """
        corners = np.asarray(corners_px, dtype=float)
        _check_corners(corners, levels)
        frame = Frame(spacing, patient_right)
        pixel_size = math.sqrt(math.prod(spacing)) if spacing else 1.0
        vertebrae = tuple(
            Vertebra(
                level,
                *_endplates(body, patient_right),
                score=score,
                corner_sd=None if sd_px is None else sd_px * pixel_size,
            )
            for level, body, score, sd_px in zip(
                levels,
                frame.to_patient(corners).tolist(),
                _one_each(scores, Message("scores"), len(corners)),
                _one_each(corner_sd_px, Message("corner standard deviations"), len(corners)),
                strict=True,
            )
        )
        return cls(vertebrae, frame.unit, patient_right)

    @property
    def levels(self) -> tuple[Level, ...]:
        """Visible levels, cranial first."""
        return tuple(vertebra.level for vertebra in self.vertebrae)

    @property
    def side_known(self) -> bool:
        """Whether +x is known to be the patient's right."""
        return self.patient_right is not None

    @property
    def tilts_deg(self) -> NDArray[np.float64]:
        """Tilt of each vertebra, cranial first, (N,) degrees.

        Continuous along the spine: counted on from the lowest vertebra, so that a body tilted
        past 180 degrees does not jump to -180.
        """
        upward = np.array([vertebra.tilt_deg for vertebra in reversed(self.vertebrae)])
        return np.unwrap(upward, period=360.0)[::-1]

    def without(self, reasons: Mapping[Level, str]) -> Self:
        """Set vertebrae aside; asking for one of them is then refused with its reason."""
        kept = tuple(vertebra for vertebra in self.vertebrae if vertebra.level not in reasons)
        return replace(self, vertebrae=kept, unused=(*self.unused, *reasons.items()))

    def __contains__(self, level: Level) -> bool:
        return level in self.levels

    def __getitem__(self, level: Level) -> Vertebra:
        """Return the vertebra at `level`, or raise `LevelMissingError`."""
        for vertebra in self.vertebrae:
            if vertebra.level == level:
                return vertebra
        if reason := dict(self.unused).get(level):
            raise LevelMissingError(reason)
        raise LevelMissingError(
            Message(
                "{level} is not visible on this film, which shows {highest} to {lowest}; "
                "check the level numbering, or add the vertebra",
                level=level,
                highest=self.levels[0],
                lowest=self.levels[-1],
            )
        )


def _check_corners(corners: NDArray[np.float64], levels: Sequence[Level]) -> None:
    if corners.ndim != 3 or corners.shape[1:] != (4, 2):
        raise SpineError(
            Message(
                "corners have shape {shape}, expected (N, 4, 2): four (row, column) corners "
                "for each of N vertebrae",
                shape=corners.shape,
            )
        )
    if len(corners) != len(levels):
        raise SpineError(
            Message(
                "{count} vertebrae but {names} levels given; name each vertebra once",
                count=len(corners),
                names=len(levels),
            )
        )
    for level, body in zip(levels, corners, strict=True):
        if not np.isfinite(body).all():
            raise SpineError(
                Message(
                    "a corner of {level} is not a finite number: {corner}; place all four "
                    "corners on the film",
                    level=level,
                    corner=body.tolist(),
                )
            )


def _one_each(
    values: Sequence[float | None] | None, name: str, count: int
) -> Sequence[float | None]:
    if values is None:
        return [None] * count
    if len(values) != count:
        raise SpineError(
            Message(
                "{given} {name} given for {count} vertebrae; give one for each",
                given=len(values),
                name=name,
                count=count,
            )
        )
    return [None if value is None else float(value) for value in values]


def _endplates(
    body: list[list[float]], patient_right: ImageEdge | None
) -> tuple[Endplate, Endplate]:
    """Superior and inferior endplate of a body whose corners are in image order."""
    sup_left, sup_right, inf_right, inf_left = ((x, y) for x, y in body)
    if patient_right is ImageEdge.LEFT:
        return Endplate(sup_right, sup_left), Endplate(inf_right, inf_left)
    return Endplate(sup_left, sup_right), Endplate(inf_left, inf_right)


def _check_order(upper: Vertebra, lower: Vertebra) -> None:
    if upper.level == lower.level:
        raise SpineError(
            Message("{level} is given twice; name each vertebra once", level=upper.level)
        )
    if not upper.level.is_above(lower.level):
        raise SpineError(
            Message(
                "{level} is listed above {neighbour}; list the vertebrae cranial first",
                level=upper.level,
                neighbour=lower.level,
            )
        )


def _check_posture(upper: Vertebra, lower: Vertebra) -> None:
    """Refuse bodies that do not lie one above the other, whichever way the film is turned."""
    step = tilt_difference_deg(upper.midline, lower.midline)
    if abs(step) >= MAX_TILT_STEP_DEG:
        raise SpineError(
            Message(
                "{level} is turned by {step:.0f} degrees against {neighbour}, expected less "
                "than {most:.0f}; check that the corners of both are named the "
                "right way up",
                level=upper.level,
                step=step,
                neighbour=lower.level,
                most=MAX_TILT_STEP_DEG,
            )
        )
    floor, roof = lower.inferior_endplate.midpoint, lower.superior_endplate.midpoint
    rise_x, rise_y = roof[0] - floor[0], roof[1] - floor[1]
    way_x, way_y = upper.centre[0] - lower.centre[0], upper.centre[1] - lower.centre[1]
    if way_x * rise_x + way_y * rise_y <= 0:
        raise SpineError(
            Message(
                "{level} does not lie on the superior side of {neighbour}; list the vertebrae "
                "cranial first, each with its superior endplate towards the head",
                level=upper.level,
                neighbour=lower.level,
            )
        )
