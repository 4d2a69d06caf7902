"""What corner votes are worth: ``python -m benchmarks.mask_edges DATA``.

The usual way from a mask to corners, beside ours, for the same shipped network: the cells of the
bodies are parted by the nearest peak of the centre map, and each part is drawn as the smallest
rectangle around it. Peaks, chain and settling on the bone's edge are the same for both.
"""

from __future__ import annotations

import argparse
from functools import cached_property
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import ConvexHull
from skimage.measure import find_contours
from skimage.segmentation import watershed
from torch import nn

from benchmarks.small_network import HEADER, figures, measured, size_of, unjudged
from r2mf.segmenter import Answer, Look, Segmenter
from r2mf.votes import Candidate, peaks_of
from r2mf.weights import SHIPPED, load_weights
from r2mf.window import Region

EDGE: Final = 0.5
"""Body probability at the edge of the mask."""

FEWEST_CELLS: Final = 8
"""A smaller part of the mask is a speck."""


class MaskedAnswer(Answer):
    """An answer whose vertebrae are rectangles around parts of the mask, not voted."""

    @cached_property
    def candidates(self) -> list[Candidate]:
        """What may be a vertebra in it."""
        _, bodies, centres = self.masks
        return rectangles(bodies, centres)


class MaskEdges(Segmenter):
    """The cascade, of whose answers the masks are used and the votes are not."""

    def _look(self, film: NDArray[np.float32], region: Region, pixel_aspect: float) -> Look:
        look = super()._look(film, region, pixel_aspect)
        answer = look.answer
        return Look(look.window, MaskedAnswer(answer.masks, answer.votes, answer.log_spread))


def by_mask_edges(network: nn.Module) -> Segmenter:
    """Outline films by the masks of a network alone; see `benchmarks.small_network.unjudged`."""
    return unjudged(network, MaskEdges)


def rectangles(bodies: NDArray[np.float32], centres: NDArray[np.float32]) -> list[Candidate]:
    """Draw the smallest rectangle around each body of a mask.

    Parameters
    ----------
    bodies, centres : (h, w) arrays
        Probabilities.
    """
    places = peaks_of(centres)
    markers = np.zeros(centres.shape, int)
    markers[tuple(places.T)] = np.arange(1, len(places) + 1)
    parts = watershed(-centres, markers, mask=bodies >= EDGE)
    candidates = []
    for number, place in enumerate(places, start=1):
        own = np.where(parts == number, bodies, 0)
        if np.count_nonzero(own) < FEWEST_CELLS:
            continue
        outline = max(find_contours(np.pad(own, 1), EDGE), key=len) - 1
        candidates.append(Candidate(smallest_rectangle(outline), float(centres[tuple(place)]), 1.0))
    return candidates


def smallest_rectangle(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Find the rectangle of least area around points, (n, 2) row, column.

    One of its sides lies along a side of their convex hull.

    Returns
    -------
    (4, 2) array
        Corners in the order of `r2mf.DetectedVertebra.corners`: superior-left, superior-right,
        inferior-right, inferior-left, of the rectangle turned by 45 degrees at most.
    """
    hull = points[ConvexHull(points).vertices]
    sides = np.roll(hull, -1, axis=0) - hull
    angles = np.mod(np.arctan2(sides[:, 0], sides[:, 1]) + np.pi / 4, np.pi / 2) - np.pi / 4
    across = np.stack([np.sin(angles), np.cos(angles)], axis=1)  # (n, 2) row, column
    axes = np.stack([across, across[:, ::-1] * [1, -1]], axis=1)  # (n, 2 axes, 2); second is down
    along = np.einsum("nad,pd->nap", axes, hull)
    low, high = along.min(axis=2), along.max(axis=2)  # (n, 2 axes)
    best = int(np.prod(high - low, axis=1).argmin())
    left, right = low[best, 0], high[best, 0]
    top, bottom = low[best, 1], high[best, 1]
    return np.array([[left, top], [right, top], [right, bottom], [left, bottom]]) @ axes[best]


def main() -> None:
    """Parse the command line, measure both ways and print a table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("data", type=Path, help="labelled sets; those of AASCE are read")
    options = parser.parse_args()
    network, _ = load_weights(SHIPPED)
    print(HEADER)
    for name, outliner in (("corner votes", unjudged), ("mask edges", by_mask_edges)):
        score = measured(outliner(network), options.data)
        print(f"| {name} | - | {size_of(network)} {figures(score)}", flush=True)


if __name__ == "__main__":
    main()
