"""Rays from a focal spot to the film, and the attenuation they gather."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sample_data.phantom.surface import Surface

Array = NDArray[np.float32]


@dataclass(frozen=True)
class Geometry:
    """Where the film and the focal spot are.

    The beam runs from the front of the patient to the back (AP). Pixels are those of the plane
    through the spine, so that `spacing_mm` is the true spacing there; what lies nearer the focal
    spot is magnified.

    Attributes
    ----------
    shape : (rows, columns)
    spacing_mm : float
        Pixel size in the plane of the spine.
    centre_mm : (x, z)
        Patient's right and cranial coordinate seen at the middle of the film.
    beam_mm : (x, z)
        Where the central ray crosses the plane of the spine.
    focus_mm : float
        Distance of the focal spot from the plane of the spine.
    """

    shape: tuple[int, int]
    spacing_mm: float
    centre_mm: tuple[float, float]
    beam_mm: tuple[float, float]
    focus_mm: float = 1800.0

    def magnification(self, points: ArrayLike) -> NDArray[np.float64]:
        """Magnification (N,) of points (N, 3) against the plane of the spine."""
        return self.focus_mm / (self.focus_mm - np.asarray(points)[..., 1])

    def project(self, points: ArrayLike) -> NDArray[np.float64]:
        """Film positions (..., 2) as (row, column) px of points (..., 3) mm.

        The patient's right is on the left of the film.
        """
        points = np.asarray(points)
        scale = self.magnification(points)
        x = self.beam_mm[0] + (points[..., 0] - self.beam_mm[0]) * scale
        z = self.beam_mm[1] + (points[..., 2] - self.beam_mm[1]) * scale
        row = (self.shape[0] - 1) / 2 - (z - self.centre_mm[1]) / self.spacing_mm
        column = (self.shape[1] - 1) / 2 - (x - self.centre_mm[0]) / self.spacing_mm
        return np.stack([row, column], axis=-1)

    def plane_coordinates(self, step: int = 1) -> tuple[Array, Array]:
        """Patient's x and z (mm) seen at every `step`-th pixel, two arrays (rows, columns)."""
        rows = np.arange(0, self.shape[0] + step - 1, step, dtype=np.float32)
        columns = np.arange(0, self.shape[1] + step - 1, step, dtype=np.float32)
        z = self.centre_mm[1] - (rows - (self.shape[0] - 1) / 2) * self.spacing_mm
        x = self.centre_mm[0] - (columns - (self.shape[1] - 1) / 2) * self.spacing_mm
        return np.broadcast_arrays(x[None, :], z[:, None])  # type: ignore[return-value]

    def line_integrals(self, surface: Surface) -> Array:
        """Attenuation (rows, columns) that the rays gather in closed solids.

        An element adds its shell where it is seen and, by the divergence theorem, its depth along
        the ray times its apparent area: what the far wall adds and the near wall takes away is the
        length inside. Elements are shared between the four nearest pixels.

        Notes
        -----
        Depth is taken along y. A ray 10 degrees off the axis is 1.5 % longer; that is left out.
        """
        offset = np.array([self.beam_mm[0], 0, self.beam_mm[1]], np.float32)
        scale = np.float32(self.focus_mm) / (np.float32(self.focus_mm) - surface.points[:, 1])
        across = (surface.points - offset) * scale[:, None] + offset
        row = (self.shape[0] - 1) / 2 - (across[:, 2] - self.centre_mm[1]) / self.spacing_mm
        column = (self.shape[1] - 1) / 2 - (across[:, 0] - self.centre_mm[0]) / self.spacing_mm
        # apparent area along the ray that meets the element
        slope_x = (surface.points[:, 0] - offset[0]) / self.focus_mm
        slope_z = (surface.points[:, 2] - offset[2]) / self.focus_mm
        seen = surface.areas[:, 1] - surface.areas[:, 0] * slope_x - surface.areas[:, 2] * slope_z
        size = np.sqrt(np.einsum("ij,ij->i", surface.areas, surface.areas))
        weight = surface.shell * size + surface.core * seen * surface.points[:, 1]
        weight *= scale**2 / np.float32(self.spacing_mm**2)
        return splat(row, column, weight, self.shape)


def splat(row: Array, column: Array, weight: Array, shape: tuple[int, int]) -> Array:
    """Share weights (N,) at fractional pixels (N,) between the four pixels around each."""
    rows, columns = shape
    inside = (row > 0) & (row < rows - 1) & (column > 0) & (column < columns - 1)
    row, column, weight = row[inside], column[inside], weight[inside]
    top, left = row.astype(np.int32), column.astype(np.int32)
    down, along = row - top, column - left
    flat = top * columns + left
    lower = weight * down
    upper = weight - lower
    total = np.zeros(rows * columns)
    for shift, part in (
        (0, upper * (1 - along)),
        (1, upper * along),
        (columns, lower * (1 - along)),
        (columns + 1, lower * along),
    ):
        total[shift:] += np.bincount(flat, part, rows * columns)[: rows * columns - shift]
    return total.reshape(shape).astype(np.float32)
