"""Training windows: which film, how it lies, and what the right answer is."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional
from torch.utils.data import Dataset, default_collate

from r2mf.augment import change_greys, draw_bend, draw_placement, resample
from r2mf.labels import FilmSet, LabelledFilm
from r2mf.targets import Target, target_for

SHARES = {
    FilmSet.AASCE: 0.43,
    FilmSet.SPINAL_AI2024: 0.19,
    FilmSet.FULL_TRUNK: 0.06,
    FilmSet.PHANTOM: 0.32,
}
"""Share of each set among the windows: real films first; the sets present share the rest."""

MIRRORED = frozenset({FilmSet.AASCE, FilmSet.FULL_TRUNK, FilmSet.PHANTOM})
"""Sets whose films are mirrored half the time. The generated films are not: their labels put the
left corners inside the body and the right ones on its edge, so mirrored they would contradict
themselves."""

BEND_SHARE = 0.5
"""Share of windows that are bent: the cascade is trained jointly on coronal and bending views."""

MEMORY_HEIGHT = 1500
"""Films taller than this are halved in memory; a window never shows more detail than that."""


@dataclass(frozen=True, eq=False)
class Example:
    """A window and its target; with a batch dimension after collation."""

    window: Tensor
    """(1, H, W) in [0, 1]."""

    target: Target


@dataclass(frozen=True, eq=False)
class FilmInMemory:
    """A labelled film ready to be drawn from."""

    pixels: NDArray[np.uint8]
    quads: NDArray[np.float64]
    exact: bool
    symmetric: bool
    """Whether its mirror image is as good a film."""

    @classmethod
    def read(cls, film: LabelledFilm) -> FilmInMemory:
        """Read a film, halved if it is taller than `MEMORY_HEIGHT`."""
        pixels, quads = film.pixels(), film.quads
        if len(pixels) > MEMORY_HEIGHT:
            tensor = torch.from_numpy(pixels.astype(np.float32))[None, None]
            pixels = functional.avg_pool2d(tensor, 2)[0, 0].round().to(torch.uint8).numpy()
            quads = (quads - 0.5) / 2
        return cls(pixels, quads, film.exact, film.source in MIRRORED)

    def mirrored(self) -> FilmInMemory:
        """Swap left and right; superior-left is again the corner seen on the left."""
        width = self.pixels.shape[1]
        quads = (self.quads * [1, -1] + [0, width - 1])[:, [1, 0, 3, 2]]
        return replace(self, pixels=np.ascontiguousarray(self.pixels[:, ::-1]), quads=quads)


class TrainingWindows(Dataset[Example]):
    """Window number i, the same one every time it is asked for.

    Parameters
    ----------
    films : list of LabelledFilm
        Films that may be learned from.
    shape : (int, int)
        Height and width of a window.
    count : int
        How many windows the training will see.
    seed : int
    """

    def __init__(
        self, films: list[LabelledFilm], shape: tuple[int, int], count: int, seed: int
    ) -> None:
        self.by_set = {
            source: [FilmInMemory.read(film) for film in films if film.source == source]
            for source in FilmSet
        }
        self.present = [source for source in FilmSet if self.by_set[source]]
        shares = np.array([SHARES[source] for source in self.present])
        self.shares = shares / shares.sum()
        self.shape, self.count, self.seed = shape, count, seed

    def __len__(self) -> int:
        return self.count

    def __getitem__(self, number: int) -> Example:
        rng = np.random.default_rng((self.seed, number))
        films = self.by_set[self.present[rng.choice(len(self.present), p=self.shares)]]
        return draw_example(films[rng.integers(len(films))], self.shape, rng)


def draw_example(film: FilmInMemory, shape: tuple[int, int], rng: np.random.Generator) -> Example:
    """Draw one augmented window of a film."""
    if film.symmetric and rng.random() < 0.5:
        film = film.mirrored()
    placement = draw_placement(film.quads, shape, rng)
    quads = placement.to_window(film.quads)
    bend = draw_bend(quads, shape, rng) if film.exact and rng.random() < BEND_SHARE else None
    if bend:
        quads = bend.after(quads)
    window = change_greys(resample(film.pixels, placement, bend, shape), quads, rng)
    return Example(window[None], target_for(quads, shape, film.exact))


def collate(examples: list[Example]) -> Example:
    """Stack examples into a batch."""
    target = Target(
        *(
            default_collate([getattr(example.target, name) for example in examples])
            for name in Target.__dataclass_fields__
        )
    )
    return Example(torch.stack([example.window for example in examples]), target)
