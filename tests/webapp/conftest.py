"""A drawn study with known angles, a network that knows the truth, and the app to show it in."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pydicom
import pytest
from background import Patient, analyse
from PIL import Image
from pydicom.dataset import FileDataset, FileMetaDataset
from pydicom.uid import DigitalXRayImageStorageForPresentation, ExplicitVRLittleEndian, generate_uid
from skimage.draw import polygon
from streamlit.testing.v1 import AppTest

from r2mf import DetectedVertebra, NoSpineFoundError, Segmentation
from studies.analyse import analyse_study
from studies.radiograph import View
from studies.read import read_film
from webapp import analysis, keeping
from webapp.session import KEY, Session

APP = Path(__file__).parents[2] / "app.py"
HEIGHT, WIDTH = 620, 300
SPACING_MM = 0.7
VERTEBRAE = 17  # T1 to L5

TILTS_DEG = {  # at T5, T12 and L5, patient's right side up positive
    View.CORONAL: (25.0, -25.0, 8.0),  # T5-T12 50 right convex, T12-L5 33 left convex
    View.LEFT_BENDING: (40.0, -20.0, -10.0),  # 60, 10
    View.RIGHT_BENDING: (5.0, -15.0, 25.0),  # 20, 40
}
DESCRIPTIONS = {
    View.CORONAL: "Whole spine standing AP",
    View.LEFT_BENDING: "Spine left bending",
    View.RIGHT_BENDING: "Spine right bending",
}


@dataclass(frozen=True)
class DrawnFilm:
    """A film of plain bodies whose corners and tilts are known."""

    dicom: bytes
    png: bytes
    corners: np.ndarray


def corners_of(tilts_deg: np.ndarray) -> np.ndarray:
    """Stack bodies with parallel endplates; the patient's right is at the image's left."""
    place = np.array([60.0, 0.0])
    bodies = []
    for tilt in np.radians(tilts_deg):
        down = np.array([np.cos(tilt), -np.sin(tilt)])
        across = np.array([np.sin(tilt), np.cos(tilt)])
        top, bottom = place, place + 20 * down
        bodies.append([top - 14 * across, top + 14 * across])
        bodies[-1] += [bottom + 14 * across, bottom - 14 * across]
        place = bottom + 6 * down
    corners = np.array(bodies)
    corners[..., 1] += WIDTH / 2 - corners[..., 1].mean()
    return corners


def draw(view: View) -> DrawnFilm:
    """Draw one view of the study."""
    tilts = np.interp(np.arange(VERTEBRAE), [4, 11, 16], TILTS_DEG[view])
    tilts[:4] = tilts[4] - 2 * np.arange(4, 0, -1)  # falls away above T5
    corners = corners_of(tilts)
    pixels = np.random.default_rng(7).normal(900, 25, (HEIGHT, WIDTH))
    for body in corners:
        pixels[polygon(*body.T, pixels.shape)] += 1500
    stored = np.clip(pixels, 0, 4095).astype(np.uint16)
    return DrawnFilm(dicom_of(stored, DESCRIPTIONS[view]), png_of(stored), corners)


def dicom_of(stored: np.ndarray, description: str) -> bytes:
    """Store 12-bit pixels as a digital X-ray image seen from the front."""
    meta = FileMetaDataset()
    meta.TransferSyntaxUID = ExplicitVRLittleEndian
    meta.MediaStorageSOPClassUID = DigitalXRayImageStorageForPresentation
    meta.MediaStorageSOPInstanceUID = generate_uid(entropy_srcs=[description])
    film = FileDataset("", {}, file_meta=meta, preamble=b"\0" * 128)
    film.SOPClassUID = meta.MediaStorageSOPClassUID
    film.SOPInstanceUID = meta.MediaStorageSOPInstanceUID
    film.Modality = "DX"
    film.PatientName = "Secret^Name"
    film.SeriesDescription = description
    film.PatientOrientation = ["L", "F"]
    film.ImagerPixelSpacing = film.PixelSpacing = [SPACING_MM, SPACING_MM]
    film.Rows, film.Columns = stored.shape
    film.SamplesPerPixel = 1
    film.PhotometricInterpretation = "MONOCHROME2"
    film.BitsAllocated, film.BitsStored, film.HighBit = 16, 12, 11
    film.PixelRepresentation = 0
    film.PixelData = stored.tobytes()
    file = io.BytesIO()
    pydicom.dcmwrite(file, film, enforce_file_format=True)
    return file.getvalue()


def png_of(stored: np.ndarray) -> bytes:
    """Store the same pixels as a 16-bit PNG, which knows neither side nor spacing."""
    file = io.BytesIO()
    Image.fromarray(stored * 16).save(file, "PNG")
    return file.getvalue()


class TruthSegmenter:
    """Knows the drawn films by their pixels and answers with their true corners."""

    version = "truth"

    def __init__(self, films: dict[View, DrawnFilm]) -> None:
        self.corners = {
            read_film(data, "film").pixels.tobytes(): film.corners
            for film in films.values()
            for data in (film.dicom, film.png)
        }

    def segment(
        self, pixels: np.ndarray, *, pixel_aspect: float = 1.0, on_step: object = None
    ) -> Segmentation:
        """Answer with the truth, or with no spine for a film that was not drawn here."""
        if pixels.tobytes() not in self.corners:
            raise NoSpineFoundError("No spine was found; check that the film is a frontal view.")
        return Segmentation(
            column=np.zeros_like(pixels),
            vertebrae=tuple(
                DetectedVertebra(corners, 0.97, 0.5) for corners in self.corners[pixels.tobytes()]
            ),
            warnings=(),
            seconds={"network": 0.1},
        )

    def settle(self, pixels: np.ndarray, corners: np.ndarray, *, pixel_aspect: float) -> np.ndarray:
        """Answer with the true corners of the nearest vertebra."""
        known = self.corners[pixels.tobytes()]
        return known[np.linalg.norm(known - corners, axis=(1, 2)).argmin()]


@pytest.fixture(scope="session")
def drawn():
    return {view: draw(view) for view in View}


@pytest.fixture(scope="session")
def truth(drawn):
    return TruthSegmenter(drawn)


@pytest.fixture(scope="session")
def radiographs(drawn):
    return {view: read_film(film.dicom, f"{view}.dcm") for view, film in drawn.items()}


@pytest.fixture(scope="session")
def study(radiographs, truth):
    return analyse_study(radiographs, truth)


@pytest.fixture
def session(radiographs, drawn, data_folder):
    """A session that holds the three films, not yet analysed."""
    session = Session()
    for view, radiograph in radiographs.items():
        session.add(radiograph, drawn[view].dicom)
    return session


@pytest.fixture
def data_folder(tmp_path, monkeypatch):
    """Where the app keeps studies in this test."""
    folder = tmp_path / "data"
    monkeypatch.setenv("R2MF_SPINE_DATA", str(folder))
    yield folder
    if folder.exists():
        keeping.store().close()


@pytest.fixture
def network(monkeypatch, truth):
    """Give the app a network; the truth at first."""

    def give(own):
        monkeypatch.setattr(analysis, "segmenter", lambda: own)
        return own

    give(truth)
    return give


@pytest.fixture
def patient(network, truth):
    patient = network(Patient(truth))
    yield patient
    patient.go_on()


@pytest.fixture
def app(monkeypatch, truth, data_folder):
    """The app as it opens, before anything was added."""
    monkeypatch.setattr(analysis, "segmenter", lambda: truth)
    return AppTest.from_file(APP, default_timeout=30).run()


@pytest.fixture
def analysed_app(app, session):
    """The app with the drawn study analysed."""
    analyse(session)
    app.session_state[KEY] = session
    return app.run()
