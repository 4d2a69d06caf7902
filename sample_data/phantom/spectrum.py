"""The energies of a beam, and what is left of them behind a patient."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sample_data.phantom.errors import PhantomError
from sample_data.phantom.material import Material, filtration, relative_attenuation
from sample_data.phantom.raster import Array

# Below this energy a filtered beam has next to nothing.
SOFTEST_KEV = 25.0
BINS = 8
# Filters of a tube for standing films: round figures of clinical practice.
ALUMINIUM_MM, COPPER_MM = 3.0, 0.1
# A bright spot behind metal still gets scatter; a primary of exp(-12) is as good as none.
DEEPEST = 12.0


@dataclass(frozen=True)
class Spectrum:
    """Energies of a beam.

    Attributes
    ----------
    energies_kev : (B,) float
    shares : (B,) float
        Of the energy that the bare detector takes up; they add up to 1.
    """

    energies_kev: NDArray[np.float64]
    shares: NDArray[np.float64]

    def __post_init__(self) -> None:
        """Refuse shares that do not make a whole."""
        if self.energies_kev.shape != self.shares.shape or not np.isclose(self.shares.sum(), 1):
            raise PhantomError(
                f"{len(self.energies_kev)} energies have shares that add up to "
                f"{self.shares.sum():.3f}; give one share for each, adding up to 1"
            )

    @classmethod
    def of_tube(cls, peak_kv: float = 85.0) -> Spectrum:
        """Beam of a tungsten tube behind its filters.

        Kramers' law for the bremsstrahlung, an energy-integrating detector, no characteristic
        lines: below 69.5 keV peak there are none, and above they hardly move the mean energy.
        """
        if not peak_kv > SOFTEST_KEV:
            raise PhantomError(f"peak_kv is {peak_kv}; give more than {SOFTEST_KEV}, such as 85")
        edges = np.linspace(SOFTEST_KEV, peak_kv, BINS + 1)
        energies = (edges[1:] + edges[:-1]) / 2
        photons = (peak_kv - energies) / energies
        taken = photons * energies * np.exp(-filtration(ALUMINIUM_MM, COPPER_MM, energies))
        return cls(energies, taken / taken.sum())

    def transmission(self, attenuation: Mapping[Material, Array]) -> Array:
        """Share of the beam (H, W) that is left.

        Parameters
        ----------
        attenuation : mapping of Material to (H, W) float32
            Line integrals at `material.REFERENCE_KEV`.
        """
        shape = next(iter(attenuation.values())).shape
        total = np.zeros(shape, np.float32)
        for energy, share in zip(self.energies_kev, self.shares, strict=True):
            depth = np.zeros(shape, np.float32)
            for material, integral in attenuation.items():
                depth += np.float32(relative_attenuation(material, energy)) * integral
            np.clip(depth, 0, DEEPEST, out=depth)
            np.negative(depth, out=depth)
            total += np.float32(share) * np.exp(depth, out=depth)
        return total
