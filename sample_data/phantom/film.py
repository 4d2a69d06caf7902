"""A film of a phantom, with the truth about it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from measurements import ImageEdge, Level, Spine
from sample_data.phantom.anatomy import LEVELS, MEASURED
from sample_data.phantom.errors import PhantomError
from sample_data.phantom.exposure import Exposure, exposed
from sample_data.phantom.markers import Marks, marked
from sample_data.phantom.projection import Geometry
from sample_data.phantom.raster import Array, cloud, enlarged
from sample_data.phantom.skeleton import Skeleton
from sample_data.phantom.soft_tissue import Organs, soft_tissue
from sample_data.phantom.vessels import pulmonary_vessels

# Elements of a surface are this share of a pixel apart, so that bilinear sharing leaves no ripple.
ELEMENTS_PER_PIXEL = 0.6
# Soft tissue has no detail that a coarser grid would lose.
SOFT_TISSUE_STEP = 2


@dataclass(frozen=True)
class PhantomFilm:
    """One film.

    Attributes
    ----------
    pixels : (H, W) float32
        In [0, 1], bone bright. The patient's right is on the image's left.
    corners_px : (17, 4, 2) float64
        T1 to L5, cranial first; superior-left, superior-right, inferior-right, inferior-left as
        seen on the image; (row, column), pixel centres at integers. The ends of an endplate are
        the ends of the long axis of its projected rim.
    levels : tuple of Level
        T1 to L5.
    spacing : (row_mm, column_mm)
        In the plane of the spine.
    view : str
        "coronal", "left_bending" or "right_bending".
    """

    pixels: Array
    corners_px: NDArray[np.float64]
    levels: tuple[Level, ...]
    spacing: tuple[float, float]
    view: str

    def __post_init__(self) -> None:
        """Refuse a film whose parts do not fit together."""
        if self.corners_px.shape != (len(self.levels), 4, 2):
            raise PhantomError(
                f"corners_px has shape {self.corners_px.shape}; {len(self.levels)} levels need "
                f"({len(self.levels)}, 4, 2)"
            )

    @property
    def spine(self) -> Spine:
        """The true spine, to measure."""
        return Spine.from_corners(
            self.corners_px,
            levels=self.levels,
            spacing=self.spacing,
            patient_right=ImageEdge.LEFT,
        )


@dataclass(frozen=True)
class Room:
    """Everything about one film but the patient.

    Attributes
    ----------
    geometry : Geometry
    exposure : Exposure
    marks : Marks
    """

    geometry: Geometry
    exposure: Exposure
    marks: Marks


def true_corners_px(skeleton: Skeleton, geometry: Geometry) -> NDArray[np.float64]:
    """Projected endplate ends (17, 4, 2) of T1 to L5; see `PhantomFilm.corners_px`."""
    rims = geometry.project(skeleton.endplate_rims())  # (17, 2, M, 2)
    middles = rims.mean(axis=2, keepdims=True)
    offsets = rims - middles
    spread = np.einsum("nemi,nemj->neij", offsets, offsets)
    long_axis = np.linalg.eigh(spread)[1][..., :, 1]  # (17, 2, 2): largest eigenvalue last
    long_axis *= np.where(long_axis[..., 1:] < 0, -1, 1)  # towards larger columns: patient's left
    along = np.einsum("nemi,nei->nem", offsets, long_axis)
    right_end = np.take_along_axis(rims, along.argmin(2)[..., None, None], 2)[:, :, 0]
    left_end = np.take_along_axis(rims, along.argmax(2)[..., None, None], 2)[:, :, 0]
    return np.stack([right_end[:, 0], left_end[:, 0], left_end[:, 1], right_end[:, 1]], axis=1)


def rendered(skeleton: Skeleton, organs: Organs, room: Room, view: str) -> PhantomFilm:
    """Project a patient onto a film."""
    geometry = room.geometry
    spacing = geometry.spacing_mm
    step = spacing * ELEMENTS_PER_PIXEL
    rng = np.random.default_rng(organs.seed)
    vessels = pulmonary_vessels(skeleton.trunk, skeleton.chain.physique, rng, step * 1.3)
    solids = geometry.line_integrals(chain(skeleton.bones(step), vessels))
    trabeculae = cloud(rng, geometry.shape, coarsest=6 / spacing, octaves=4, roughness=0.85)
    attenuation = solids * (1 + 0.09 * trabeculae)
    attenuation += _soft_tissue(skeleton, organs, geometry)
    pixels = exposed(np.maximum(attenuation, 0), room.exposure, spacing)
    return PhantomFilm(
        pixels=marked(pixels, room.marks, spacing),
        corners_px=true_corners_px(skeleton, geometry),
        levels=tuple(Level(name) for name in LEVELS[MEASURED]),
        spacing=(spacing, spacing),
        view=view,
    )


def _soft_tissue(skeleton: Skeleton, organs: Organs, geometry: Geometry) -> Array:
    step = SOFT_TISSUE_STEP
    coarse = 8 * step
    x, z = geometry.plane_coordinates(coarse)
    along, right = skeleton.trunk.from_patient(x, z)
    small = tuple(-(-n // step) + 1 for n in geometry.shape)
    along = enlarged(along.astype(np.float32), small, coarse / step)
    right = enlarged(right.astype(np.float32), small, coarse / step)
    person = skeleton.chain.physique
    tissue = soft_tissue(along, right, skeleton.trunk, person, organs, geometry.spacing_mm * step)
    return enlarged(tissue, geometry.shape, step)
