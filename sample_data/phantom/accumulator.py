"""Shares of surface elements gathered in pixels: on a CUDA device if there is one, else here."""

from __future__ import annotations

from functools import cache
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]

# Sums on a device are made of whole numbers, which do not depend on the order of adding:
# 2^-32 of a line integral is far below any noise, and 2^31 far above any line integral.
UNITS_PER_ONE = 2.0**32


class Accumulator(Protocol):
    """A picture that surface elements are added to."""

    def add(self, row: Array, column: Array, weight: Array) -> None:
        """Add weights (N,) at fractional pixels (N,), shared between the four around each."""

    def total(self) -> Array:
        """Picture (rows, columns) so far."""


def accumulator(shape: tuple[int, int]) -> Accumulator:
    """Empty picture on the fastest device there is."""
    return TorchAccumulator(shape, "cuda") if _has_cuda() else NumpyAccumulator(shape)


class NumpyAccumulator:
    """On the processor."""

    def __init__(self, shape: tuple[int, int]) -> None:
        self._total = np.zeros(shape, np.float32)

    def add(self, row: Array, column: Array, weight: Array) -> None:
        """See `Accumulator`."""
        row, column, weight = _inside(self._total.shape, row, column, weight)
        if not len(row):
            return
        top, left = row.astype(np.int32), column.astype(np.int32)
        down, along = row - top, column - left
        first_row, first_column = int(top.min()), int(left.min())
        height, width = int(top.max()) - first_row + 2, int(left.max()) - first_column + 2
        flat = (top - first_row) * np.int32(width) + (left - first_column)
        lower = weight * down
        upper = weight - lower
        box = np.zeros(height * width)
        for shift, part in ((0, upper), (width, lower)):
            right = part * along
            box[shift:] += np.bincount(flat, part - right, height * width)[: len(box) - shift]
            shift += 1
            box[shift:] += np.bincount(flat, right, height * width)[: len(box) - shift]
        here = slice(first_row, first_row + height), slice(first_column, first_column + width)
        self._total[here] += box.reshape(height, width)

    def total(self) -> Array:
        """See `Accumulator`."""
        return self._total


class TorchAccumulator:
    """On a device that PyTorch knows, such as "cuda"."""

    def __init__(self, shape: tuple[int, int], device: str) -> None:
        self._torch = _torch()
        self._shape, self._device = shape, device
        self._total = self._torch.zeros(shape[0] * shape[1], dtype=self._torch.int64, device=device)

    def add(self, row: Array, column: Array, weight: Array) -> None:
        """See `Accumulator`."""
        torch, width = self._torch, self._shape[1]
        parts = _inside(self._shape, row, column, weight)
        down, along, units = (torch.from_numpy(part).to(self._device).double() for part in parts)
        top, left = down.long(), along.long()
        down, along, units = down - top, along - left, units * UNITS_PER_ONE
        flat = top * width + left
        for shift, share in (
            (0, (1 - down) * (1 - along)),
            (1, (1 - down) * along),
            (width, down * (1 - along)),
            (width + 1, down * along),
        ):
            self._total.index_add_(0, flat + shift, (units * share).round().long())

    def total(self) -> Array:
        """See `Accumulator`."""
        total = (self._total.double() / UNITS_PER_ONE).float().cpu().numpy()
        return np.asarray(total).reshape(self._shape)


def _inside(
    shape: tuple[int, ...], row: Array, column: Array, weight: Array
) -> tuple[Array, Array, Array]:
    """Elements with four pixels around them."""
    inside = (row >= 0) & (row < shape[0] - 1) & (column >= 0) & (column < shape[1] - 1)
    if inside.all():
        return row, column, weight
    return row[inside], column[inside], weight[inside]


def _torch() -> Any:
    """PyTorch, imported only by whom needs it: the phantom does without."""
    import torch

    return torch


@cache
def _has_cuda() -> bool:
    try:
        return bool(_torch().cuda.is_available())
    except ImportError:
        return False
