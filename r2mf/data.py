"""Training windows: which film, how it lies, and what the right answer is."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional
from torch.utils.data import Dataset, default_collate

from bending import BendingError, BentFilm, Field, FilmChain
from r2mf.augment import change_greys, draw_bend, draw_placement, resample
from r2mf.config import TrainingConfig
from r2mf.conventions import on_bone
from r2mf.labels import FilmSet, LabelledFilm
from r2mf.targets import Target, target_for

MEMORY_HEIGHT = 1500
"""Films taller than this are halved in memory; a window never shows more detail than that."""


@dataclass(frozen=True, eq=False)
class Example:
    """A window and its target; with a batch dimension after collation."""

    window: Tensor
    """(1, H, W) in [0, 1]."""

    target: Target

    def to(self, device: str) -> Example:
        """Bring window and target to a device."""
        parts = (getattr(self.target, part.name).to(device) for part in fields(Target))
        window = self.window.to(device, memory_format=torch.channels_last)
        return Example(window, Target(*parts))


@dataclass(frozen=True, eq=False)
class FilmInMemory:
    """A labelled film ready to be drawn from."""

    pixels: NDArray[np.uint8]
    quads: NDArray[np.float64]
    exact: bool
    exposed: Field
    """What it shows."""

    @classmethod
    def read(cls, film: LabelledFilm) -> FilmInMemory:
        """Read a film, its corners on the bone's edge; halved if taller than `MEMORY_HEIGHT`."""
        pixels, quads = film.pixels(), on_bone(film).quads
        if len(pixels) > MEMORY_HEIGHT:
            tensor = torch.from_numpy(pixels.astype(np.float32))[None, None]
            pixels = functional.avg_pool2d(tensor, 2)[0, 0].round().to(torch.uint8).numpy()
            quads = (quads - 0.5) / 2
        return cls(pixels, quads, film.exact, Field.exposed(pixels, quads))

    def mirrored(self) -> FilmInMemory:
        """Swap left and right; superior-left is again the corner seen on the left."""
        width = self.pixels.shape[1]
        return replace(
            self,
            pixels=np.ascontiguousarray(self.pixels[:, ::-1]),
            quads=(self.quads * [1, -1] + [0, width - 1])[:, [1, 0, 3, 2]],
            exposed=self.exposed.mirrored(width),
        )

    def bent(self, rng: np.random.Generator) -> BentFilm | None:
        """Bend the film by chance; None if its vertebrae cannot be or would collide.

        Some labels overlap, which rigid vertebrae cannot.
        """
        try:
            chain = FilmChain(self.quads)
            return BentFilm.by(chain, draw_bend(chain, rng), self.exposed)
        except BendingError:
            return None


class TrainingFilms:
    """Films in memory, drawn from by chance in the shares of their sets."""

    def __init__(self, films: list[LabelledFilm], config: TrainingConfig) -> None:
        self.by_set = {
            source: [FilmInMemory.read(film) for film in films if film.source == source]
            for source in FilmSet
        }
        self.present = [source for source in FilmSet if self.by_set[source]]
        shares = np.array([config.share(source) for source in self.present])
        self.shares = shares / shares.sum()

    def draw(self, rng: np.random.Generator) -> FilmInMemory:
        """Choose a film, as it is or mirrored."""
        films = self.by_set[self.present[rng.choice(len(self.present), p=self.shares)]]
        film = films[rng.integers(len(films))]
        return film.mirrored() if rng.random() < 0.5 else film


class TrainingWindows(Dataset[Example]):
    """Window number i, the same one every time it is asked for: all that the training will see.

    Parameters
    ----------
    films : list of LabelledFilm
        Films that may be learned from.
    config : TrainingConfig
        Of the windows: their size, number and seed, and the shares of what they show.
    """

    def __init__(self, films: list[LabelledFilm], config: TrainingConfig) -> None:
        self.films = TrainingFilms(films, config)
        self.config = config

    def __len__(self) -> int:
        return self.config.steps * self.config.batch

    def __getitem__(self, number: int) -> Example:
        rng = np.random.default_rng((self.config.seed, number))
        shape = self.config.height, self.config.width
        return draw_example(self.films.draw(rng), shape, self.config.bend_share, rng)


def draw_example(
    film: FilmInMemory, shape: tuple[int, int], bend_share: float, rng: np.random.Generator
) -> Example:
    """Draw one augmented window of a film."""
    bent = film.bent(rng) if film.exact and rng.random() < bend_share else None
    quads = bent.warp.corners if bent else film.quads
    placement = draw_placement(quads, shape, rng)
    window = resample(film.pixels, placement, bent, shape)
    quads = placement.to_window(quads)
    return Example(change_greys(window, quads, rng)[None], target_for(quads, shape, film.exact))


def collate(examples: list[Example]) -> Example:
    """Stack examples into a batch."""
    target = Target(
        *(
            default_collate([getattr(example.target, name) for example in examples])
            for name in Target.__dataclass_fields__
        )
    )
    return Example(torch.stack([example.window for example in examples]), target)
