"""A film as every other part of the product sees it."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray

from languages import Message
from measurements import ImageEdge
from studies.errors import InvalidRadiographError, InvalidSpacingError
from studies.identity import ANONYMOUS, Identity

Pixel = tuple[float, float]
"""Row, column in pixels of the film as stored, pixel centres at integers."""

SMALLEST_SPACING_MM: Final = 0.02
"""Half the pixel of the finest clinical detectors (mammography, about 0.05 mm)."""

LARGEST_SPACING_MM: Final = 5.0
"""A trunk of one metre on 256 pixels, the smallest film we read, has 3.9 mm a pixel."""

LARGEST_ANISOTROPY: Final = 2.0
"""Plate readers differ by a few percent between their directions; a factor of two is a slip."""


class View(StrEnum):
    """Which film of the study."""

    CORONAL = "coronal"
    """Standing, seen from the front or from behind."""

    LEFT_BENDING = "left_bending"
    """Bent to the patient's left."""

    RIGHT_BENDING = "right_bending"
    """Bent to the patient's right."""


class SpacingOrigin(StrEnum):
    """Where millimetres come from, the most trusted first.

    The order is that of DICOM PS3.3 section 10.7 (Basic Pixel Spacing Calibration Macro).
    """

    FIDUCIAL = "fiducial"
    GEOMETRY = "geometry"
    PIXEL_SPACING = "pixel_spacing"
    MAGNIFICATION = "magnification"
    PIXEL_SPACING_ONLY = "pixel_spacing_only"
    IMAGER = "imager"
    SCANNER = "scanner"
    USER = "user"

    @property
    def description(self) -> str:
        """One sentence for people: what the millimetres mean."""
        return _DESCRIPTIONS[self]


_DESCRIPTIONS: Final = {
    SpacingOrigin.FIDUCIAL: Message("Calibrated on an object of known size in the film."),
    SpacingOrigin.GEOMETRY: Message(
        "Corrected for magnification from the geometry of the exposure."
    ),
    SpacingOrigin.PIXEL_SPACING: (
        Message(
            "Calibrated by the sender (PixelSpacing differs from ImagerPixelSpacing), how is "
            "not said."
        )
    ),
    SpacingOrigin.MAGNIFICATION: (
        Message("Detector millimetres divided by the estimated magnification of the exposure.")
    ),
    SpacingOrigin.PIXEL_SPACING_ONLY: (
        Message("PixelSpacing as sent; whether it was corrected for magnification is not stated.")
    ),
    SpacingOrigin.IMAGER: Message(
        "Detector millimetres, magnified: lengths in the patient are shorter."
    ),
    SpacingOrigin.SCANNER: (
        Message(
            "Millimetres on the scanned sheet of film, magnified: lengths in the patient are "
            "shorter."
        )
    ),
    SpacingOrigin.USER: Message("Entered by the user."),
}


@dataclass(frozen=True)
class Spacing:
    """Size of a pixel.

    Raises
    ------
    InvalidSpacingError
        If a size lies outside `SMALLEST_SPACING_MM` to `LARGEST_SPACING_MM`, or the two differ by
        more than a factor of `LARGEST_ANISOTROPY`.
    """

    row_mm: float
    """Distance between the centres of neighbouring rows (vertical), in millimetres."""

    column_mm: float
    """Distance between the centres of neighbouring columns (horizontal), in millimetres."""

    origin: SpacingOrigin
    """Who says so."""

    def __post_init__(self) -> None:
        for size in (self.row_mm, self.column_mm):
            if not (math.isfinite(size) and SMALLEST_SPACING_MM <= size <= LARGEST_SPACING_MM):
                raise InvalidSpacingError(
                    Message(
                        "A pixel of {size:g} mm is not believable; expected "
                        "{least:g} to {most:g} mm.",
                        size=size,
                        least=SMALLEST_SPACING_MM,
                        most=LARGEST_SPACING_MM,
                    )
                )
        if not 1 / LARGEST_ANISOTROPY <= self.aspect <= LARGEST_ANISOTROPY:
            raise InvalidSpacingError(
                Message(
                    "A pixel of {row_mm:g} by {column_mm:g} mm is not believable; expected "
                    "sides that differ by less than a factor of {most:g}.",
                    row_mm=self.row_mm,
                    column_mm=self.column_mm,
                    most=LARGEST_ANISOTROPY,
                )
            )

    @property
    def aspect(self) -> float:
        """Height over width of a pixel; all that an angle needs."""
        return self.row_mm / self.column_mm


@dataclass(frozen=True)
class PatientSide:
    """Which edge of the image is the patient's right, and who said so."""

    patient_right: ImageEdge | None
    """None when nobody said."""

    source: str
    """For people, e.g. ``PatientOrientation L\\F``, ``declared by the user``, ``not stated``."""


@dataclass(frozen=True)
class ViewGuess:
    """Which film of the study this might be. A person has the last word."""

    view: View | None
    """None when nothing points to one view."""

    source: str
    """The words that led to it and where they stand, e.g. ``file name: "LB"``."""


@dataclass(frozen=True, eq=False)
class Radiograph:
    """A projection film, ready to measure on.

    Raises
    ------
    InvalidRadiographError
        If the pixels are not a two-dimensional float32 array in [0, 1].
    """

    pixels: NDArray[np.float32]
    """(H, W) in [0, 1], denser (bone) brighter, read-only."""

    spacing: Spacing | None
    """None when nothing believable was stated: lengths are then in pixels, pixels square."""

    side: PatientSide
    view_guess: ViewGuess

    name: str
    """The file's name for display, without its folder."""

    sha256: str
    """SHA-256 of the file's bytes, 64 hexadecimal digits."""

    notes: tuple[str, ...] = ()
    """What a reader should know about how the film was read, one sentence each."""

    identity: Identity = ANONYMOUS
    """Tells this film's patient and day from another film's, in this process only."""

    def __post_init__(self) -> None:
        pixels = np.asarray(self.pixels)
        if pixels.ndim != 2 or pixels.dtype != np.float32 or not pixels.size:
            raise InvalidRadiographError(
                Message(
                    "A film is a float32 array of shape (H, W), got {dtype} of {shape}.",
                    dtype=pixels.dtype,
                    shape=pixels.shape,
                )
            )
        darkest, brightest = float(pixels.min()), float(pixels.max())
        if not (darkest >= 0 and brightest <= 1):
            raise InvalidRadiographError(
                Message(
                    "A film's pixels lie in [0, 1], got {darkest:g} to {brightest:g}.",
                    darkest=darkest,
                    brightest=brightest,
                )
            )
        read_only = pixels.view()
        read_only.setflags(write=False)
        object.__setattr__(self, "pixels", read_only)

    @property
    def shape(self) -> tuple[int, int]:
        """Height and width in pixels."""
        height, width = self.pixels.shape
        return height, width

    @property
    def pixel_aspect(self) -> float:
        """Height over width of a pixel; 1 when no spacing is known."""
        return self.spacing.aspect if self.spacing else 1.0

    def inverted(self) -> Radiograph:
        """Give the same film with dark and bright exchanged, for files that show bone dark."""
        return replace(
            self, pixels=1 - self.pixels, notes=(*self.notes, "The film was inverted by the user.")
        )
