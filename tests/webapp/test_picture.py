"""Pictures for the screen: small, and true to the film."""

import io

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from webapp import picture
from webapp.picture import Window


@given(height=st.integers(1, 400), width=st.integers(1, 400), longest=st.integers(1, 300))
def test_a_picture_fits_the_screen_and_keeps_its_grey(height, width, longest):
    film = np.full((height, width), 0.25, np.float32)
    screen = picture.to_screen(film, longest)

    assert max(screen.shape) <= max(longest, 1)
    np.testing.assert_allclose(screen, 0.25, atol=1e-6)


def test_a_small_film_is_shown_as_it_is():
    film = np.random.default_rng(0).random((30, 20), dtype=np.float32)

    assert picture.to_screen(film) is film


def test_shrinking_averages_rather_than_skips():
    stripes = np.tile(np.array([0, 1], np.float32), (64, 32))

    np.testing.assert_allclose(picture.to_screen(stripes, 32), 0.5, atol=1e-6)


def test_window_spreads_its_range_from_black_to_white():
    ramp = np.tile(np.linspace(0, 1, 256, dtype=np.float32), (64, 1))
    grey = np.asarray(Image.open(io.BytesIO(picture.to_jpeg(ramp, Window(0.25, 0.75)))))

    assert grey[:, :60].max() <= 3
    assert grey[:, 196:].min() >= 252
    assert grey[:, 128].mean() == pytest.approx(128, abs=3)


def test_auto_window_ignores_collimated_borders_and_burnt_in_letters():
    film = np.full((100, 100), 0.5, np.float32)
    film[:, :30] = np.linspace(0.4, 0.6, 30)
    film[0, :20] = 1.0

    assert picture.auto_window(film).brightest <= 0.6


@pytest.mark.parametrize(("darkest", "brightest"), [(0.5, 0.5), (0.6, 0.4), (-0.1, 1), (0, 1.1)])
def test_a_window_that_does_not_run_upwards_is_refused(darkest, brightest):
    with pytest.raises(ValueError, match="runs upwards"):
        Window(darkest, brightest)


def test_media_is_as_sharp_as_its_bytes_allow():
    noise = np.random.default_rng(5).random((900, 500), dtype=np.float32)
    whole, small = picture.to_media(noise), picture.to_media(noise, most=40_000)

    assert Image.open(io.BytesIO(whole)).size == (500, 900)
    assert len(small) <= 40_000
    assert Image.open(io.BytesIO(small)).size[1] > 100
