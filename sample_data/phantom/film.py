"""A film of a phantom, with the truth about it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from measurements import Level, Spine
from sample_data.phantom.exposure import Exposure, exposed
from sample_data.phantom.markers import Marks, marked
from sample_data.phantom.projection import Geometry
from sample_data.phantom.raster import Array, cloud, enlarged
from sample_data.phantom.skeleton import Skeleton
from sample_data.phantom.soft_tissue import Organs, soft_tissue
from sample_data.phantom.truth import FilmTruth, film_truth
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
    truth : FilmTruth
        What it shows.
    """

    pixels: Array
    truth: FilmTruth

    @property
    def corners_px(self) -> NDArray[np.float64]:
        """Corners (N, 4, 2); see `FilmTruth`."""
        return self.truth.corners_px

    @property
    def levels(self) -> tuple[Level, ...]:
        """T1 to the lowest lumbar vertebra."""
        return self.truth.levels

    @property
    def spacing(self) -> tuple[float, float]:
        """Millimetres a row and a column in the plane of the spine."""
        return self.truth.spacing

    @property
    def view(self) -> str:
        """Which film of a study it is."""
        return self.truth.view

    @property
    def spine(self) -> Spine:
        """The true spine, to measure."""
        return self.truth.spine


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
    return PhantomFilm(marked(pixels, room.marks, spacing), film_truth(skeleton, geometry, view))


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
