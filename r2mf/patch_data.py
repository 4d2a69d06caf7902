"""Training patches: one vertebra of a film, guessed at as the fine stage guesses."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.utils.data import Dataset

from r2mf.augment import change_patch_greys
from r2mf.config import TrainingConfig
from r2mf.data import FilmInMemory, TrainingFilms
from r2mf.labels import LabelledFilm
from r2mf.patches import VERTEBRA, frames, placed, read_patch

STEEP_SHARE = 0.35
"""How often a steep vertebra is sought: they end curves, and are few."""

STEEP_SCATTER_DEG = 9.0
"""How far from the steepest one may be that is taken for it."""

MIDDLE_SD = 0.05
"""Spread of the guessed middle's row and column, in widths of the vertebra; that of weights 0.5.0
on `val` is 0.03 to 0.04 (see `docs/training.md`)."""

TILT_SD_DEG = 4.0
"""Spread of the guessed tilt; that of weights 0.5.0 is 2.3 to 2.7."""

WIDTH_SD = 0.09
"""Spread of the logarithm of the guessed width; that of weights 0.5.0 is 0.05 to 0.09."""

WILD_SHARE, WILD = 0.15, 2.5
"""How often a guess is that much worse: a bad one is what has to be mended."""


@dataclass(frozen=True, eq=False)
class PatchExample:
    """A patch and its vertebra; with a batch dimension after collation."""

    window: Tensor
    """(1, `PATCH`, `PATCH`) in [0, 1]."""

    target: Tensor
    """(4, 2) corners from the middle of the patch, row, column in widths as guessed."""

    def to(self, device: str) -> PatchExample:
        """Bring both to a device."""
        return PatchExample(self.window.to(device), self.target.to(device))


class TrainingPatches(Dataset[PatchExample]):
    """Patch number i, the same one every time it is asked for.

    Parameters
    ----------
    films : list of LabelledFilm
        Films that may be learned from; those whose corners are not exact are left out.
    config : TrainingConfig
        Number and seed of the patches, and the shares of what they show.
    """

    def __init__(self, films: list[LabelledFilm], config: TrainingConfig) -> None:
        self.films = TrainingFilms([film for film in films if film.exact], config)
        self.config = config

    def __len__(self) -> int:
        return self.config.steps * self.config.batch

    def __getitem__(self, number: int) -> PatchExample:
        rng = np.random.default_rng((self.config.seed, number))
        film = self.films.draw(rng)
        return draw_patch(film, chosen(film.quads, rng), rng)


def chosen(quads: NDArray[np.float64], rng: np.random.Generator) -> NDArray[np.float64]:
    """Choose a vertebra of (N, 4, 2), the steep ones more often."""
    if rng.random() >= STEEP_SHARE:
        return quads[rng.integers(len(quads))]
    _, tilts_deg, _ = frames(quads, 1.0)
    scatter = STEEP_SCATTER_DEG * rng.gumbel(size=len(quads))
    return quads[np.argmax(np.abs(tilts_deg) + scatter)]


def draw_patch(
    film: FilmInMemory, quad: NDArray[np.float64], rng: np.random.Generator
) -> PatchExample:
    """Draw the patch of a vertebra (4, 2) that is guessed at, its greys changed."""
    worse = WILD if rng.random() < WILD_SHARE else 1.0
    (middle,), (tilt_deg,), (width,) = frames(quad[None], 1.0)
    middle = middle + worse * MIDDLE_SD * width * rng.standard_normal(2)
    tilt_deg = tilt_deg + worse * TILT_SD_DEG * rng.standard_normal()
    width = width * np.exp(worse * WIDTH_SD * rng.standard_normal())
    placement = placed(middle, tilt_deg, width, 1.0)
    corners = placement.to_window(quad)  # (4, 2)
    patch = change_patch_greys(read_patch(film.pixels, placement)[0, 0], corners, rng)
    target = (corners - placement.window_middle) / VERTEBRA
    return PatchExample(patch[None], torch.from_numpy(target.astype(np.float32)))


def collate_patches(examples: list[PatchExample]) -> PatchExample:
    """Stack examples into a batch."""
    return PatchExample(
        torch.stack([example.window for example in examples]),
        torch.stack([example.target for example in examples]),
    )
