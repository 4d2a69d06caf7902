"""Films changed together with their corners."""

from dataclasses import replace

import numpy as np
import pytest
import torch
from drawn_spines import chain, draw_film
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.ndimage import center_of_mass

from bending import Field
from r2mf.augment import change_greys, draw_placement, resample
from r2mf.data import FilmInMemory, draw_example
from r2mf.window import Placement

SHAPE = (768, 320)
seeds = st.integers(0, 10_000)


def film_of(quads, pixels=None):
    """A film in memory that shows these vertebrae, or these pixels."""
    drawn = (draw_film(quads) * 255).astype(np.uint8) if pixels is None else pixels
    exposed = Field(0, 0, drawn.shape[0] - 1, drawn.shape[1] - 1)
    return FilmInMemory(drawn, quads, exact=True, exposed=exposed)


def bent_by(quads, seed):
    """The first film of `quads` bent by this seed or a later one that can be."""
    rng = np.random.default_rng(seed)
    return next(filter(None, (film_of(quads).bent(rng) for _ in range(9))))


@settings(max_examples=30, deadline=None)
@given(seeds)
def test_a_placement_is_undone(seed):
    quads = chain(bend=40)
    placement = draw_placement(quads, SHAPE, np.random.default_rng(seed))

    assert placement.to_film(placement.to_window(quads)) == pytest.approx(quads, abs=1e-6)


@pytest.mark.parametrize("seed", range(8))
def test_corners_follow_the_picture(seed):
    """Dots on a vertebra are found in the window where its bent corners say."""
    quads = chain(bend=30)
    bent = bent_by(quads, seed)
    placement = draw_placement(bent.warp.corners, SHAPE, np.random.default_rng(seed))
    for number in (3, 8, 14):
        dot, expected = (inner_corner(corners[number]) for corners in (quads, bent.warp.corners))
        rows, columns = np.indices(SHAPE)
        film = 255 * np.exp(-((rows - dot[0]) ** 2 + (columns - dot[1]) ** 2) / 2 / 1.6**2)
        expected = placement.to_window(expected)
        if not ((expected > 6) & (expected < np.array(SHAPE) - 6)).all():
            continue
        window = resample(film.astype(np.uint8), placement, bent, SHAPE).numpy()

        assert center_of_mass(window**2) == pytest.approx(expected, abs=0.3)


def inner_corner(quad):
    """A point of a vertebra half way from its middle to its superior-left corner."""
    return quad.mean(axis=0) / 2 + quad[0] / 2


@settings(max_examples=25, deadline=None)
@given(seeds)
def test_a_drawn_bend_keeps_every_vertebra_rigid(seed):
    quads = chain(bend=20)
    sides = [
        np.linalg.norm(q - np.roll(q, 1, axis=1), axis=2)
        for q in (quads, bent_by(quads, seed).warp.corners)
    ]

    assert sides[0] == pytest.approx(sides[1])


def test_films_are_bent_to_either_side_and_straightened():
    quads = chain(bend=40)
    swings = [np.ptp(tilts_deg(bent_by(quads, seed).warp.corners)) for seed in range(40)]
    leans = [bent_by(quads, seed).warp.bend.trunk_deg for seed in range(40)]

    assert min(swings) < 20
    assert max(swings) > 50
    assert min(leans) < -15 < 15 < max(leans)


def test_one_joint_of_a_kinked_spine_stands_out():
    quads = chain(bend=20)
    standing = np.diff(tilts_deg(quads))
    steps = [np.diff(tilts_deg(bent_by(quads, seed).warp.corners)) for seed in range(40)]
    turned = [np.sort(np.abs(step - standing)) for step in steps]

    assert sum(turn[-1] > 5 * turn[-2] for turn in turned) > 2


def tilts_deg(quads):
    across = quads[:, 1] + quads[:, 2] - quads[:, 0] - quads[:, 3]
    return np.degrees(np.arctan2(across[:, 0], across[:, 1]))


def test_vertebrae_that_overlap_are_left_unbent():
    quads = chain()
    quads[5] = quads[6] - [4, 0]

    assert film_of(quads).bent(np.random.default_rng(0)) is None


def test_a_bent_film_has_no_picture_outside_its_field():
    quads = chain()
    bent = bent_by(quads, 0)
    small = Placement(2.0 * np.eye(2), np.array(SHAPE) / 2, bent.warp.corners.mean(axis=(0, 1)))
    window = resample(np.full(SHAPE, 200, np.uint8), small, bent, SHAPE)
    rows, columns = np.indices(SHAPE)
    inside = bent.field.holds(small.to_film(np.stack([rows, columns], axis=-1)))

    assert (window.numpy()[~inside] == 0).all()
    assert (window.numpy()[inside] > 0).all()


@settings(max_examples=20, deadline=None)
@given(seeds)
def test_greys_stay_in_range(seed):
    quads = chain()
    film = torch.from_numpy(draw_film(quads))
    changed = change_greys(film, quads, np.random.default_rng(seed))

    assert changed.shape == film.shape
    assert 0 <= float(changed.min()) <= float(changed.max()) <= 1


@pytest.mark.parametrize("bend_share", [0.0, 1.0])
def test_the_same_seed_draws_the_same_window(bend_share):
    film = film_of(chain())
    first, second = (
        draw_example(film, SHAPE, bend_share, np.random.default_rng(5)) for _ in range(2)
    )

    torch.testing.assert_close(first.window, second.window)
    torch.testing.assert_close(first.target.votes, second.target.votes)


@pytest.mark.parametrize("seed", range(8))
def test_a_mirrored_window_still_names_the_left_corner_left(seed):
    target = draw_example(film_of(chain()), SHAPE, 0.5, np.random.default_rng(seed)).target
    rows, columns = np.nonzero(target.voters[0].numpy())
    left, right = target.votes[1, rows, columns], target.votes[3, rows, columns]

    assert bool((left < right).all())


def test_mirroring_twice_changes_nothing_and_once_swaps_the_sides():
    film = replace(film_of(chain()), exposed=Field(3, 5, 700, 300))
    mirrored = film.mirrored()

    assert (mirrored.pixels == film.pixels[:, ::-1]).all()
    assert (mirrored.mirrored().pixels == film.pixels).all()
    assert mirrored.exposed == Field(3, 19, 700, 314)
    assert mirrored.mirrored().quads == pytest.approx(film.quads)
    assert (mirrored.quads[:, 0, 1] < mirrored.quads[:, 1, 1]).all()
