"""What a workstation makes of the densities on a detector."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sample_data.phantom.errors import PhantomError
from sample_data.phantom.raster import Array, blurred

# Finer than this lies noise, which no workstation strengthens; sigma.
FINEST_MM = 0.4
# A structure stronger than this (line integral) gains less than a faint one: the edge of metal
# must not drown what lies beside it.
KNEE = 0.12
# A film has a toe and a shoulder, shares of its range: nothing is cut off sharply.
TOE, SHOULDER = 0.08, 0.9


@dataclass(frozen=True)
class Processing:
    """Multi-scale processing, then the window.

    Attributes
    ----------
    detail : float
        Gain above 1 of the finest structures that are not noise. Broader ones gain less.
    equalise : float
        Share of the broad density differences that is taken away, 0 to 1.
    equalise_mm : float
        What counts as broad: sigma. At this width nothing gains.
    dark, bright : float
        Percentiles of the body that become the darkest and the brightest grey.
    black, white : float
        The darkest and the brightest grey; burnt-in words may be brighter.
    gamma : float
        Above 1 darkens the middle.
    """

    detail: float = 0.8
    equalise: float = 0.55
    equalise_mm: float = 35.0
    dark: float = 2.0
    bright: float = 99.7
    black: float = 0.0
    white: float = 1.0
    gamma: float = 1.0

    def __post_init__(self) -> None:
        """Refuse a window without width and an equalisation of more than all."""
        if not 0 <= self.dark < self.bright <= 100:
            raise PhantomError(
                f"the window runs from {self.dark} to {self.bright} percent; give two percentiles, "
                "the darker first"
            )
        if not 0 <= self.black < self.white <= 1:
            raise PhantomError(
                f"black is {self.black} and white {self.white}; give two greys from 0 to 1, "
                "the darker first"
            )
        if not 0 <= self.equalise <= 1:
            raise PhantomError(f"equalise is {self.equalise}; give a share from 0 to 1")


def processed(
    density: Array, body: NDArray[np.bool_], processing: Processing, spacing: float
) -> Array:
    """Picture (H, W) in [0, 1], bone bright.

    Parameters
    ----------
    density : (H, W) float32
        Minus the logarithm of what arrived.
    body : (H, W) bool
        Where the window is chosen.
    spacing : float
        Pixel size, mm.
    """
    shown = _equalised(density, processing, spacing)
    inside = shown[::4, ::4][body[::4, ::4]]
    if not inside.size:
        inside = shown.ravel()
    low, high = np.percentile(inside, [processing.dark, processing.bright])
    level = (shown - np.float32(low)) / np.float32(max(high - low, 1e-3))
    toe = TOE * np.exp(np.minimum(level / TOE - 1, 0))
    shoulder = 1 - (1 - SHOULDER) * np.exp(-np.maximum(level - SHOULDER, 0) / (1 - SHOULDER))
    level = np.where(level < TOE, toe, np.where(level > SHOULDER, shoulder, level))
    np.power(level, np.float32(processing.gamma), out=level)
    black, white = processing.black, processing.white
    return np.asarray(black + (white - black) * level, np.float32)


def _equalised(density: Array, processing: Processing, spacing: float) -> Array:
    """Densities taken apart into bands an octave wide, each with its gain, and put together."""
    octaves = np.arange(np.log2(FINEST_MM), np.log2(processing.equalise_mm) + 1e-6)
    rest = blurred(density, FINEST_MM / spacing)
    result = density - rest
    for octave in octaves:
        narrower = float(np.log2(processing.equalise_mm) - octave) / len(octaves)
        smooth = blurred(density, 2 ** (octave + 1) / spacing)
        band = rest - smooth
        gain = np.float32(processing.detail * narrower)
        result += band * (1 + gain / (1 + np.abs(band) / np.float32(KNEE)))
        rest = smooth
    return result + (rest - rest.mean()) * np.float32(1 - processing.equalise)
