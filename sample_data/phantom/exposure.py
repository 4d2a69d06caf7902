"""From line integrals to what a detector receives and a workstation shows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np
from scipy.ndimage import gaussian_filter

from sample_data.phantom.material import Material
from sample_data.phantom.processing import Processing, processed
from sample_data.phantom.raster import Array, blurred
from sample_data.phantom.spectrum import Spectrum
from sample_data.phantom.stitching import Stitching

# How far scattered radiation spreads on the film, sigma.
SCATTER_MM = 45.0
# Line integral through the middle of a trunk, where `Exposure.scatter` is defined.
TRUNK_ATTENUATION = 4.0
# Behind more than this there is body, not air.
BODY_ATTENUATION = 0.6
# No density is higher: an electronic detector's own signal.
LEAST_SIGNAL = 1e-5


@dataclass(frozen=True)
class Exposure:
    """How a film is exposed and processed.

    Attributes
    ----------
    peak_kv : float
        Voltage of the tube.
    scatter : float
        Scattered over primary radiation behind a trunk, behind the anti-scatter grid.
    noise : float
        Standard deviation of the quantum noise behind no object, as a share of the signal there;
        its variance follows the signal.
    grain_mm : float
        Sigma of the detector's blur of the quanta, which decides how fine the noise is.
    blur_mm : float
        Sigma of focal spot and detector in the plane of the spine.
    grid_falloff : float
        Loss of exposure at both sides through the anti-scatter grid, in units of line integral.
    grid_cutoff : float
        Loss from the image's left edge to its right one through a grid that is off centre.
    heel : float
        Loss from the upper edge to the lower one through the anode's heel.
    saturation : float
        Density below which the detector is blind, having had its fill.
    processing : Processing
    seed : int
        Of the noise.
    """

    peak_kv: float = 85.0
    scatter: float = 0.35
    noise: float = 0.003
    grain_mm: float = 0.2
    blur_mm: float = 0.25
    grid_falloff: float = 0.05
    grid_cutoff: float = 0.0
    heel: float = 0.0
    saturation: float = 0.0
    processing: Processing = field(default_factory=Processing)
    seed: int = 0

    @classmethod
    def random(cls, rng: np.random.Generator) -> Exposure:
        """Draw a family by its share, then one exposure of it."""
        names = list(FAMILIES)
        return FAMILIES[str(rng.choice(names, p=[FAMILY_SHARES[name] for name in names]))](rng)


def exposed(
    attenuation: Mapping[Material, Array],
    exposure: Exposure,
    spacing: float,
    stitching: Stitching,
) -> Array:
    """Picture (H, W) in [0, 1], bone bright, of line integrals (H, W) by material."""
    signal = stitching.joined(received(attenuation, exposure, spacing))
    density = -np.log(np.maximum(noisy(signal, exposure, spacing), LEAST_SIGNAL))
    np.maximum(density, exposure.saturation, out=density)
    body = attenuation[Material.WATER] > BODY_ATTENUATION
    return processed(density, body, exposure.processing, spacing)


def received(attenuation: Mapping[Material, Array], exposure: Exposure, spacing: float) -> Array:
    """Signal (H, W) without noise; 1 is what arrives behind no object."""
    primary = Spectrum.of_tube(exposure.peak_kv).transmission(attenuation)
    rows, columns = primary.shape
    across = np.linspace(-1, 1, columns, dtype=np.float32)
    down = np.linspace(-0.5, 0.5, rows, dtype=np.float32)[:, None]
    primary *= np.exp(-exposure.grid_falloff * across**2 - exposure.grid_cutoff * across / 2)
    primary *= np.exp(-exposure.heel * down)
    primary = gaussian_filter(primary, exposure.blur_mm / spacing, mode="nearest", truncate=3)
    # what leaves a ray once on its way through the patient, spread around
    scattered = primary * attenuation[Material.WATER]
    scattered = blurred(scattered, SCATTER_MM / spacing)
    return primary + np.float32(exposure.scatter / TRUNK_ATTENUATION) * scattered


def noisy(signal: Array, exposure: Exposure, spacing: float) -> Array:
    """Signal (H, W) with quantum noise: many quanta, so normally distributed."""
    rng = np.random.default_rng(exposure.seed)
    grain = rng.standard_normal(signal.shape, dtype=np.float32)
    grain = gaussian_filter(grain, exposure.grain_mm / spacing, truncate=3)
    grain *= np.float32(exposure.noise) / max(float(grain.std()), 1e-6)
    return signal + grain * np.sqrt(signal)


def _film_like(rng: np.random.Generator) -> Exposure:
    """Soft and low in contrast, a smooth grey gradient: films, and detectors shown like films."""
    return Exposure(
        peak_kv=rng.uniform(75, 95),
        scatter=rng.uniform(0.5, 2.2),
        noise=_between(rng, 0.0005, 0.002),
        grain_mm=rng.uniform(0.2, 0.5),
        blur_mm=rng.uniform(0.2, 0.7),
        grid_falloff=rng.uniform(0, 0.3),
        grid_cutoff=rng.normal(0, 0.15),
        heel=rng.normal(0, 0.2),
        processing=Processing(
            detail=rng.uniform(0.0, 0.9),
            equalise=rng.uniform(0.0, 0.45),
            equalise_mm=rng.uniform(20, 60),
            dark=rng.uniform(0.2, 12),
            bright=rng.uniform(99.3, 99.99),
            black=rng.choice([0.0, rng.uniform(0.0, 0.06)]),
            white=rng.uniform(0.68, 1.0),
            gamma=float(np.exp(rng.normal(0.12, 0.25))),
        ),
        seed=_seed(rng),
    )


def _multi_scale(rng: np.random.Generator) -> Exposure:
    """Strongly equalised, fine and crisp, air dark grey: whole-spine systems."""
    return Exposure(
        peak_kv=rng.uniform(75, 95),
        scatter=rng.uniform(0.2, 1.0),
        noise=_between(rng, 0.0004, 0.0015),
        grain_mm=rng.uniform(0.15, 0.4),
        blur_mm=rng.uniform(0.12, 0.35),
        grid_falloff=rng.uniform(0, 0.15),
        grid_cutoff=rng.normal(0, 0.08),
        heel=rng.normal(0, 0.15),
        saturation=rng.uniform(0.0, 1.0),
        processing=Processing(
            detail=rng.uniform(2.5, 6.5),
            equalise=rng.uniform(0.55, 0.85),
            equalise_mm=rng.uniform(20, 45),
            dark=rng.uniform(0.1, 1.5),
            bright=rng.uniform(99.8, 99.99),
            black=rng.uniform(0.04, 0.16),
            white=rng.uniform(0.9, 1.0),
            gamma=float(np.exp(rng.normal(0.0, 0.2))),
        ),
        seed=_seed(rng),
    )


def _overexposed(rng: np.random.Generator) -> Exposure:
    """Lungs and skin burnt to black, the detector having had its fill."""
    return Exposure(
        scatter=rng.uniform(0.3, 1.2),
        noise=_between(rng, 0.0004, 0.001),
        grain_mm=rng.uniform(0.2, 0.5),
        blur_mm=rng.uniform(0.2, 0.6),
        saturation=rng.uniform(1.4, 2.1),
        processing=Processing(
            detail=rng.uniform(0.0, 1.0),
            equalise=rng.uniform(0.0, 0.3),
            dark=rng.uniform(10, 30),
            bright=rng.uniform(99.5, 99.99),
            gamma=float(np.exp(rng.normal(0.15, 0.2))),
        ),
        seed=_seed(rng),
    )


def _underexposed(rng: np.random.Generator) -> Exposure:
    """Too few quanta behind the belly: pale and grainy."""
    return Exposure(
        scatter=rng.uniform(0.6, 1.8),
        noise=_between(rng, 0.004, 0.009),
        grain_mm=rng.uniform(0.25, 0.5),
        blur_mm=rng.uniform(0.2, 0.6),
        processing=Processing(
            detail=rng.uniform(0.0, 0.6),
            equalise=rng.uniform(0.1, 0.6),
            dark=rng.uniform(0.1, 4),
            bright=rng.uniform(98.5, 99.9),
            black=rng.uniform(0.0, 0.1),
            white=rng.uniform(0.75, 1.0),
            gamma=float(np.exp(rng.normal(-0.35, 0.2))),
        ),
        seed=_seed(rng),
    )


FAMILIES: Mapping[str, Callable[[np.random.Generator], Exposure]] = MappingProxyType(
    {
        "film-like": _film_like,
        "multi-scale": _multi_scale,
        "overexposed": _overexposed,
        "underexposed": _underexposed,
    }
)
"""How films are exposed and shown."""

FAMILY_SHARES: Mapping[str, float] = MappingProxyType(
    {"film-like": 0.5, "multi-scale": 0.38, "overexposed": 0.06, "underexposed": 0.06}
)
"""Torso crops are mostly the first, whole trunks the second; bad exposures are rare."""


def _between(rng: np.random.Generator, low: float, high: float) -> float:
    """Draw between two bounds whose ratio matters."""
    return float(np.exp(rng.uniform(np.log(low), np.log(high))))


def _seed(rng: np.random.Generator) -> int:
    return int(rng.integers(2**31))
