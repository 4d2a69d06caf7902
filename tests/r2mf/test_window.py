"""The piece of film the network looks at."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from r2mf.network import WINDOW_MULTIPLE
from r2mf.window import LARGEST_WIDTH_SHARE, Region, cut

HEIGHT = 768


@settings(max_examples=40, deadline=None)
@given(st.integers(60, 900), st.integers(60, 900), st.sampled_from([0.5, 1.0, 1.7]))
def test_a_window_divides_and_is_not_too_wide(height, width, aspect):
    film = np.zeros((height, width), np.float32)
    window = cut(film, Region.whole(film, aspect), aspect, HEIGHT)
    shape = window.pixels.shape[-2:]

    assert all(size % WINDOW_MULTIPLE == 0 for size in shape)
    assert shape[1] <= LARGEST_WIDTH_SHARE * HEIGHT


@settings(max_examples=40, deadline=None)
@given(
    st.integers(300, 900),
    st.integers(300, 900),
    st.sampled_from([0.5, 1.0, 1.7]),
    st.floats(0.35, 0.65),
    st.floats(0.35, 0.65),
    st.floats(-40, 40),
)
def test_a_bright_spot_is_found_again_on_the_film(height, width, aspect, at_row, at_column, lean):
    rows, columns = np.mgrid[:height, :width]
    spot = np.array([at_row * height, at_column * width])
    reach = np.array([18.0 / min(aspect, 1), 18.0])  # film pixels, broad enough for any scale
    film = np.exp(
        -(((rows - spot[0]) / reach[0]) ** 2) - ((columns - spot[1]) / reach[1]) ** 2
    ).astype(np.float32)
    size = 1.15 * np.hypot(height * aspect, width)  # holds the film, however it leans
    region = Region((0.48 * height, 0.57 * width), size, size, lean)
    window = cut(film, region, aspect, HEIGHT)
    pixels = window.pixels[0, 0].numpy()
    indices = np.indices(pixels.shape)
    middle = (indices * pixels).sum(axis=(1, 2)) / pixels.sum()

    assert window.placement.to_film(middle) == pytest.approx(spot, abs=0.15)


def test_outside_the_film_is_black():
    film = np.ones((400, 200), np.float32)
    window = cut(film, Region((0.0, 0.0), 800.0, 400.0), 1.0, HEIGHT)

    assert float(window.pixels[0, 0, :300].max()) == 0
    assert float(window.pixels[0, 0, -100:, -50:].min()) > 0


@settings(deadline=None)
@given(st.floats(-60, 60), st.sampled_from([0.5, 1.0, 1.7]))
def test_points_and_film_convert_back_and_a_leaning_region_holds_its_points(lean, aspect):
    points = np.random.default_rng(0).uniform(50, 300, (20, 2))
    film = np.zeros((400, 400), np.float32)
    window = cut(film, Region.around(points, aspect, lean, (0.0, 0.0)), aspect, HEIGHT)
    seen = window.placement.to_window(points)

    assert window.placement.to_film(seen) == pytest.approx(points)
    assert (seen > -1).all()
    assert (seen < np.array(window.pixels.shape[-2:])).all()


def test_the_top_of_a_leaning_region_lies_to_the_right():
    film = np.zeros((400, 400), np.float32)
    window = cut(film, Region((200.0, 200.0), 300.0, 100.0, 30.0), 1.0, HEIGHT)
    top, bottom = window.placement.to_film(
        window.placement.window_middle + np.array([[-100.0, 0.0], [100.0, 0.0]])
    )

    assert top[1] > bottom[1]
    assert top[0] < bottom[0]
