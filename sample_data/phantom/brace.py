"""A rigid brace: a plastic shell around the trunk, its rims, straps, buckles and rivets."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sample_data.phantom.attachment import (
    PLASTIC_PER_MM,
    Part,
    back_skin,
    frame,
    front_skin,
    on_trunk,
    stud,
)
from sample_data.phantom.errors import PhantomError
from sample_data.phantom.material import Material
from sample_data.phantom.skeleton import Skeleton
from sample_data.phantom.surface import closed_grid, tube

Array = NDArray[np.float64]

# Half the width inside a brace at each level, mm of an average adult.
_HALF_WIDTH = {"T5": 150.0, "T8": 150.0, "T12": 136.0, "L2": 126.0, "L4": 140.0, "S1": 158.0}
BELOW_S1_MM = 75.0
# The upper rim lies lower in front and behind than under the arms; likewise the lower one.
RIM_DROP_MM = 45.0
# A rolled rim against the shell.
RIM_THICKER = 1.8
STRAPS = 3


@dataclass(frozen=True)
class Brace:
    """A thoracolumbar brace that opens in front or behind.

    Attributes
    ----------
    top : str
        Level that it reaches up to under the arms.
    thickness_mm : float
    push_mm : float
        How far its pad pushes the trunk to the patient's left (above zero) at its middle.
    opens_in_front : bool
    buckles_right_mm : float
        Where the buckles sit, from the trunk's axis to the right.
    """

    top: str = "T7"
    thickness_mm: float = 4.0
    push_mm: float = 8.0
    opens_in_front: bool = False
    buckles_right_mm: float = 45.0

    def __post_init__(self) -> None:
        """Refuse a brace without plastic."""
        if not self.thickness_mm > 0:
            raise PhantomError(f"thickness_mm is {self.thickness_mm}; a shell has 3 to 5 mm")

    @classmethod
    def random(cls, rng: np.random.Generator) -> Brace:
        """Draw one."""
        return cls(
            top=str(rng.choice(["T5", "T6", "T7", "T8"])),
            thickness_mm=rng.uniform(3, 5),
            push_mm=rng.normal(0, 9),
            opens_in_front=bool(rng.random() < 0.5),
            buckles_right_mm=float(rng.choice([-1, 1]) * rng.uniform(20, 95)),
        )

    def parts(self, skeleton: Skeleton, step: float) -> Iterator[Part]:
        """See `attachment.Attachment`."""
        around = np.linspace(0, 2 * np.pi, 96, endpoint=False)
        share = np.linspace(0, 1, 60)
        rings = self._rings(skeleton, share, around)
        shell = closed_grid(_finer(rings, step), self.thickness_mm * PLASTIC_PER_MM, 0.0)
        yield Part(Material.WATER, shell)
        for rim in (rings[0], rings[-1]):
            yield self._bead(np.concatenate([rim, rim[:1]]), [0, 0, 1], step)
        # the cut from top to bottom
        front = np.pi / 2 if self.opens_in_front else -np.pi / 2
        for edge in (-0.07, 0.07):
            yield self._bead(
                self._rings(skeleton, share, np.array([front + edge]))[:, 0], [0, 1, 0], step
            )
        yield from self._straps(skeleton, step)

    def _rings(self, skeleton: Skeleton, share: Array, around: Array) -> Array:
        """Rings (U, V, 3) from the lower rim (0) to the upper one (1)."""
        person, trunk = skeleton.chain.physique, skeleton.trunk
        low, high = -BELOW_S1_MM * person.size, trunk.height_of(self.top)
        front = np.abs(np.sin(around)) ** 2
        along = low + (high - low) * share[:, None]
        ends = (2 * share[:, None] - 1) ** 5  # only near the rims do rings leave the level
        along = along - RIM_DROP_MM * person.size * ends * front
        broad = trunk.profile(_HALF_WIDTH, low + (high - low) * share) * person.size
        broad = broad * (0.6 + 0.4 * person.chest) * person.girth
        push = self.push_mm * np.sin(np.pi * share)
        right = broad[:, None] * np.cos(around) - push[:, None]
        middle = (front_skin(person) + back_skin(person)) / 2
        deep = (front_skin(person) - back_skin(person)) / 2 + 4
        return on_trunk(
            trunk, along, right, middle + deep * np.broadcast_to(np.sin(around), along.shape)
        )

    def _bead(self, path: Array, across: list[float], step: float) -> Part:
        half = self.thickness_mm * RIM_THICKER / 2
        return Part(
            Material.WATER,
            tube(
                path, [half, half], across=across, shell=0.0, core=PLASTIC_PER_MM, step=step * 0.9
            ),
        )

    def _straps(self, skeleton: Skeleton, step: float) -> Iterator[Part]:
        person, trunk = skeleton.chain.physique, skeleton.trunk
        skin = front_skin(person) + 8 if self.opens_in_front else back_skin(person) - 8
        for along in np.linspace(-20 * person.size, trunk.height_of("T9"), STRAPS):
            right = self.buckles_right_mm * person.size
            yield frame(on_trunk(trunk, along, right, skin), 16, 42, 1.6, step)
            across = np.array([right, 0.0, -0.9 * right])
            strap = on_trunk(trunk, along, across, skin)
            yield Part(
                Material.WATER,
                tube(
                    strap,
                    [14, 0.8],
                    across=[0, 0, 1],
                    shell=0.0,
                    core=PLASTIC_PER_MM,
                    step=step * 0.9,
                ),
            )
            for rivet in (1.35 * right, -0.9 * right):
                yield stud(on_trunk(trunk, along, rivet, skin), 4.0, 1.0, step)


def _finer(rings: Array, step: float) -> Array:
    """Rings with as many places as elements `step` mm apart need."""
    for axis in (0, 1):
        if axis == 1:
            rings = np.concatenate([rings, rings[:, :1]], axis=1)
        length = np.linalg.norm(np.diff(rings, axis=axis), axis=-1).sum(axis=axis).max()
        at = np.linspace(0, rings.shape[axis] - 1, max(rings.shape[axis], int(length / step)))
        low = np.minimum(at.astype(int), rings.shape[axis] - 2)
        mix = (at - low).reshape((-1, 1, 1) if axis == 0 else (1, -1, 1))
        rings = rings.take(low, axis) * (1 - mix) + rings.take(low + 1, axis) * mix
    return rings[:, :-1].astype(np.float32)
