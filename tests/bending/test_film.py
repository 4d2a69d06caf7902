"""A whole film, bent."""

import numpy as np
import pytest
from drawn_spines import chain, draw_film
from scipy.ndimage import center_of_mass, gaussian_filter

from bending import Field, FilmChain, continued, field_after, warped
from bending.warp import Warp

SIZE = (768, 320)


def fiducials(points, shape=SIZE, sigma=1.5):
    """A dark film with one soft dot at each point (row, column)."""
    rows, columns = np.indices(shape)
    film = sum(np.exp(-((rows - r) ** 2 + (columns - c) ** 2) / (2 * sigma**2)) for r, c in points)
    return np.clip(255 * film, 0, 255).astype(np.uint8)


def inside(corners):
    """Points (N, 4, 2) most of the way from the middle of each vertebra to its corners."""
    middles = corners.mean(axis=1, keepdims=True)
    return middles + 0.6 * (corners - middles)


@pytest.mark.parametrize("trunk", [-30, -10, 20, 30])
@pytest.mark.parametrize("swing", [-40, 0, 50])
def test_a_dot_on_a_vertebra_is_found_where_the_bent_corners_say(trunk, swing):
    standing = FilmChain(chain(bend=swing))
    dots = [(k, corner) for k in (1, 6, 11, 15) for corner in range(4)]
    film = fiducials([inside(standing.corners)[dot] for dot in dots])
    pixels, corners = warped(film, standing, standing.trunk_bend(trunk))
    for expected in (inside(corners)[dot] for dot in dots):
        low = np.rint(expected).astype(int) - 4
        patch = pixels[low[0] : low[0] + 9, low[1] : low[1] + 9].astype(float)

        assert low + center_of_mass(patch) == pytest.approx(expected, abs=0.1)


def test_no_bend_gives_the_film_back():
    rng = np.random.default_rng(0)
    film = (255 * gaussian_filter(rng.random(SIZE), 2)).astype(np.uint8)
    standing = FilmChain(chain(bend=20))
    pixels, corners = warped(film, standing, standing.trunk_bend(0.0))

    assert (pixels == film).all()
    assert corners == pytest.approx(standing.corners)


def test_pixels_that_are_not_square_bend_as_square_ones():
    square = FilmChain(chain(bend=30))
    flat = FilmChain(square.corners / [0.5, 1.0], pixel_aspect=0.5)
    film = (255 * draw_film(square.corners)).astype(np.uint8)
    _, corners = warped(film, square, square.trunk_bend(20.0))
    _, stretched = warped(film.repeat(2, axis=0), flat, flat.trunk_bend(20.0))
    sides = [
        np.linalg.norm((c[:, 1] - c[:, 0]) * [aspect, 1.0], axis=1)
        for c, aspect in ((corners, 1.0), (stretched, 0.5))
    ]

    assert sides[0] == pytest.approx(sides[1])


def test_the_field_of_a_bent_film_holds_every_vertebra():
    standing = FilmChain(chain(bend=40))
    exposed = Field(0, 0, SIZE[0] - 1, SIZE[1] - 1)
    for trunk in (-40, -20, 20, 40):
        warp = Warp(standing, standing.trunk_bend(trunk))

        assert field_after(warp, exposed).holds(warp.corners).all()


def test_a_black_border_is_not_exposed():
    film = np.zeros(SIZE, np.uint8)
    film[30:740, 50:300] = np.random.default_rng(0).integers(60, 200, (710, 250))

    assert Field.exposed(film, chain()) == Field(30, 50, 739, 299)


def test_a_border_of_the_film_never_shows_inside_the_bent_one():
    """White bars beside the film are left out; what replaces them continues the picture."""
    bars = np.full(SIZE, 255, np.uint8)
    bars[:, 40:280] = np.random.default_rng(0).integers(60, 120, (768, 240))
    standing = FilmChain(chain())
    pixels, _ = warped(bars, standing, standing.trunk_bend(30.0))

    assert pixels.max() <= 120


def test_a_continued_picture_keeps_what_is_known_and_fades_without_streaks():
    rng = np.random.default_rng(0)
    picture = rng.random((96, 96), dtype=np.float32)
    known = np.zeros((96, 96), bool)
    known[:, :40] = True
    whole = continued(picture, known)
    profile = whole[:, 40:].mean(axis=0)

    assert (whole[known] == picture[known]).all()
    assert profile[-1] < profile[10] < profile[0]
    assert whole[:, 60].std() < 0.1 * picture[:, 39].std()
