"""Discs between vertebrae."""

import numpy as np
import pytest

from sample_data.phantom.disc import BULGE, intervertebral_disc

UP = np.array([0.0, 0.0, 8.0])
AROUND = np.linspace(0, 2 * np.pi, 720, endpoint=False)
RIM = np.stack([20 * np.cos(AROUND), 15 * np.sin(AROUND), np.zeros(720)], axis=1)


def test_a_disc_fills_the_space_between_its_endplates():
    disc = intervertebral_disc(RIM + UP, RIM, step=0.2)
    cylinder = np.pi * 20 * 15 * 8.0

    # a bulge of b at half height adds 1 + b + b^2 / 3 to the section's mean
    assert disc.volume() == pytest.approx(cylinder * (1 + BULGE + BULGE**2 / 3), rel=0.01)


def test_a_wedged_disc_is_as_large_as_a_level_one_of_its_mean_height():
    tilted = RIM + np.stack([0 * AROUND, 0 * AROUND, 8.0 + 3 * np.cos(AROUND)], axis=1)
    level, wedged = (intervertebral_disc(above, RIM, 0.2) for above in (RIM + UP, tilted))

    assert wedged.volume() == pytest.approx(level.volume(), rel=1e-3)
