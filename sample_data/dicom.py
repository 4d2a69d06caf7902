"""A phantom film as a DICOM object.

Digital X-Ray Image Storage - For Presentation, PS3.3 A.26.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from pydicom.dataset import Dataset, FileDataset, FileMetaDataset
from pydicom.uid import (
    UID,
    DigitalXRayImageStorageForPresentation,
    ExplicitVRLittleEndian,
    JPEGLSLossless,
)

from sample_data.phantom import VIEWS, PhantomFilm
from sample_data.phantom.study import FOCUS_MM

# Finer steps would only store noise.
BITS_STORED = 10
# The film lies this far behind the spine, so that the detector's pixels are larger than the
# spine's by FOCUS_MM + SPINE_TO_FILM_MM over FOCUS_MM.
SPINE_TO_FILM_MM = 150.0
MAGNIFICATION = (FOCUS_MM + SPINE_TO_FILM_MM) / FOCUS_MM
MANUFACTURER = "R2MF Spine sample data"
# Any fixed day does: nobody was examined.
DATE, TIME = "20260105", "090000"
DESCRIPTIONS = dict(
    zip(
        VIEWS,
        ("WHOLE SPINE AP STANDING", "WHOLE SPINE AP LEFT BENDING", "WHOLE SPINE AP RIGHT BENDING"),
        strict=True,
    )
)


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


def write_film(path: Path, film: PhantomFilm, identity: Identity) -> None:
    """Write one film, JPEG-LS lossless."""
    dataset = film_dataset(film, identity)
    dataset.compress(JPEGLSLossless, generate_instance_uid=False)
    dataset.save_as(path, enforce_file_format=True)


def stored_pixels(film: PhantomFilm) -> np.ndarray:
    """Pixels as stored: uint16 (H, W), 0 to 1023, bone bright."""
    return np.rint(film.pixels * (2**BITS_STORED - 1)).astype(np.uint16)


def film_dataset(film: PhantomFilm, identity: Identity) -> FileDataset:
    """Build an uncompressed DX object."""
    meta = FileMetaDataset()
    meta.MediaStorageSOPClassUID = DigitalXRayImageStorageForPresentation
    meta.MediaStorageSOPInstanceUID = identity.uid(film.view)
    meta.TransferSyntaxUID = ExplicitVRLittleEndian
    dataset = FileDataset("", {}, file_meta=meta, preamble=b"\0" * 128)
    dataset.SOPClassUID = meta.MediaStorageSOPClassUID
    dataset.SOPInstanceUID = meta.MediaStorageSOPInstanceUID
    _add_study(dataset, film, identity)
    _add_acquisition(dataset, film)
    _add_pixels(dataset, stored_pixels(film))
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
    dataset.SeriesDescription = DESCRIPTIONS[film.view]
    dataset.ProtocolName = dataset.SeriesDescription
    dataset.Manufacturer = MANUFACTURER
    dataset.Modality = "DX"
    dataset.PresentationIntentType = "FOR PRESENTATION"
    dataset.ImageType = ["DERIVED", "PRIMARY"]
    dataset.AcquisitionContextSequence = []


def _add_acquisition(dataset: Dataset, film: PhantomFilm) -> None:
    dataset.BodyPartExamined = "SPINE"
    dataset.AnatomicRegionSequence = [_code("421060004", "SCT", "Vertebral column")]
    dataset.ViewPosition = "AP"
    dataset.ViewCodeSequence = [_code("399348003", "SCT", "Antero-posterior projection")]
    dataset.PatientOrientation = ["L", "F"]  # rows run to the left, columns to the feet
    dataset.ImageLaterality = "U"
    dataset.DetectorType = "SCINTILLATOR"
    # DX Detector and Positioning modules, PS3.3 C.8.11.4 and C.8.11.5
    dataset.ImagerPixelSpacing = [round(edge * MAGNIFICATION, 6) for edge in film.spacing]
    dataset.DistanceSourceToPatient = FOCUS_MM
    dataset.DistanceSourceToDetector = FOCUS_MM + SPINE_TO_FILM_MM
    dataset.EstimatedRadiographicMagnificationFactor = round(MAGNIFICATION, 6)
    # calibrated to the plane of the spine, PS3.3 10.7.1.3
    dataset.PixelSpacing = [round(edge, 6) for edge in film.spacing]
    dataset.PixelSpacingCalibrationType = "GEOMETRY"
    dataset.PixelSpacingCalibrationDescription = "Plane of the spine"


def _add_pixels(dataset: Dataset, pixels: np.ndarray) -> None:
    dataset.Rows, dataset.Columns = pixels.shape
    dataset.SamplesPerPixel = 1
    dataset.PhotometricInterpretation = "MONOCHROME2"
    dataset.BitsAllocated = 16
    dataset.BitsStored = BITS_STORED
    dataset.HighBit = BITS_STORED - 1
    dataset.PixelRepresentation = 0
    dataset.PixelIntensityRelationship = "LOG"
    dataset.PixelIntensityRelationshipSign = -1  # bright where little radiation arrived
    dataset.RescaleIntercept, dataset.RescaleSlope, dataset.RescaleType = 0, 1, "US"
    dataset.WindowCenter, dataset.WindowWidth = 2 ** (BITS_STORED - 1), 2**BITS_STORED
    dataset.PresentationLUTShape = "IDENTITY"
    dataset.LossyImageCompression = "00"
    dataset.BurnedInAnnotation = "NO"
    dataset.PixelData = pixels.tobytes()


def _code(value: str, scheme: str, meaning: str) -> Dataset:
    item = Dataset()
    item.CodeValue, item.CodingSchemeDesignator, item.CodeMeaning = value, scheme, meaning
    return item
