"""Solids as clouds of surface elements.

A closed surface is enough to know the line integral through a solid: by the divergence theorem the
length of a ray inside equals the sum of its signed crossings, so an interior and its cortical shell
are both carried by the same elements.

Axes are (x, y, z) = (patient's right, anterior, cranial) in millimetres.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float32]

# Angular samples a small ring needs so that it still looks round.
FEWEST_RING_SAMPLES = 16
# Sine of the angle between a path and the direction asked for, below which rounding decides.
LEAST_ACROSS = 1e-9
# A cap closes a tube: it bulges by this share of the radius.
CAP_BULGE = 0.5


@dataclass(frozen=True)
class Surface:
    """Elements of closed surfaces.

    Attributes
    ----------
    points : (N, 3) float32
        Middle of each element, mm.
    areas : (N, 3) float32
        Outward normal of each element times its area, mm^2.
    shell : (N,) float32
        Attenuation of the skin of the solid: excess coefficient (1/mm) times thickness (mm).
    core : (N,) float32
        Excess attenuation coefficient of the interior over soft tissue, 1/mm.
    """

    points: Array
    areas: Array
    shell: Array
    core: Array

    def moved(self, rotation: ArrayLike, shift: ArrayLike) -> Surface:
        """Turn about the origin by `rotation` (3, 3), then shift by `shift` (3,) mm."""
        turn = np.asarray(rotation, np.float32)
        # not a matrix product: a threaded one costs more than it gains on such thin arrays
        points = np.einsum("ij,kj->ik", self.points, turn) + np.asarray(shift, np.float32)
        areas = np.einsum("ij,kj->ik", self.areas, turn)
        return Surface(points, areas, self.shell, self.core)

    def volume(self) -> float:
        """Enclosed volume in mm^3 (divergence theorem)."""
        return float(np.einsum("ij,ij->", self.points, self.areas, dtype=np.float64) / 3)


def closed_grid(vertices: ArrayLike, shell: ArrayLike, core: float) -> Surface:
    """Surface elements of a closed grid of vertices.

    Parameters
    ----------
    vertices : (U, V, 3) float
        Rings along the first axis, places on the ring along the second. The ring closes by itself;
        the first and last ring are the closed ends. mm.
    shell : float or (U - 1,) float
        Skin attenuation, one for all or one for each band between rings.
    core : float
        Excess attenuation coefficient of the interior, 1/mm.
    """
    grid = np.asarray(vertices, np.float32)
    grid = np.concatenate([grid, grid[:, :1]], axis=1)  # (U, V + 1, 3)
    a, b, c, d = grid[:-1, :-1], grid[1:, :-1], grid[1:, 1:], grid[:-1, 1:]
    points = ((a + b + c + d) * 0.25).reshape(-1, 3)
    areas = _cross(c - a, d - b).reshape(-1, 3) * np.float32(0.5)
    skin = np.broadcast_to(np.asarray(shell, np.float32), (len(grid) - 1,))
    skin = np.repeat(skin, grid.shape[1] - 1)
    if np.einsum("ij,ij->", points - points[0], areas) < 0:
        areas = -areas
    return Surface(points, areas, skin, np.full(len(points), core, np.float32))


def tube(
    path: ArrayLike,
    semi_axes: ArrayLike,
    *,
    across: ArrayLike,
    shell: float,
    core: float,
    step: float,
) -> Surface:
    """Surface of a tube of elliptical section.

    Parameters
    ----------
    path : (K, 3) float
        Centre line, mm; joined smoothly.
    semi_axes : (2,) or (K, 2) float
        Half-axes of the section: along `across`, and perpendicular to it and to the path. mm.
    across : (3,) or (K, 3) float
        Direction of the first half-axis; made perpendicular to the path.
    shell, core : float
        See `Surface`.
    step : float
        Spacing of the elements, mm.
    """
    knots = np.asarray(path, float)
    axes = np.broadcast_to(np.asarray(semi_axes, float), (len(knots), 2))
    lengths = np.linalg.norm(np.diff(knots, axis=0), axis=1)
    at = np.concatenate([[0.0], np.cumsum(lengths)])
    fine = np.linspace(0, at[-1], max(3, int(np.ceil(at[-1] / step)) + 1))
    centres = _smooth(at, knots, fine)
    axes = np.stack([np.interp(fine, at, axes[:, k]) for k in range(2)], axis=1)
    tangents = np.gradient(centres, axis=0)
    tangents /= np.linalg.norm(tangents, axis=1, keepdims=True)
    towards = np.broadcast_to(np.asarray(across, float), knots.shape)
    first = np.stack([np.interp(fine, at, towards[:, k]) for k in range(3)], axis=1)
    first = _across(first, tangents)
    second = np.cross(tangents, first)
    # rounded ends
    angles = np.linspace(0.02, np.pi / 2, max(3, int(axes.max() / step)), endpoint=False)[:, None]
    bulge = CAP_BULGE * np.cos(angles)
    centres = np.concatenate(
        [
            centres[:1] - bulge * axes[0].min() * tangents[:1],
            centres,
            centres[-1:] + bulge[::-1] * axes[-1].min() * tangents[-1:],
        ]
    )
    first, second = (
        np.concatenate([np.tile(v[:1], (len(angles), 1)), v, np.tile(v[-1:], (len(angles), 1))])
        for v in (first, second)
    )
    axes = np.concatenate([np.sin(angles) * axes[:1], axes, np.sin(angles[::-1]) * axes[-1:]])
    around = _ring(axes.max(), step)
    halves = (axes[:, :1] * first).astype(np.float32), (axes[:, 1:] * second).astype(np.float32)
    cosine, sine = (f(around)[None, :, None].astype(np.float32) for f in (np.cos, np.sin))
    rings = centres.astype(np.float32)[:, None] + cosine * halves[0][:, None]
    rings += sine * halves[1][:, None]
    return closed_grid(rings, shell, core)


def ellipsoid(
    centre: ArrayLike, semi_axes: ArrayLike, *, shell: float, core: float, step: float
) -> Surface:
    """Surface of an ellipsoid along the axes; `centre`, `semi_axes` (3,) mm, rest as in `tube`."""
    a, b, c = (float(v) for v in np.asarray(semi_axes, float))
    latitude = np.linspace(-np.pi / 2, np.pi / 2, max(9, int(np.pi * max(a, c) / step)))
    around = _ring(max(a, b), step)
    x = a * np.cos(latitude)[:, None] * np.cos(around)
    y = b * np.cos(latitude)[:, None] * np.sin(around)
    z = np.broadcast_to(c * np.sin(latitude)[:, None], x.shape)
    return closed_grid(np.stack([x, y, z], axis=-1) + np.asarray(centre, float), shell, core)


def blade(
    outer: ArrayLike, inner: ArrayLike, thickness: float, *, shell: float, core: float, step: float
) -> Surface:
    """Flat bone between two edges (K, 3) with the same number of knots; `thickness` along y, mm."""
    edges = np.asarray(outer, float), np.asarray(inner, float)
    length = np.linalg.norm(np.diff(edges[0], axis=0), axis=1).sum()
    breadth = np.linalg.norm(edges[0] - edges[1], axis=1).max()
    count, across = int(length / step) + 2, int(breadth / step) + 2
    at, fine = np.linspace(0, 1, len(edges[0])), np.linspace(0, 1, count)
    first, second = (_smooth(at, edge, fine)[:, None] for edge in edges)
    mix = np.linspace(0, 1, across)[None, :, None]
    sheet = first * (1 - mix) + second * mix
    lift = np.array([0, thickness / 2, 0])
    rings = np.concatenate([sheet + lift, (sheet - lift)[:, ::-1]], axis=1)  # out and back: a ring
    middle = rings.mean(axis=1, keepdims=True)
    caps = [middle[end] + (rings[end] - middle[end]) * 0.02 for end in (slice(1), slice(-1, None))]
    return closed_grid(np.concatenate([caps[0], rings, caps[1]]), shell, core)


def _cross(u: Array, v: Array) -> Array:
    """Cross product over the last axis, several times faster than NumPy's."""
    return np.stack(
        [
            u[..., 1] * v[..., 2] - u[..., 2] * v[..., 1],
            u[..., 2] * v[..., 0] - u[..., 0] * v[..., 2],
            u[..., 0] * v[..., 1] - u[..., 1] * v[..., 0],
        ],
        axis=-1,
    )


def _ring(radius: float, step: float) -> NDArray[np.float64]:
    count = max(FEWEST_RING_SAMPLES, int(np.ceil(2 * np.pi * radius / step)))
    return np.linspace(0, 2 * np.pi, count, endpoint=False)


def _across(wanted: Array, tangents: Array) -> Array:
    """Turn directions (N, 3) at a right angle to the path, as unit vectors.

    Where the path runs along the direction wanted, as at a chin, the one before is kept.
    """
    first = wanted - np.einsum("ij,ij->i", tangents, wanted)[:, None] * tangents
    lengths = np.linalg.norm(first, axis=1)
    for place in np.flatnonzero(lengths < LEAST_ACROSS * np.linalg.norm(wanted, axis=1)):
        before = first[place - 1]
        first[place] = before - (tangents[place] @ before) * tangents[place]
    return first / np.linalg.norm(first, axis=1, keepdims=True)


def _smooth(
    at: NDArray[np.float64], knots: NDArray[np.float64], fine: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Cubic Hermite curve through `knots` (K, 3) at `at` (K,), read at `fine` (M,)."""
    slopes = np.gradient(knots, at, axis=0)
    place = np.clip(np.searchsorted(at, fine, side="right") - 1, 0, len(at) - 2)
    span = (at[place + 1] - at[place])[:, None]
    t = (fine - at[place])[:, None] / span
    return (
        knots[place] * (1 + 2 * t) * (1 - t) ** 2
        + knots[place + 1] * t**2 * (3 - 2 * t)
        + slopes[place] * span * t * (1 - t) ** 2
        + slopes[place + 1] * span * t**2 * (t - 1)
    )
