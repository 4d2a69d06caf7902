"""The picture follows its bent spine.

The map goes backwards, from a point of the bent film to where it stood. It blends the rigid motions
of the vertebrae by nearness: on a vertebra its own motion alone counts, in a disc that of the two
neighbours, and the farther from the spine, the more vertebrae have a say, so that ribs and trunk
lean with the part of the spine they hang on and calm down outward. A large bend is made in small
steps, each with a blend that cannot fold, and a chain of maps that do not fold does not fold.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from bending.chain import Bend, Complex, FilmChain, Motions, clearances

Array = NDArray[np.float64]
Points = NDArray[np.float32]

MARGIN_SHARE = 0.15
"""Share of the narrowest gap beside a vertebra, standing or bent, that moves rigidly with it: bone
reaches a little beyond the corners that people mark."""

REACH = 1.0
"""Heights of a mean vertebra from the spine beyond which the say of a vertebra falls with the
third instead of the first power of its distance. The first power stretches a disc evenly; the third
lets ribs keep to their vertebrae."""

PELVIS_LEVELS = ("L5", "L6", "S1")
"""A chain that ends here stands on its pelvis, which turns with the lowest vertebra."""

PELVIS_WIDTHS = 1.6
"""Reach of the pelvis to either side of the lowest vertebra, in widths of that."""

STEP_TILT_DEG = 20.0
"""Largest turn of any vertebra in one step of a bend."""

STEP_STRETCH = 0.4
"""Most by which one side of a disc opens or closes in a step, as a share of its gap."""

SMALLEST_GAP_PX = 0.5
"""Gaps count as at least this wide, or overlapping labels would ask for endless steps."""

SOFTENING_PX = 1e-4
"""Added to distances so that a point on a vertebra has a finite weight: it leaves less than a
thousandth of a pixel of a neighbour's motion."""

BLOCK = 2048
"""Points moved at a time: their distances to every vertebra stay in the processor's cache, and the
products are too small for the linear algebra library to call in threads, which would wait for each
other."""


@dataclass(frozen=True, eq=False)
class Warp:
    """A bend of a film's spine, with the picture around it.

    Raises
    ------
    ReachError
        If neighbouring vertebrae would collide.
    """

    chain: FilmChain
    """The spine as it stands."""

    bend: Bend

    def __post_init__(self) -> None:
        self.chain.corners_after(self.bend)

    @property
    def corners(self) -> Array:
        """(N, 4, 2) corners after the bend, exact."""
        return self.chain.corners_after(self.bend)

    def before(self, points: NDArray[np.floating]) -> Points:
        """Tell where points of the bent film stood.

        Parameters
        ----------
        points : (..., 2) array
            Row, column in pixels of the bent film.

        Returns
        -------
        (..., 2) float32 array
            Row, column in pixels of the film before the bend, perhaps outside it.
        """
        shape, aspect = points.shape, self.chain.pixel_aspect
        flat = np.asarray(points, np.float32).reshape(-1, 2)
        middle: Points = self.chain.corners.mean(axis=(0, 1)).astype(np.float32)
        # Counted from the middle of the spine, single precision is fine enough.
        place = np.empty((3, len(flat)), np.float32)  # x, y, 1
        place[0] = flat[:, 1] - middle[1]
        place[1] = (flat[:, 0] - middle[0]) * np.float32(aspect)
        place[2] = 1
        for first in range(0, len(flat), BLOCK):
            block = place[:, first : first + BLOCK]
            for step in self._steps:
                block[:2] = step.before(block)
        out = np.empty_like(flat)
        out[:, 0] = place[1] / np.float32(aspect) + middle[0]
        out[:, 1] = place[0] + middle[1]
        return out.reshape(shape)

    @cached_property
    def _steps(self) -> tuple[_Step, ...]:
        """The way back from the bent to the standing film, in steps small enough not to fold."""
        count = self._count()
        states = [self._state(self.bend * (k / count)) for k in range(count, -1, -1)]
        margins = self._margins()
        reach = REACH * float(self._heights().mean())
        return tuple(_Step.between(here, there, margins, reach) for here, there in pairwise(states))

    def _state(self, bend: Bend) -> _State:
        """Bodies and motions part of the way through the bend, about the middle of the spine."""
        motions = self.chain.motions(bend)
        quads = self.chain.quads
        middle = quads.mean()
        if self.chain.levels[-1] in PELVIS_LEVELS:
            quads = np.concatenate([quads, _pelvis(quads[-1])[None]])
            turn, shift = (np.append(part, part[-1]) for part in (motions.turn, motions.shift))
            motions = Motions(turn, shift)
        about = Motions(motions.turn, motions.shift + (motions.turn - 1) * middle)
        return _State(about(quads - middle), about)

    def _count(self) -> int:
        turned = np.append(self.bend.joints_deg, self.bend.lowest_deg)[::-1].cumsum()
        opened = np.abs(np.log(self._gaps(self.bend) / self._gaps(self.bend * 0.0)))
        steps = max(np.abs(turned).max() / STEP_TILT_DEG, opened.max() / np.log1p(STEP_STRETCH))
        return max(1, int(np.ceil(steps)))

    def _gaps(self, bend: Bend) -> Array:
        """Heights (N - 1, 2) of the discs on the left and on the right."""
        quads = self.chain.motions(bend)(self.chain.quads)
        return np.maximum(np.abs(quads[:-1, [3, 2]] - quads[1:, [0, 1]]), SMALLEST_GAP_PX)

    def _margins(self) -> Array:
        quads = self.chain.quads
        bent = self.chain.motions(self.bend)(quads)
        gaps = np.minimum(clearances(quads), clearances(bent))
        padded = np.concatenate([gaps[:1], gaps, gaps[-1:]])
        margins = MARGIN_SHARE * np.minimum(padded[:-1], padded[1:])
        return np.append(margins, 0.0)  # and the pelvis

    def _heights(self) -> Array:
        quads = self.chain.quads
        return np.asarray(np.abs(quads[:, :2].mean(axis=1) - quads[:, 2:].mean(axis=1)))


@dataclass(frozen=True, eq=False)
class _State:
    """Where the bodies are part of the way through a bend, and how they came there."""

    quads: Complex
    motions: Motions


@dataclass(frozen=True, eq=False)
class _Step:
    """One step back: the blend of M rigid motions between two states of the bodies."""

    planes: Points
    """(4, M, 3) unit outward normal and offset of the sides of each body, margin included."""

    back: Points
    """(M, 4) real and imaginary part of each motion's turn less 1, and of its shift."""

    reach: float

    @classmethod
    def between(cls, here: _State, there: _State, margins: Array, reach: float) -> _Step:
        edges = np.roll(here.quads, -1, axis=1) - here.quads
        normals = -1j * edges / np.abs(edges)
        offsets = (np.conj(normals) * here.quads).real + margins[: len(edges), None]
        planes = np.stack([normals.real, normals.imag, -offsets], axis=-1).swapaxes(0, 1)
        back = there.motions.after(here.motions)
        turn = back.turn - 1
        parts = np.stack([turn.real, turn.imag, back.shift.real, back.shift.imag], axis=-1)
        return cls(planes.astype(np.float32), parts.astype(np.float32), reach)

    def before(self, place: Points) -> Points:
        """Move (3, P) x, y, 1 to (2, P) x, y."""
        square = np.zeros((self.planes.shape[1], place.shape[1]), np.float32)  # (M, P)
        for side in self.planes:
            beyond = side @ place
            np.maximum(beyond, 0, out=beyond)
            beyond *= beyond
            square += beyond
        weight = np.sqrt(square)
        weight += np.float32(SOFTENING_PX)
        square += np.float32(self.reach**2)
        weight *= square
        np.reciprocal(weight, out=weight)
        turn_x, turn_y, x, y = (self.back.T @ weight) / weight.sum(axis=0)
        return np.stack(
            [
                place[0] + turn_x * place[0] - turn_y * place[1] + x,
                place[1] + turn_y * place[0] + turn_x * place[1] + y,
            ]
        )


def _pelvis(lowest: Complex) -> Complex:
    """Quad of the pelvis below the lowest vertebra, whose corners are given."""
    left, right = lowest[3], lowest[2]
    across = (right - left) * PELVIS_WIDTHS
    down = 1j * (right - left)
    top = 0.5 * down
    return np.array(
        [
            left - across + top,
            right + across + top,
            right + across + 4 * down,
            left - across + 4 * down,
        ]
    )
