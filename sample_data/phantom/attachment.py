"""What is in or on a patient besides the patient: the parts that all such things are made of."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sample_data.phantom.anatomy import Physique
from sample_data.phantom.material import (
    REFERENCE_KEV,
    Material,
    titanium_excess_per_mm,
    water_per_mm,
)
from sample_data.phantom.skeleton import Skeleton
from sample_data.phantom.surface import Surface, ellipsoid, tube
from sample_data.phantom.trunk import Trunk

Array = NDArray[np.float64]

TITANIUM_PER_MM = float(titanium_excess_per_mm(REFERENCE_KEV))
# Steel, brass and copper take away about three times as much as titanium.
STEEL_PER_MM = 3 * TITANIUM_PER_MM
# Polyethylene and polypropylene.
PLASTIC_PER_MM = 0.95 * float(water_per_mm(REFERENCE_KEV))
# The skin in front and behind, y in mm, of an average adult.
FRONT_SKIN_MM, BACK_SKIN_MM = 108.0, -72.0


class Part(NamedTuple):
    """One solid of one material."""

    material: Material
    solid: Surface


class Attachment(Protocol):
    """Something in or on a patient."""

    def parts(self, skeleton: Skeleton, step: float) -> Iterator[Part]:
        """Solids in patient's axes, elements `step` mm apart."""


def wire(path: ArrayLike, radius: float, step: float, per_mm: float = STEEL_PER_MM) -> Part:
    """Metal of round section along `path` (K, 3) mm, with smooth bends."""
    # any direction does for a round section, as long as the path does not run along it
    return Part(
        Material.METAL,
        tube(path, [radius, radius], across=[0.3, 1.0, 0.2], shell=0.0, core=per_mm, step=step),
    )


def frame(centre: ArrayLike, width: float, height: float, radius: float, step: float) -> Part:
    """Bend wire into a rounded rectangle that faces the front, a buckle; mm."""
    around = np.linspace(0, 2 * np.pi, 33)
    # a superellipse looks like a rectangle with round corners
    cosine, sine = np.cos(around), np.sin(around)
    x = width / 2 * np.sign(cosine) * np.abs(cosine) ** 0.35
    z = height / 2 * np.sign(sine) * np.abs(sine) ** 0.35
    return wire(np.stack([x, 0 * x, z], axis=1) + np.asarray(centre, float), radius, step)


def stud(centre: ArrayLike, radius: float, thickness: float, step: float) -> Part:
    """Flat round piece of metal facing the front, mm."""
    halves = [radius, thickness / 2, radius]
    return Part(Material.METAL, ellipsoid(centre, halves, shell=0.0, core=STEEL_PER_MM, step=step))


def on_trunk(trunk: Trunk, along: ArrayLike, right: ArrayLike, forward: ArrayLike) -> Array:
    """Patient's axes (..., 3) of places in the trunk's coordinates, mm."""
    x, z = trunk.to_patient(along, right)
    return np.stack([x, np.broadcast_to(np.asarray(forward, float), x.shape), z], axis=-1)


def front_skin(person: Physique) -> float:
    """Where the skin is in front of the spine: y, mm."""
    return FRONT_SKIN_MM * person.size * person.girth


def back_skin(person: Physique) -> float:
    """Where the skin is behind the spine: y, mm."""
    return BACK_SKIN_MM * person.size * person.girth
