"""DICOM films with known pixels, spacing, side and view."""

import io
import logging
import warnings

import gdcm
import numpy as np
import pytest
from dicom_files import COLUMNS, PATIENT, ROWS, as_bytes, film, recoded, trunk
from PIL import Image
from pydicom.dataset import Dataset
from pydicom.encaps import encapsulate
from pydicom.uid import (
    DeflatedExplicitVRLittleEndian,
    ExplicitVRBigEndian,
    ExplicitVRLittleEndian,
    ImplicitVRLittleEndian,
    JPEG2000Lossless,
    JPEGBaseline8Bit,
    JPEGLSLossless,
    RLELossless,
)

from measurements import ImageEdge
from studies.errors import (
    ColourFilmError,
    FilmTooLargeError,
    FilmTooSmallError,
    InvalidSpacingError,
    MultiFrameError,
    NotAFilmError,
    NotAProjectionFilmError,
    NotFrontalFilmError,
    UnreadableFilmError,
)
from studies.radiograph import SpacingOrigin, View
from studies.read import read_film
from studies.size import LARGEST_FILE_BYTES, LARGEST_SIDE_PX

HALF_A_GREY = 0.5 / 4095
LINEAR_12_BIT = {"WindowCenter": 2048, "WindowWidth": 4096}
"""The window that shows 0 as black and 4095 as white."""


def read(header, name="film.dcm", **how):
    return read_film(as_bytes(header, **how), name)


@pytest.fixture
def shown():
    """What a 12-bit trunk looks like through its full window."""
    return trunk() / np.float32(4095)


@pytest.mark.parametrize(
    "syntax",
    [
        ExplicitVRLittleEndian,
        ImplicitVRLittleEndian,
        ExplicitVRBigEndian,
        DeflatedExplicitVRLittleEndian,
    ],
    ids=lambda uid: uid.name,
)
def test_native_pixels_come_back(syntax, shown):
    pixels = read(film(trunk(), syntax=syntax, **LINEAR_12_BIT)).pixels

    np.testing.assert_allclose(pixels, shown, atol=HALF_A_GREY)


@pytest.mark.parametrize(
    "syntax", [RLELossless, JPEGLSLossless, JPEG2000Lossless], ids=lambda uid: uid.name
)
def test_losslessly_compressed_pixels_come_back(syntax, shown):
    header = film(trunk(), **LINEAR_12_BIT)
    header.compress(syntax)

    np.testing.assert_allclose(read(header).pixels, shown, atol=HALF_A_GREY)


@pytest.mark.parametrize(
    "syntax",
    [
        gdcm.TransferSyntax.JPEGLosslessProcess14,
        gdcm.TransferSyntax.JPEGLosslessProcess14_1,
        gdcm.TransferSyntax.JPEGLSLossless,
        gdcm.TransferSyntax.JPEG2000Lossless,
        gdcm.TransferSyntax.RLELossless,
    ],
)
def test_another_encoder_s_lossless_pixels_come_back(syntax, shown, tmp_path):
    data = recoded(as_bytes(film(trunk(), **LINEAR_12_BIT)), syntax, tmp_path)

    np.testing.assert_allclose(read_film(data, "film").pixels, shown, atol=HALF_A_GREY)


def test_12_bit_lossy_jpeg_comes_back_nearly(shown, tmp_path):
    syntax = gdcm.TransferSyntax.JPEGExtendedProcess2_4
    data = recoded(as_bytes(film(trunk(), **LINEAR_12_BIT)), syntax, tmp_path)

    assert np.abs(read_film(data, "film").pixels - shown).mean() < 0.01


def test_8_bit_lossy_jpeg_comes_back_nearly():
    stream = io.BytesIO()
    Image.fromarray(trunk(8)).save(stream, "JPEG", quality=95)
    header = film(trunk(8), bits=8, syntax=JPEGBaseline8Bit, WindowCenter=128, WindowWidth=256)
    header.PixelData = encapsulate([stream.getvalue()])

    assert np.abs(read(header).pixels - trunk(8) / 255).mean() < 0.01


@pytest.mark.parametrize(
    "syntax", [ImplicitVRLittleEndian, ExplicitVRLittleEndian, ExplicitVRBigEndian]
)
def test_a_file_without_preamble_reads_the_same(syntax):
    bare = read(film(trunk(), syntax=syntax, **LINEAR_12_BIT), preamble=False)
    whole = read(film(trunk(), syntax=syntax, **LINEAR_12_BIT))

    assert np.array_equal(bare.pixels, whole.pixels)


def test_monochrome1_is_inverted_monochrome2():
    low_is_bright = film(4095 - trunk(), PhotometricInterpretation="MONOCHROME1", **LINEAR_12_BIT)
    high_is_bright = film(trunk(), **LINEAR_12_BIT)

    np.testing.assert_allclose(
        read(low_is_bright).pixels, read(high_is_bright).pixels, atol=HALF_A_GREY
    )


def test_a_stated_presentation_inverts_once():
    header = film(
        4095 - trunk(),
        PhotometricInterpretation="MONOCHROME1",
        PresentationLUTShape="INVERSE",
        PixelIntensityRelationshipSign=1,
        **LINEAR_12_BIT,
    )
    film_read = read(header)

    np.testing.assert_allclose(film_read.pixels, trunk() / 4095, atol=HALF_A_GREY)
    assert not film_read.notes


@pytest.mark.parametrize(
    ("stored", "kind", "sign"),
    [
        (trunk(), "MONOCHROME2", 1),
        (4095 - trunk(), "MONOCHROME2", 1),
        (trunk(), "MONOCHROME1", -1),
        (4095 - trunk(), "MONOCHROME1", -1),
    ],
)
def test_where_the_file_contradicts_itself_bone_is_bright_and_a_note_says_so(stored, kind, sign):
    header = film(stored, PhotometricInterpretation=kind, PixelIntensityRelationshipSign=sign)
    film_read = read(header)

    middle, flank = film_read.pixels[:, COLUMNS // 2].mean(), film_read.pixels[:, 20].mean()
    assert middle > flank
    assert "contradicts itself" in film_read.notes[0]


def test_angiography_is_inverted_because_it_shows_bone_dark(shown):
    film_read = read(film(4095 - trunk(), Modality="XA", **LINEAR_12_BIT))

    np.testing.assert_allclose(film_read.pixels, shown, atol=HALF_A_GREY)
    assert any("bone dark" in note for note in film_read.notes)


def test_rescale_comes_before_the_window(shown):
    header = film(trunk(), RescaleSlope=2, RescaleIntercept=-1000)
    header.WindowCenter, header.WindowWidth = 4095 - 1000 + 0.5, 8191

    np.testing.assert_allclose(read(header).pixels, shown, atol=HALF_A_GREY)


def test_a_falling_rescale_turns_the_film_over(shown):
    header = film(4095 - trunk(), RescaleSlope=-1, RescaleIntercept=4095, **LINEAR_12_BIT)

    np.testing.assert_allclose(read(header).pixels, shown, atol=HALF_A_GREY)


def lut(table, first=0):
    item = Dataset()
    item.LUTDescriptor = [len(table), first, 16]
    item.LUTData = np.asarray(table, "<u2").tobytes()
    return item


def test_a_voi_lut_shows_what_the_window_it_imitates_shows():
    ramp = np.clip((np.arange(4096) - 1000) / 2000, 0, 1) * 65535
    by_lut = film(trunk(), VOILUTSequence=[lut(np.rint(ramp))])
    by_window = film(trunk(), WindowCenter=2000.5, WindowWidth=2001)

    np.testing.assert_allclose(read(by_lut).pixels, read(by_window).pixels, atol=1e-4)


def test_a_modality_lut_that_inverts_does(shown):
    header = film(4095 - trunk(), ModalityLUTSequence=[lut(np.arange(4096)[::-1])], **LINEAR_12_BIT)

    np.testing.assert_allclose(read(header).pixels, shown, atol=HALF_A_GREY)


def test_a_lut_that_is_shorter_than_it_says_is_left_out(shown):
    item = lut(np.arange(4096)[::-1])
    item.LUTData = item.LUTData[:200]

    film_read = read(film(trunk(), ModalityLUTSequence=[item], **LINEAR_12_BIT))

    np.testing.assert_allclose(film_read.pixels, shown, atol=HALF_A_GREY)


@pytest.mark.parametrize(
    ("function", "at_centre", "at_upper_edge"),
    [("LINEAR_EXACT", 0.5, 1.0), ("SIGMOID", 0.5, 1 / (1 + np.exp(-2)))],
)
def test_window_functions_follow_the_standard(function, at_centre, at_upper_edge):
    stored = trunk()
    stored[0, 0], stored[0, 1] = 2000, 3000
    header = film(stored, WindowCenter=2000, WindowWidth=2000, VOILUTFunction=function)

    pixels = read(header).pixels

    assert pixels[0, 0] == pytest.approx(at_centre)
    assert pixels[0, 1] == pytest.approx(at_upper_edge)


@pytest.mark.parametrize(
    ("centre", "width"), [(20000, 1000), (-5000, 100), (2048, 0), (2048, -3), (2048, 0.5), (0, 1e6)]
)
def test_a_wrong_window_falls_back_to_the_film_s_own_range_and_says_so(centre, width):
    wrong = read(film(trunk(), WindowCenter=centre, WindowWidth=width))
    absent = read(film(trunk()))

    assert np.array_equal(wrong.pixels, absent.pixels)
    assert "window" in wrong.notes[0]


def test_without_a_window_one_burnt_in_mark_does_not_darken_the_film():
    stored = trunk(10)
    stored[5, 5] = 65535

    assert np.median(read(film(stored, bits=16)).pixels) > 0.2


def test_signed_pixels_come_back(shown):
    stored = trunk().astype(np.int16) - 2048

    pixels = read(film(stored, bits=16, WindowCenter=0, WindowWidth=4096)).pixels

    np.testing.assert_allclose(pixels, shown, atol=HALF_A_GREY)


def test_pixels_cannot_be_written():
    with pytest.raises(ValueError, match="read-only"):
        read(film(trunk())).pixels[0, 0] = 1


def test_grey_secondary_capture_in_colour_is_read():
    grey = np.repeat(trunk(8)[..., None], 3, axis=2)
    header = film(grey, bits=8, PhotometricInterpretation="RGB", Modality="OT")

    np.testing.assert_allclose(read(header).pixels, trunk(8) / 255, atol=1e-3)


def test_a_palette_is_applied():
    header = film(trunk(8), bits=8, PhotometricInterpretation="PALETTE COLOR", Modality="OT")
    for colour in ("Red", "Green", "Blue"):
        setattr(header, f"{colour}PaletteColorLookupTableDescriptor", [256, 0, 16])
        table = (np.arange(256)[::-1] * 257).astype("<u2").tobytes()
        setattr(header, f"{colour}PaletteColorLookupTableData", table)

    np.testing.assert_allclose(read(header).pixels, 1 - trunk(8) / 255, atol=1e-3)


def test_a_colour_photograph_in_dicom_is_refused():
    colour = np.stack([trunk(8), trunk(8) // 2, 255 - trunk(8)], axis=2)

    with pytest.raises(ColourFilmError, match="colour photograph"):
        read(film(colour, bits=8, PhotometricInterpretation="RGB", Modality="OT"))


@pytest.mark.parametrize(
    ("attributes", "origin", "size"),
    [
        (
            {
                "PixelSpacing": [0.14, 0.15],
                "ImagerPixelSpacing": [0.2, 0.2],
                "PixelSpacingCalibrationType": "FIDUCIAL",
            },
            SpacingOrigin.FIDUCIAL,
            (0.14, 0.15),
        ),
        (
            {
                "PixelSpacing": [0.14, 0.14],
                "ImagerPixelSpacing": [0.14, 0.14],
                "PixelSpacingCalibrationType": "GEOMETRY",
            },
            SpacingOrigin.GEOMETRY,
            (0.14, 0.14),
        ),
        (
            {
                "PixelSpacing": [0.18, 0.18],
                "ImagerPixelSpacing": [0.2, 0.2],
                "EstimatedRadiographicMagnificationFactor": 1.25,
            },
            SpacingOrigin.PIXEL_SPACING,
            (0.18, 0.18),
        ),
        (
            {
                "PixelSpacing": [0.2, 0.2],
                "ImagerPixelSpacing": [0.2, 0.2],
                "EstimatedRadiographicMagnificationFactor": 1.25,
            },
            SpacingOrigin.MAGNIFICATION,
            (0.16, 0.16),
        ),
        (
            {
                "ImagerPixelSpacing": [0.2, 0.1],
                "DistanceSourceToDetector": 2000,
                "DistanceSourceToPatient": 1600,
            },
            SpacingOrigin.MAGNIFICATION,
            (0.16, 0.08),
        ),
        (
            {
                "ImagerPixelSpacing": [0.2, 0.2],
                "EstimatedRadiographicMagnificationFactor": 0.5,
            },
            SpacingOrigin.IMAGER,
            (0.2, 0.2),
        ),
        (
            {"PixelSpacing": [0.2, 0.20001], "ImagerPixelSpacing": [0.2, 0.2]},
            SpacingOrigin.IMAGER,
            (0.2, 0.2),
        ),
        ({"PixelSpacing": [0.2, 0.19]}, SpacingOrigin.PIXEL_SPACING_ONLY, (0.2, 0.19)),
        ({"NominalScannedPixelSpacing": [0.17, 0.17]}, SpacingOrigin.SCANNER, (0.17, 0.17)),
    ],
    ids=lambda value: value.value if isinstance(value, SpacingOrigin) else None,
)
def test_the_most_trusted_spacing_is_taken(attributes, origin, size):
    spacing = read(film(trunk(), **attributes)).spacing

    assert spacing.origin is origin
    assert (spacing.row_mm, spacing.column_mm) == pytest.approx(size)


@pytest.mark.parametrize("size", [[0, 0], [-0.2, 0.2], [1000, 1000], [0.2, 0.9], [0.2]])
def test_a_spacing_beyond_belief_is_left_out_with_a_note(size):
    film_read = read(film(trunk(), PixelSpacing=size))

    assert film_read.spacing is None
    assert film_read.pixel_aspect == 1
    assert "PixelSpacing was not used" in film_read.notes[0]


def test_below_an_unbelievable_spacing_the_next_is_taken():
    film_read = read(film(trunk(), PixelSpacing=[0, 0], ImagerPixelSpacing=[0.2, 0.2]))

    assert film_read.spacing.origin is SpacingOrigin.IMAGER
    assert "PixelSpacing was not used" in film_read.notes[0]


def test_oblong_pixels_of_unknown_size_are_refused():
    with pytest.raises(InvalidSpacingError, match="square pixels"):
        read(film(trunk(), PixelAspectRatio=[2, 1]))


@pytest.mark.parametrize(
    ("orientation", "edge"),
    [
        (["L", "F"], ImageEdge.LEFT),
        (["R", "F"], ImageEdge.RIGHT),
        (["LA", "F"], ImageEdge.LEFT),
        (["RP", "FA"], ImageEdge.RIGHT),
        (["L", "H"], None),
        (["H", "L"], None),
        (["L"], None),
        (["LE", "RT"], None),
        (None, None),
    ],
)
def test_side_is_read_from_the_orientation_or_stays_unknown(orientation, edge):
    attributes = {} if orientation is None else {"PatientOrientation": orientation}

    assert read(film(trunk(), **attributes)).side.patient_right is edge


@pytest.mark.parametrize(
    "attributes",
    [
        {"PatientOrientation": ["A", "F"]},
        {"PatientOrientation": ["PL", "F"]},
        {"ViewPosition": "LL"},
        {"ViewPosition": "RLO"},
        {"SeriesDescription": "Whole spine lateral"},
        {"ProtocolName": "Wirbelsäule seitlich", "SpecificCharacterSet": "ISO_IR 100"},
    ],
)
def test_a_lateral_film_is_refused(attributes):
    with pytest.raises(NotFrontalFilmError, match="lateral"):
        read(film(trunk(), **attributes))


@pytest.mark.parametrize(
    "attributes",
    [
        {"SeriesDescription": "Left lateral bending", "ViewPosition": "LL"},
        {"SeriesDescription": "Spine lateral", "ViewPosition": "AP"},
        {"SeriesDescription": "Spine AP + lateral"},
        {"StudyDescription": "Scoliosis AP and lateral"},
    ],
)
def test_a_frontal_film_of_a_study_with_laterals_is_read(attributes):
    assert read(film(trunk(), **attributes)).shape == (ROWS, COLUMNS)


@pytest.mark.parametrize(
    ("attributes", "name", "view", "words"),
    [
        ({"SeriesDescription": "Bending left"}, "x", View.LEFT_BENDING, "SeriesDescription"),
        ({"SeriesDescription": "Spine AP"}, "RB.dcm", View.RIGHT_BENDING, "file name"),
        ({"ViewPosition": "PA"}, "IM0001", View.CORONAL, "ViewPosition"),
        (
            {"SeriesDescription": "Standing", "StudyDescription": "bending left and right"},
            "IM0001",
            View.CORONAL,
            "SeriesDescription",
        ),
        ({"SeriesDescription": f"{PATIENT} bending left"}, "x", View.LEFT_BENDING, "bending left"),
        ({}, "IM0001", None, "nothing"),
    ],
)
def test_the_view_is_guessed_with_its_source_and_never_a_name(attributes, name, view, words):
    guess = read(film(trunk(), **attributes), name).view_guess

    assert guess.view is view
    assert words in guess.source
    assert "doe" not in guess.source.lower()


@pytest.mark.parametrize(
    ("attributes", "error", "words"),
    [
        ({"Modality": "CT"}, NotAProjectionFilmError, "a CT slice"),
        ({"Modality": "MR"}, NotAProjectionFilmError, "an MR slice"),
        ({"Modality": "ZZ"}, NotAProjectionFilmError, "another kind"),
        (
            {"Modality": None, "SOPClassUID": "1.2.840.10008.5.1.4.1.1.2"},
            NotAProjectionFilmError,
            "a CT slice",
        ),
        ({"PixelData": None}, NotAFilmError, "no picture"),
        ({"NumberOfFrames": 12}, MultiFrameError, "12 frames"),
        ({"Rows": 60000, "Columns": 60000}, FilmTooLargeError, "60000 by 60000"),
        ({"Rows": 0}, NotAFilmError, "no picture"),
        ({"Rows": ROWS + 1}, UnreadableFilmError, "cut short"),
    ],
)
def test_what_is_no_film_is_refused_with_a_reason(attributes, error, words):
    with pytest.raises(error, match=words) as refusal:
        read(film(trunk(), **attributes))

    assert "Doe" not in str(refusal.value)


def test_a_film_of_255_pixels_is_too_small_and_one_of_256_is_not():
    with pytest.raises(FilmTooSmallError, match="at least 256"):
        read(film(trunk()[:255, :256]))

    assert read(film(trunk()[:256, :256])).shape == (256, 256)


def test_fluoroscopy_and_unknown_sources_are_read_and_said():
    assert "fluoroscopy" in read(film(trunk(), Modality="RF")).notes[0]
    assert "does not say" in read(film(trunk(), Modality=None)).notes[0]
    assert "upside down" in read(film(trunk(), PatientOrientation=["L", "H"])).notes[0]


def test_a_dicomdir_is_refused():
    header = film(trunk())
    header.SOPClassUID = "1.2.840.10008.1.3.10"

    with pytest.raises(NotAFilmError, match="table of contents"):
        read(header)


def test_a_video_in_dicom_is_refused():
    header = film(trunk())
    header.file_meta.TransferSyntaxUID = "1.2.840.10008.1.2.4.102"
    header.PixelData = encapsulate([b"\0" * 64])

    with pytest.raises(MultiFrameError, match="video"):
        read(header)


@pytest.mark.parametrize(
    "syntax",
    [None, RLELossless, JPEGLSLossless, JPEG2000Lossless],
    ids=lambda uid: uid.name if uid else "native",
)
@pytest.mark.parametrize("share", [0.3, 0.9, 0.999])
def test_a_file_cut_short_is_refused_not_filled(syntax, share):
    header = film(trunk())
    if syntax:
        header.compress(syntax)
    data = as_bytes(header)

    with pytest.raises((UnreadableFilmError, NotAFilmError), match=r"cut short|damaged"):
        read_film(data[: int(len(data) * share)], "film.dcm")


@pytest.mark.parametrize("syntax", [JPEGLSLossless, JPEG2000Lossless], ids=lambda uid: uid.name)
def test_a_compressed_picture_cut_short_within_its_wrapping_is_refused(syntax):
    header = film(trunk())
    header.compress(syntax, encapsulate_ext=False)
    stream = header.PixelData[16:]
    header.PixelData = encapsulate([stream[: len(stream) // 2]])

    with pytest.raises(UnreadableFilmError, match="cut short"):
        read(header)


def test_a_stream_larger_than_its_header_says_is_refused_undecoded():
    header = film(trunk())
    header.compress(JPEG2000Lossless)
    bomb = bytearray(header.PixelData)
    at = bomb.find(b"\xff\x4f\xff\x51")
    bomb[at + 8 : at + 16] = (60000).to_bytes(4) * 2
    header.PixelData = bytes(bomb)

    with pytest.raises(UnreadableFilmError, match="60000 by 60000"):
        read(header)


def test_a_comment_after_the_last_tile_does_not_spoil_a_film(shown):
    header = film(trunk(), **LINEAR_12_BIT)
    header.compress(JPEG2000Lossless)
    at = header.PixelData.find(b"\xff\x4f\xff\x51")
    stream = header.PixelData[at : header.PixelData.rfind(b"\xff\xd9")]
    header.PixelData = encapsulate([stream + b"\xff\x64\x00\x0b\x00\x01PADDING\xff\xd9"])

    np.testing.assert_allclose(read(header).pixels, shown, atol=HALF_A_GREY)


def test_a_deflated_bomb_is_refused_without_unpacking_it(monkeypatch):
    monkeypatch.setattr("studies.dicom.LARGEST_FILE_BYTES", 100_000)
    data = as_bytes(film(trunk(), syntax=DeflatedExplicitVRLittleEndian))

    with pytest.raises(FilmTooLargeError, match="unpacks"):
        read_film(data, "film.dcm")


def test_a_blank_film_is_refused():
    with pytest.raises(UnreadableFilmError, match="blank"):
        read(film(np.full((300, 300), 7, np.uint16)))


def test_the_largest_film_is_within_the_largest_file():
    assert LARGEST_FILE_BYTES > 2 * LARGEST_SIDE_PX**2


def test_nothing_of_the_patient_reaches_a_log_or_a_warning(caplog):
    header = film(trunk())
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        header.add_new("StudyDate", "DA", PATIENT)
        data = as_bytes(header)
    with caplog.at_level(logging.DEBUG):
        read_film(data, "film.dcm")

    assert "Doe" not in caplog.text
