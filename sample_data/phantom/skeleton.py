"""Every bone of the trunk, and the discs between, in patient's axes, posed around one spine."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from sample_data.phantom.anatomy import Anatomy
from sample_data.phantom.arch import Arch
from sample_data.phantom.disc import intervertebral_disc
from sample_data.phantom.head import head
from sample_data.phantom.kinematics import Chain, Pose, rotations_deg
from sample_data.phantom.pelvis import iliac_crest, pelvic_girdle
from sample_data.phantom.ribs import rib_cage
from sample_data.phantom.shoulders import shoulder_girdle
from sample_data.phantom.surface import Surface
from sample_data.phantom.trunk import Trunk
from sample_data.phantom.vertebra import VertebraShape

Array = NDArray[np.float64]

# Spacing of the points among which the top of a crest is looked for, mm.
CREST_STEP = 3.0


@dataclass(frozen=True)
class Skeleton:
    """Bones around one posed chain.

    Attributes
    ----------
    chain : Chain
        As it is on this film.
    standing_joint_deg : (N - 1,) float
        Joint angles when standing: they decide wedging and rotation, which bending leaves alone.
    """

    chain: Chain
    standing_joint_deg: Array

    @cached_property
    def pose(self) -> Pose:
        """Where the vertebrae are."""
        return self.chain.pose(rotations_deg(self.standing_joint_deg))

    @property
    def turns_rad(self) -> Array:
        """Axial rotation (N,) of each vertebra, above zero with the front to the patient's left."""
        return np.radians(rotations_deg(self.standing_joint_deg))

    @cached_property
    def trunk(self) -> Trunk:
        """The axis that ribs and soft tissue follow."""
        return Trunk.of(self.chain, self.pose)

    @cached_property
    def shapes(self) -> tuple[VertebraShape, ...]:
        """Shapes C3 to S1, wedged where the standing curve is."""
        padded = np.concatenate([[0.0], self.standing_joint_deg, [0.0]])
        wedges = self.chain.wedge * (padded[:-1] + padded[1:]) / 2
        wedges[: self.anatomy.measured.start] = wedges[-1] = 0.0
        return tuple(
            VertebraShape(size, self.chain.physique, float(wedge))
            for size, wedge in zip(self.anatomy.sizes, wedges, strict=True)
        )

    @property
    def anatomy(self) -> Anatomy:
        """Which vertebrae there are."""
        return self.chain.anatomy

    @cached_property
    def endplate_rims(self) -> Array:
        """Rims (N + 2, 2, M, 3) of superior and inferior endplates, patient's axes, mm.

        From C7 to S1: the N vertebrae that are measured lie between.
        """
        rims = []
        for k in range(self.anatomy.measured.start - 1, len(self.anatomy.levels)):
            frame, centre = self.pose.frames[k], self.pose.centres[k]
            rims.append([self.shapes[k].endplate_rim(end) @ frame.T + centre for end in (1, -1)])
        return np.array(rims)

    def pedicle_outlines(self) -> Array:
        """Contours (N, 2, 3, M, 3) of right and left pedicles, patient's axes, mm.

        Of the vertebrae that are measured, T1 to the lowest lumbar one.

        Each has three rings, front to back.
        """
        outlines = []
        for k in range(self.anatomy.measured.start, self.anatomy.measured.stop):
            frame, centre = self.pose.frames[k], self.pose.centres[k]
            arch = Arch(self.anatomy.sizes[k], self.chain.physique, step=1.0)
            outlines.append([arch.pedicle_outline(side) @ frame.T + centre for side in (1, -1)])
        return np.array(outlines)

    def bones(self, step: float) -> Iterator[Surface]:
        """Every bone, elements `step` mm apart."""
        vertebrae = zip(self.shapes[:-1], self.pose.frames, self.pose.centres, strict=False)
        for shape, frame, centre in vertebrae:
            for part in shape.parts(step):
                yield part.moved(frame, centre)
        yield from rib_cage(self, step)
        yield from shoulder_girdle(self, step)
        yield from pelvic_girdle(self.chain, self.pose, step)
        yield from head(self.chain.physique, self.pose, step)

    def discs(self, step: float) -> Iterator[Surface]:
        """Discs from C7/T1 down, elements of bone being `step` mm apart."""
        for above, below in pairwise(self.endplate_rims):
            yield intervertebral_disc(above[1], below[0], step)

    def crests(self) -> tuple[Array, Array]:
        """Surface of the right and the left iliac crest, two (M, 3), patient's axes, mm."""
        right, left = (iliac_crest(self.chain, side, CREST_STEP).points for side in (1, -1))
        return np.asarray(right, float), np.asarray(left, float)
