"""A whole film, bent."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import map_coordinates, zoom

from bending.chain import Bend, FilmChain
from bending.field import Field, continued, field_after
from bending.warp import Warp

LATTICE_PX = 4
"""The map is asked on every fourth pixel and interpolated between; it is affine on a vertebra."""


@dataclass(frozen=True, eq=False)
class BentFilm:
    """What becomes of a film whose spine is bent: the map, and what it shows before and after."""

    warp: Warp

    exposed: Field
    """What the film shows as it stands."""

    field: Field
    """What the bent film shows, in its own pixels; they may be negative."""

    @classmethod
    def by(cls, chain: FilmChain, bend: Bend, exposed: Field) -> BentFilm:
        """Bend a film.

        Raises
        ------
        ReachError
            If neighbouring vertebrae would collide.
        """
        warp = Warp(chain, bend)
        return cls(warp, exposed, field_after(warp, exposed))


def warped(
    pixels: NDArray[np.uint8], chain: FilmChain, bend: Bend
) -> tuple[NDArray[np.uint8], NDArray[np.float64]]:
    """Bend the spine of a film, and the picture with it.

    Parameters
    ----------
    pixels : (H, W) array
    chain : FilmChain
        The vertebrae on it.
    bend : Bend

    Returns
    -------
    pixels : (H', W') array
        The bent film in a field of its own, collimated anew.
    corners : (N, 4, 2) array
        Row, column on it, exact.

    Raises
    ------
    ReachError
        If neighbouring vertebrae would collide.
    """
    bent = BentFilm.by(chain, bend, Field.exposed(pixels, chain.corners))
    source = _source(bent.warp, bent.field)
    greys = map_coordinates(
        pixels.astype(np.float32), np.moveaxis(source, -1, 0), order=1, mode="nearest"
    )
    greys = continued(greys, bent.exposed.holds(source))
    corners = bent.warp.corners - [bent.field.top, bent.field.left]
    return np.clip(np.rint(greys), 0, 255).astype(np.uint8), corners


def _source(warp: Warp, field: Field) -> NDArray[np.float32]:
    """Where each pixel of a field of the bent film stood, (H', W', 2)."""
    height, width = field.shape
    rows, columns = (
        start + np.arange(0, size + LATTICE_PX, LATTICE_PX)
        for start, size in ((field.top, height), (field.left, width))
    )
    coarse = warp.before(np.stack(np.meshgrid(rows, columns, indexing="ij"), axis=-1))
    shape = tuple((n - 1) * LATTICE_PX + 1 for n in coarse.shape[:2])
    scale = [m / n for m, n in zip(shape, coarse.shape, strict=False)]
    planes = [zoom(coarse[..., axis], scale, order=1, grid_mode=False) for axis in (0, 1)]
    return np.stack(planes, axis=-1)[:height, :width]
