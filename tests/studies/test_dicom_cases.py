"""Public conformance files: each read right, or refused with one sentence."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from measurements import ImageEdge
from studies.errors import (
    FilmTooSmallError,
    NotAFilmError,
    NotAProjectionFilmError,
)
from studies.radiograph import Spacing, SpacingOrigin, View
from studies.read import read_film

FOLDER = Path(__file__).parents[3] / "shared" / "data" / "dicom_cases"

pytestmark = pytest.mark.skipif(
    not FOLDER.is_dir(), reason="../shared/data/dicom_cases, the public DICOM files, are not here"
)


@dataclass(frozen=True)
class Read:
    """What a film is read as."""

    shape: tuple[int, int]
    dense: tuple[float, float] | None
    """A place of bone or contrast agent, in shares of height and width."""
    lucent: tuple[float, float] | None
    """A place of lung, air or soft tissue."""
    spacing: Spacing | None = None
    patient_right: ImageEdge | None = None
    view: View | None = None
    notes: tuple[str, ...] = ()
    """A few words of each note."""


@dataclass(frozen=True)
class Refused:
    """What a file is refused with."""

    error: type[Exception]
    words: str


def square(size, origin):
    return Spacing(size, size, origin)


IMAGER, ONLY = SpacingOrigin.IMAGER, SpacingOrigin.PIXEL_SPACING_ONLY
CHEST = Read((440, 440), dense=(0.6, 0.5), lucent=(0.4, 0.2), view=View.CORONAL)
RG2 = Read((2140, 1760), dense=(0.4, 0.75), lucent=(0.2, 0.72), spacing=square(0.2, ONLY))
RG3 = Read(
    (1760, 1760),
    dense=(0.3, 0.5),
    lucent=(0.3, 0.37),
    patient_right=ImageEdge.RIGHT,
    view=View.CORONAL,
)
XA1 = Read((1024, 1024), dense=(0.78, 0.43), lucent=(0.6, 0.72), notes=("fluoroscopy", "bone dark"))
PLAN = Refused(NotAProjectionFilmError, "a radiotherapy plan")
NO_PICTURE = Refused(NotAFilmError, "no picture, or was cut short")
CT = Refused(NotAProjectionFilmError, "a CT slice")
MR = Refused(NotAProjectionFilmError, "an MR slice")

CASES = {
    "966.dcm": Read(
        (2128, 2000),
        dense=(0.5, 0.5),
        lucent=(0.35, 0.25),
        spacing=square(0.16, IMAGER),
        patient_right=ImageEdge.LEFT,
        view=View.CORONAL,
        notes=("contradicts itself",),
    ),
    "CR-MONO1-10-chest": CHEST,
    "CR-ModalitySequenceLUT.dcm": Read(
        (1576, 1976), dense=(0.52, 0.5), lucent=(0.05, 0.5), spacing=square(0.15, IMAGER)
    ),
    "CR_cspine_AP_16px.dcm": Refused(FilmTooSmallError, "16 by 16 pixels"),
    "CR_cspine_LL_16px.dcm": Refused(FilmTooSmallError, "16 by 16 pixels"),
    "ExplVR_BigEndNoMeta.dcm": PLAN,
    "ExplVR_LitEndNoMeta.dcm": PLAN,
    "J2K_pixelrep_mismatch.dcm": CT,
    "JPEG2KLossless_1s_1f_u_16_16.dcm": Read(
        (1416, 1420),
        dense=(0.6, 0.47),
        lucent=(0.6, 0.25),
        spacing=square(0.4, IMAGER),
        notes=("lies on its side", "misses the film's values", "contradicts itself"),
    ),
    "JPEGLossless_1s_1f_i_16_16_bad.dcm": CT,
    "JPEGLossless_1s_1f_u_16_12.dcm": MR,
    "MR_truncated.dcm": MR,
    "NM_Kakadu44_SOTmarkerincons.dcm": Read(
        (2500, 2048),
        dense=(0.6, 0.57),
        lucent=(0.3, 0.9),
        spacing=square(0.115, IMAGER),
        view=View.CORONAL,
    ),
    "OutOfBoundsOverlay.dcm": Refused(NotAProjectionFilmError, "a mammogram"),
    "RG1_J2KI": Read(
        (1955, 1841),
        dense=(0.7, 0.52),
        lucent=(0.35, 0.2),
        patient_right=ImageEdge.LEFT,
        view=View.CORONAL,
        notes=("A pixel of 0 mm is not believable",),
    ),
    **dict.fromkeys(
        [
            *("RG2_UNC", "RG2_RLE", "RG2_JPLL", "RG2_JLSL", "RG2_J2KR"),
            *("RG2_JPLY", "RG2_JPLY_fixed.dcm", "RG2_JLSN", "RG2_J2KI"),
        ],
        RG2,
    ),
    **dict.fromkeys(
        ["RG3_RLE", "RG3_JPLL", "RG3_JLSL", "RG3_J2KR", "RG3_JPLY", "RG3_JLSN", "RG3_J2KI"], RG3
    ),
    "RI6XDosiGap.dcm": Refused(NotAProjectionFilmError, "a radiotherapy image"),
    **dict.fromkeys(
        [
            *("XA1_UNC", "XA1_RLE", "XA1_JPLL", "XA1_JLSL", "XA1_J2KR"),
            *("XA1_JPLY", "XA1_JLSN", "XA1_J2KI"),
        ],
        XA1,
    ),
    "badVR.dcm": Refused(NotAProjectionFilmError, "a radiotherapy dose"),
    "gdcm-CR-MONO1-10-chest.dcm": CHEST,
    "highdicom_dx_image.dcm": Refused(FilmTooSmallError, "211 by 169 pixels"),
    "image_dfl.dcm": Read((512, 512), dense=None, lucent=None),
    "meta_missing_tsyntax.dcm": NO_PICTURE,
    "no_meta.dcm": Refused(NotAFilmError, "of an unknown kind"),
    "no_meta_group_length.dcm": NO_PICTURE,
    "rtplan_truncated.dcm": PLAN,
}

READ = {name: case for name, case in CASES.items() if isinstance(case, Read)}
REFUSED = {name: case for name, case in CASES.items() if isinstance(case, Refused)}

LOSSLESS = {
    "RG2_UNC": ["RG2_RLE", "RG2_JPLL", "RG2_JLSL", "RG2_J2KR"],
    "RG3_RLE": ["RG3_JPLL", "RG3_JLSL", "RG3_J2KR"],
    "XA1_UNC": ["XA1_RLE", "XA1_JPLL", "XA1_JLSL", "XA1_J2KR"],
}
LOSSY = {
    "RG2_UNC": ["RG2_JPLY", "RG2_JPLY_fixed.dcm", "RG2_JLSN", "RG2_J2KI"],
    "RG3_RLE": ["RG3_JPLY", "RG3_JLSN", "RG3_J2KI"],
    "XA1_UNC": ["XA1_JPLY", "XA1_JLSN", "XA1_J2KI"],
}
LOSSY_TOLERANCE = 0.02
"""Mean grey of [0, 1] that lossy coding may cost."""


def read(name):
    return read_film((FOLDER / name).read_bytes(), name)


def brightness(film, place):
    """Mean grey of a patch, a hundredth of the film each way around a place."""
    height, width = film.shape
    row, column = int(place[0] * height), int(place[1] * width)
    return film.pixels[
        row - height // 100 : row + height // 100, column - width // 100 : column + width // 100
    ].mean()


def test_every_file_has_an_expectation():
    assert {path.name for path in FOLDER.iterdir()} == set(CASES)


@pytest.mark.parametrize("name", READ)
def test_a_readable_file_is_read_right(name):
    expected, film = READ[name], read(name)

    assert film.shape == expected.shape
    assert film.spacing == expected.spacing
    assert film.side.patient_right is expected.patient_right
    assert film.view_guess.view is expected.view
    assert len(film.notes) == len(expected.notes)
    assert all(words in note for words, note in zip(expected.notes, film.notes, strict=True))


@pytest.mark.parametrize("name", [name for name, case in READ.items() if case.dense])
def test_bone_is_bright(name):
    film = read(name)

    assert brightness(film, READ[name].dense) > brightness(film, READ[name].lucent) + 0.05


@pytest.mark.parametrize("name", REFUSED)
def test_any_other_file_is_refused_with_one_sentence(name):
    with pytest.raises(REFUSED[name].error, match=REFUSED[name].words):
        read(name)


@pytest.mark.parametrize(("plain", "coded"), LOSSLESS.items(), ids=LOSSLESS)
def test_lossless_codings_of_one_film_are_pixel_identical(plain, coded):
    expected = read(plain).pixels

    assert all(np.array_equal(read(name).pixels, expected) for name in coded)


@pytest.mark.parametrize(("plain", "coded"), LOSSY.items(), ids=LOSSY)
def test_lossy_codings_of_one_film_are_close(plain, coded):
    expected = read(plain).pixels

    assert all(np.abs(read(name).pixels - expected).mean() < LOSSY_TOLERANCE for name in coded)


def test_a_film_reads_the_same_with_and_without_preamble():
    bare, whole = read("CR-MONO1-10-chest"), read("gdcm-CR-MONO1-10-chest.dcm")

    assert np.array_equal(bare.pixels, whole.pixels)
