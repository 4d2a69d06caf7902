"""Where the corners of a labelled set lie on the bone, and how to bring them onto its edge.

A network that is shown corners on the bone's edge on some films and well inside it on others learns
neither. ``python -m benchmarks.label_edges DATA PHANTOMS`` measured how far the bone reaches beyond
the labels of each set; here labels are brought onto its edge, a set at a time, before they are
learned from. Tilts stay as they are labelled, and so does everything a network is measured against.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from r2mf.labels import FilmSet, LabelledFilm
from r2mf.quads import axes_of

FloatArray = NDArray[np.float64]

YEAR: Final = re.compile(r"-(20\d\d)-")
"""AASCE films carry their date in the name, and were labelled in two campaigns, 2016 and 2017."""


@dataclass(frozen=True)
class ByShare:
    """How far bone reaches beyond its label on each side, in widths and heights of the label."""

    left: float
    right: float
    superior: float
    inferior: float

    def beyond(self, quads: FloatArray) -> FloatArray:
        """Tell the same of vertebrae, (N, 4, 2) -> (N, 4): left, right, superior, inferior."""
        return np.tile([self.left, self.right, self.superior, self.inferior], (len(quads), 1))


@dataclass(frozen=True)
class ByPixels:
    """How far bone reaches beyond its label on each side, in pixels, however large it is."""

    left: float
    right: float
    superior: float
    inferior: float

    def beyond(self, quads: FloatArray) -> FloatArray:
        """Tell the same in widths and heights of the label, (N, 4, 2) -> (N, 4)."""
        width, height = (np.linalg.norm(axis, axis=1) for axis in axes_of(quads))
        return np.stack(
            [self.left / width, self.right / width, self.superior / height, self.inferior / height],
            axis=1,
        )


CONVENTIONS: Final[dict[str, ByShare | ByPixels]] = {
    "aasce 2016": ByShare(left=0.026, right=0.026, superior=0.018, inferior=0.018),
    "aasce 2017": ByShare(left=0.092, right=0.132, superior=0.066, inferior=0.054),
    FilmSet.SPINAL_AI2024: ByPixels(left=10, right=1, superior=7, inferior=-3),
}
"""By `campaign`. AASCE labels of 2017 lie inside the bone, generated ones inside and to the lower
right; boxes and phantoms are as they should be. What phantoms show beyond their true corners is
taken off. Generated bodies get 7 px above instead of the 8 of the mean, as upper ones have less and
would overlap."""


def campaign(film: LabelledFilm) -> str:
    """Name what a film was labelled with: its set, and of AASCE the year."""
    year = YEAR.search(film.name) if film.source == FilmSet.AASCE else None
    return f"{film.source} {year[1]}" if year else film.source


def on_bone(film: LabelledFilm) -> LabelledFilm:
    """Bring the corners of a film's vertebrae onto the bone's edge."""
    convention = CONVENTIONS.get(campaign(film))
    if convention is None:
        return film
    return replace(film, quads=stretched(film.quads, convention.beyond(film.quads)))


def stretched(quads: FloatArray, beyond: FloatArray) -> FloatArray:
    """Stretch and shift vertebrae along their own axes.

    The tilt of the line through the middles of the sides, on which the angles of the sets are
    measured, stays as it is.

    Parameters
    ----------
    quads : (N, 4, 2) array
        Row, column.
    beyond : (N, 4) array
        How far each is to reach beyond itself to the left, right, top and bottom, in its own widths
        and heights.

    Returns
    -------
    (N, 4, 2) array
    """
    across, down = axes_of(quads)
    centres = quads.mean(axis=1, keepdims=True)
    frame = np.linalg.inv(np.stack([across, down], axis=-1))  # (N, 2, 2)
    u, v = np.moveaxis(np.einsum("nij,nkj->nki", frame, quads - centres), -1, 0)  # (N, 4) each
    left, right, superior, inferior = beyond.T[..., None]  # (N, 1) each
    u = (right - left) / 2 + u * (1 + left + right)
    v = (inferior - superior) / 2 + v * (1 + superior + inferior)
    return centres + u[..., None] * across[:, None] + v[..., None] * down[:, None]
