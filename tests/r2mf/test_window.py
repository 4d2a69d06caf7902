"""The piece of film the network looks at."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from r2mf.network import WINDOW_MULTIPLE
from r2mf.window import LARGEST_WIDTH, Region, cut


@settings(max_examples=40, deadline=None)
@given(st.integers(60, 900), st.integers(60, 900), st.sampled_from([0.5, 1.0, 1.7]))
def test_a_window_divides_and_is_not_too_wide(height, width, aspect):
    film = np.zeros((height, width), np.float32)
    window = cut(film, Region.whole(film), aspect)
    shape = window.pixels.shape[-2:]

    assert all(size % WINDOW_MULTIPLE == 0 for size in shape)
    assert shape[1] <= LARGEST_WIDTH


@settings(max_examples=40, deadline=None)
@given(
    st.integers(300, 900),
    st.integers(300, 900),
    st.sampled_from([0.5, 1.0, 1.7]),
    st.floats(0.35, 0.65),
    st.floats(0.35, 0.65),
)
def test_a_bright_spot_is_found_again_on_the_film(height, width, aspect, at_row, at_column):
    rows, columns = np.mgrid[:height, :width]
    spot = np.array([at_row * height, at_column * width])
    reach = np.array([18.0 / min(aspect, 1), 18.0])  # film pixels, broad enough for any scale
    film = np.exp(
        -(((rows - spot[0]) / reach[0]) ** 2) - ((columns - spot[1]) / reach[1]) ** 2
    ).astype(np.float32)
    region = Region(-0.1 * height, 0.05 * width, 1.05 * height, 1.1 * width)
    window = cut(film, region, aspect)
    pixels = window.pixels[0, 0].numpy()
    indices = np.indices(pixels.shape)
    middle = (indices * pixels).sum(axis=(1, 2)) / pixels.sum()

    assert window.to_film(middle) == pytest.approx(spot, abs=0.15)


def test_outside_the_film_is_black():
    film = np.ones((400, 200), np.float32)
    window = cut(film, Region(-400, -200, 400, 200), 1.0)

    assert float(window.pixels[0, 0, :300].max()) == 0
    assert float(window.pixels[0, 0, -100:, -50:].min()) > 0
