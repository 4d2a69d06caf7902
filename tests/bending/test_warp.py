"""The picture follows its bent spine."""

import numpy as np
import pytest
from drawn_spines import c_shaped, chain
from hypothesis import given, settings
from hypothesis import strategies as st

from bending import FilmChain, Warp

STEP = 5.0
LATTICE = np.stack(
    np.meshgrid(np.arange(-40, 810, STEP), np.arange(-60, 380, STEP), indexing="ij"), axis=-1
)
swings = st.floats(-70, 70)
sides = st.sampled_from([-1, 1])
shares = st.floats(0.05, 0.95)


def warp_of(swing, side, share, pelvis=0.0, aspect=1.0):
    standing = FilmChain(chain(bend=swing) / [aspect, 1.0], pixel_aspect=aspect)
    degrees = share * standing.reach_deg(side)
    return Warp(standing, standing.trunk_bend(degrees, lowest_deg=pelvis))


def on_bodies(quads, rng, count=200):
    """Points (N, count, 2) spread over each body."""
    u, v = rng.random((2, count, 1))
    roof, floor = ((1 - u) * quads[:, None, a] + u * quads[:, None, b] for a, b in ((0, 1), (3, 2)))
    return (1 - v) * roof + v * floor


@settings(max_examples=25, deadline=None)
@given(swings, sides, shares, st.floats(-10, 10), st.floats(0.7, 1.4), st.integers(0, 99))
def test_every_point_of_a_vertebra_moves_with_it(swing, side, share, pelvis, aspect, seed):
    warp = warp_of(swing, side, share, pelvis, aspect)
    rng = np.random.default_rng(seed)
    before = on_bodies(warp.chain.corners, rng)
    after = on_bodies(warp.corners, np.random.default_rng(seed))

    assert np.abs(warp.before(after) - before).max() < 0.01


def area_ratios(warp):
    """What each cell of the bent film covered before, as a share of it; below zero it folds."""
    source = warp.before(LATTICE).astype(float)
    down, across = (np.diff(source, axis=axis) / STEP for axis in (0, 1))
    down, across = down[:, :-1], across[:-1]
    return down[..., 0] * across[..., 1] - down[..., 1] * across[..., 0]


@settings(max_examples=30, deadline=None)
@given(swings, sides, shares, st.floats(-10, 10))
def test_the_picture_never_folds(swing, side, share, pelvis):
    assert area_ratios(warp_of(swing, side, share, pelvis)).min() > 0


@settings(max_examples=15, deadline=None)
@given(st.floats(20, 140), st.floats(-0.3, 0.9))
def test_nor_does_it_when_a_curve_is_straightened(cobb, share):
    standing = c_shaped(cobb)

    assert area_ratios(Warp(standing, standing.straightening(share))).min() > 0


@settings(max_examples=15, deadline=None)
@given(swings, sides, shares)
def test_the_mirrored_film_warps_as_the_mirror_image(swing, side, share):
    def mirrored(points):
        return points * [1, -1] + [0, 319]

    warp = warp_of(swing, side, share)
    other = FilmChain(mirrored(warp.chain.corners)[:, [1, 0, 3, 2]])
    opposite = Warp(other, other.trunk_bend(-warp.bend.trunk_deg))

    there = mirrored(opposite.before(mirrored(LATTICE)))

    assert np.abs(there - warp.before(LATTICE)).max() < 0.02


def test_no_bend_is_no_warp():
    standing = FilmChain(chain(bend=30))

    there = Warp(standing, standing.trunk_bend(0.0)).before(LATTICE)

    assert np.abs(there - LATTICE).max() < 1e-3


def test_the_pelvis_turns_with_the_lowest_vertebra():
    standing = FilmChain(chain())
    warp = Warp(standing, standing.trunk_bend(20.0))
    hips = warp.corners[-1, [3, 2]] + [[40, -30], [40, 30]]

    assert warp.before(hips) == pytest.approx(hips, abs=0.01)


def test_ribs_lean_with_their_vertebrae():
    """A level rib far out beside a leaning vertebra came from beside that vertebra."""
    standing = FilmChain(chain())
    warp = Warp(standing, standing.trunk_bend(30.0))
    middle, across = warp.corners[5].mean(axis=0), warp.corners[5, 1] - warp.corners[5, 0]
    rib = middle + across * 3

    assert warp.before(rib)[0] == pytest.approx(standing.corners[5, :, 0].mean(), abs=8)
