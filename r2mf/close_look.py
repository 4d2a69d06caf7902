"""The close stage put to use: vertebrae of a film in, their corners as it sees them out."""

from __future__ import annotations

import numpy as np
import torch
from numpy.typing import NDArray

from r2mf.close import CloseStage
from r2mf.patches import VERTEBRA, placed_around, read_patch

MIRROR = torch.tensor([1.0, -1.0])
"""Turns the column part of a mirrored corner round."""


@torch.inference_mode()
def looked_at_closely(
    stage: CloseStage,
    film: NDArray[np.float32],
    quads: NDArray[np.float64],
    pixel_aspect: float,
) -> NDArray[np.float64]:
    """Look at every vertebra on its own, and at its mirror image.

    Parameters
    ----------
    stage : CloseStage
    film : (H, W) array
        In [0, 1].
    quads : (N, 4, 2) array
        Where the vertebrae are guessed to be; row, column in film pixels.
    pixel_aspect : float
        Height of a film pixel over its width.

    Returns
    -------
    (N, 4, 2) array
        Their corners, likewise: the mean of both looks, so that a mirrored film gives mirrored
        corners.
    """
    placements = placed_around(quads, pixel_aspect)
    device = stage.corners.weight.device
    patches = torch.cat([read_patch(film, placement) for placement in placements]).to(device)
    corners, _ = stage(torch.cat([patches, patches.flip(3)]))  # (2 N, 4, 2)
    plain, mirrored = corners.cpu().split(len(quads))
    seen = (plain + mirrored[:, [1, 0, 3, 2]] * MIRROR).double().numpy() / 2 * VERTEBRA
    return np.stack(
        [
            placement.to_film(placement.window_middle + each)
            for placement, each in zip(placements, seen, strict=True)
        ]
    )
