"""The trunk's own coordinates: height along its axis and distance to its right.

A trunk bends as a whole. Its axis follows the spine smoothly, without the scoliotic curves that the
rib cage and the belly do not show, so that organs and outline can be described once, upright.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.ndimage import gaussian_filter1d

from sample_data.phantom.anatomy import Anatomy
from sample_data.phantom.kinematics import Chain, Pose

Array = NDArray[np.float64]

# The axis is the spine smoothed over this many vertebrae.
SMOOTHING_LEVELS = 4.0
# Straight continuation of the axis below S1 and above C3, mm.
BELOW_MM, ABOVE_MM = 320.0, 400.0
KNOTS = 160


@dataclass(frozen=True)
class Trunk:
    """Axis of one trunk on one film.

    Attributes
    ----------
    along : (K,) float
        Height above S1 along the axis, mm.
    x, z : (K,) float
        The axis in patient's coordinates, mm.
    level_heights : dict
        Height along the axis of the middle of each vertebra, mm.
    anatomy : Anatomy
        Which levels there are.
    spine_right : (N,) float
        How far the middle of each vertebra, C3 to S1, lies to the right of the axis, mm.
    """

    along: Array
    x: Array
    z: Array
    level_heights: Mapping[str, float]
    anatomy: Anatomy
    spine_right: Array

    @classmethod
    def of(cls, chain: Chain, pose: Pose) -> Trunk:
        """Axis of the trunk around a spine."""
        tilts = gaussian_filter1d(chain.tilts_deg(), SMOOTHING_LEVELS, mode="nearest")
        lengths = np.linalg.norm(np.diff(pose.centres[:, [0, 2]], axis=0), axis=1)
        heights = np.concatenate([np.cumsum(lengths[::-1])[::-1], [0.0]])
        along = np.linspace(-BELOW_MM, heights[0] + ABOVE_MM, KNOTS)
        tilt = np.radians(np.interp(along, heights[::-1], tilts[::-1]))
        x = _integral(along, -np.sin(tilt))
        z = _integral(along, np.cos(tilt))
        # the trunk lies around the middle of the spine, not above its foot
        spine_x = np.interp(along, heights[::-1], pose.centres[::-1, 0])
        spine = (along > heights[-1]) & (along < heights[chain.anatomy.measured.start])
        x += 0.6 * np.mean((spine_x - x)[spine])
        named = dict(zip(chain.anatomy.levels, heights.tolist(), strict=True))
        bare = cls(along, x, z, named, chain.anatomy, np.zeros(len(named)))
        return replace(bare, spine_right=bare.from_patient(*pose.centres[:, [0, 2]].T)[1])

    def height_of(self, level: str, shift: float = 0.0) -> float:
        """Height of a level's middle along the axis, plus `shift` mm; see `Anatomy.nearest`."""
        return self.level_heights[self.anatomy.nearest(level)] + shift

    def profile(self, knots: dict[str, float], along: ArrayLike) -> Array:
        """Interpolate values given at levels, at heights `along`."""
        at = [self.height_of(level) for level in knots]
        order = np.argsort(at)
        return np.interp(along, np.array(at)[order], np.array(list(knots.values()))[order])

    def spine_at(self, along: ArrayLike) -> Array:
        """How far the spine lies to the right of the axis at heights `along`, mm."""
        heights = np.array(list(self.level_heights.values()))
        return np.interp(along, heights[::-1], self.spine_right[::-1])

    def to_patient(self, along: ArrayLike, right: ArrayLike) -> tuple[Array, Array]:
        """Patient's x and z of places `along` the axis and `right` of it, mm."""
        along, right = np.asarray(along, float), np.asarray(right, float)
        step_x = np.interp(along, self.along, np.gradient(self.x, self.along))
        step_z = np.interp(along, self.along, np.gradient(self.z, self.along))
        x = np.interp(along, self.along, self.x) + right * step_z
        z = np.interp(along, self.along, self.z) - right * step_x
        return x, z

    def from_patient(self, x: ArrayLike, z: ArrayLike) -> tuple[Array, Array]:
        """Height along the axis and distance to its right of patient's x and z, mm.

        Fixed-point search of the foot of the perpendicular; a few steps do, as the axis is smooth.
        """
        x, z = np.asarray(x, float), np.asarray(z, float)
        slope_x, slope_z = np.gradient(self.x, self.along), np.gradient(self.z, self.along)
        along = np.interp(z, self.z, self.along)
        for _ in range(6):
            dx = x - np.interp(along, self.along, self.x)
            dz = z - np.interp(along, self.along, self.z)
            step_x = np.interp(along, self.along, slope_x)
            step_z = np.interp(along, self.along, slope_z)
            along = along + 0.8 * (dx * step_x + dz * step_z)
        dx = x - np.interp(along, self.along, self.x)
        dz = z - np.interp(along, self.along, self.z)
        step_x = np.interp(along, self.along, slope_x)
        step_z = np.interp(along, self.along, slope_z)
        return along, dx * step_z - dz * step_x


def _integral(along: Array, slope: Array) -> Array:
    """Integral of `slope` over `along`, zero at height zero."""
    steps = np.diff(along) * (slope[1:] + slope[:-1]) / 2
    total = np.concatenate([[0.0], np.cumsum(steps)])
    return total - np.interp(0.0, along, total)
