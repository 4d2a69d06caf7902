"""A phantom film as a DICOM object.

Digital X-Ray Image Storage - For Presentation, PS3.3 A.26.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import numpy as np
from pydicom.dataset import Dataset, FileDataset, FileMetaDataset
from pydicom.uid import (
    UID,
    DigitalXRayImageStorageForPresentation,
    ExplicitVRLittleEndian,
    JPEGLSLossless,
)

from measurements import ImageEdge
from sample_data.phantom import VIEWS, PhantomError, PhantomFilm, Projection

# Finer steps would only store noise.
BITS_STORED = 10
# The film lies this far from the spine: behind the back, or in front of chest and belly.
SPINE_TO_FILM_MM = {Projection.AP: 150.0, Projection.PA: 190.0}
MANUFACTURER = "R2MF Spine sample data"
# Any fixed day does: nobody was examined.
DATE, TIME = "20260105", "090000"
POSTURES = dict(zip(VIEWS, ("STANDING", "LEFT BENDING", "RIGHT BENDING"), strict=True))
# SNOMED CT, from PS3.16 CID 4010.
VIEW_CODES = {
    Projection.AP: ("399348003", "antero-posterior"),
    Projection.PA: ("272479007", "postero-anterior"),
}
# Where rows and columns run (PS3.3 C.7.6.1.1.1): an upright film from the front, or from behind.
ORIENTATIONS = {ImageEdge.LEFT: ["L", "F"], ImageEdge.RIGHT: ["R", "F"]}


class Photometric(StrEnum):
    """Whether high stored values are shown bright (2) or dark (1)."""

    MONOCHROME1 = "MONOCHROME1"
    MONOCHROME2 = "MONOCHROME2"


class StatedSpacing(StrEnum):
    """What a sender says about millimetres."""

    CALIBRATED = "calibrated"
    """At the detector, and corrected to the plane of the spine from the geometry."""
    WITH_DISTANCES = "with distances"
    """At the detector, and how far focus, patient and detector are apart."""
    DETECTOR_ONLY = "detector only"
    """At the detector, and nothing else."""


@dataclass(frozen=True)
class Storage:
    """How a sender stores a film.

    Attributes
    ----------
    photometric : Photometric
    spacing : StatedSpacing
    bits_stored : int
        From 8 to 16.
    """

    photometric: Photometric = Photometric.MONOCHROME2
    spacing: StatedSpacing = StatedSpacing.CALIBRATED
    bits_stored: int = BITS_STORED

    def __post_init__(self) -> None:
        """Refuse depths that DX does not have."""
        if not 8 <= self.bits_stored <= 16:
            raise PhantomError(f"bits_stored is {self.bits_stored}; give 8 to 16")

    @property
    def largest(self) -> int:
        """Largest value that can be stored."""
        return 2**self.bits_stored - 1


PLAIN = Storage()


@dataclass(frozen=True)
class Identity:
    """Whom a study pretends to show.

    Attributes
    ----------
    study_name : str
        Decides the UIDs, so that a study made again is the same study.
    number : int
        Of the fictional patient.
    """

    study_name: str
    number: int

    def uid(self, part: str) -> UID:
        """UID that depends on the study and the part of it only (PS3.5 B.2, ``2.25.``)."""
        key = f"{MANUFACTURER}/{self.study_name}/{part}"
        return UID(f"2.25.{uuid.uuid5(uuid.NAMESPACE_URL, key).int}")


def write_film(path: Path, film: PhantomFilm, identity: Identity, storage: Storage = PLAIN) -> None:
    """Write one film, JPEG-LS lossless."""
    dataset = film_dataset(film, identity, storage)
    dataset.compress(JPEGLSLossless, generate_instance_uid=False)
    dataset.save_as(path, enforce_file_format=True)


def stored_pixels(film: PhantomFilm, storage: Storage = PLAIN) -> np.ndarray:
    """Pixels as stored: uint16 (H, W); bone has high values in MONOCHROME2, low in 1."""
    pixels = film.pixels
    if storage.photometric is Photometric.MONOCHROME1:
        pixels = 1 - pixels
    return np.rint(pixels * storage.largest).astype(np.uint16)


def film_dataset(film: PhantomFilm, identity: Identity, storage: Storage = PLAIN) -> FileDataset:
    """Build an uncompressed DX object."""
    meta = FileMetaDataset()
    meta.MediaStorageSOPClassUID = DigitalXRayImageStorageForPresentation
    meta.MediaStorageSOPInstanceUID = identity.uid(film.view)
    meta.TransferSyntaxUID = ExplicitVRLittleEndian
    dataset = FileDataset("", {}, file_meta=meta, preamble=b"\0" * 128)
    dataset.SOPClassUID = meta.MediaStorageSOPClassUID
    dataset.SOPInstanceUID = meta.MediaStorageSOPInstanceUID
    _add_study(dataset, film, identity)
    _add_positioning(dataset, film)
    _add_spacing(dataset, film, storage.spacing)
    _add_pixels(dataset, stored_pixels(film, storage), storage)
    return dataset


def _add_study(dataset: Dataset, film: PhantomFilm, identity: Identity) -> None:
    dataset.PatientName = f"Phantom^{identity.number:03d}"
    dataset.PatientID = f"PHANTOM-{identity.number:03d}"
    dataset.PatientBirthDate = ""
    dataset.PatientSex = "O"
    dataset.PatientComments = "Computed phantom; no patient"
    dataset.StudyInstanceUID = identity.uid("study")
    dataset.SeriesInstanceUID = identity.uid(f"series {film.view}")
    dataset.StudyID = str(identity.number)
    dataset.SeriesNumber = dataset.InstanceNumber = VIEWS.index(film.view) + 1
    dataset.AccessionNumber = dataset.ReferringPhysicianName = ""
    dataset.StudyDate = dataset.SeriesDate = dataset.AcquisitionDate = dataset.ContentDate = DATE
    dataset.StudyTime = dataset.SeriesTime = dataset.AcquisitionTime = dataset.ContentTime = TIME
    dataset.StudyDescription = "WHOLE SPINE WITH SIDE BENDING"
    dataset.SeriesDescription = f"WHOLE SPINE {film.beam.projection} {POSTURES[film.view]}"
    dataset.ProtocolName = dataset.SeriesDescription
    dataset.Manufacturer = MANUFACTURER
    dataset.Modality = "DX"
    dataset.PresentationIntentType = "FOR PRESENTATION"
    dataset.ImageType = ["DERIVED", "PRIMARY"]
    dataset.AcquisitionContextSequence = []


def _add_positioning(dataset: Dataset, film: PhantomFilm) -> None:
    """DX Anatomy Imaged, Positioning and Detector modules, PS3.3 C.8.11.2, 5 and 4."""
    code, meaning = VIEW_CODES[film.beam.projection]
    dataset.BodyPartExamined = "SPINE"
    dataset.AnatomicRegionSequence = [_code("421060004", "SCT", "Vertebral column")]
    dataset.ViewPosition = str(film.beam.projection)
    dataset.ViewCodeSequence = [_code(code, "SCT", meaning)]
    dataset.PatientOrientation = ORIENTATIONS[film.patient_right]
    dataset.ImageLaterality = "U"
    dataset.PositionerType = "NONE"
    dataset.DetectorType = "SCINTILLATOR"


def _add_spacing(dataset: Dataset, film: PhantomFilm, stated: StatedSpacing) -> None:
    """PS3.3 C.8.11.4 and 10.7.1.3; only what this sender says."""
    focus = film.beam.focus_mm
    detector = focus + SPINE_TO_FILM_MM[film.beam.projection]
    magnification = detector / focus
    dataset.ImagerPixelSpacing = [_decimal(edge * magnification) for edge in film.spacing]
    if stated is StatedSpacing.DETECTOR_ONLY:
        return
    dataset.DistanceSourceToPatient = _decimal(focus)
    dataset.DistanceSourceToDetector = _decimal(detector)
    dataset.EstimatedRadiographicMagnificationFactor = _decimal(magnification)
    if stated is StatedSpacing.CALIBRATED:
        dataset.PixelSpacing = [_decimal(edge) for edge in film.spacing]
        dataset.PixelSpacingCalibrationType = "GEOMETRY"
        dataset.PixelSpacingCalibrationDescription = "Plane of the spine"


def _add_pixels(dataset: Dataset, pixels: np.ndarray, storage: Storage) -> None:
    bright_is_high = storage.photometric is Photometric.MONOCHROME2
    dataset.Rows, dataset.Columns = pixels.shape
    dataset.SamplesPerPixel = 1
    dataset.PhotometricInterpretation = str(storage.photometric)
    dataset.BitsAllocated = 16
    dataset.BitsStored = storage.bits_stored
    dataset.HighBit = storage.bits_stored - 1
    dataset.PixelRepresentation = 0
    dataset.PixelIntensityRelationship = "LOG"
    # on MONOCHROME2 values are high where little radiation arrived
    dataset.PixelIntensityRelationshipSign = -1 if bright_is_high else 1
    dataset.RescaleIntercept, dataset.RescaleSlope, dataset.RescaleType = 0, 1, "US"
    # the whole range, on values as stored; MONOCHROME1 is inverted after it (C.11.2.1.2)
    dataset.WindowCenter, dataset.WindowWidth = 2 ** (storage.bits_stored - 1), storage.largest + 1
    dataset.PresentationLUTShape = "IDENTITY" if bright_is_high else "INVERSE"
    dataset.LossyImageCompression = "00"
    dataset.BurnedInAnnotation = "NO"
    dataset.PixelData = pixels.tobytes()


def _decimal(value: float) -> float:
    """At most 16 characters, as a decimal string may have."""
    return round(value, 6)


def _code(value: str, scheme: str, meaning: str) -> Dataset:
    item = Dataset()
    item.CodeValue, item.CodingSchemeDesignator, item.CodeMeaning = value, scheme, meaning
    return item
