"""Films changed together with their corners."""

import numpy as np
import pytest
import torch
from drawn_spines import chain, draw_film
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.ndimage import center_of_mass
from skimage.draw import polygon

from r2mf.augment import change_greys, draw_bend, draw_placement, resample
from r2mf.data import FilmInMemory, draw_example

SHAPE = (768, 320)
seeds = st.integers(0, 10_000)


@settings(max_examples=30, deadline=None)
@given(seeds)
def test_bend_and_placement_are_undone(seed):
    rng = np.random.default_rng(seed)
    quads = chain(bend=40)
    placement = draw_placement(quads, SHAPE, rng)
    lying = placement.to_window(quads)
    bend = draw_bend(lying, SHAPE, rng)

    assert placement.to_film(lying) == pytest.approx(quads, abs=1e-6)
    assert bend.before(bend.after(lying)) == pytest.approx(lying, abs=0.02)


@pytest.mark.parametrize("seed", range(6))
def test_corners_follow_the_picture(seed):
    """Each body, drawn alone on the film, is found where its moved corners say."""
    rng = np.random.default_rng(seed)
    quads = chain(bend=30)
    placement = draw_placement(quads, SHAPE, rng)
    lying = placement.to_window(quads)
    bend = draw_bend(lying, SHAPE, rng)
    moved = bend.after(lying)
    for number in (3, 8, 14):
        alone = (draw_film(quads[number : number + 1]) > 0.5).astype(np.uint8) * 255
        window = resample(alone, placement, bend, SHAPE).numpy()
        if not ((moved[number] > 4) & (moved[number] < np.array(SHAPE) - 4)).all():
            continue
        expected = np.zeros(SHAPE)
        expected[polygon(moved[number, :, 0], moved[number, :, 1], SHAPE)] = 1

        assert center_of_mass(window) == pytest.approx(center_of_mass(expected), abs=0.6)


@settings(max_examples=25, deadline=None)
@given(seeds)
def test_a_bend_keeps_vertebrae_nearly_rigid(seed):
    """Side lengths of a bent vertebra stay within a fifth."""
    quads = chain(bend=20)
    bent = draw_bend(quads, SHAPE, np.random.default_rng(seed)).after(quads)
    sides = [np.linalg.norm(q - np.roll(q, 1, axis=1), axis=2) for q in (quads, bent)]

    assert np.abs(sides[1] / sides[0] - 1).max() < 0.2


@settings(max_examples=20, deadline=None)
@given(seeds)
def test_greys_stay_in_range(seed):
    quads = chain()
    film = torch.from_numpy(draw_film(quads))
    changed = change_greys(film, quads, np.random.default_rng(seed))

    assert changed.shape == film.shape
    assert 0 <= float(changed.min()) <= float(changed.max()) <= 1


def test_the_same_seed_draws_the_same_window():
    film = FilmInMemory(
        (draw_film(chain()) * 255).astype(np.uint8), chain(), exact=True, symmetric=True
    )
    first, second = (draw_example(film, SHAPE, np.random.default_rng(5)) for _ in range(2))

    torch.testing.assert_close(first.window, second.window)
    torch.testing.assert_close(first.target.votes, second.target.votes)


@pytest.mark.parametrize("seed", range(8))
def test_a_mirrored_window_still_names_the_left_corner_left(seed):
    film = FilmInMemory(
        (draw_film(chain()) * 255).astype(np.uint8), chain(), exact=True, symmetric=True
    )
    target = draw_example(film, SHAPE, np.random.default_rng(seed)).target
    rows, columns = np.nonzero(target.voters[0].numpy())
    left, right = target.votes[1, rows, columns], target.votes[3, rows, columns]

    assert bool((left < right).all())


def test_mirroring_twice_changes_nothing_and_once_swaps_the_sides():
    film = FilmInMemory((draw_film(chain()) * 255).astype(np.uint8), chain(), True, True)
    mirrored = film.mirrored()

    assert (mirrored.pixels == film.pixels[:, ::-1]).all()
    assert (mirrored.mirrored().pixels == film.pixels).all()
    assert mirrored.mirrored().quads == pytest.approx(film.quads)
    assert (mirrored.quads[:, 0, 1] < mirrored.quads[:, 1, 1]).all()
