"""How far bone reaches beyond its labels: ``python -m benchmarks.label_edges DATA PHANTOMS``.

Across every labelled vertebra, and along it, greys are read from one label length before its middle
to one beyond, and averaged over a set, a fifth of the spine at a time. Bone is brighter than what
lies beside it and a disc darker than bone, so the mean rises steepest at one edge of the bone and
falls steepest at the other. Phantoms, whose corners are true, say what a true label looks like:
bodies are waisted, so their sides are seen a little inside it. `r2mf.conventions` acts on this.

Then the AASCE `val` films are outlined: how wide and tall that is beside the labels of each
campaign, and how much column and bodies would overlap the labels if drawn at their mean size.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from r2mf.conventions import ByShare, campaign, stretched
from r2mf.errors import SegmentationError
from r2mf.evaluate import matches, segmented
from r2mf.labels import FilmSet, LabelledFilm, read_sets
from r2mf.masks import dice, drawn
from r2mf.quads import axes_of, greys_at
from r2mf.segmenter import Segmenter
from r2mf.targets import column_quads

FIFTHS = ("uppermost", "upper", "middle", "lower", "lowest")
"""Parts of a spine, which is equally many vertebrae each."""

ALONG = np.linspace(-1.0, 1.0, 161)
"""Where greys are read, in label lengths from the middle."""

BESIDE = np.linspace(-0.3, 0.3, 7)
"""Lines they are averaged over, in label lengths of the other axis: clear of the other edges."""

NEAREST = 0.2
"""An edge lies at least so far from the middle: pedicles and spinous process lie nearer."""

FloatArray = NDArray[np.float64]


def fifths(film: LabelledFilm) -> list[LabelledFilm]:
    """Take a film's vertebrae a fifth at a time."""
    return [replace(film, quads=part) for part in np.array_split(film.quads, len(FIFTHS))]


def profiles(film: LabelledFilm, pixels: FloatArray) -> FloatArray:
    """Mean greys of a film's vertebrae, (2, `ALONG`): from left to right, and downward.

    Each vertebra's are brought to mean zero and spread one first.
    """
    sides = greys_at(pixels, film.quads, ALONG, BESIDE).mean(axis=2)
    ends = greys_at(pixels, film.quads, BESIDE, ALONG).mean(axis=1)
    means = []
    for greys in (sides, ends):  # (N, ALONG)
        spread = greys.std(axis=1, keepdims=True).clip(1e-6)
        means.append(((greys - greys.mean(axis=1, keepdims=True)) / spread).mean(axis=0))
    return np.stack(means)


def beyond(profile: FloatArray) -> tuple[float, float]:
    """How far bone reaches beyond its label before and after, in label lengths."""
    slope = np.gradient(profile, ALONG)
    before, after = ALONG < -NEAREST, ALONG > NEAREST
    rise = ALONG[before][slope[before].argmax()]
    fall = ALONG[after][slope[after].argmin()]
    return float(-rise - 0.5), float(fall - 0.5)


@dataclass(frozen=True, eq=False)
class Outlined:
    """A film of AASCE `val` with what was found on it; the vertebrae found of those labelled."""

    labels: str
    label: FloatArray
    """(N, 4, 2) row, column."""

    quads: FloatArray
    """(N, 4, 2) found."""

    @property
    def size(self) -> FloatArray:
        """(2,) width and height of the vertebrae found over that of their labels, mean."""
        found, label = (np.linalg.norm(axes_of(q), axis=2) for q in (self.quads, self.label))
        return (found / label).mean(axis=1)

    def overlap(self, size: FloatArray) -> FloatArray:
        """(2,) Dice of column and bodies with the label, once drawn smaller by `size`, (2,)."""
        width, height = (1 / size - 1) / 2
        quads = stretched(self.quads, ByShare(width, width, height, height).beyond(self.quads))
        corner = np.maximum(quads.max(axis=(0, 1)), self.label.max(axis=(0, 1)))
        shape = tuple(np.ceil(corner).astype(int) + 2)
        pairs = [(column_quads(quads), column_quads(self.label)), (quads, self.label)]
        return np.array([dice(drawn(ours, shape), drawn(theirs, shape)) for ours, theirs in pairs])


def outlined(films: list[LabelledFilm], segmenter: Segmenter) -> Iterator[Outlined]:
    """Outline films; those that are refused are left out."""
    for film, found in segmented(films, segmenter):
        if not isinstance(found, SegmentationError):
            found_as = matches(film.quads, found.quads)
            hit = found_as >= 0
            yield Outlined(campaign(film), film.quads[hit], found.quads[found_as[hit]])


def print_outlines(films: list[Outlined]) -> None:
    """Print how large vertebrae are drawn beside the labels of each campaign."""
    print(
        "\n| labels | films | width, found over label | height | column Dice | bodies Dice "
        "| both at the labels' mean size |\n|---|" + "---:|" * 6
    )
    as_drawn, at_size = [], []
    for labels in sorted({film.labels for film in films}):
        part = [film for film in films if film.labels == labels]
        size = np.mean([film.size for film in part], axis=0)
        plain = np.array([film.overlap(np.ones(2)) for film in part])
        given = np.array([film.overlap(size) for film in part])
        _print_line(labels, plain, given, "{:.2f} | {:.2f}".format(*size))
        as_drawn.append(plain)
        at_size.append(given)
    _print_line("all", np.concatenate(as_drawn), np.concatenate(at_size), " | ")


def _print_line(labels: str, plain: FloatArray, given: FloatArray, size: str) -> None:
    (column, bodies), (sized_column, sized_bodies) = plain.mean(axis=0), given.mean(axis=0)
    print(
        f"| {labels} | {len(plain)} | {size} | {column:.3f} | {bodies:.3f} "
        f"| {sized_column:.3f}, {sized_bodies:.3f} |"
    )


def print_edges(films: list[LabelledFilm]) -> None:
    """Print how far bone reaches beyond the labels of each set and campaign."""
    seen, sizes = defaultdict(list), defaultdict(list)
    for film in films:
        if film.split == "train" and film.exact and film.trustworthy:
            pixels = film.pixels().astype(float)
            for name, part in zip(FIFTHS, fifths(film), strict=True):
                key = campaign(film), name
                seen[key].append(profiles(part, pixels))
                sizes[key].append(np.linalg.norm(axes_of(part.quads), axis=2).mean(axis=1))
    print(
        "| labels | films | part of the spine | width | height | left | right | superior "
        "| inferior |\n|---|---:|---|" + "---:|" * 6
    )
    for (labels, part), films in seen.items():
        size = np.mean(sizes[labels, part], axis=0)
        reach = [
            f"{100 * share:+.0f} % ({share * length:+.1f} px)"
            for profile, length in zip(np.mean(films, axis=0), size, strict=True)
            for share in beyond(profile)
        ]
        lengths = " | ".join(f"{length:.0f} px" for length in size)
        print(f"| {labels} | {len(films)} | {part} | {lengths} | " + " | ".join(reach) + " |")


def main() -> None:
    """Read the train films of every set with corners, outline AASCE `val`, print both tables."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("data", type=Path, help="folder that holds the labelled sets")
    parser.add_argument("phantoms", type=Path, help="folder of sample_data.training_set")
    parser.add_argument("--weights", type=Path, help="default: the shipped ones")
    options = parser.parse_args()
    films = read_sets(options.data)
    print_edges([*read_sets(options.phantoms), *films])
    val = [film for film in films if film.source == FilmSet.AASCE and film.split == "val"]
    print_outlines(list(outlined(val, Segmenter.load(options.weights))))


if __name__ == "__main__":
    main()
