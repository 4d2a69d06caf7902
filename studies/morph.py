"""A standing spine on its way into a bend: drawn between two films, measured on neither."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from languages import Message, joined
from measurements import CannotMeasureError, Endplate, Level, Spine, Vertebra
from studies.alignment import Alignment
from studies.radiograph import View

Array = NDArray[np.float64]
Complex = NDArray[np.complex128]

FEWEST_MATCHED = 2
"""Fewest vertebrae that both films must show: fewer have no joint that could bend."""


@dataclass(frozen=True)
class Morph:
    """The vertebrae that two films share, moved from one into the other.

    An illustration: nobody took a film between the two, and a spine may bend otherwise.

    Raises
    ------
    CannotMeasureError
        If the films differ in unit, the patient's side is unknown on one of them, or they share
        fewer than `FEWEST_MATCHED` vertebrae.
    """

    standing: Spine
    bent: Spine
    """In the axes and the unit of `standing`."""

    def __post_init__(self) -> None:
        if self.standing.unit is not self.bent.unit:
            raise CannotMeasureError(
                Message(
                    "one spine is in {unit} and the other in {other}; align the films first",
                    unit=self.standing.unit,
                    other=self.bent.unit,
                )
            )
        if not (self.standing.side_known and self.bent.side_known):
            raise CannotMeasureError(
                Message(
                    "the patient's side is not stated on both films, so which way to bend is "
                    "unknown; declare which image edge is the patient's right"
                )
            )
        if len(self.levels) < FEWEST_MATCHED:
            raise CannotMeasureError(
                Message(
                    "the films share {count} vertebrae, expected at least {fewest_matched}; "
                    "check the lowest vertebra of both",
                    count=len(self.levels),
                    fewest_matched=FEWEST_MATCHED,
                )
            )

    @cached_property
    def levels(self) -> tuple[Level, ...]:
        """Vertebrae that both films show, cranial first."""
        return tuple(level for level in self.standing.levels if level in self.bent)

    def at(self, share: float) -> Spine:
        """Draw the spine a share of the way into the bend.

        Parameters
        ----------
        share : float
            0 is the standing film, 1 the bending film.

        Returns
        -------
        Spine
            Of `levels`. At 0 and 1 its corners, and so its angles, are those of the films.

        Notes
        -----
        Every vertebra turns by the share of the change of its tilt, counted on along the spine so
        that nothing folds beyond 180 degrees. The line from its centre to that of the next turns
        and stretches by the share likewise, so that the column does not shrink on the way, as it
        would if centres moved straight. The lowest one stays where the films are aligned. Bone is
        rigid, outlines of one bone on two films differ a little: that difference, as seen from
        the vertebra, fades from one to the other.
        """
        standing, bent = self._poses
        tilts = standing.tilts + share * self._turns
        shapes = (1 - share) * standing.shapes + share * bent.shapes
        corners = self._centres(share)[:, None] + np.exp(1j * tilts)[:, None] * shapes
        vertebrae = tuple(
            _vertebra(level, body) for level, body in zip(self.levels, corners, strict=True)
        )
        return replace(self.standing, vertebrae=vertebrae)

    def _centres(self, share: float) -> Complex:
        standing, bent = self._poses
        lengths = (1 - share) * np.abs(standing.steps) + share * np.abs(bent.steps)
        ways = standing.steps / np.abs(standing.steps) * np.exp(1j * share * self._step_turns)
        lowest = (1 - share) * standing.centres[-1] + share * bent.centres[-1]
        heights = np.cumsum((lengths * ways)[::-1])[::-1]
        return np.asarray(lowest + np.append(heights, 0))

    @cached_property
    def _poses(self) -> tuple[_Pose, _Pose]:
        return _Pose.of(self.standing, self.levels), _Pose.of(self.bent, self.levels)

    @cached_property
    def _turns(self) -> Array:
        """By how much each vertebra turns, (N,) radians; the lowest the shorter way round."""
        standing, bent = self._poses
        turns = bent.tilts - standing.tilts
        return np.asarray(turns - 2 * np.pi * np.round(turns[-1] / (2 * np.pi)))

    @cached_property
    def _step_turns(self) -> Array:
        """By how much each step turns, (N - 1,) radians, the way round that its two ends turn."""
        standing, bent = self._poses
        beside = (self._turns[:-1] + self._turns[1:]) / 2
        return np.asarray(beside + np.angle(bent.steps / standing.steps * np.exp(-1j * beside)))


@dataclass(frozen=True, eq=False)
class _Pose:
    """Vertebrae of one film, cranial first; a point is ``x + 1j * y``."""

    tilts: Array
    """(N,) radians, continuous along the spine."""

    centres: Complex
    """(N,) means of the corners."""

    shapes: Complex
    """(N, 4) corners as seen from the centre, the midline along x."""

    @classmethod
    def of(cls, spine: Spine, levels: Sequence[Level]) -> Self:
        vertebrae = tuple(spine[level] for level in levels)
        corners = np.array([_corners(vertebra) for vertebra in vertebrae])
        tilts = np.radians(replace(spine, vertebrae=vertebrae).tilts_deg)
        centres = corners.mean(axis=1)
        shapes = (corners - centres[:, None]) * np.exp(-1j * tilts)[:, None]
        return cls(tilts, centres, shapes)

    @property
    def steps(self) -> Complex:
        """(N - 1,) from each centre but the topmost up to the next."""
        return self.centres[:-1] - self.centres[1:]


NAMES: Final = {
    View.CORONAL: Message("coronal"),
    View.LEFT_BENDING: Message("left-bending"),
    View.RIGHT_BENDING: Message("right-bending"),
}


def morph_into(aligned: Alignment[View], view: View) -> Morph:
    """Move the standing spine of aligned films into one of the bends.

    Raises
    ------
    CannotMeasureError
        If one of the two films is missing, or as `Morph` says.
    """
    if missing := [each for each in (View.CORONAL, view) if each not in aligned.spines]:
        names = joined(Message(" and "), (NAMES[each] for each in missing))
        raise CannotMeasureError(
            Message("there is no measured {names} film; add it to the study", names=names)
        )
    return Morph(aligned.spines[View.CORONAL], aligned.spines[view])


def _corners(vertebra: Vertebra) -> list[complex]:
    return [complex(x, y) for x, y in vertebra.corners]


def _vertebra(level: Level, corners: Complex) -> Vertebra:
    ring = [(z.real, z.imag) for z in corners.tolist()]
    return Vertebra(level, Endplate(ring[0], ring[1]), Endplate(ring[3], ring[2]))
