"""A film of a phantom, with the truth about it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from measurements import ImageEdge, Level, Spine
from sample_data.phantom.attachment import Attachment
from sample_data.phantom.exposure import Exposure, exposed
from sample_data.phantom.markers import Marks, marked
from sample_data.phantom.material import Material
from sample_data.phantom.projection import Beam, Geometry
from sample_data.phantom.raster import Array, cloud, enlarged
from sample_data.phantom.skeleton import Skeleton
from sample_data.phantom.soft_tissue import Organs, soft_tissue
from sample_data.phantom.stitching import Stitching
from sample_data.phantom.surface import Surface
from sample_data.phantom.truth import FilmTruth, film_truth
from sample_data.phantom.vessels import pulmonary_vessels

# Elements of a surface are this share of a pixel apart, so that bilinear sharing leaves no ripple.
ELEMENTS_PER_PIXEL = 0.6
# Soft tissue has no detail that a coarser grid would lose.
SOFT_TISSUE_STEP = 2
# How much the trabeculae of a bone differ, as a share of its attenuation.
TRABECULAR_CONTRAST = 0.09
STANDARD_BEAM = Beam(0.0, 0.0, 2300.0)


@dataclass(frozen=True)
class PhantomFilm:
    """One film.

    Attributes
    ----------
    pixels : (H, W) float32
        In [0, 1], bone bright.
    truth : FilmTruth
        What it shows.
    beam : Beam
        That took it: AP or PA.
    """

    pixels: Array
    truth: FilmTruth
    beam: Beam = STANDARD_BEAM

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
    def patient_right(self) -> ImageEdge:
        """Left on a film seen from the front, right on one seen from behind."""
        return self.truth.patient_right

    @property
    def spine(self) -> Spine:
        """The true spine, to measure."""
        return self.truth.spine

    def mirrored(self) -> PhantomFilm:
        """Show the film from its other side, as if from behind.

        Lead letters are mirrored with it, as on a film that hangs the other way round.
        """
        columns = self.pixels.shape[1]
        pixels = np.ascontiguousarray(self.pixels[:, ::-1])
        return replace(self, pixels=pixels, truth=self.truth.mirrored(columns))


@dataclass(frozen=True)
class Room:
    """Everything about one film but the patient.

    Attributes
    ----------
    geometry : Geometry
    exposure : Exposure
    marks : Marks
    stitching : Stitching
        Of a film joined from several exposures.
    """

    geometry: Geometry
    exposure: Exposure
    marks: Marks
    stitching: Stitching = field(default_factory=Stitching)


def rendered(
    skeleton: Skeleton,
    organs: Organs,
    room: Room,
    view: str,
    attachments: Sequence[Attachment] = (),
) -> PhantomFilm:
    """Project a patient, and what is in or on the patient, onto a film."""
    geometry = room.geometry
    spacing = geometry.spacing_mm
    attenuation = line_integrals(skeleton, organs, geometry, attachments)
    pixels = exposed(attenuation, room.exposure, spacing, room.stitching)
    truth = film_truth(skeleton, geometry, view)
    return PhantomFilm(
        pixels=marked(pixels, room.marks, spacing),
        truth=truth.moved(lambda points: room.stitching.moved(points, geometry.shape[0])),
        beam=geometry.beam,
    )


def line_integrals(
    skeleton: Skeleton, organs: Organs, geometry: Geometry, attachments: Sequence[Attachment]
) -> Mapping[Material, Array]:
    """Line integrals (H, W) at `material.REFERENCE_KEV`, each material apart."""
    spacing = geometry.spacing_mm
    step = spacing * ELEMENTS_PER_PIXEL
    rng = np.random.default_rng(organs.seed)
    vessels = pulmonary_vessels(skeleton.trunk, skeleton.chain.physique, rng, step * 1.3)
    worn = [part for thing in attachments for part in thing.parts(skeleton, step)]

    def of(material: Material) -> Iterator[Surface]:
        return (part.solid for part in worn if part.material is material)

    discs = skeleton.discs(step)
    water = geometry.line_integrals(chain(vessels, discs, of(Material.WATER)))
    water += _soft_tissue(skeleton, organs, geometry)
    bone = geometry.line_integrals(chain(skeleton.bones(step), of(Material.BONE)))
    trabeculae = cloud(rng, geometry.shape, coarsest=6 / spacing, octaves=4, roughness=0.85)
    bone *= 1 + np.float32(TRABECULAR_CONTRAST) * trabeculae
    integrals = {Material.WATER: np.maximum(water, 0, out=water), Material.BONE: bone}
    if any(part.material is Material.METAL for part in worn):
        integrals[Material.METAL] = geometry.line_integrals(of(Material.METAL))
    return integrals


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
