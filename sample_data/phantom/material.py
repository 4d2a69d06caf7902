"""What rays pass through, and how its attenuation changes with their energy.

Mass attenuation coefficients with coherent scattering, cm^2/g, rounded from memory of the NIST
tables (Hubbell and Seltzer, NISTIR 5632; cortical bone of ICRU Report 44): good to a percent or
two, which is far less than people differ by.
"""

from __future__ import annotations

from enum import Enum

import numpy as np
from numpy.typing import ArrayLike, NDArray

TABLE_KEV = (20.0, 30.0, 40.0, 50.0, 60.0, 80.0, 100.0)
REFERENCE_KEV = 60.0
"""Energy that all line integrals are given at; `anatomy` has its coefficients for it."""

_WATER = (0.810, 0.376, 0.268, 0.227, 0.206, 0.184, 0.171)
_CORTICAL_BONE = (4.00, 1.331, 0.666, 0.424, 0.315, 0.223, 0.186)
_TITANIUM = (15.85, 4.97, 2.21, 1.213, 0.766, 0.405, 0.272)
_ALUMINIUM = (3.44, 1.128, 0.569, 0.368, 0.278, 0.202, 0.170)
_COPPER = (33.8, 10.92, 4.86, 2.61, 1.593, 0.763, 0.458)
# g/cm^3
_WATER_DENSITY, _BONE_DENSITY, _TITANIUM_DENSITY = 1.0, 1.92, 4.54
_ALUMINIUM_DENSITY, _COPPER_DENSITY = 2.70, 8.96


class Material(Enum):
    """What differs in how its attenuation falls with energy."""

    WATER = "water"
    """Soft tissue, its lack where there is air or gas, and plastics."""
    BONE = "bone"
    """What bone attenuates more than the soft tissue whose place it takes."""
    METAL = "metal"
    """Titanium, likewise; steel and lead are painted as more of it."""


def water_per_mm(energy_kev: ArrayLike) -> NDArray[np.float64]:
    """Coefficient of water, 1/mm."""
    return _per_mm(_WATER, _WATER_DENSITY, energy_kev)


def titanium_excess_per_mm(energy_kev: ArrayLike) -> NDArray[np.float64]:
    """Coefficient of titanium less that of the water it displaces, 1/mm."""
    titanium = _per_mm(_TITANIUM, _TITANIUM_DENSITY, energy_kev)
    return titanium - water_per_mm(energy_kev)


def bone_excess_per_mm(energy_kev: ArrayLike) -> NDArray[np.float64]:
    """Coefficient of cortical bone less that of the water it displaces, 1/mm."""
    bone = _per_mm(_CORTICAL_BONE, _BONE_DENSITY, energy_kev)
    return bone - water_per_mm(energy_kev)


def filtration(aluminium_mm: float, copper_mm: float, energy_kev: ArrayLike) -> NDArray[np.float64]:
    """Line integral of a tube's filter."""
    aluminium = _per_mm(_ALUMINIUM, _ALUMINIUM_DENSITY, energy_kev)
    return aluminium_mm * aluminium + copper_mm * _per_mm(_COPPER, _COPPER_DENSITY, energy_kev)


def relative_attenuation(material: Material, energy_kev: ArrayLike) -> NDArray[np.float64]:
    """Attenuation at an energy over that at `REFERENCE_KEV`.

    Examples
    --------
    >>> relative_attenuation(Material.BONE, [40, 60, 80]).round(2).tolist()
    [2.53, 1.0, 0.61]
    """
    coefficient = {
        Material.WATER: water_per_mm,
        Material.BONE: bone_excess_per_mm,
        Material.METAL: titanium_excess_per_mm,
    }[material]
    return coefficient(energy_kev) / coefficient(REFERENCE_KEV)


def _per_mm(table: tuple[float, ...], density: float, energy_kev: ArrayLike) -> NDArray[np.float64]:
    """Between the table's energies coefficients follow a power law."""
    logarithm = np.interp(np.log(np.asarray(energy_kev, float)), np.log(TABLE_KEV), np.log(table))
    return np.asarray(np.exp(logarithm) * density / 10)
