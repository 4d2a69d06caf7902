"""Implants over the spine: the only gate that looks at pixels."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from studies.findings import Corners, FindingWarning


def metal_warnings(
    pixels: NDArray[np.float32], outlines: Sequence[Corners]
) -> tuple[FindingWarning, ...]:
    """Look for metal that lies over outlined vertebrae.

    Parameters
    ----------
    pixels : (H, W) float32
        The film in [0, 1], bone bright.
    outlines : sequence of corners
        The vertebrae, cranial first.
    """
    return ()
