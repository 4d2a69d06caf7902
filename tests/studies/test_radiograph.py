"""Films, spacings and sides that cannot be wrong once built."""

import numpy as np
import pytest

from studies.errors import FilmError, InvalidRadiographError, InvalidSpacingError
from studies.radiograph import Radiograph, Spacing, SpacingOrigin, ViewGuess
from studies.side import NOT_STATED


def radiograph(pixels, spacing=None):
    return Radiograph(pixels, spacing, NOT_STATED, ViewGuess(None, ""), "film", "0" * 64)


@pytest.mark.parametrize(
    "pixels",
    [
        np.zeros((3, 3)),
        np.zeros((3, 3, 3), np.float32),
        np.zeros((0, 3), np.float32),
        np.full((3, 3), 1.01, np.float32),
        np.full((3, 3), -0.01, np.float32),
        np.full((3, 3), np.nan, np.float32),
    ],
)
def test_pixels_that_are_no_grey_film_are_refused(pixels):
    with pytest.raises(InvalidRadiographError, match="film"):
        radiograph(pixels)


def test_pixels_are_read_only_through_the_film_alone():
    pixels = np.zeros((3, 3), np.float32)
    film = radiograph(pixels)

    with pytest.raises(ValueError, match="read-only"):
        film.pixels[0, 0] = 1
    pixels[0, 0] = 1


def test_inverting_twice_gives_the_film_back():
    film = radiograph(np.array([[0, 0.25], [0.5, 1]], np.float32))

    assert np.array_equal(film.inverted().pixels, 1 - film.pixels)
    assert np.array_equal(film.inverted().inverted().pixels, film.pixels)
    assert "inverted" in film.inverted().notes[0]


@pytest.mark.parametrize(
    ("row_mm", "column_mm"), [(0, 0), (-1, -1), (np.nan, 1), (np.inf, 1), (0.001, 0.001), (1, 2.1)]
)
def test_a_spacing_that_no_film_has_is_refused(row_mm, column_mm):
    with pytest.raises(InvalidSpacingError, match="not believable"):
        Spacing(row_mm, column_mm, SpacingOrigin.USER)


def test_aspect_is_height_over_width():
    spacing = Spacing(0.3, 0.2, SpacingOrigin.USER)

    assert radiograph(np.zeros((2, 2), np.float32), spacing).pixel_aspect == pytest.approx(1.5)
    assert radiograph(np.zeros((2, 2), np.float32)).pixel_aspect == 1


@pytest.mark.parametrize("origin", SpacingOrigin)
def test_every_origin_says_in_a_sentence_what_it_means(origin):
    assert origin.description.endswith(".")


def test_every_refusal_of_a_film_is_a_film_error():
    assert issubclass(InvalidSpacingError, FilmError)
    assert issubclass(InvalidRadiographError, FilmError)
