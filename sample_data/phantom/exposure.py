"""From attenuation to the picture a workstation shows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter

from sample_data.phantom.raster import Array, blurred

# How far scattered radiation spreads on the film, sigma.
SCATTER_MM = 45.0
# Line integral through the middle of a trunk, where `Exposure.scatter` is defined.
TRUNK_ATTENUATION = 4.0


@dataclass(frozen=True)
class Exposure:
    """How a film is exposed and processed.

    Attributes
    ----------
    scatter : float
        Scattered over primary radiation behind a trunk.
    noise : float
        Standard deviation of the quantum noise, in units of line integral, behind no object.
    blur_mm : float
        Sigma of focal spot and detector in the plane of the spine.
    equalise : float
        Share of the broad density differences that processing takes away, 0 to 1.
    equalise_mm : float
        What counts as broad: sigma.
    detail : float
        Gain of fine detail above 1.
    dark, bright : float
        Percentiles of the body that become black and white.
    gamma : float
        Above 1 darkens the middle.
    grid_falloff : float
        Loss of exposure at the sides through the anti-scatter grid, in units of line integral.
    seed : int
        Of the noise.
    """

    scatter: float = 0.35
    noise: float = 0.006
    blur_mm: float = 0.25
    equalise: float = 0.55
    equalise_mm: float = 35.0
    detail: float = 0.8
    dark: float = 2.0
    bright: float = 99.7
    gamma: float = 1.0
    grid_falloff: float = 0.05
    seed: int = 0

    @classmethod
    def random(cls, rng: np.random.Generator) -> Exposure:
        """Draw from flat, unprocessed films to strongly equalised ones."""
        processed = rng.random() < 0.5
        return cls(
            scatter=rng.uniform(0.05, 0.9),
            noise=float(np.exp(rng.uniform(np.log(0.001), np.log(0.005)))),
            blur_mm=rng.uniform(0.12, 0.9),
            equalise=rng.uniform(0.3, 0.85) if processed else rng.uniform(0.0, 0.35),
            equalise_mm=rng.uniform(18, 60),
            detail=rng.uniform(0.2, 1.6) if processed else rng.uniform(0, 0.3),
            dark=rng.uniform(0.5, 8) if processed else rng.uniform(1, 35),
            bright=rng.uniform(99.0, 99.95),
            gamma=float(np.exp(rng.normal(0, 0.28))),
            grid_falloff=rng.uniform(0, 0.3),
            seed=int(rng.integers(2**31)),
        )


def exposed(attenuation: Array, exposure: Exposure, spacing: float) -> Array:
    """Picture (H, W) in [0, 1], bone bright, of line integrals (H, W)."""
    rng = np.random.default_rng(exposure.seed)
    shape = attenuation.shape
    across = np.linspace(-1, 1, shape[1], dtype=np.float32)
    primary = np.exp(-attenuation - exposure.grid_falloff * across**2)
    primary = gaussian_filter(primary, exposure.blur_mm / spacing, mode="nearest")
    # what leaves a ray once on its way through the patient, spread around
    scatter = blurred(primary * attenuation, SCATTER_MM / spacing) / TRUNK_ATTENUATION
    signal = primary + exposure.scatter * scatter
    density = -np.log(np.maximum(signal, 1e-6))
    grain = gaussian_filter(rng.standard_normal(shape, dtype=np.float32), 0.45)
    grain *= 1 / max(float(grain.std()), 1e-6)
    density += exposure.noise * grain * np.exp(np.minimum(density, 8) / 2)
    return _processed(density, attenuation > 0.6, exposure, spacing)


def _processed(
    density: Array, body: NDArray[np.bool_], exposure: Exposure, spacing: float
) -> Array:
    broad = blurred(density, exposure.equalise_mm / spacing)
    fine = density - blurred(density, 2.2 / spacing)
    shown = density - exposure.equalise * (broad - broad.mean()) + exposure.detail * fine
    inside = shown[::4, ::4][body[::4, ::4]]
    if inside.size < 100:
        inside = shown.ravel()
    low, high = np.percentile(inside, [exposure.dark, exposure.bright])
    level = (shown - low) / max(float(high - low), 1e-3)
    # a film has a toe and a shoulder: nothing is cut off sharply
    level = np.where(level < 0.08, 0.08 * np.exp(np.minimum(level - 0.08, 0) / 0.08), level)
    level = np.where(level > 0.9, 1 - 0.1 * np.exp(-np.maximum(level - 0.9, 0) / 0.1), level)
    return (np.clip(level, 0, 1) ** np.float32(exposure.gamma)).astype(np.float32)
