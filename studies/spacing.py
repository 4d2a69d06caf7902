"""Millimetres a pixel, and who says so."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pydicom.dataset import Dataset

from languages import Message
from studies.errors import InvalidSpacingError
from studies.header import number, numbers, text
from studies.radiograph import Spacing, SpacingOrigin

SAME_SPACING_TOLERANCE: Final = 1e-3
"""Two spacings closer than one part in a thousand are one number, rounded by the sender. A true
correction for magnification is a few percent at least."""

LARGEST_MAGNIFICATION: Final = 2.0
"""A spine at half the distance between source and detector. Standing films have 1.05 to 1.3."""

_CALIBRATED: Final = {
    "FIDUCIAL": SpacingOrigin.FIDUCIAL,
    "GEOMETRY": SpacingOrigin.GEOMETRY,
}

_Rung = tuple[tuple[float, ...], SpacingOrigin, str]
"""Row and column size in mm, what they are, and the attribute they stand in."""


def spacing_from_header(header: Dataset) -> tuple[Spacing | None, tuple[str, ...]]:
    """Take the most trusted believable spacing of a DICOM header.

    Parameters
    ----------
    header : Dataset
        With any of Pixel Spacing, its calibration type, Imager Pixel Spacing, Nominal Scanned
        Pixel Spacing, the magnification factor and the distances of source, patient, detector.

    Returns
    -------
    spacing : Spacing or None
        None when nothing believable is stated.
    notes : tuple of str
        One sentence for each stated spacing that was not believed.

    Notes
    -----
    DICOM PS3.3 section 10.7.1.1-10.7.1.3: Imager Pixel Spacing is measured at the detector, so a
    length in the patient is that over the magnification; Pixel Spacing may or may not be
    corrected for it, and is when it differs from Imager Pixel Spacing or states a calibration.
    """
    notes: list[str] = []
    for sizes, origin, attribute in _ladder(header):
        try:
            if len(sizes) != 2:
                raise InvalidSpacingError(Message("It must have two values."))
            return Spacing(sizes[0], sizes[1], origin), tuple(notes)
        except InvalidSpacingError as error:
            notes.append(
                Message("{attribute} was not used. {error}", attribute=attribute, error=error)
            )
    return None, tuple(notes)


def aspect_from_header(header: Dataset) -> float:
    """Height over width of a pixel by Pixel Aspect Ratio (PS3.3 C.7.6.3.1.7), 1 when not stated."""
    ratio = numbers(header, "PixelAspectRatio")
    return ratio[0] / ratio[1] if len(ratio) == 2 and min(ratio) > 0 else 1.0


def _ladder(header: Dataset) -> Iterator[_Rung]:
    """Every stated spacing, the most trusted first."""
    pixel = numbers(header, "PixelSpacing")
    imager = numbers(header, "ImagerPixelSpacing")
    scanned = numbers(header, "NominalScannedPixelSpacing")
    calibration = text(header, "PixelSpacingCalibrationType").upper()

    if pixel and calibration in _CALIBRATED:
        yield pixel, _CALIBRATED[calibration], "PixelSpacing"
    elif pixel and imager and not _same(pixel, imager):
        yield pixel, SpacingOrigin.PIXEL_SPACING, "PixelSpacing"
    elif pixel and not imager:
        yield pixel, SpacingOrigin.PIXEL_SPACING_ONLY, "PixelSpacing"
    magnification = _magnification(header)
    if imager and magnification:
        corrected = tuple(size / magnification for size in imager)
        yield (
            corrected,
            SpacingOrigin.MAGNIFICATION,
            Message("ImagerPixelSpacing over magnification"),
        )
    if imager:
        yield imager, SpacingOrigin.IMAGER, "ImagerPixelSpacing"
    if scanned:
        yield scanned, SpacingOrigin.SCANNER, "NominalScannedPixelSpacing"


def _magnification(header: Dataset) -> float | None:
    """Stated magnification, or that of the distances: source to detector over source to patient."""
    stated = number(header, "EstimatedRadiographicMagnificationFactor")
    detector = number(header, "DistanceSourceToDetector")
    patient = number(header, "DistanceSourceToPatient")
    if not stated and detector and patient:
        stated = detector / patient
    return stated if stated and 1 <= stated <= LARGEST_MAGNIFICATION else None


def _same(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return len(one) == len(other) and all(
        abs(a - b) <= SAME_SPACING_TOLERANCE * abs(b) for a, b in zip(one, other, strict=True)
    )
