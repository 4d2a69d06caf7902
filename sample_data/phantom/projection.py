"""Rays from a focal spot to the film, and the attenuation they gather."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sample_data.phantom.accumulator import accumulator
from sample_data.phantom.errors import PhantomError
from sample_data.phantom.surface import Surface

Array = NDArray[np.float32]

# Nothing in or on a patient is farther from the plane of the spine.
NEAREST_FOCUS_MM = 500.0


class Projection(StrEnum):
    """Which way the beam runs through the patient."""

    AP = "AP"
    """The focal spot is in front, the film behind."""
    PA = "PA"
    """The focal spot is behind, the film in front."""

    @property
    def forward(self) -> int:
        """Sign of y on the side of the focal spot."""
        return 1 if self is Projection.AP else -1


@dataclass(frozen=True)
class Beam:
    """The focal spot.

    Attributes
    ----------
    x_mm, z_mm : float
        Where the central ray crosses the plane of the spine, patient's axes.
    focus_mm : float
        Distance of the focal spot from the plane of the spine.
    projection : Projection
    """

    x_mm: float
    z_mm: float
    focus_mm: float
    projection: Projection = Projection.AP

    def __post_init__(self) -> None:
        """Refuse a focal spot inside the patient."""
        if not self.focus_mm > NEAREST_FOCUS_MM:
            raise PhantomError(
                f"focus_mm is {self.focus_mm}; give more than {NEAREST_FOCUS_MM}, such as 1800"
            )


@dataclass(frozen=True)
class Geometry:
    """Where the film and the focal spot are.

    Pixels are those of the plane through the spine, so that `spacing_mm` is the true spacing
    there; what lies nearer the focal spot is magnified. AP or PA, the film is seen from the front.

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
        nearer = self.beam.projection.forward * np.asarray(points)[..., 1]
        return self.beam.focus_mm / (self.beam.focus_mm - nearer)

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
        """
        picture = accumulator(self.shape)
        for solid in solids:
            picture.add(*self._seen(solid))
        total = picture.total()
        total *= self.obliquity()
        return total

    def obliquity(self) -> Array:
        """Length of each ray (rows, columns) against its depth along y."""
        x, z = self.plane_coordinates()
        aside = (x - np.float32(self.beam.x_mm)) ** 2 + (z - np.float32(self.beam.z_mm)) ** 2
        return np.sqrt(1 + aside / np.float32(self.beam.focus_mm**2))

    def _seen(self, solid: Surface) -> tuple[Array, Array, Array]:
        """Row, column and contribution of each element (N,), per depth along y."""
        focus, sign = np.float32(self.beam.focus_mm), np.float32(self.beam.projection.forward)
        right, forward, up = solid.points.T
        right, up = right - np.float32(self.beam.x_mm), up - np.float32(self.beam.z_mm)
        forward = sign * forward
        scale = focus / (focus - forward)
        right, up = right * scale, up * scale  # where the ray crosses the plane of the spine
        top, left = self._origin()
        row = np.float32(top) - up / np.float32(self.spacing_mm)
        column = np.float32(left) - right / np.float32(self.spacing_mm)
        across, facing, along = solid.areas.T
        size = np.sqrt(across**2 + facing**2 + along**2)
        apparent = sign * facing - (across * right + along * up) / focus
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
