"""A three-view study drawn from known tilts, and a segmenter that knows where its corners are."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence

import numpy as np
import pytest
from hypothesis import settings
from skimage.draw import polygon

from measurements import Frame, ImageEdge
from r2mf import DetectedVertebra, NoSpineFoundError, Segmentation
from studies.analyse import analyse_study
from studies.findings import StudyFindings
from studies.radiograph import (
    PatientSide,
    Radiograph,
    Spacing,
    SpacingOrigin,
    View,
    ViewGuess,
)

# the same examples every time; `--hypothesis-profile default` draws others
settings.register_profile("repeatable", derandomize=True)
settings.load_profile("repeatable")

_data = tempfile.TemporaryDirectory(prefix="r2mf-spine-tests-")
os.environ["R2MF_SPINE_DATA"] = _data.name  # no test writes where a person keeps studies
os.environ.pop("R2MF_SPINE_DATABASE_URL", None)
os.environ.pop("R2MF_SPINE_STORE", None)

WIDTH, HEIGHT, DISC = 36.0, 20.0, 6.0  # mm, of every body drawn
SHAPE = (1120, 720)
SPACING = Spacing(0.5, 0.5, SpacingOrigin.PIXEL_SPACING)
TURNS = (0, 4, 10, 15, 16)  # T1, T5, T11, L4, L5

TILTS = {
    # standing: PT -25, MT +50, L -40
    View.CORONAL: (0.0, 25.0, -25.0, 15.0, 12.0),
    # PT -2, MT +52, L -10
    View.LEFT_BENDING: (60.0, 62.0, 10.0, 20.0, 17.0),
    # PT -25, MT +20, L -45
    View.RIGHT_BENDING: (-35.0, -10.0, -30.0, 15.0, 12.0),
}


class KnownCorners:
    """Gives the true corners of films it was shown, and finds no spine on any other."""

    version = "known corners"

    def __init__(self) -> None:
        self._corners: dict[bytes, np.ndarray] = {}

    def learn(self, pixels: np.ndarray, corners_px: np.ndarray) -> None:
        """Remember where the vertebrae of a film are."""
        self._corners[pixels.tobytes()] = corners_px

    def segment(
        self, pixels: np.ndarray, *, pixel_aspect: float = 1.0, on_step: object = None
    ) -> Segmentation:
        """Answer with the remembered corners."""
        if pixels.tobytes() not in self._corners:
            raise NoSpineFoundError("No spine was found; check that the film shows one.")
        return Segmentation(
            column=np.zeros(pixels.shape, np.float32),
            vertebrae=tuple(
                DetectedVertebra(corners, score=0.9, corner_sd_px=0.5)
                for corners in self._corners[pixels.tobytes()]
            ),
            warnings=(),
            seconds={"network": 0.01},
        )


def corners_of(
    tilts_deg: Sequence[float], patient_right: ImageEdge, spacing: Spacing = SPACING
) -> np.ndarray:
    """Corners (N, 4, 2) row, column in pixels of bodies with these tilts, cranial first."""
    stack, floor = [], np.zeros(2)
    for tilt in np.radians(np.asarray(tilts_deg)[::-1]):
        along, up = np.array([np.cos(tilt), np.sin(tilt)]), np.array([-np.sin(tilt), np.cos(tilt)])
        half, roof = along * WIDTH / 2, floor + up * HEIGHT
        stack.append([roof - half, roof + half, floor + half, floor - half])
        floor = roof + up * DISC
    frame = Frame((spacing.row_mm, spacing.column_mm), patient_right)
    corners_px = frame.to_pixels(np.array(stack[::-1]))
    if patient_right is ImageEdge.LEFT:
        corners_px = corners_px[:, [1, 0, 3, 2]]
    middle = SHAPE[1] / 2 - corners_px[..., 1].mean()
    return corners_px + np.array([1060 * 0.5 / spacing.row_mm, middle])


def film_of(
    corners_px: np.ndarray,
    *,
    patient_right: ImageEdge | None = ImageEdge.LEFT,
    spacing: Spacing | None = SPACING,
    name: str = "film.png",
) -> Radiograph:
    """Film on which bodies with these corners are bright."""
    pixels = np.full(SHAPE, 0.15, np.float32)
    for rows, columns in corners_px.transpose(0, 2, 1):
        pixels[polygon(rows, columns, SHAPE)] = 0.7
    return Radiograph(
        pixels=pixels,
        spacing=spacing,
        side=PatientSide(patient_right, "PatientOrientation" if patient_right else "not stated"),
        view_guess=ViewGuess(None, "nothing"),
        name=name,
        sha256=hashlib.sha256(pixels.tobytes()).hexdigest(),
    )


@pytest.fixture(scope="session")
def known_corners() -> KnownCorners:
    """A segmenter that has seen the films of `study_films`."""
    return KnownCorners()


@pytest.fixture(scope="session")
def draw_film(known_corners: KnownCorners) -> Callable[..., Radiograph]:
    """Draw a film of 17 vertebrae from the tilts at T1, T5, T11, L4 and L5."""

    def draw(
        turns_deg: Iterable[float], *, patient_right: ImageEdge | None = ImageEdge.LEFT, **film
    ) -> Radiograph:
        corners_px = corners_of(
            np.interp(range(17), TURNS, tuple(turns_deg)), patient_right or ImageEdge.LEFT
        )
        radiograph = film_of(corners_px, patient_right=patient_right, **film)
        known_corners.learn(radiograph.pixels, corners_px)
        return radiograph

    return draw


@pytest.fixture(scope="session")
def turns_deg() -> Mapping[View, tuple[float, ...]]:
    """Tilts at T1, T5, T11, L4 and L5 on the films of `study_films`."""
    return TILTS


@pytest.fixture(scope="session")
def study_films(draw_film: Callable[..., Radiograph]) -> Mapping[View, Radiograph]:
    """Standing and bending films of one patient; right thoracic, left lumbar."""
    return {view: draw_film(tilts, name=f"{view}.png") for view, tilts in TILTS.items()}


@pytest.fixture(scope="session")
def study(study_films: Mapping[View, Radiograph], known_corners: KnownCorners) -> StudyFindings:
    """Findings of `study_films`."""
    return analyse_study(study_films, known_corners)
