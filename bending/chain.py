"""The vertebrae of a film as a chain of rigid bodies, and how it bends.

Angles are in degrees, positive where they turn a vertebra's top to the image's right; the angle of
a joint is that of the vertebra above against the one below. Which side of the patient that is does
not matter here. Inside, a film point is a complex number, ``column + 1j * row * pixel_aspect``, so
that a rigid motion is ``z -> turn * z + shift``.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import brentq

from bending.errors import ChainError, ReachError
from bending.joints import REFERENCE_RANGE_DEG, give_deg, healthy_compliance, usual_levels

Array = NDArray[np.float64]
Complex = NDArray[np.complex128]

LEAST_GAP_SHARE = 0.25
"""Share of its mean height down to which a bend may close one side of a disc. Bone does not touch
bone; a side that stands closer than this may not close at all."""

MOST_GAP_RATIO = 2.5
"""Most by which a bend may widen one side of a disc: a film shows no more of a disc than it does,
and further apart its picture would be a smear. A side that stands closed counts as
`LEAST_GAP_SHARE` of the mean."""

GAP_TOLERANCE_PX = 1e-6
"""Rounding allowed where a bend closes a disc as far as it goes."""

LARGEST_EFFORT_DEG = REFERENCE_RANGE_DEG
"""Effort with which a healthy joint gives its whole range: nobody bends further."""


@dataclass(frozen=True, eq=False)
class Bend:
    """What is added to the joints of a standing spine."""

    joints_deg: Array
    """(N - 1,) added to the angle of each joint, cranial first."""

    lowest_deg: float = 0.0
    """Turn of the lowest vertebra, with the pelvis."""

    def __post_init__(self) -> None:
        if self.joints_deg.ndim != 1 or not np.isfinite([*self.joints_deg, self.lowest_deg]).all():
            raise ChainError(
                f"a bend of {self.joints_deg} and {self.lowest_deg} degrees is none; give one "
                "finite angle for each joint and one for the lowest vertebra"
            )

    def __neg__(self) -> Bend:
        """Undo this bend."""
        return Bend(-self.joints_deg, -self.lowest_deg)

    def __mul__(self, share: float) -> Bend:
        """Take a share of this bend."""
        return Bend(share * self.joints_deg, share * self.lowest_deg)

    @property
    def trunk_deg(self) -> float:
        """Change of tilt of the topmost vertebra against the lowest."""
        return float(self.joints_deg.sum())


@dataclass(frozen=True, eq=False)
class Motions:
    """A rigid motion for each vertebra, ``z -> turn * z + shift``."""

    turn: Complex
    """(N,) of length 1."""

    shift: Complex
    """(N,) widths of a pixel."""

    def __call__(self, points: Complex) -> Complex:
        """Move (N, ...) points, each row with its vertebra."""
        rest = (slice(None),) + (None,) * (points.ndim - 1)
        return self.turn[rest] * points + self.shift[rest]

    def after(self, other: Motions) -> Motions:
        """Undo `other`, then make these motions."""
        turn = self.turn / other.turn
        return Motions(turn, self.shift - turn * other.shift)


@dataclass(frozen=True, eq=False)
class FilmChain:
    """The vertebrae of one film, cranial first, each free to turn about the discs beside it.

    Parameters
    ----------
    corners : (N, 4, 2) array
        Row, column in pixels of the film: superior-left, superior-right, inferior-right,
        inferior-left as seen on the image.
    levels : tuple of str
        Name of each vertebra; counted upward from L5 where none are given.
    pixel_aspect : float
        Height of a film pixel over its width.

    Raises
    ------
    ChainError
        If a vertebra is no convex quad with its corners in this order, or two overlap.
    """

    corners: Array
    levels: tuple[str, ...] = ()
    pixel_aspect: float = 1.0

    def __post_init__(self) -> None:
        shape = self.corners.shape
        if len(shape) != 3 or shape[1:] != (4, 2) or len(self.corners) < 2:
            raise ChainError(f"corners must have shape (N, 4, 2) with N >= 2, got {shape}")
        if not self.pixel_aspect > 0:
            raise ChainError(f"pixel_aspect is {self.pixel_aspect}; give a number above zero")
        if not self.levels:
            object.__setattr__(self, "levels", usual_levels(len(self.corners)))
        if len(self.levels) != len(self.corners):
            raise ChainError(
                f"{len(self.levels)} levels for {len(self.corners)} vertebrae; name each of them"
            )
        healthy_compliance(self.levels)
        # Walking the corners clockwise, a convex quad turns right at each.
        edges = np.roll(self.quads, -1, axis=1) - self.quads
        turns = (np.conj(edges) * np.roll(edges, -1, axis=1)).imag
        wrong = [name for name, row in zip(self.levels, turns, strict=True) if not (row > 0).all()]
        if wrong:
            raise ChainError(
                f"the corners of {', '.join(wrong)} are no convex quad in the order superior-left, "
                "superior-right, inferior-right, inferior-left; correct them"
            )
        overlapping = overlap(self.quads)
        if overlapping:
            upper, lower = (self.levels[k] for k in overlapping)
            raise ChainError(
                f"{upper} and {lower} overlap, as rigid vertebrae cannot; correct their corners"
            )

    @property
    def quads(self) -> Complex:
        """(N, 4) the corners as complex numbers."""
        return as_complex(self.corners, self.pixel_aspect)

    @property
    def standing_deg(self) -> Array:
        """(N - 1,) angle of each joint, between the lines that join the middles of the sides.

        Beyond 90 degrees of tilt nothing folds: each angle is between neighbours.
        """
        quads = self.quads
        across = quads[:, 1] + quads[:, 2] - quads[:, 0] - quads[:, 3]
        return np.degrees(np.angle(across[:-1] / across[1:]))

    def motions(self, bend: Bend) -> Motions:
        """Work out how each vertebra moves.

        Both neighbours of a joint turn by half its angle about the middle of their disc, so the
        disc leans as their bisector and ``-bend`` undoes a bend exactly. The lowest vertebra turns
        about the middle of its inferior endplate.
        """
        if bend.joints_deg.shape != (len(self.corners) - 1,):
            raise ChainError(
                f"joints_deg has shape {bend.joints_deg.shape}; give one angle for each of the "
                f"{len(self.corners) - 1} joints"
            )
        roofs, floors = self._endplate_middles()
        half = np.exp(0.5j * np.radians(bend.joints_deg))
        turn = np.exp(1j * np.radians(np.cumsum(np.append(bend.joints_deg, bend.lowest_deg)[::-1])))
        turn = turn[::-1]
        shift = np.empty(len(self.corners), complex)
        shift[-1] = floors[-1] * (1 - turn[-1])
        for k in range(len(self.corners) - 2, -1, -1):
            roof_below = turn[k + 1] * roofs[k + 1] + shift[k + 1]
            disc = turn[k + 1] * half[k] * (floors[k] - roofs[k + 1])
            shift[k] = roof_below + disc - turn[k] * floors[k]
        return Motions(turn, shift)

    def bent(self, bend: Bend) -> FilmChain:
        """Bend this chain.

        Raises
        ------
        ChainError
            If the bend has another number of joints.
        ReachError
            If neighbouring vertebrae would collide.
        """
        return FilmChain(self.corners_after(bend), self.levels, self.pixel_aspect)

    def corners_after(self, bend: Bend) -> Array:
        """Corners (N, 4, 2) after a bend; raises what `bent` raises."""
        motions = self.motions(bend)
        least, most = self.limits_deg()
        slack = np.degrees(GAP_TOLERANCE_PX / np.abs(self.quads[:, 1] - self.quads[:, 0])[1:])
        beyond = (bend.joints_deg < least - slack) | (bend.joints_deg > most + slack)
        if beyond.any():
            k = int(np.flatnonzero(beyond)[0])
            raise ReachError(
                f"turning {self.levels[k]} on {self.levels[k + 1]} by {bend.joints_deg[k]:.1f} "
                f"degrees would make them collide; between {least[k]:.1f} and {most[k]:.1f} "
                "are free: ask for less"
            )
        quads = motions(self.quads)
        overlapping = overlap(quads)
        if overlapping:
            upper, lower = (self.levels[k] for k in overlapping)
            raise ReachError(f"the bend would make {upper} and {lower} collide; ask for less")
        return as_rows_columns(quads, self.pixel_aspect)

    def limits_deg(self) -> tuple[Array, Array]:
        """Give the least and the most (N - 1,) that each joint may be turned.

        The gaps between facing corners, across the disc, keep `LEAST_GAP_SHARE` of the disc's mean
        height on the side that closes and widen at most `MOST_GAP_RATIO` times on the other.
        """
        quads = self.quads
        roofs, floors = self._endplate_middles()
        across = _unit(_unit(quads[:-1, 2] - quads[:-1, 3]) + _unit(quads[1:, 1] - quads[1:, 0]))

        def along_up(vectors: Complex) -> Array:
            return np.asarray((np.conj(-1j * across) * vectors).real)

        left, right = ((3, 0), (2, 1))  # facing corners: of the upper, of the lower
        gaps = {side: along_up(quads[:-1, side[0]] - quads[1:, side[1]]) for side in (left, right)}
        least = LEAST_GAP_SHARE * np.clip((gaps[left] + gaps[right]) / 2, 0, None)

        def turn_until(side: tuple[int, int], gap: Array) -> Array:
            # Turned by 2 x towards a side, its gap is h + b cos x - c sin x.
            upper, lower = quads[:-1, side[0]] - floors[:-1], quads[1:, side[1]] - roofs[1:]
            b, c = along_up(upper - lower), np.abs(along_up(1j * (upper + lower)))
            above = along_up(floors[:-1] - roofs[1:]) - gap
            x = np.arctan2(b, c) + np.arcsin(np.clip(above / np.hypot(b, c), -1, 1))
            return np.asarray(2 * np.degrees(x))

        closing, opening = (
            {side: turn_until(side, gap(side)) for side in (left, right)}
            for gap in (
                lambda side: np.minimum(gaps[side], least),
                lambda side: MOST_GAP_RATIO * np.maximum(gaps[side], least),
            )
        )
        return (
            -np.clip(np.minimum(closing[left], -opening[right]), 0, None),
            np.clip(np.minimum(closing[right], -opening[left]), 0, None),
        )

    def trunk_bend(
        self, trunk_deg: float, *, stiffness: ArrayLike = 1.0, lowest_deg: float = 0.0
    ) -> Bend:
        """Share out a side bend over the joints, as a patient who makes an effort would.

        Parameters
        ----------
        trunk_deg : float
            Change of tilt of the topmost vertebra against the lowest; above zero to the image's
            right.
        stiffness : float or (N - 1,) array
            Of each joint: 1 is healthy, 4 gives a quarter as much.
        lowest_deg : float
            Turn of the lowest vertebra.

        Raises
        ------
        ReachError
            If the spine cannot bend so far; `reach_deg` says how far it can.
        """
        reach = self.reach_deg(float(np.sign(trunk_deg)), stiffness=stiffness)
        if abs(trunk_deg) > abs(reach):
            raise ReachError(
                f"a trunk bend of {trunk_deg:.1f} degrees is out of reach: this spine bends by "
                f"{reach:.1f} degrees to that side; ask for less"
            )
        if trunk_deg == 0:
            return Bend(np.zeros(len(self.corners) - 1), lowest_deg)
        effort = brentq(
            lambda effort: self._given_deg(effort, stiffness).sum() - trunk_deg,
            0.0,
            np.sign(trunk_deg) * LARGEST_EFFORT_DEG,
            xtol=1e-10,
        )
        return Bend(self._given_deg(effort, stiffness), lowest_deg)

    def reach_deg(self, side: float, *, stiffness: ArrayLike = 1.0) -> float:
        """Furthest trunk bend to the image's right (side above zero) or left (below)."""
        return float(self._given_deg(side * LARGEST_EFFORT_DEG, stiffness).sum())

    def straightening(self, share: float) -> Bend:
        """Take a share of each joint's standing angle away; below zero, add to it.

        Joints that would collide stop before they do.
        """
        return Bend(np.clip(-share * self.standing_deg, *self.limits_deg()))

    def _given_deg(self, effort_deg: float, stiffness: ArrayLike) -> Array:
        stiffness = np.asarray(stiffness, float)
        if not (stiffness > 0).all():
            raise ChainError(f"stiffness is {stiffness}; give numbers above zero")
        compliance = healthy_compliance(self.levels[:-1]) / stiffness
        return np.clip(give_deg(effort_deg, self.standing_deg, compliance), *self.limits_deg())

    def _endplate_middles(self) -> tuple[Complex, Complex]:
        """Middles (N,) of the superior and of the inferior endplates."""
        quads = self.quads
        return quads[:, :2].mean(axis=1), quads[:, 2:].mean(axis=1)


def _unit(vectors: Complex) -> Complex:
    return np.asarray(vectors / np.abs(vectors))


def clearances(quads: Complex, apart: int = 1) -> Array:
    """Width of the widest straight lane between each of (N, 4) quads and the `apart`-th below it.

    Returns
    -------
    (N - apart,) array
        Below zero where they overlap: two convex quads are apart exactly if a lane along a side of
        one of them lies between.
    """
    edges = np.roll(quads, -1, axis=1) - quads
    outward = -1j * edges / np.abs(edges)

    def beyond(body: slice, other: slice) -> Array:
        reach = quads[other][:, None, :] - quads[body][:, :, None]  # (N - apart, sides, corners)
        aside = (np.conj(outward[body])[:, :, None] * reach).real
        return np.asarray(aside.min(axis=2).max(axis=1))

    upper, lower = slice(None, -apart), slice(apart, None)
    return np.maximum(beyond(upper, lower), beyond(lower, upper))


def overlap(quads: Complex) -> tuple[int, int] | None:
    """Find two quads that overlap: neighbours, or next but one about a half vertebra."""
    for apart in (1, 2):
        touching = np.flatnonzero(clearances(quads, apart) <= 0)
        if touching.size:
            return int(touching[0]), int(touching[0]) + apart
    return None


def as_complex(points: ArrayLike, pixel_aspect: float) -> Complex:
    """Film points (..., 2) row, column as complex numbers in widths of a pixel."""
    points = np.asarray(points, float)
    return np.asarray(points[..., 1] + 1j * pixel_aspect * points[..., 0])


def as_rows_columns(points: Complex, pixel_aspect: float) -> Array:
    """Complex numbers back to film points (..., 2) row, column."""
    return np.stack([points.imag / pixel_aspect, points.real], axis=-1)
