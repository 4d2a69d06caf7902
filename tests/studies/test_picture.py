"""PNG, JPEG, TIFF and BMP films."""

import io
import struct
import zlib
from itertools import product

import numpy as np
import pytest
from dicom_files import COLUMNS, ROWS, as_bytes, film, trunk
from PIL import Image

from studies.errors import (
    ColourFilmError,
    FilmTooLargeError,
    FilmTooSmallError,
    MultiFrameError,
    UnreadableFilmError,
)
from studies.radiograph import View
from studies.read import read_film

A_GREY = 1 / 255


def saved(picture, kind, **how):
    stream = io.BytesIO()
    picture.save(stream, kind, **how)
    return stream.getvalue()


def grey_picture():
    return Image.fromarray(trunk(8))


@pytest.mark.parametrize(
    ("kind", "mode"),
    [
        *product(["PNG", "TIFF"], ["L", "RGB", "P", "RGBA", "LA"]),
        *product(["BMP"], ["L", "RGB", "P", "RGBA"]),
    ],
)
def test_a_grey_picture_reads_the_same_in_every_lossless_kind_and_mode(kind, mode):
    pixels = read_film(saved(grey_picture().convert(mode), kind), "film").pixels

    np.testing.assert_allclose(pixels, trunk(8) / 255, atol=A_GREY / 2)


@pytest.mark.parametrize("mode", ["L", "RGB", "CMYK"])
def test_a_jpeg_reads_nearly_the_same(mode):
    pixels = read_film(saved(grey_picture().convert(mode), "JPEG", quality=95), "film").pixels

    assert np.abs(pixels - trunk(8) / 255).mean() < 2 * A_GREY


@pytest.mark.parametrize("kind", ["PNG", "TIFF"])
def test_a_16_bit_picture_equals_its_dicom(kind):
    picture = read_film(saved(Image.fromarray(trunk(12)), kind), "film.png")
    dicom = read_film(as_bytes(film(trunk(12))), "film.dcm")

    assert np.array_equal(picture.pixels, dicom.pixels)


def test_a_16_bit_tiff_that_counts_from_white_is_turned_over():
    tags = {262: 0}
    white_is_zero = saved(Image.fromarray(4095 - trunk(12)), "TIFF", tiffinfo=tags)
    with Image.open(io.BytesIO(white_is_zero)) as check:
        assert check.tag_v2[262] == 0

    pixels = read_film(white_is_zero, "film").pixels

    np.testing.assert_allclose(
        pixels, read_film(as_bytes(film(trunk(12))), "film").pixels, atol=1e-2
    )


def test_a_floating_point_tiff_is_read_and_one_without_values_refused():
    values = trunk(12).astype(np.float32)
    assert read_film(saved(Image.fromarray(values), "TIFF"), "film").pixels.max() == 1

    values[0, 0] = np.nan
    with pytest.raises(UnreadableFilmError, match="without a value"):
        read_film(saved(Image.fromarray(values), "TIFF"), "film")


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photograph_of_a_film_is_turned_as_its_exif_says(orientation):
    undo = {
        1: lambda a: a,
        2: np.fliplr,
        3: lambda a: np.rot90(a, 2),
        4: np.flipud,
        5: np.transpose,
        6: lambda a: np.rot90(a, 1),
        7: lambda a: np.rot90(a, 2).T,
        8: lambda a: np.rot90(a, -1),
    }[orientation]
    exif = Image.Exif()
    exif[0x0112] = orientation
    stored = Image.fromarray(np.ascontiguousarray(undo(trunk(8))))

    film_read = read_film(saved(stored, "JPEG", exif=exif, quality=95), "film.jpg")

    assert np.abs(film_read.pixels - trunk(8) / 255).mean() < 2 * A_GREY
    assert bool(film_read.notes) == (orientation != 1)


def test_transparent_parts_are_black():
    picture = grey_picture().convert("RGBA")
    alpha = np.full((ROWS, COLUMNS), 255, np.uint8)
    alpha[:, :50] = 0
    picture.putalpha(Image.fromarray(alpha))

    assert not read_film(saved(picture, "PNG"), "film").pixels[:, :50].any()


def test_a_colour_photograph_is_refused_and_a_film_with_a_coloured_ruler_is_read():
    rgb = np.repeat(trunk(8)[..., None], 3, axis=2)
    ruled = rgb.copy()
    ruled[:, 10:13] = (255, 0, 0)
    photograph = rgb.copy()
    photograph[..., 2] //= 2

    assert read_film(saved(Image.fromarray(ruled), "PNG"), "film").shape == (ROWS, COLUMNS)
    with pytest.raises(ColourFilmError, match="colour photograph"):
        read_film(saved(Image.fromarray(photograph), "PNG"), "film")


@pytest.mark.parametrize("dpi", [(72, 72), (600, 300)])
def test_dots_per_inch_are_no_spacing_and_no_side_is_assumed(dpi):
    film_read = read_film(saved(grey_picture(), "PNG", dpi=dpi), "standing.png")

    assert film_read.spacing is None
    assert film_read.side.patient_right is None
    assert film_read.side.source == "not stated"


def test_the_view_is_guessed_from_the_name():
    guess = read_film(saved(grey_picture(), "PNG"), "C:\\films\\left_bending.png").view_guess

    assert guess.view is View.LEFT_BENDING
    assert guess.source == 'file name: "left bending"'


def test_a_name_that_says_lateral_is_noted():
    film_read = read_film(saved(grey_picture(), "PNG"), "spine lateral.png")

    assert film_read.view_guess.view is None
    assert "lateral" in film_read.notes[0]


@pytest.mark.parametrize(("columns", "rows"), [(255, 300), (300, 255)])
def test_a_picture_that_is_too_small_is_refused(columns, rows):
    with pytest.raises(FilmTooSmallError, match=f"{columns} by {rows}"):
        read_film(saved(Image.new("L", (columns, rows)), "PNG"), "film")


def bomb(columns, rows):
    """A PNG of a few bytes that claims to be of any size."""

    def chunk(kind, body):
        return (
            struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        )

    header = struct.pack(">IIBBBBB", columns, rows, 8, 0, 0, 0, 0)
    data = zlib.compress(bytes(1000))
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", data) + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("size", [(8001, 300), (300, 8001), (2**31 - 1, 2**31 - 1)])
def test_a_decompression_bomb_is_refused_by_its_header(size):
    with pytest.raises(FilmTooLargeError, match="at most 8000"):
        read_film(bomb(*size), "film.png")


def test_a_picture_of_8000_pixels_is_read():
    picture = Image.new("L", (8000, 300))
    picture.paste(255, (0, 0, 4000, 300))

    assert read_film(saved(picture, "PNG"), "film").shape == (300, 8000)


def test_a_tiff_of_several_pages_is_refused():
    pages = saved(grey_picture(), "TIFF", save_all=True, append_images=[grey_picture()])

    with pytest.raises(MultiFrameError, match="2 pictures"):
        read_film(pages, "film.tiff")


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF", "BMP"])
@pytest.mark.parametrize("share", [0.01, 0.5, 0.95])
def test_a_picture_cut_short_is_refused_not_filled(kind, share):
    data = saved(grey_picture(), kind)

    with pytest.raises(UnreadableFilmError, match=r"damaged|unknown"):
        read_film(data[: max(12, int(len(data) * share))], "film")
