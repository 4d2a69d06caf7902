"""Discs between vertebrae."""

import numpy as np
import pytest

from sample_data.phantom.disc import BULGE, intervertebral_disc

UP = np.array([0.0, 0.0, 8.0])


def test_a_disc_fills_the_space_between_its_endplates():
    around = np.linspace(0, 2 * np.pi, 720, endpoint=False)
    rim = np.stack([20 * np.cos(around), 15 * np.sin(around), np.zeros(720)], axis=1)
    disc = intervertebral_disc(rim + UP, rim, step=0.2)
    cylinder = np.pi * 20 * 15 * 8.0

    # a bulge of b at half height adds 1 + b + b^2 / 3 to the section's mean
    assert disc.volume() == pytest.approx(cylinder * (1 + BULGE + BULGE**2 / 3), rel=0.01)


def test_a_wedged_disc_is_as_large_as_a_level_one_of_its_mean_height():
    around = np.linspace(0, 2 * np.pi, 720, endpoint=False)
    rim = np.stack([20 * np.cos(around), 15 * np.sin(around), np.zeros(720)], axis=1)
    tilted = rim + np.stack([0 * around, 0 * around, 8.0 + 3 * np.cos(around)], axis=1)
    level, wedged = (intervertebral_disc(above, rim, 0.2) for above in (rim + UP, tilted))

    assert wedged.volume() == pytest.approx(level.volume(), rel=1e-3)
