"""Phantom, bent and real films side by side: ``python -m benchmarks.realism DATA --out DIR``.

Writes a contact sheet of each family of films and one figure that compares what can be measured:
grey values around the spine, noise power, and how sharply endplates are drawn. Every film is first
brought to one scale, at which a vertebra is `WIDTH_PX` wide, so that films of any resolution
compare. The sheets show third-party films: they are for looking, not for publishing.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from scipy.ndimage import gaussian_filter, map_coordinates, zoom

from bending import BendingError, FilmChain, warped
from r2mf.labels import FilmSet, LabelledFilm, read_sets
from sample_data import random_phantom_film

Array = NDArray[np.float32]

FILMS = 24
"""Of every family."""

WIDTH_PX = 40.0
"""Mean width of a vertebra after scaling: that of a window of the network."""

AROUND = 1.5
"""Grey values are counted within this many vertebra widths of the spine's middle."""

PATCH = 48
"""Side of the patches that noise is measured in, px; a little more than a vertebra."""

QUIET_PATCHES = 16
"""Patches of a film with the least structure, whose spectrum is nearest to noise."""

BLACK_OR_WHITE = 0.02
"""Patches nearer than this to black or white are clipped and hold no noise."""

REACH = np.linspace(-0.35, 0.35, 57)
"""Where endplates are read across, in vertebra widths; above zero is out of the body."""

ALONG = np.linspace(-0.35, 0.35, 15)
"""Where endplates are read along, in their own length."""

TRUNK_BENDS_DEG = (10.0, 35.0)
"""Least and largest trunk bend of the bent films, to either side."""

CELL = (360, 640)
"""Width and height of one film on a contact sheet, px."""


@dataclass(frozen=True, eq=False)
class Film:
    """A film at the common scale.

    Attributes
    ----------
    pixels : (H, W) float32 in [0, 1]
    quads : (N, 4, 2) float64
        Corners, or boxes where `exact` is false; row, column.
    exact : bool
    """

    pixels: Array
    quads: NDArray[np.float64]
    exact: bool

    @classmethod
    def scaled(cls, pixels: Array, quads: NDArray[np.float64], exact: bool) -> Film:
        """Bring a film to `WIDTH_PX`."""
        widths = np.linalg.norm(quads[:, 1] - quads[:, 0], axis=1)
        factor = WIDTH_PX / widths.mean()
        smooth = gaussian_filter(pixels, max(0.5 / factor - 0.5, 0))
        small = zoom(smooth, factor, order=1, grid_mode=True, mode="nearest").clip(0, 1)
        return cls(small.astype(np.float32), (quads + 0.5) * factor - 0.5, exact)


@dataclass(frozen=True, eq=False)
class Look:
    """What one family of films looks like, averaged over films.

    Attributes
    ----------
    greys : (64,) float
        Density of grey values around the spine.
    noise : (PATCH // 2,) float
        Power by spatial frequency, 0 to half a cycle a pixel.
    edge : (len(REACH),) float
        Mean profile across endplates, in standard deviations of the detail around the spine; NaN
        where corners are unknown.
    """

    greys: NDArray[np.float64]
    noise: NDArray[np.float64]
    edge: NDArray[np.float64]

    @classmethod
    def of(cls, films: list[Film]) -> Look:
        """Average a family."""
        exact = [film for film in films if film.exact]
        edge = np.mean([edge_profile(film) for film in exact], axis=0) if exact else REACH * np.nan
        return cls(
            np.mean([grey_density(film) for film in films], axis=0),
            np.mean([noise_power(film) for film in films], axis=0),
            edge,
        )


def around_spine(film: Film) -> NDArray[np.bool_]:
    """Pixels (H, W) between the first and the last vertebra, within `AROUND` widths of them."""
    centres = film.quads.mean(axis=1)
    order = np.argsort(centres[:, 0])
    rows, columns = np.ogrid[: film.pixels.shape[0], : film.pixels.shape[1]]
    middle = np.interp(rows, centres[order, 0], centres[order, 1])
    between = (rows >= centres[:, 0].min()) & (rows <= centres[:, 0].max())
    return between & (np.abs(columns - middle) < AROUND * WIDTH_PX)


def grey_density(film: Film) -> NDArray[np.float64]:
    """Density (64,) of grey values around the spine."""
    greys = film.pixels[around_spine(film)]
    return np.histogram(greys, bins=64, range=(0, 1), density=True)[0]


def noise_power(film: Film) -> NDArray[np.float64]:
    """Radial power spectrum (PATCH // 2,) of the quietest patches of a film."""
    rows, columns = (n // PATCH for n in film.pixels.shape)
    patches = film.pixels[: rows * PATCH, : columns * PATCH]
    patches = patches.reshape(rows, PATCH, columns, PATCH).swapaxes(1, 2).reshape(-1, PATCH, PATCH)
    levels = patches.mean(axis=(1, 2))
    seen = (levels > BLACK_OR_WHITE) & (levels < 1 - BLACK_OR_WHITE)
    patches = patches[seen & (patches.std(axis=(1, 2)) > 0)]
    fine = patches - np.stack([gaussian_filter(patch, 3.0) for patch in patches])
    quiet = fine[np.argsort(fine.std(axis=(1, 2)))[:QUIET_PATCHES]]
    window = np.hanning(PATCH)[:, None] * np.hanning(PATCH)
    power = np.abs(np.fft.fft2(quiet * window)) ** 2 / (window**2).sum()
    frequency = np.hypot(*np.meshgrid(*[np.fft.fftfreq(PATCH)] * 2)) * PATCH
    rings = np.minimum(frequency.round().astype(int), PATCH // 2)
    total = np.bincount(rings.ravel(), power.mean(axis=0).ravel())
    return (total / np.bincount(rings.ravel()))[: PATCH // 2]


def edge_profile(film: Film) -> NDArray[np.float64]:
    """Median profile (len(REACH),) across a film's endplates; see `Look`."""
    detail = film.pixels - gaussian_filter(film.pixels, WIDTH_PX / 2)
    detail = detail / detail[around_spine(film)].std()
    quads = film.quads
    left = np.concatenate([quads[:, 0], quads[:, 3]])
    right = np.concatenate([quads[:, 1], quads[:, 2]])
    inside = np.concatenate([quads.mean(axis=1)] * 2)
    along = right - left
    length = np.linalg.norm(along, axis=1, keepdims=True)
    outward = np.stack([-along[:, 1], along[:, 0]], axis=1) / length
    outward *= np.sign(np.einsum("ni,ni->n", outward, (left + right) / 2 - inside))[:, None]
    middle = (left + right) / 2
    points = (
        middle[:, None, None]
        + ALONG[None, :, None, None] * along[:, None, None]
        + REACH[None, None, :, None] * length[:, None, None] * outward[:, None, None]
    )  # (2 N, A, R, 2)
    profiles = map_coordinates(detail, np.moveaxis(points, -1, 0), order=1, mode="nearest")
    return np.median(profiles.mean(axis=1), axis=0)


def phantoms(seed: int) -> Iterator[Film]:
    """Random phantom films."""
    for number in range(FILMS):
        film = random_phantom_film(np.random.default_rng((seed, number)))
        yield Film.scaled(film.pixels, film.corners_px, exact=True)


def shuffled(films: list[LabelledFilm], source: FilmSet, seed: int) -> Iterator[LabelledFilm]:
    """Trustworthy films of a labelled set in an order of chance."""
    films = [film for film in films if film.source == source and film.trustworthy]
    return (films[number] for number in np.random.default_rng(seed).permutation(len(films)))


def real(films: list[LabelledFilm], source: FilmSet, seed: int) -> Iterator[Film]:
    """Films of a labelled set, chosen by chance."""
    for film in islice(shuffled(films, source, seed), FILMS):
        yield Film.scaled(film.pixels().astype(np.float32) / 255, film.quads, film.exact)


def bent(films: list[LabelledFilm], seed: int) -> Iterator[Film]:
    """Bend real torso films, each by a trunk bend of chance; those that cannot be bent are left."""
    rng = np.random.default_rng(seed)
    for film in shuffled(films, FilmSet.AASCE, seed):
        trunk_deg = rng.choice([-1, 1]) * rng.uniform(*TRUNK_BENDS_DEG)
        try:
            chain = FilmChain(film.quads)
            pixels, corners = warped(film.pixels(), chain, chain.trunk_bend(trunk_deg))
        except BendingError:
            continue  # labels that overlap are no chain, and some discs have no room
        yield Film.scaled(pixels.astype(np.float32) / 255, corners, exact=True)


def contact_sheet(films: list[Film], columns: int = 8) -> Image.Image:
    """Lay films out in rows."""
    width, height = CELL
    rows = -(-len(films) // columns)
    sheet = Image.new("L", (columns * width, rows * height))
    for number, film in enumerate(films):
        picture = Image.fromarray((film.pixels * 255).astype(np.uint8))
        picture.thumbnail((width - 6, height - 6))
        corner = (number % columns) * width, (number // columns) * height
        sheet.paste(picture, corner)
    return sheet


def figure(looks: dict[str, Look], path: Path) -> None:
    """Draw grey values, noise power and endplate sharpness of every family."""
    from matplotlib.figure import Figure

    canvas = Figure(figsize=(12, 3.8), layout="constrained")
    greys, noise, edge = canvas.subplots(1, 3)
    for name, look in looks.items():
        greys.plot(np.linspace(0, 1, 64), look.greys, label=name)
        noise.semilogy(np.arange(1, PATCH // 2) / PATCH, look.noise[1:], label=name)
        edge.plot(REACH, look.edge, label=name)
    greys.set(title="Grey values around the spine", xlabel="grey", ylabel="density")
    noise.set(title="Noise power of quiet patches", xlabel="cycles a pixel", ylabel="power")
    edge.set(
        title="Across endplates",
        xlabel="vertebra widths, out of the body",
        ylabel="detail, standard deviations",
    )
    greys.legend(frameon=False)
    canvas.savefig(path, dpi=110)


def main() -> None:
    """Parse the command line, draw, and print the numbers behind the figure."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("data", type=Path, help="folder that holds the labelled sets")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    labelled = read_sets(options.data)
    families: dict[str, Callable[[], Iterator[Film]]] = {
        "phantom": lambda: phantoms(options.seed),
        "real, bent": lambda: islice(bent(labelled, options.seed), FILMS),
        "real, torso": lambda: real(labelled, FilmSet.AASCE, options.seed),
        "real, whole trunk": lambda: real(labelled, FilmSet.FULL_TRUNK, options.seed),
    }
    options.out.mkdir(parents=True, exist_ok=True)
    looks = {}
    for name, films in families.items():
        family = list(films())
        looks[name] = Look.of(family)
        contact_sheet(family).save(options.out / f"{name.replace(', ', '_').replace(' ', '_')}.png")
    figure(looks, options.out / "realism.png")


if __name__ == "__main__":
    main()
