"""Rays from a focal spot to the film, and the attenuation they gather."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sample_data.phantom.surface import Surface

Array = NDArray[np.float32]


@dataclass(frozen=True)
class Beam:
    """The focal spot.

    Attributes
    ----------
    x_mm, z_mm : float
        Where the central ray crosses the plane of the spine, patient's axes.
    focus_mm : float
        Distance of the focal spot from the plane of the spine, in front of the patient.
    """

    x_mm: float
    z_mm: float
    focus_mm: float


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
    beam : Beam
    """

    shape: tuple[int, int]
    spacing_mm: float
    centre_mm: tuple[float, float]
    beam: Beam

    def magnification(self, points: ArrayLike) -> NDArray[np.float64]:
        """Magnification (N,) of points (N, 3) against the plane of the spine."""
        return self.beam.focus_mm / (self.beam.focus_mm - np.asarray(points)[..., 1])

    def project(self, points: ArrayLike) -> NDArray[np.float64]:
        """Film positions (..., 2) as (row, column) px of points (..., 3) mm.

        The patient's right is on the left of the film.
        """
        points = np.asarray(points, float)
        scale = self.magnification(points) / self.spacing_mm
        top, left = self._origin()
        row = top - (points[..., 2] - self.beam.z_mm) * scale
        column = left - (points[..., 0] - self.beam.x_mm) * scale
        return np.stack([row, column], axis=-1)

    def plane_coordinates(self, step: int = 1) -> tuple[Array, Array]:
        """Patient's x and z (mm) seen at every `step`-th pixel, two arrays (rows, columns)."""
        rows = np.arange(0, self.shape[0] + step - 1, step, dtype=np.float32)
        columns = np.arange(0, self.shape[1] + step - 1, step, dtype=np.float32)
        z = self.centre_mm[1] - (rows - (self.shape[0] - 1) / 2) * self.spacing_mm
        x = self.centre_mm[0] - (columns - (self.shape[1] - 1) / 2) * self.spacing_mm
        return np.broadcast_arrays(x[None, :], z[:, None])  # type: ignore[return-value]

    def line_integrals(self, solids: Iterable[Surface]) -> Array:
        """Attenuation (rows, columns) that the rays gather in closed solids.

        An element adds its shell where it is seen and, by the divergence theorem, its depth along
        the ray times its apparent area: what the far wall adds and the near wall takes away is the
        length inside. Elements are shared between the four nearest pixels.

        Notes
        -----
        Depth is taken along y. A ray 10 degrees off the axis is 1.5 % longer; that is left out.
        """
        total = np.zeros(self.shape, np.float32)
        for solid in solids:
            _splat(total, *self._seen(solid))
        return total

    def _seen(self, solid: Surface) -> tuple[Array, Array, Array]:
        """Row, column and contribution of each element (N,)."""
        focus = np.float32(self.beam.focus_mm)
        right, forward, up = solid.points.T
        right, up = right - np.float32(self.beam.x_mm), up - np.float32(self.beam.z_mm)
        scale = focus / (focus - forward)
        top, left = self._origin()
        row = np.float32(top) - up * scale / np.float32(self.spacing_mm)
        column = np.float32(left) - right * scale / np.float32(self.spacing_mm)
        across, facing, along = solid.areas.T
        size = np.sqrt(across**2 + facing**2 + along**2)
        apparent = facing - (across * right + along * up) / focus
        weight = solid.shell * size + solid.core * apparent * (
            forward - (forward.min() + forward.max()) / 2
        )
        return row, column, weight * (scale / np.float32(self.spacing_mm)) ** 2

    def _origin(self) -> tuple[float, float]:
        """Row and column where the central ray meets the film."""
        return (
            (self.shape[0] - 1) / 2 - (self.beam.z_mm - self.centre_mm[1]) / self.spacing_mm,
            (self.shape[1] - 1) / 2 - (self.beam.x_mm - self.centre_mm[0]) / self.spacing_mm,
        )


def _splat(total: Array, row: Array, column: Array, weight: Array) -> None:
    """Add weights (N,) at fractional pixels (N,) to `total`, shared between the four around."""
    rows, columns = total.shape
    inside = (row >= 0) & (row < rows - 1) & (column >= 0) & (column < columns - 1)
    if not inside.all():
        row, column, weight = row[inside], column[inside], weight[inside]
    if not len(row):
        return
    top, left = row.astype(np.int32), column.astype(np.int32)
    down, along = row - top, column - left
    first_row, first_column = int(top.min()), int(left.min())
    height, width = int(top.max()) - first_row + 2, int(left.max()) - first_column + 2
    flat = (top - first_row) * np.int32(width) + (left - first_column)
    lower = weight * down
    upper = weight - lower
    box = np.zeros(height * width)
    for shift, part in ((0, upper), (width, lower)):
        right = part * along
        box[shift:] += np.bincount(flat, part - right, height * width)[: height * width - shift]
        shift += 1
        box[shift:] += np.bincount(flat, right, height * width)[: height * width - shift]
    here = slice(first_row, first_row + height), slice(first_column, first_column + width)
    total[here] += box.reshape(height, width)
