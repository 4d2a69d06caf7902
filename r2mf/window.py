"""The piece of film the network looks at, and the way back to film pixels."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from r2mf.network import WINDOW_MULTIPLE

LARGEST_WIDTH_SHARE = 4 / 3
"""Width of a window over its height; a film wider than that is shrunk further, not cropped."""


@dataclass(frozen=True, eq=False)
class Placement:
    """Where a window lies on its film: turned and scaled about its middle."""

    matrix: NDArray[np.float64]
    """(2, 2) film pixels per window pixel, row and column."""

    window_middle: NDArray[np.float64]
    """(2,) row, column in window pixels."""

    film_middle: NDArray[np.float64]
    """(2,) row, column in film pixels."""

    @property
    def scale(self) -> float:
        """Film pixels per window pixel, the geometric mean of rows and columns."""
        return float(np.sqrt(abs(np.linalg.det(self.matrix))))

    def to_film(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        """(..., 2) window pixels -> film pixels; both count from the centre of the first."""
        return (points - self.window_middle) @ self.matrix.T + self.film_middle

    def to_window(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        """(..., 2) film pixels -> window pixels, the inverse of `to_film`."""
        return (points - self.film_middle) @ np.linalg.inv(self.matrix).T + self.window_middle


@dataclass(frozen=True)
class Region:
    """A rectangle of the film, possibly leaning, possibly reaching beyond the film."""

    middle: tuple[float, float]
    """Row, column in film pixels."""

    height: float
    """Along the lean, in widths of a film pixel."""

    width: float
    """Across it, likewise."""

    lean_deg: float = 0.0
    """How far its top is turned to the right of the image."""

    @classmethod
    def whole(cls, film: NDArray[np.float32], pixel_aspect: float) -> Region:
        """Take the whole film."""
        rows, columns = film.shape
        return cls(((rows - 1) / 2, (columns - 1) / 2), rows * pixel_aspect, float(columns))

    @classmethod
    def around(
        cls,
        points: NDArray[np.float64],
        pixel_aspect: float,
        lean_deg: float,
        margins: tuple[float, float],
    ) -> Region:
        """Bound points, (N, 2) film pixels, with margins above and beside as shares of the height.

        Parameters
        ----------
        points : (N, 2) array
            Row, column in film pixels.
        pixel_aspect : float
            Height of a film pixel over its width.
        lean_deg : float
            Of the rectangle.
        margins : (float, float)
            Above and below, and left and right.
        """
        upright = (points * [pixel_aspect, 1.0]) @ turn(lean_deg)  # (N, 2)
        low, high = upright.min(axis=0), upright.max(axis=0)
        height, width = high - low
        middle = turn(lean_deg) @ ((low + high) / 2) / [pixel_aspect, 1.0]
        return cls(
            (float(middle[0]), float(middle[1])),
            float(height * (1 + 2 * margins[0])),
            float(width + 2 * margins[1] * height),
            lean_deg,
        )


@dataclass(frozen=True, eq=False)
class Window:
    """A region of a film resampled for the network."""

    pixels: Tensor
    """(1, 1, H, W) float32 in [0, 1]; black where the region leaves the film."""

    placement: Placement


def turn(degrees: float) -> NDArray[np.float64]:
    """Return the (2, 2) turn of (row, column) that leans an upright vector's top to the right."""
    angle = np.radians(degrees)
    return np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])


def cut(
    film: NDArray[np.float32], region: Region, pixel_aspect: float, window_height: int
) -> Window:
    """Show a region of the film to the network.

    Parameters
    ----------
    film : (H, W) array
        In [0, 1].
    region : Region
        What has to be seen; it is padded to a shape the network takes.
    pixel_aspect : float
        Height of a film pixel over its width; the window's pixels are square.
    window_height : int
        Pixels; what the network was trained on.
    """
    step = max(region.height, region.width / LARGEST_WIDTH_SHARE) / window_height
    height, width = (
        int(np.ceil(round(size / step, 6) / WINDOW_MULTIPLE)) * WINDOW_MULTIPLE
        for size in (region.height, region.width)
    )
    placement = Placement(
        matrix=step * np.diag([1 / pixel_aspect, 1.0]) @ turn(region.lean_deg),
        window_middle=np.array([(height - 1) / 2, (width - 1) / 2]),
        film_middle=np.array(region.middle),
    )
    return Window(resampled(film, placement, (height, width)), placement)


def resampled(film: NDArray[np.float32], placement: Placement, shape: tuple[int, int]) -> Tensor:
    """Resample a film to a window, (1, 1, H, W), averaging where it shrinks."""
    pixels = torch.from_numpy(np.array(film))[None, None]  # a film may be read-only
    matrix = placement.matrix
    offset = placement.to_film(np.zeros(2))
    while np.linalg.norm(matrix, axis=0).min() >= 2:  # a mean of four pixels at a time
        pixels = functional.avg_pool2d(pixels, 2)
        matrix, offset = matrix / 2, (offset - 0.5) / 2
    return sampled(pixels, matrix, offset, shape)


def sampled(
    source: Tensor,
    matrix: NDArray[np.float64],
    offset: NDArray[np.float64],
    shape: tuple[int, int],
) -> Tensor:
    """Read ``source`` at ``matrix @ pixel + offset`` for every pixel of `shape`, black outside.

    Parameters
    ----------
    source : Tensor
        (1, 1, h, w).
    matrix, offset : (2, 2) and (2,) arrays
        Row, column; pixels count from the centre of the first.
    shape : (int, int)

    Returns
    -------
    Tensor
        (1, 1, H, W).
    """
    size, out = np.array(source.shape[-2:]), np.array(shape)
    linear = matrix * out / size[:, None]
    constant = (matrix @ (out - 1) + 2 * offset + 1) / size - 1
    # affine_grid takes x before y
    theta = np.concatenate([linear[::-1, ::-1], constant[::-1, None]], axis=1)
    grid = functional.affine_grid(
        torch.from_numpy(theta[None].copy()), [1, 1, *shape], align_corners=False
    )
    return functional.grid_sample(source, grid.float(), align_corners=False)
