"""Films laid over one another: on the lowest vertebra they share, in one scale."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Generic, TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

from measurements import Endplate, Frame, Level, Point, Spine, Unit, Vertebra
from studies.findings import FilmFindings

Key = TypeVar("Key")
"""What tells films apart."""


class ScaleBasis(StrEnum):
    """What makes the scale of several films one."""

    MILLIMETRES = "millimetres"
    """Every film has a pixel spacing."""

    WIDTH = "width of the lowest vertebra"
    """One has none: the width of one vertebra is made the same on all of them."""


@dataclass(frozen=True)
class Placement:
    """How one film lies in the common axes."""

    frame: Frame
    origin: Point
    """What becomes (0, 0), in patient axes of the film."""

    scale: float
    """Length in the common axes of a length on the film."""

    unit: Unit
    """Of lengths in the common axes."""

    def __call__(self, points_px: ArrayLike) -> NDArray[np.float64]:
        """Place film points (..., 2) row, column; returns (..., 2) ``(x, y)``."""
        return np.asarray(self.scale * (self.frame.to_patient(points_px) - np.array(self.origin)))

    def of(self, spine: Spine) -> Spine:
        """Place a spine of the film."""
        vertebrae = tuple(self._vertebra(vertebra) for vertebra in spine.vertebrae)
        return replace(spine, vertebrae=vertebrae, unit=self.unit)

    def _vertebra(self, vertebra: Vertebra) -> Vertebra:
        superior, inferior = (
            Endplate(self._point(plate.left), self._point(plate.right))
            for plate in (vertebra.superior_endplate, vertebra.inferior_endplate)
        )
        sd = None if vertebra.corner_sd is None else self.scale * vertebra.corner_sd
        return Vertebra(vertebra.level, superior, inferior, score=vertebra.score, corner_sd=sd)

    def _point(self, point: Point) -> Point:
        x, y = (self.scale * (at - zero) for at, zero in zip(point, self.origin, strict=True))
        return x, y


@dataclass(frozen=True)
class Alignment(Generic[Key]):
    """Films in common axes: +x as in each film's patient axes, +y cranial.

    Angles are in them what they are on the films.
    """

    level: Level | None
    """Vertebra whose centre is (0, 0) on every film; None where the films share no level, and each
    lies on its own lowest one."""

    basis: ScaleBasis
    placements: Mapping[Key, Placement]
    spines: Mapping[Key, Spine]
    """The vertebrae that are used, in the common axes."""


def align(films: Mapping[Key, FilmFindings]) -> Alignment[Key]:
    """Lay films over one another.

    Parameters
    ----------
    films : mapping to FilmFindings
        Of a study by their views, or whatever else tells them apart.

    Returns
    -------
    Alignment
        On the lowest vertebra that all films show and that fits into its spine. In millimetres
        where every film has a spacing; else each film is scaled so that this vertebra, or its own
        lowest one, is as wide as on the first film.
    """
    level = _lowest_shared([film.used for film in films.values()])
    anchors = {
        key: film.used[level] if level else film.used.vertebrae[-1] for key, film in films.items()
    }
    if all(film.spacing for film in films.values()):
        basis, unit, scales = ScaleBasis.MILLIMETRES, Unit.MILLIMETRE, dict.fromkeys(films, 1.0)
    else:
        widths = {key: anchor.midline.length for key, anchor in anchors.items()}
        first = next(iter(widths.values()))
        basis, unit = ScaleBasis.WIDTH, Unit.PIXEL
        scales = {key: first / width for key, width in widths.items()}
    placements = {
        key: Placement(film.frame, anchors[key].centre, scales[key], unit)
        for key, film in films.items()
    }
    spines = {key: placements[key].of(film.used) for key, film in films.items()}
    return Alignment(level, basis, placements, spines)


def _lowest_shared(spines: list[Spine]) -> Level | None:
    if not spines:
        return None
    shared = [level for level in spines[0].levels if all(level in spine for spine in spines)]
    return shared[-1] if shared else None
