"""What the network should have answered for a window whose vertebrae are known."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from skimage.draw import polygon
from torch import Tensor

from r2mf.network import FINE_CELL, VOTE_UNIT

CENTRE_SIGMA = 0.13
"""Spread of a centre's peak as a share of the vertebra's smaller side: neighbours' peaks, one
vertebra and a disc apart, stay well separated."""

CENTRE_SIGMA_FLOOR = 0.7
"""Fine cells; below this a peak falls between cells."""

BOX_CORE = 0.7
"""The inner share of a box that surely is vertebral body."""

BOX_REACH = 1.35
"""Beyond this multiple of a box there surely is no vertebral body."""


@dataclass(frozen=True, eq=False)
class Target:
    """The right answer on the fine grid, (C, h, w) without and (B, C, h, w) with a batch."""

    masks: Tensor
    """(3, h, w): column, bodies, centres in [0, 1]."""

    known: Tensor
    """(2, h, w): where column and bodies are known; 0 at the rim of a boxed vertebra."""

    votes: Tensor
    """(8, h, w) from each body cell to its four corners, in `VOTE_UNIT` cells."""

    voters: Tensor
    """(1, h, w) weight of each body cell's vote: each vertebra with exact corners sums to 1."""

    sizes: Tensor
    """(1, h, w) width of the vertebra a voter belongs to, in `VOTE_UNIT` cells, 1 elsewhere."""


def target_for(quads: NDArray[np.float64], shape: tuple[int, int], exact: bool) -> Target:
    """Draw the target of a window.

    Parameters
    ----------
    quads : (N, 4, 2) array
        Row, column in window pixels, cranial first.
    shape : (int, int)
        Height and width of the window in pixels.
    exact : bool
        Whether the quads are corners, or boxes that only bound the vertebrae.
    """
    h, w = shape[0] // FINE_CELL, shape[1] // FINE_CELL
    cells = to_cells(quads)  # (N, 4, 2)
    masks = np.zeros((3, h, w), np.float32)
    known = np.ones((2, h, w), np.float32)
    votes = np.zeros((8, h, w), np.float32)
    voters = np.zeros((1, h, w), np.float32)
    sizes = np.ones((1, h, w), np.float32)
    if exact:
        _fill(masks[0], column_quads(cells), 1)
        _fill(masks[1], cells, 1)
        for quad in cells:
            _draw_votes(quad, votes, voters, sizes)
    else:
        for mask, rim, outline in (
            (masks[0], known[0], column_quads),
            (masks[1], known[1], lambda q: q),
        ):
            _fill(rim, outline(scaled(cells, BOX_REACH)), 0)
            _fill(rim, outline(scaled(cells, BOX_CORE)), 1)
            _fill(mask, outline(scaled(cells, BOX_CORE)), 1)
    for quad in cells:
        _draw_centre(quad, masks[2])
    arrays = (masks, known, votes, voters, sizes)
    return Target(*(torch.from_numpy(array) for array in arrays))


def to_cells(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Window pixels -> fine cells; both count from the centre of the first."""
    return (points - (FINE_CELL - 1) / 2) / FINE_CELL


def to_window(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Fine cells -> window pixels, the inverse of `to_cells`."""
    return points * FINE_CELL + (FINE_CELL - 1) / 2


def column_quads(quads: NDArray[np.float64]) -> NDArray[np.float64]:
    """Vertebrae and the disc spaces between neighbours, (N, 4, 2) -> (2 N - 1, 4, 2)."""
    discs = np.stack([quads[:-1, 3], quads[:-1, 2], quads[1:, 1], quads[1:, 0]], axis=1)
    return np.concatenate([quads, discs])


def scaled(quads: NDArray[np.float64], factor: float) -> NDArray[np.float64]:
    """Grow or shrink each quad about its centre."""
    centres = quads.mean(axis=1, keepdims=True)
    return centres + factor * (quads - centres)


def _fill(mask: NDArray[np.float32], quads: NDArray[np.float64], value: float) -> None:
    for quad in quads:
        mask[polygon(quad[:, 0], quad[:, 1], mask.shape)] = value


def _draw_votes(
    quad: NDArray[np.float64],
    votes: NDArray[np.float32],
    voters: NDArray[np.float32],
    sizes: NDArray[np.float32],
) -> None:
    rows, columns = polygon(quad[:, 0], quad[:, 1], votes.shape[1:])
    if not len(rows):
        return
    here = np.stack([rows, columns], axis=1)  # (n, 2)
    offsets = (quad[None] - here[:, None]) / VOTE_UNIT  # (n, 4, 2)
    votes[:, rows, columns] = offsets.reshape(-1, 8).T
    voters[0, rows, columns] = 1 / len(rows)
    width = np.linalg.norm(quad[[1, 2]] - quad[[0, 3]], axis=1).mean()
    sizes[0, rows, columns] = max(width, 1.0) / VOTE_UNIT


def _draw_centre(quad: NDArray[np.float64], heat: NDArray[np.float32]) -> None:
    h, w = heat.shape
    row, column = quad.mean(axis=0)
    if not (-0.5 <= row <= h - 0.5 and -0.5 <= column <= w - 0.5):
        return
    side = min(np.linalg.norm(quad[3] - quad[0]), np.linalg.norm(quad[1] - quad[0]))
    sigma = max(CENTRE_SIGMA * side, CENTRE_SIGMA_FLOOR)
    reach = int(4 * sigma) + 1
    top, left = max(round(row) - reach, 0), max(round(column) - reach, 0)
    patch = heat[top : round(row) + reach + 1, left : round(column) + reach + 1]
    rows, columns = np.ogrid[: patch.shape[0], : patch.shape[1]]
    distance = (rows + top - row) ** 2 + (columns + left - column) ** 2
    np.maximum(patch, np.exp(-distance / (2 * sigma**2)), out=patch)
    heat[min(max(round(row), 0), h - 1), min(max(round(column), 0), w - 1)] = 1
