"""Solids made of surface elements."""

import numpy as np
import pytest

from sample_data.phantom.surface import ellipsoid, tube

SOLID = {"shell": 0.0, "core": 1.0}


def test_an_ellipsoid_encloses_its_volume():
    solid = ellipsoid([3, -2, 7], [10, 6, 8], step=0.3, **SOLID)

    assert solid.volume() == pytest.approx(4 / 3 * np.pi * 10 * 6 * 8, rel=0.01)


def test_a_straight_tube_encloses_its_section_times_its_length():
    solid = tube([[0, 0, 0], [0, 0, 100]], [5, 3], across=[1, 0, 0], step=0.4, **SOLID)
    caps = 4 / 3 * np.pi * 5 * 3 * 1.5  # both ends bulge by half of the smaller half-axis

    assert solid.volume() == pytest.approx(np.pi * 5 * 3 * 100 + caps, rel=0.01)


def test_a_tube_may_run_along_the_direction_of_its_section():
    """As a jaw does at the chin; with this step an element lies right there."""
    path = [[-40, 0, 0], [-30, 30, 0], [0, 45, 0], [30, 30, 0], [40, 0, 0]]
    solid = tube(path, [5, 3], across=[1, 0, 0], step=1.005, **SOLID)

    assert np.isfinite(solid.points).all()
    assert np.isfinite(solid.areas).all()


def test_areas_of_a_closed_surface_cancel():
    path = [[0, 0, 0], [5, 20, 30], [40, 25, 60]]
    solid = tube(path, [[5, 3], [8, 4], [2, 2]], across=[1, 0, 0], step=0.5, **SOLID)

    assert np.abs(solid.areas.sum(axis=0)).max() < 0.01 * np.abs(solid.areas).sum()


def test_moving_a_solid_keeps_its_volume():
    solid = ellipsoid([0, 0, 0], [10, 6, 8], step=0.5, **SOLID)
    turn = np.linalg.qr(np.random.default_rng(3).normal(size=(3, 3)))[0]
    turn *= np.sign(np.linalg.det(turn))

    moved = solid.moved(turn, [100, -50, 20])

    assert moved.volume() == pytest.approx(solid.volume(), rel=1e-3)
