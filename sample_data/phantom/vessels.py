"""The vessels of the lungs: trees of soft tubes from each hilum."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from sample_data.phantom.anatomy import LUNG_EXCESS, Physique
from sample_data.phantom.surface import Surface, tube
from sample_data.phantom.trunk import Trunk

Array = NDArray[np.float64]

# Directions of the lobar vessels against the horizontal, degrees; downward ones are longer.
_LOBAR_DEG = (68, 42, 18, -12, -38, -62, -80)
HILUM_MM = 26.0


def pulmonary_vessels(
    trunk: Trunk, person: Physique, rng: np.random.Generator, step: float
) -> Iterator[Surface]:
    """Vessels of both lungs, attenuating as soft tissue in place of air."""
    for side in (-1, 1):
        hilum = np.array([trunk.height_of("T6", -4.0), HILUM_MM * person.size])
        for direction in _LOBAR_DEG:
            angle = np.radians(direction + rng.normal(0, 7))
            length = (58 + 22 * (direction < 0)) * person.size * rng.uniform(0.8, 1.15)
            stem = _wandering(hilum, angle, length, rng)
            yield _vessel(trunk, stem, side, 2.6 * rng.uniform(0.7, 1.2), rng, step)
            for start in (2, 3, 4):
                turn = angle + rng.choice([-1, 1]) * rng.uniform(0.35, 0.9)
                twig = _wandering(stem[start], turn, length * rng.uniform(0.3, 0.55), rng)
                yield _vessel(trunk, twig, side, 1.5 * rng.uniform(0.7, 1.1), rng, step)


def _wandering(start: Array, angle: float, length: float, rng: np.random.Generator) -> Array:
    """Six places (6, 2) of a path that starts at `angle` and drifts, (along, right) mm."""
    angles = angle + np.cumsum(rng.normal(0, 0.12, 5))
    steps = np.stack([np.sin(angles), np.cos(angles)], axis=1) * length / 5
    return start + np.concatenate([[[0.0, 0.0]], np.cumsum(steps, axis=0)])


def _vessel(
    trunk: Trunk, path: Array, side: int, radius: float, rng: np.random.Generator, step: float
) -> Surface:
    right = side * np.maximum(path[:, 1], 12.0)
    x, z = trunk.to_patient(path[:, 0], right)
    y = np.linspace(0, rng.normal(0, 40), len(x)) + 25
    radii = radius * np.linspace(1, 0.35, len(x))
    return tube(
        np.stack([x, y, z], axis=1),
        np.stack([radii, radii], axis=1),
        across=[0, 1, 0.1],
        shell=0.0,
        core=-LUNG_EXCESS,
        step=step,
    )
