"""The close stage put to use: vertebrae of a film in, their corners as it sees them out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

from r2mf.calibration import LAPLACE_SD
from r2mf.close import CloseStage
from r2mf.patches import VERTEBRA, placed_around, read_patch

MIRROR = torch.tensor([1.0, -1.0])
"""Turns the column part of a mirrored corner round."""


@dataclass(frozen=True, eq=False)
class Seen:
    """Vertebrae as they are seen."""

    quads: NDArray[np.float64]
    """(N, 4, 2) corners; row, column in pixels."""

    tilt_sd_deg: NDArray[np.float64]
    """(N,) standard deviation of the tilt of their endplates that is foretold, uncalibrated."""


@torch.inference_mode()
def looked_at_closely(
    stage: CloseStage,
    film: NDArray[np.float32],
    quads: NDArray[np.float64],
    pixel_aspect: float,
) -> Seen:
    """Look at every vertebra on its own, and at its mirror image.

    The mean of both looks is taken, so that a mirrored film gives mirrored corners.

    Parameters
    ----------
    stage : CloseStage
    film : (H, W) array
        In [0, 1].
    quads : (N, 4, 2) array
        Where at least one vertebra is guessed to be; row, column in film pixels.
    pixel_aspect : float
        Height of a film pixel over its width.

    Returns
    -------
    Seen
        In film pixels.
    """
    placements = placed_around(quads, pixel_aspect)
    device = stage.corners.weight.device
    patches = torch.cat([read_patch(film, placement) for placement in placements]).to(device)
    corners, log_spread = stage(torch.cat([patches, patches.flip(3)]))  # (2 N, 4, 2), (2 N, 2)
    plain, mirrored = corners.cpu().split(len(quads))
    seen = (plain + mirrored[:, [1, 0, 3, 2]] * MIRROR).double().numpy() / 2 * VERTEBRA
    on_film = [
        placement.to_film(placement.window_middle + each)
        for placement, each in zip(placements, seen, strict=True)
    ]
    spread = torch.exp(log_spread).cpu().double().unflatten(0, (2, -1)).mean(dim=(0, 2)).numpy()
    return Seen(np.stack(on_film), LAPLACE_SD * np.degrees(spread))
