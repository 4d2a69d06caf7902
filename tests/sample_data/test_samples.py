"""The shipped studies."""

from itertools import pairwise
from pathlib import Path

import numpy as np
import pydicom
import pytest

from measurements import ImageEdge, Level, Spine, find_curves, measure_flexibility
from sample_data import sample_studies
from sample_data.catalogue import CATALOGUE
from sample_data.dicom import Identity, stored_pixels, write_film
from sample_data.expected import ExpectedStudy
from sample_data.samples import STUDIES

LARGEST_TOTAL_MIB = 16
STUDIES_BY_NAME = {study.name: study for study in sample_studies()}
# A reader disagrees about an end vertebra whose neighbour is tilted almost as much.
CLEAR_DEG = 2.0


@pytest.fixture(params=STUDIES_BY_NAME.values(), ids=STUDIES_BY_NAME)
def study(request):
    return request.param


def spine_of(film):
    return Spine.from_corners(
        film.corners_px,
        levels=[Level(level) for level in film.levels],
        spacing=film.spacing_mm,
        patient_right=ImageEdge(film.patient_right),
    )


def test_there_are_enough_studies_and_they_stay_small():
    files = [file for file in STUDIES.rglob("*") if file.is_file()]

    assert len(STUDIES_BY_NAME) == 12
    assert sum(file.stat().st_size for file in files) < LARGEST_TOTAL_MIB * 2**20


def test_measuring_the_true_corners_gives_the_expected_numbers(study):
    spines = {view: spine_of(film) for view, film in study.expected.films.items()}
    bends = {view: spines[view] for view in ("left_bending", "right_bending")}
    curves = find_curves(spines["coronal"])

    assert len(curves) == len(study.expected.curves)
    for curve, expected in zip(curves, study.expected.curves, strict=True):
        bend = measure_flexibility(curve, **bends)
        assert tuple(curve.levels) == (expected.upper_end_vertebra, expected.lower_end_vertebra)
        assert (curve.region, curve.apex.name) == (expected.region, expected.apex)
        assert curve.convexity == expected.convexity
        assert curve.cobb_deg == pytest.approx(expected.cobb_deg, abs=1e-4)
        assert bend.left.cobb_deg == pytest.approx(expected.left_bending_deg, abs=1e-4)
        assert bend.right.cobb_deg == pytest.approx(expected.right_bending_deg, abs=1e-4)
        assert bend.film == expected.film
        assert bend.rate_percent == pytest.approx(expected.flexibility_rate_percent, abs=1e-3)
        assert bend.overcorrected == expected.overcorrected


def test_no_reader_can_reasonably_disagree_about_the_curves(study):
    spine = spine_of(study.expected.films["coronal"])
    tilts = dict(zip(map(str, spine.levels), spine.tilts_deg, strict=True))
    names = list(tilts)
    for curve in study.expected.curves:
        for level in (curve.upper_end_vertebra, curve.lower_end_vertebra):
            place = names.index(level)
            neighbours = [tilts[n] for n in names[max(place - 1, 0) : place + 2] if n != level]
            assert min(abs(tilts[level] - tilt) for tilt in neighbours) > CLEAR_DEG
    sizes = [abs(curve.cobb_deg) for curve in find_curves(spine, minimum_deg=3)]
    assert all(size < 8 or size > 15 for size in sizes)


def dicom_studies():
    """Studies whose films say what they are."""
    return [study for name, study in STUDIES_BY_NAME.items() if name != "pictures_without_spacing"]


def files_of(study):
    """Path of the file that shows each view, and what is true about it."""
    return [(view, study.folder / film.file, film) for view, film in study.expected.films.items()]


@pytest.mark.parametrize("study", dicom_studies(), ids=lambda study: study.name)
def test_films_are_whole_and_say_what_they_are(study):
    for named, path in study.films.items():
        film = pydicom.dcmread(path)
        assert named.split("_")[0].upper() in film.SeriesDescription.replace("STANDING", "CORONAL")
    for _, path, expected in files_of(study):
        film = pydicom.dcmread(path)
        assert (film.Rows, film.Columns) == expected.shape
        assert film.pixel_array.shape == expected.shape
        rightward = {"left": "L", "right": "R"}[expected.patient_right]
        assert list(film.PatientOrientation) == [rightward, "F"]
        assert list(film.PixelSpacing) == pytest.approx(expected.spacing_mm)
        detector = film.EstimatedRadiographicMagnificationFactor * np.array(expected.spacing_mm)
        assert list(film.ImagerPixelSpacing) == pytest.approx(detector, rel=1e-5)
        assert film.Modality == "DX"
        assert str(film.PatientName).startswith("Phantom^")
        assert film.file_meta.TransferSyntaxUID == pydicom.uid.JPEGLSLossless


def test_the_spectrum_holds_what_goes_wrong_in_practice():
    studies = STUDIES_BY_NAME
    bone_dark = pydicom.dcmread(studies["double_thoracic"].films["coronal"])
    behind = studies["lumbar_with_thoracic_from_behind"].expected.films["coronal"]
    cropped = studies["neck_cropped"].expected.films["coronal"]
    pictures = studies["pictures_without_spacing"].films.values()

    assert bone_dark.PhotometricInterpretation == "MONOCHROME1"
    assert behind.patient_right == "right"
    assert cropped.landmarks.c7_px[0] < 0
    assert studies["six_lumbar_vertebrae"].expected.films["coronal"].levels[-1] == "L6"
    assert {path.suffix for path in pictures} == {".png"}
    assert [name for name in studies if studies[name].expected.bends_exchanged] == [
        "bends_exchanged"
    ]


def test_films_of_a_study_belong_together_and_no_two_are_one():
    films = [
        [pydicom.dcmread(path, stop_before_pixels=True) for path in study.films.values()]
        for study in dicom_studies()
    ]

    assert all(len({film.StudyInstanceUID for film in study}) == 1 for study in films)
    uids = [film.SOPInstanceUID for study in films for film in study]
    assert len(set(uids)) == len(uids)
    assert all(a[0].PatientID != b[0].PatientID for a, b in pairwise(films))


@pytest.fixture(scope="module")
def remade():
    return CATALOGUE[0].patient().film("right_bending")


def test_the_seed_makes_the_shipped_film_again(remade):
    shipped = STUDIES_BY_NAME[CATALOGUE[0].name]
    stored = pydicom.dcmread(shipped.films["right_bending"]).pixel_array
    corners = shipped.expected.films["right_bending"].corners_px

    # other processors round sums differently
    assert np.abs(stored.astype(int) - stored_pixels(remade)).max() <= 2
    assert remade.corners_px == pytest.approx(np.array(corners), abs=1e-3)


def test_compression_loses_nothing(remade, tmp_path):
    write_film(tmp_path / "film.dcm", remade, Identity("trial", 9))

    read = pydicom.dcmread(tmp_path / "film.dcm").pixel_array

    assert np.array_equal(read, stored_pixels(remade))


def test_every_film_shows_all_vertebrae(study):
    for film in study.expected.films.values():
        corners = np.array(film.corners_px)
        assert corners.min() > 0
        assert (corners.max(axis=(0, 1)) < np.array(film.shape) - 1).all()


def test_expected_numbers_survive_their_file(study):
    again = ExpectedStudy.from_json(study.expected.to_json())

    assert again == study.expected


def test_the_readme_tells_every_expected_number(study):
    text = (Path(__file__).parents[2] / "sample_data" / "README.md").read_text()

    assert study.title in text
    for curve in study.expected.curves:
        row = (
            f"| {curve.region} | {curve.upper_end_vertebra}–{curve.lower_end_vertebra} "
            f"| {curve.apex} | {curve.convexity} | {curve.cobb_deg:.1f} "
            f"| {curve.left_bending_deg:.1f} | {curve.right_bending_deg:.1f} "
            f"| {curve.film.removesuffix('_bending')} | {curve.flexibility_rate_percent:.0f} |"
        )
        assert row in text
