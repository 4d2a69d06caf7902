"""The piece of film the network looks at, and the way back to film pixels."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from r2mf.network import WINDOW_MULTIPLE

WINDOW_HEIGHT = 768
"""Pixels; the height the cascade was trained at."""

LARGEST_WIDTH = 1024
"""Pixels; a film wider than this share of its height is shrunk further rather than cropped."""


@dataclass(frozen=True)
class Region:
    """A rectangle of the film in film pixels; edges lie between pixels and may lie outside."""

    top: float
    left: float
    bottom: float
    right: float

    @property
    def height(self) -> float:
        """Film pixels."""
        return self.bottom - self.top

    @property
    def width(self) -> float:
        """Film pixels."""
        return self.right - self.left

    @classmethod
    def whole(cls, film: NDArray[np.float32]) -> Region:
        """Take the whole film."""
        return cls(0, 0, *film.shape)


@dataclass(frozen=True, eq=False)
class Window:
    """A region of a film resampled for the network."""

    pixels: Tensor
    """(1, 1, H, W) float32 in [0, 1]; black where the region leaves the film."""

    region: Region
    """What of the film the window shows, padding included."""

    scale: tuple[float, float]
    """Film pixels per window pixel, row and column; they differ on anisotropic films."""

    def to_film(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        """(..., 2) window pixels -> film pixels; both count from the centre of the first."""
        origin = np.array([self.region.top, self.region.left])
        return (points + 0.5) * self.scale + origin - 0.5


def cut(film: NDArray[np.float32], region: Region, pixel_aspect: float) -> Window:
    """Show a region of the film to the network.

    Parameters
    ----------
    film : (H, W) array
        In [0, 1].
    region : Region
        What has to be seen.
    pixel_aspect : float
        Height of a film pixel over its width; the window's pixels are square.
    """
    column_scale = max(region.height * pixel_aspect / WINDOW_HEIGHT, region.width / LARGEST_WIDTH)
    scale = (column_scale / pixel_aspect, column_scale)
    shape = tuple(
        int(np.ceil(round(size / step, 6) / WINDOW_MULTIPLE)) * WINDOW_MULTIPLE
        for size, step in zip((region.height, region.width), scale, strict=True)
    )
    middle = ((region.top + region.bottom) / 2, (region.left + region.right) / 2)
    half = [size * step / 2 for size, step in zip(shape, scale, strict=True)]
    padded = Region(
        middle[0] - half[0], middle[1] - half[1], middle[0] + half[0], middle[1] + half[1]
    )
    return Window(resampled(film, padded, shape), padded, scale)


def resampled(film: NDArray[np.float32], region: Region, shape: tuple[int, ...]) -> Tensor:
    """Resample a region to (1, 1, H, W), averaging where it shrinks."""
    pixels = torch.from_numpy(np.array(film))[None, None]  # a film may be read-only
    top, left, bottom, right = region.top, region.left, region.bottom, region.right
    step = min((bottom - top) / shape[0], (right - left) / shape[1])
    while step >= 2:  # a mean of four pixels at a time, then one interpolation
        pixels = functional.avg_pool2d(pixels, 2)
        top, left, bottom, right = top / 2, left / 2, bottom / 2, right / 2
        step /= 2
    height, width = pixels.shape[-2:]
    rows = top + (torch.arange(shape[0]) + 0.5) * ((bottom - top) / shape[0])
    columns = left + (torch.arange(shape[1]) + 0.5) * ((right - left) / shape[1])
    grid = torch.stack(
        torch.broadcast_tensors(
            (columns / width * 2 - 1)[None, :], (rows / height * 2 - 1)[:, None]
        ),
        dim=-1,
    )
    return functional.grid_sample(pixels, grid[None].float(), align_corners=False)
