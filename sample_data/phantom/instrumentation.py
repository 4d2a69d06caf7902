"""Pedicle screws and the rods that join them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sample_data.phantom.anatomy import NAMES, USUAL, Anatomy
from sample_data.phantom.attachment import TITANIUM_PER_MM, Part, wire
from sample_data.phantom.errors import PhantomError
from sample_data.phantom.material import Material
from sample_data.phantom.skeleton import Skeleton
from sample_data.phantom.surface import tube
from sample_data.phantom.vertebra import VertebraShape

Array = NDArray[np.float64]

# The middle of a pedicle: behind the body's back wall (mm of an average adult), above the middle
# of the body (in body heights); as `arch` has it.
PEDICLE_BEHIND_MM, PEDICLE_UP = 3.0, 0.17
# A screw ends in the front third of the body and begins behind the facet.
TIP_IN_BODY = 0.7
HEAD_BEHIND_MM = 19.0
HEAD_RADIUS_MM, HEAD_LENGTH_MM = 5.5, 13.0
# The thread: its pitch, and its core against its outer radius.
PITCH_MM, CORE_SHARE = 2.8, 0.72
ROD_BEYOND_MM = 9.0


@dataclass(frozen=True)
class Instrumentation:
    """A posterior fusion.

    Attributes
    ----------
    upper, lower : str
        First and last instrumented vertebra.
    bare : frozenset of (level, side)
        Where no screw is; side is 1 on the patient's right, -1 on the left.
    screw_radius_mm, rod_radius_mm : float
    converging_deg : float
        How far screws point towards the middle.
    """

    upper: str
    lower: str
    bare: frozenset[tuple[str, int]] = frozenset()
    screw_radius_mm: float = 2.9
    rod_radius_mm: float = 2.75
    converging_deg: float = 14.0

    def __post_init__(self) -> None:
        """Refuse a fusion of fewer than two vertebrae from T1 downward."""
        for level in (self.upper, self.lower):
            if level not in NAMES or level[0] not in "TL":
                raise PhantomError(f"{level!r} cannot be instrumented; give a level from T1 to L6")
        if NAMES.index(self.upper) >= NAMES.index(self.lower):
            raise PhantomError(
                f"instrumentation from {self.upper} to {self.lower} joins nothing; "
                "give an upper level above the lower one"
            )

    @classmethod
    def random(cls, rng: np.random.Generator) -> Instrumentation:
        """Draw a thoracic, a thoracolumbar or a long fusion; some screws are left out."""
        levels = USUAL.levels[USUAL.measured]
        first = int(rng.integers(1, len(levels) - 5))
        chosen = levels[first : first + int(rng.integers(5, 14))]
        left_out = rng.random((len(chosen), 2)) < rng.choice([0.0, 0.3])
        left_out[[0, -1]] = False
        return cls(
            chosen[0],
            chosen[-1],
            frozenset(
                (level, side)
                for level, sides in zip(chosen, left_out, strict=True)
                for side, out in zip((1, -1), sides, strict=True)
                if out
            ),
            screw_radius_mm=rng.uniform(2.2, 3.3),
            rod_radius_mm=rng.uniform(2.4, 3.2),
            converging_deg=rng.uniform(5, 22),
        )

    def levels(self, anatomy: Anatomy) -> tuple[str, ...]:
        """Instrumented vertebrae of a person, cranial first."""
        first, last = (anatomy.index(anatomy.nearest(level)) for level in (self.upper, self.lower))
        return anatomy.levels[first : last + 1]

    def parts(self, skeleton: Skeleton, step: float) -> Iterator[Part]:
        """See `attachment.Attachment`."""
        for side in (1, -1):
            heads = []
            for level in self.levels(skeleton.anatomy):
                if (level, side) in self.bare:
                    continue
                tip, head = self.screw(skeleton, level, side)
                heads.append(head)
                yield self._thread(tip, head, step)
                yield self._head(tip, head, step)
            yield wire(_prolonged(np.array(heads)), self.rod_radius_mm, step, TITANIUM_PER_MM)

    def screw(self, skeleton: Skeleton, level: str, side: int) -> tuple[Array, Array]:
        """Tip and head (3,) of a screw in patient's axes, mm; its axis runs along the pedicle."""
        place = skeleton.anatomy.index(level)
        shape = skeleton.shapes[place]
        middle = pedicle_middle(shape, side)
        angle = np.radians(self.converging_deg)
        forward = np.array([-side * np.sin(angle), np.cos(angle), 0.0])
        size = shape.physique.size
        reach = PEDICLE_BEHIND_MM * size + TIP_IN_BODY * shape.depth
        ends = np.stack([middle + reach * forward, middle - HEAD_BEHIND_MM * size * forward])
        tip, head = ends @ skeleton.pose.frames[place].T + skeleton.pose.centres[place]
        return tip, head

    def _thread(self, tip: Array, head: Array, step: float) -> Part:
        turns = max(4, round(float(np.linalg.norm(head - tip)) / PITCH_MM))
        share = np.linspace(0, 1, 2 * turns + 1)[:, None]
        radii = np.where(np.arange(2 * turns + 1) % 2 == 1, 1.0, CORE_SHARE) * self.screw_radius_mm
        radii[0] *= 0.5  # the point
        return _titanium(tip + share * (head - tip), np.stack([radii, radii], axis=1), step)

    def _head(self, tip: Array, head: Array, step: float) -> Part:
        back = (head - tip) / np.linalg.norm(head - tip)
        ends = head - 0.4 * HEAD_LENGTH_MM * back, head + 0.6 * HEAD_LENGTH_MM * back
        return _titanium(np.stack(ends), np.array([HEAD_RADIUS_MM] * 2), step)


def pedicle_middle(shape: VertebraShape, side: int) -> Array:
    """Middle (3,) of a pedicle in the vertebra's own axes, mm; `side` is 1 on the right."""
    size = shape.size
    return (
        np.array(
            [
                side * (size.canal_width + size.pedicle_width) / 2,
                -size.depth / 2 - PEDICLE_BEHIND_MM,
                PEDICLE_UP * size.height,
            ]
        )
        * shape.physique.size
    )


def _titanium(path: Array, halves: Array, step: float) -> Part:
    solid = tube(path, halves, across=[1, 0, 0.1], shell=0.0, core=TITANIUM_PER_MM, step=step)
    return Part(Material.METAL, solid)


def _prolonged(heads: Array) -> Array:
    """Path (K + 2, 3) that reaches beyond its first and last place."""
    ends = []
    for end, inner in ((heads[0], heads[1]), (heads[-1], heads[-2])):
        outward = (end - inner) / np.linalg.norm(end - inner)
        ends.append(end + ROD_BEYOND_MM * outward)
    return np.concatenate([ends[:1], heads, ends[1:]])
