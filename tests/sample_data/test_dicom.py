"""Phantom films as files, read back through the door that every film comes through."""

import shutil
import subprocess
from dataclasses import replace

import numpy as np
import pydicom
import pytest

from measurements import ImageEdge
from sample_data import PhantomError, phantom_patient
from sample_data.dicom import (
    SPINE_TO_FILM_MM,
    Identity,
    Photometric,
    StatedSpacing,
    Storage,
    film_dataset,
    write_film,
)
from sample_data.phantom import Projection
from sample_data.picture import write_picture
from studies.radiograph import SpacingOrigin, View
from studies.read import read_film

ORIGINS = {
    StatedSpacing.CALIBRATED: SpacingOrigin.GEOMETRY,
    StatedSpacing.WITH_DISTANCES: SpacingOrigin.MAGNIFICATION,
    StatedSpacing.DETECTOR_ONLY: SpacingOrigin.IMAGER,
}
WHO = Identity("trial", 9)


@pytest.fixture(scope="module", params=list(Projection))
def film(request):
    return replace(phantom_patient(3), projection=request.param).film("left_bending")


def read(path):
    return read_film(path.read_bytes(), path.name)


@pytest.mark.parametrize("photometric", list(Photometric))
@pytest.mark.parametrize("stated", list(StatedSpacing))
@pytest.mark.parametrize("bits", [8, 16])
def test_a_film_comes_back_as_it_was_stored(film, tmp_path, photometric, stated, bits):
    write_film(tmp_path / "film.dcm", film, WHO, Storage(photometric, stated, bits))

    again = read(tmp_path / "film.dcm")

    assert np.abs(again.pixels - film.pixels).max() <= 1 / (2**bits - 1)
    assert again.side.patient_right is ImageEdge.LEFT
    assert again.view_guess.view is View.LEFT_BENDING
    assert again.spacing.origin is ORIGINS[stated]
    detector = SPINE_TO_FILM_MM[film.beam.projection] / film.beam.focus_mm + 1
    magnification = detector if stated is StatedSpacing.DETECTOR_ONLY else 1.0
    assert again.spacing.row_mm == pytest.approx(film.spacing[0] * magnification, rel=1e-5)


def test_a_film_seen_from_behind_says_so_and_its_truth_is_mirrored(film, tmp_path):
    behind = film.mirrored()
    write_film(tmp_path / "film.dcm", behind, WHO)

    again = read(tmp_path / "film.dcm")

    assert again.side.patient_right is ImageEdge.RIGHT
    assert np.abs(again.pixels[:, ::-1] - film.pixels).max() <= 1e-3
    assert behind.corners_px[..., 0] == pytest.approx(film.corners_px[:, [1, 0, 3, 2], 0])
    assert behind.corners_px[..., 1] == pytest.approx(
        film.pixels.shape[1] - 1 - film.corners_px[:, [1, 0, 3, 2], 1]
    )
    # the spine is the same, whoever looks at it
    assert behind.spine.tilts_deg == pytest.approx(film.spine.tilts_deg, abs=1e-9)


def test_mirroring_twice_changes_nothing(film):
    again = film.mirrored().mirrored()

    assert np.array_equal(again.pixels, film.pixels)
    assert again.corners_px == pytest.approx(film.corners_px)
    assert again.patient_right is film.patient_right


def test_the_header_names_the_projection(film):
    header = film_dataset(film, WHO)

    projection = film.beam.projection
    assert header.ViewPosition == projection
    code = {"AP": "399348003", "PA": "272479007"}[projection]
    assert header.ViewCodeSequence[0].CodeValue == code
    assert header.SeriesDescription == f"WHOLE SPINE {projection} LEFT BENDING"
    assert list(header.PatientOrientation) == ["L", "F"]
    distances = header.DistanceSourceToDetector / header.DistanceSourceToPatient
    assert header.EstimatedRadiographicMagnificationFactor == pytest.approx(distances, rel=1e-5)


def test_monochrome_1_stores_bone_dark(film):
    one, two = (
        film_dataset(film, WHO, Storage(photometric)).pixel_array for photometric in Photometric
    )

    assert np.abs(one.astype(int) + two - 1023).max() <= 1


def test_a_picture_states_neither_spacing_nor_side(film, tmp_path):
    write_picture(tmp_path / "left bending.png", film)

    again = read(tmp_path / "left bending.png")

    assert again.spacing is None
    assert again.side.patient_right is None
    assert np.abs(again.pixels - film.pixels).max() <= 1 / 255


@pytest.mark.parametrize("bits", [7, 17])
def test_a_depth_that_dx_does_not_have_is_refused(bits):
    with pytest.raises(PhantomError, match=f"bits_stored is {bits}"):
        Storage(bits_stored=bits)


@pytest.mark.skipif(not shutil.which("dciodvfy"), reason="needs dicom3tools")
@pytest.mark.parametrize("photometric", list(Photometric))
@pytest.mark.parametrize("stated", list(StatedSpacing))
def test_the_object_keeps_to_the_standard(film, tmp_path, photometric, stated):
    path = tmp_path / "film.dcm"
    write_film(path, film.mirrored(), WHO, Storage(photometric, stated))

    said = subprocess.run(["dciodvfy", path], capture_output=True, text=True, check=False)

    lines = (said.stdout + said.stderr).splitlines()
    assert lines[0] == "DXImageForPresentation"
    assert [line for line in lines if line.startswith("Error")] == []
    assert str(pydicom.dcmread(path).PatientName) == "Phantom^009"
