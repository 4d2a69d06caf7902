"""From the pixels of a film to patient axes and back."""

import math
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike, NDArray

from languages import Message
from measurements.errors import SpacingError


class Unit(StrEnum):
    """Unit of lengths measured on a film."""

    MILLIMETRE = "mm"
    PIXEL = "px"


class ImageEdge(StrEnum):
    """An edge of the image as it is displayed."""

    LEFT = Message("left")
    RIGHT = Message("right")


@dataclass(frozen=True)
class Frame:
    """How patient axes lie on a film.

    Film points are ``(row, column)`` in pixels, row 0 on top. Patient axes are ``(x, y)``, +x
    the patient's right and +y cranial, in millimetres; the origin is the centre of pixel (0, 0).
    Without a spacing pixels are taken as square and lengths stay in pixels. Where nobody stated
    the patient's side, +x is the image's right.

    Raises
    ------
    SpacingError
        If the spacing is not two positive numbers.

    Examples
    --------
    >>> film = Frame(spacing=(0.5, 0.2), patient_right=ImageEdge.LEFT)
    >>> film.to_patient([[10.0, 100.0]])
    array([[-20.,  -5.]])
    """

    spacing: tuple[float, float] | None
    """Distance between rows and between columns in mm, the order of DICOM PS3.3 10.7.1.3."""

    patient_right: ImageEdge | None
    """Image edge towards which the patient's right side lies, None if not stated."""

    def __post_init__(self) -> None:
        if self.spacing is None:
            return
        if len(self.spacing) != 2 or not all(0 < step < math.inf for step in self.spacing):
            raise SpacingError(
                Message(
                    "pixel spacing {spacing} is not two positive lengths (row, column) in "
                    "mm; state the spacing, or none to measure lengths in pixels",
                    spacing=self.spacing,
                )
            )

    @property
    def unit(self) -> Unit:
        """Unit of lengths in patient axes."""
        return Unit.PIXEL if self.spacing is None else Unit.MILLIMETRE

    def to_patient(self, points_px: ArrayLike) -> NDArray[np.float64]:
        """Convert film points to patient axes.

        Parameters
        ----------
        points_px : (..., 2) array_like
            ``(row, column)`` in pixels.

        Returns
        -------
        (..., 2) ndarray
            ``(x, y)`` in the frame's unit.
        """
        return np.asarray(points_px, dtype=float)[..., ::-1] * self._scale

    def to_pixels(self, points: ArrayLike) -> NDArray[np.float64]:
        """Convert points in patient axes back to the film.

        Parameters
        ----------
        points : (..., 2) array_like
            ``(x, y)`` in the frame's unit.

        Returns
        -------
        (..., 2) ndarray
            ``(row, column)`` in pixels.
        """
        return (np.asarray(points, dtype=float) / self._scale)[..., ::-1]

    @property
    def _scale(self) -> tuple[float, float]:
        """Patient axes per pixel: x for a column, y for a row."""
        row, column = self.spacing or (1.0, 1.0)
        return (-column if self.patient_right is ImageEdge.LEFT else column), -row
