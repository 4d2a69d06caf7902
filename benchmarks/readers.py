"""How well two readers of one film agree: ``python -m benchmarks.readers DATA``.

Some films of AASCE are there twice, cropped otherwise and labelled independently
(`same_film_twice.csv`). The second label is measured against the first as if a network had given
it, in the columns of the other comparisons: nobody can honestly claim to agree with one reader much
better than another reader does.
"""

from __future__ import annotations

import argparse
import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter
from scipy.signal import fftconvolve

from r2mf.evaluate import FilmScore, score_film, summary
from r2mf.labels import FilmSet, LabelledFilm, read_aasce
from r2mf.masks import drawn
from r2mf.segmentation import DetectedVertebra, Segmentation
from r2mf.targets import column_quads

FINE_PX: Final = 1.0
COARSE_PX: Final = 12.0
"""Blurs between which the detail lies that crops are laid over each other by."""

LEAST_OVERLAP: Final = 0.5
"""Share of a crop that the other shows too."""

SAME_FILM: Final = 0.85
"""Least correlation of the detail of two crops of one film; other pairs stay under 0.2."""

SHOWN: Final = {
    "smape_percent": "three angles, SMAPE, %",
    "cmae_deg": "three angles, mean error, degrees",
    "largest_mae_deg": "largest angle, mean error, degrees",
    "within_5_percent": "largest angle within 5 degrees, %",
    "endplate_error_deg": "an endplate's tilt, mean error, degrees",
    "found_percent": "vertebrae found, %",
    "column_dice": "Dice of the column",
    "column_hd95_percent": "HD95 of the column, % of the film's height",
    "bodies_dice": "Dice of the bodies",
    "bodies_hd95_percent": "HD95 of the bodies, % of the film's height",
    "corner_error_percent": "corner error, % of the vertebra's width",
}


def detail(film: LabelledFilm) -> NDArray[np.float64]:
    """Leave of a film what two crops of it have in common, (H, W)."""
    pixels = film.pixels().astype(np.float64)
    return gaussian_filter(pixels, FINE_PX) - gaussian_filter(pixels, COARSE_PX)


def displacement(first: NDArray[np.float64], second: NDArray[np.float64]) -> NDArray[np.intp]:
    """Find where the second crop of a film lies on the first.

    Parameters
    ----------
    first, second : (H, W) arrays
        Detail of each, of one scale.

    Returns
    -------
    (2,) array
        Row and column on the first of the second's first pixel; may be negative.

    Raises
    ------
    ValueError
        If they do not show the same film.
    """
    match = fftconvolve(first, second[::-1, ::-1])
    overlap = fftconvolve(np.ones_like(first), np.ones_like(second))
    match[overlap < LEAST_OVERLAP * min(first.size, second.size)] = 0
    peak = np.array(np.unravel_index(match.argmax(), match.shape))
    shift = peak - (np.array(second.shape) - 1)
    low = np.maximum(shift, 0)
    high = np.minimum(first.shape, second.shape + shift)
    here = first[low[0] : high[0], low[1] : high[1]]
    there = second[low[0] - shift[0] : high[0] - shift[0], low[1] - shift[1] : high[1] - shift[1]]
    likeness = np.corrcoef(here.ravel(), there.ravel())[0, 1]
    if likeness < SAME_FILM:
        raise ValueError(f"not one film: their detail correlates by {likeness:.2f} only")
    return shift


def read_by(quads: NDArray[np.float64], shape: tuple[int, ...]) -> Segmentation:
    """Take a reader's corners for what a network found on a film of this shape."""
    column = drawn(column_quads(quads), shape).astype(np.float32)
    vertebrae = tuple(DetectedVertebra(corners, 1.0, 0.0) for corners in quads)
    return Segmentation(column, vertebrae, (), {})


def read_twice(
    folder: Path,
) -> Iterator[tuple[LabelledFilm, LabelledFilm, NDArray[np.intp]]]:
    """Give both crops of films read twice, and where the second lies on the first.

    Films that something looks wrong with are left out.
    """
    films = {film.name: film for film in read_aasce(folder) if film.trustworthy}
    with (folder / "same_film_twice.csv").open(newline="") as file:
        pairs = [(row["a"], row["b"]) for row in csv.DictReader(file)]
    for first, second in ((films[a], films[b]) for a, b in pairs if {a, b} <= films.keys()):
        yield first, second, displacement(detail(first), detail(second))


def agreements(folder: Path) -> Iterator[FilmScore]:
    """Measure second labels against first ones."""
    for first, second, shift in read_twice(folder):
        shape = first.pixels().shape
        yield score_film(first, read_by(second.quads + shift, shape), shape[0])


def main() -> None:
    """Measure readers against each other and print a table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("data", type=Path, help=f"folder with {FilmSet.AASCE}")
    scores = list(agreements(parser.parse_args().data / FilmSet.AASCE))
    score = summary(scores, len(scores))
    print(f"| second reader against first, {score.measured} pairs | | 95 % |\n|---|---:|---:|")
    for name, words in SHOWN.items():
        low, high = score.intervals[name]
        print(f"| {words} | {getattr(score, name):.3g} | {low:.3g} to {high:.3g} |")
    middle = np.median([summary([each], 1).smape_percent for each in scores])
    print(f"| three angles, SMAPE of the median pair, % | {middle:.3g} | |")


if __name__ == "__main__":
    main()
