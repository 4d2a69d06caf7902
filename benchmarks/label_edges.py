"""How far bone reaches beyond its labels: ``python -m benchmarks.label_edges DATA PHANTOMS``.

Across every labelled vertebra, and along it, greys are read from one label length before its middle
to one beyond, and averaged over a set, a fifth of the spine at a time. Bone is brighter than what
lies beside it and a disc darker than bone, so the mean rises steepest at one edge of the bone and
falls steepest at the other. Phantoms, whose corners are true, say what a true label looks like:
bodies are waisted, so their sides are seen a little inside it. `r2mf.conventions` acts on this.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import map_coordinates

from r2mf.conventions import axes_of, campaign
from r2mf.labels import LabelledFilm, read_sets

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
    centres = film.quads.mean(axis=1)
    across, down = axes_of(film.quads)
    means = []
    for along, beside in ((across, down), (down, across)):
        points = (
            centres[:, None, None]
            + ALONG[:, None, None] * along[:, None, None]
            + BESIDE[:, None] * beside[:, None, None]
        )  # (N, A, B, 2)
        greys = map_coordinates(pixels, np.moveaxis(points, -1, 0), order=1, mode="nearest")
        greys = greys.mean(axis=2)  # (N, A)
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


def main() -> None:
    """Read the train films of every set with corners and print a table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("data", type=Path, help="folder that holds the labelled sets")
    parser.add_argument("phantoms", type=Path, help="folder of sample_data.training_set")
    options = parser.parse_args()
    seen, sizes = defaultdict(list), defaultdict(list)
    for film in [*read_sets(options.phantoms), *read_sets(options.data)]:
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


if __name__ == "__main__":
    main()
