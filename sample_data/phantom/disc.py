"""The disc between two vertebrae: denser than the soft tissue around it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sample_data.phantom.surface import Surface, closed_grid

Array = NDArray[np.float64]

# Excess over soft tissue near 60 keV, 1/mm: a fibrous ring of some 1.1 g/cm^3 (a round figure).
# Without it disc spaces are darker against the bodies than on real films.
DISC_EXCESS = 0.0018
# The ring bulges by this share of its radius half-way between the endplates.
BULGE = 0.04
# Elements may be this much sparser than those of bone: a disc has no sharp detail of its own.
DISC_STEP = 2.0


def intervertebral_disc(above: Array, below: Array, step: float) -> Surface:
    """Close the space between two endplates.

    Parameters
    ----------
    above, below : (M, 3) float
        Rim of the inferior endplate above and of the superior one below, running the same way
        round from the same side; patient's axes, mm.
    step : float
        Spacing of the elements of bone, mm.
    """
    coarse = step * DISC_STEP
    perimeter = np.linalg.norm(np.diff(above, axis=0), axis=1).sum()
    every = max(1, int(len(above) * coarse / perimeter))
    above, below = above[::every], below[::every]
    middles = above.mean(axis=0), below.mean(axis=0)
    radius = float(np.linalg.norm(above - middles[0], axis=1).mean())
    shares = np.linspace(0.02, 1, max(4, int(radius / coarse)))[:, None, None]
    upper = middles[0] + shares * (above - middles[0])
    lower = middles[1] + shares[::-1] * (below - middles[1])
    waist = (upper[-1:] + lower[:1]) / 2
    centre = waist.mean(axis=1, keepdims=True)
    rings = np.concatenate([upper, centre + (1 + BULGE) * (waist - centre), lower])
    return closed_grid(rings, 0.0, DISC_EXCESS)
