"""Small picture operations: enlarging, smooth steps, random fields."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter

Array = NDArray[np.float32]


def enlarged(image: Array, shape: tuple[int, int], step: float) -> Array:
    """Bilinear picture of `shape` whose pixel (i, j) lies at (i, j) / `step` of `image`."""
    out = image
    for axis in range(2):
        at = np.arange(shape[axis], dtype=np.float32) / np.float32(step)
        low = np.minimum(at.astype(np.int32), out.shape[axis] - 2)
        mix = np.clip(at - low, 0, 1).astype(np.float32)
        mix = mix[:, None] if axis == 0 else mix[None, :]
        out = out.take(low, axis) * (1 - mix) + out.take(low + 1, axis) * mix
    return out


def smooth_step(value: Array, width: float) -> Array:
    """0 below zero, 1 above `width`, smooth between."""
    at = np.clip(value / np.float32(width), 0, 1)
    return at * at * (3 - 2 * at)


def blurred(image: Array, sigma: float) -> Array:
    """Gaussian blur; wide ones are made on a smaller picture."""
    step = max(1, int(sigma // 3))
    if step == 1:
        return gaussian_filter(image, sigma, mode="nearest")
    rows, columns = (-(-n // step) + 1 for n in image.shape)
    padded = np.pad(
        image,
        ((0, rows * step - image.shape[0]), (0, columns * step - image.shape[1])),
        mode="edge",
    )
    small = padded.reshape(rows, step, columns, step).mean(axis=(1, 3))
    small = gaussian_filter(small, sigma / step, mode="nearest")
    # the middle of block 0 lies at pixel (step - 1) / 2
    shift = (step - 1) / 2
    at = [np.clip((np.arange(n) - shift) / step, 0, None).astype(np.float32) for n in image.shape]
    out = small
    for axis in range(2):
        low = np.minimum(at[axis].astype(np.int32), out.shape[axis] - 2)
        mix = at[axis] - low
        mix = mix[:, None] if axis == 0 else mix[None, :]
        out = out.take(low, axis) * (1 - mix) + out.take(low + 1, axis) * mix
    return out


def cloud(
    rng: np.random.Generator,
    shape: tuple[int, int],
    *,
    coarsest: float,
    octaves: int,
    roughness: float,
) -> Array:
    """Random field of unit variance, detail from `coarsest` px down by halves.

    Each octave is `roughness` times as strong as the one before.
    """
    total = np.zeros(shape, np.float32)
    power = 0.0
    for octave in range(octaves):
        size = max(1.0, coarsest / 2**octave)
        grid = rng.standard_normal(
            (int(shape[0] / size) + 3, int(shape[1] / size) + 3), dtype=np.float32
        )
        weight = roughness**octave
        # bilinear interpolation keeps 4/9 of the variance of white noise
        total += np.float32(weight) * enlarged(grid, shape, size)
        power += weight**2 * (4 / 9 if size > 1 else 1.0)
    return total / np.float32(np.sqrt(power))
