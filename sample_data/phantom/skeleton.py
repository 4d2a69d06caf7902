"""Every bone of the trunk in patient's axes, posed around one spine."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from sample_data.phantom.anatomy import (
    CANCELLOUS_EXCESS,
    CORTICAL_EXCESS,
    FIRST_MEASURED,
    LEVELS,
    MEASURED,
    SIZES,
)
from sample_data.phantom.kinematics import Chain, Pose, rotations_deg
from sample_data.phantom.surface import Surface, closed_grid, ellipsoid, tube
from sample_data.phantom.trunk import Trunk
from sample_data.phantom.vertebra import VertebraShape

Array = NDArray[np.float64]

# Half the width of the rib cage at each rib's side (mm), how far the front end lies below the head
# (mm), how far round the rib reaches (degrees; 180 is the breastbone): round figures.
_RIB_HALF_WIDTH = (46, 70, 88, 100, 108, 114, 118, 120, 120, 116, 106, 88)
_RIB_DROP = (22, 38, 54, 66, 76, 86, 96, 104, 108, 104, 80, 55)
_RIB_REACH_DEG = (140, 142, 145, 145, 145, 142, 138, 132, 125, 115, 88, 55)
RIB_CORTEX = 1.1
# The front-to-back depth of the chest against its half width.
CHEST_DEPTH = 0.78


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

    @cached_property
    def trunk(self) -> Trunk:
        """The axis that ribs and soft tissue follow."""
        return Trunk.of(self.chain, self.pose)

    @cached_property
    def shapes(self) -> tuple[VertebraShape, ...]:
        """Shapes C3 to S1, wedged where the standing curve is."""
        padded = np.concatenate([[0.0], self.standing_joint_deg, [0.0]])
        wedges = self.chain.wedge * (padded[:-1] + padded[1:]) / 2
        wedges[:FIRST_MEASURED] = wedges[-1] = 0.0
        return tuple(
            VertebraShape(size, self.chain.physique, float(wedge))
            for size, wedge in zip(SIZES, wedges, strict=True)
        )

    def endplate_rims(self) -> Array:
        """Rims (17, 2, M, 3) of superior and inferior endplates T1 to L5, patient's axes, mm."""
        rims = []
        for k in range(*MEASURED.indices(len(LEVELS))):
            frame, centre = self.pose.frames[k], self.pose.centres[k]
            rims.append([self.shapes[k].endplate_rim(end) @ frame.T + centre for end in (1, -1)])
        return np.array(rims)

    def bones(self, step: float) -> Iterator[Surface]:
        """Every bone, elements `step` mm apart."""
        vertebrae = zip(self.shapes[:-1], self.pose.frames, self.pose.centres, strict=False)
        for shape, frame, centre in vertebrae:
            for part in shape.parts(step):
                yield part.moved(frame, centre)
        yield from self._ribs(step)
        yield from self._shoulders(step)
        yield from self._pelvis(step)
        yield from self._head(step)

    def _solid(self, cortex: float, step: float) -> dict[str, float]:
        bone = self.chain.physique.bone
        return {
            "shell": cortex * CORTICAL_EXCESS * bone,
            "core": CANCELLOUS_EXCESS * 0.5 * bone,
            "step": step,
        }

    def _in_trunk(self, along: Array, right: Array, forward: Array) -> Array:
        x, z = self.trunk.to_patient(along, right)
        return np.stack([x, np.broadcast_to(forward, x.shape), z], axis=-1)

    def _ribs(self, step: float) -> Iterator[Surface]:
        person = self.chain.physique
        tilts = self.chain.tilts_deg()
        for rib in range(12):
            k = FIRST_MEASURED + rib
            frame, centre = self.pose.frames[k], self.pose.centres[k]
            size = self.shapes[k]
            half_width = _RIB_HALF_WIDTH[rib] * person.size * person.chest
            depth = half_width * CHEST_DEPTH if rib < 10 else half_width * 0.6
            reach = np.radians(_RIB_REACH_DEG[rib])
            angle = np.linspace(np.radians(38), reach, 14)
            fall = _RIB_DROP[rib] * person.size * (angle / np.radians(145)) ** 1.25
            for side in (-1, 1):
                head = [
                    np.array(
                        [
                            side * float(size.half_width(0.9)) * 0.95,
                            -size.depth * 0.3,
                            0.42 * size.height,
                        ]
                    ),
                    np.array([side * 22 * person.size, -size.depth / 2 - 13, 0.32 * size.height]),
                ]
                right = side * half_width * np.sin(angle) ** 0.9
                lean = np.sin(np.radians(tilts[k])) * right * 0.3
                along = self.trunk.height_of(LEVELS[k], 2.0) - fall + lean
                forward = centre[1] + size.depth * 0.8 - depth * (np.cos(angle) - 0.35)
                arc = self._in_trunk(along, right, forward)
                path = np.concatenate([np.stack(head) @ frame.T + centre, arc])
                yield tube(
                    path,
                    np.array([3.1, 6.3 if rib else 7.5]) * person.size,
                    across=[0.25 * side, 1, 0.15],
                    **self._solid(RIB_CORTEX, step * 1.3),
                )

    def _shoulders(self, step: float) -> Iterator[Surface]:
        person, trunk = self.chain.physique, self.trunk
        base = trunk.height_of("T2", 6.0)
        for side in (-1, 1):
            right = side * np.array([14.0, 45.0, 85.0, 130.0, 165.0]) * person.size
            along = base + np.array([-22.0, -4.0, 12.0, 26.0, 28.0]) * person.size
            forward = np.array([75.0, 72.0, 55.0, 30.0, 10.0]) * person.size
            yield tube(
                self._in_trunk(along, right, forward),
                np.array([[8, 8], [6, 6], [5.5, 5.5], [6, 5], [7, 4]]) * person.size,
                across=[0, 0, 1],
                **self._solid(1.0, step * 1.3),
            )
            # scapula: spine and the two borders of the blade
            corner = np.array([[base + 10, 78], [base - 30, 92], [base - 105, 98]])
            outer = np.array([[base - 12, 150], [base - 60, 132], [base - 105, 98]])
            ridge = np.array([[base - 12, 82], [base + 12, 125], [base + 26, 165]])
            for border, thick in ((corner, 2.2), (outer, 4.5), (ridge, 4.0)):
                yield tube(
                    self._in_trunk(
                        border[:, 0], side * border[:, 1] * person.size, np.array(-65.0)
                    ),
                    [thick, 3.0],
                    across=[1, 0, 0],
                    **self._solid(0.5, step * 1.3),
                )
            yield ellipsoid(
                self._in_trunk(
                    np.array(base - 10), np.array(side * 180.0 * person.size), np.array(0.0)
                ),
                np.array([24, 24, 24]) * person.size,
                **self._solid(0.8, step * 1.5),
            )

    def _pelvis(self, step: float) -> Iterator[Surface]:
        person = self.chain.physique
        scale = person.size
        tilt = np.radians(self.chain.pelvis_deg)
        turn = np.array(
            [[np.cos(tilt), 0, -np.sin(tilt)], [0, 1, 0], [np.sin(tilt), 0, np.cos(tilt)]]
        )
        spread = 0.85 + 0.15 * person.chest

        def placed(points: object) -> Array:
            return np.asarray(points, float) * scale * [spread, 1, 1] @ turn.T

        yield from self._sacrum(step)
        for side in (-1, 1):
            wing = placed(
                [
                    [side * 40, -50, 8],
                    [side * 62, -48, 40],
                    [side * 96, -8, 57],
                    [side * 128, 38, 40],
                    [side * 134, 66, 2],
                    [side * 122, 62, -30],
                ]
            )
            yield tube(
                wing, np.array([4.5, 5.0]) * scale, across=[0, 1, 0], **self._solid(0.9, step * 1.3)
            )
            inner = placed(
                [
                    [side * 40, -45, -22],
                    [side * 52, -28, -34],
                    [side * 63, -8, -46],
                    [side * 76, 8, -60],
                    [side * 92, 22, -70],
                    [side * 110, 36, -72],
                ]
            )
            yield _blade(wing, inner, 8.0 * scale, **self._solid(0.8, step * 1.8))
            brim = placed(
                [
                    [side * 42, -38, -12],
                    [side * 57, -8, -32],
                    [side * 64, 20, -62],
                    [side * 50, 48, -92],
                    [side * 22, 66, -112],
                    [side * 4, 68, -118],
                ]
            )
            yield tube(
                brim, np.array([6.0, 7.0]) * scale, across=[0, 0, 1], **self._solid(0.9, step * 1.3)
            )
            ramus = placed(
                [
                    [side * 6, 64, -124],
                    [side * 26, 50, -148],
                    [side * 52, 18, -160],
                    [side * 66, 6, -140],
                    [side * 76, 8, -105],
                ]
            )
            yield tube(
                ramus,
                np.array([7.0, 9.0]) * scale,
                across=[1, 0, 0],
                **self._solid(0.8, step * 1.5),
            )
            yield ellipsoid(
                placed([side * 90, 18, -92]),
                np.array([23, 23, 23]) * scale,
                **self._solid(0.8, step * 1.5),
            )
            neck = placed(
                [
                    [side * 92, 16, -94],
                    [side * 112, 11, -106],
                    [side * 128, 6, -124],
                    [side * 132, 4, -160],
                    [side * 130, 6, -330],
                ]
            )
            yield tube(
                neck,
                np.array([[17, 15], [17, 15], [21, 18], [17, 15], [13, 13]]) * scale,
                across=[1, 0, 0],
                **self._solid(3.0, step * 1.6),
            )

    def _sacrum(self, step: float) -> Iterator[Surface]:
        """Sacrum: a flat wedge in the axes of S1, with its foramina."""
        frame, centre = self.pose.frames[-1], self.pose.centres[-1]
        scale = self.chain.physique.size
        path = [[0, 0, 9], [0, -4, -3], [0, -12, -38], [0, -8, -72], [0, 6, -108]]
        sections = np.array([[25, 15], [50, 17], [38, 13], [21, 9], [5, 4]]) * scale
        yield tube(
            np.array(path, float) * scale,
            sections,
            across=[1, 0, 0],
            **self._solid(0.6, step * 1.3),
        ).moved(frame, centre)
        for row, (x, z) in enumerate(((20, -18), (18, -40), (15, -60), (12, -78))):
            hole = np.array([5.5, 8.0, 6.5]) * scale * (1 - 0.1 * row)
            for side in (-1, 1):
                yield ellipsoid(
                    np.array([side * x, -8.0, z]) * scale,
                    hole,
                    shell=0.0,
                    core=-CANCELLOUS_EXCESS * self.chain.physique.bone,
                    step=step * 1.5,
                ).moved(frame, centre)

    def _head(self, step: float) -> Iterator[Surface]:
        scale = self.chain.physique.size
        frame, centre = self.pose.frames[0], self.pose.centres[0]

        def placed(points: object) -> Array:
            return np.asarray(points, float) * scale @ frame.T + centre

        jaw = [[-52, -8, 52], [-49, 4, 18], [-40, 30, -2], [-22, 62, -15], [0, 74, -18]]
        jaw += [[-x, y, z] for x, y, z in jaw[-2::-1]]
        yield tube(
            placed(jaw),
            np.array([5.0, 11.0]) * scale,
            across=[1, 0, 0],
            **self._solid(1.6, step * 1.5),
        )
        yield ellipsoid(
            placed([0, 20, 110]), np.array([70, 88, 75]) * scale, **self._solid(4.5, step * 2.0)
        )
        yield tube(
            placed([[-38, 40, 22], [-20, 72, 16], [0, 80, 15], [20, 72, 16], [38, 40, 22]]),
            np.array([9.0, 8.0]) * scale,
            across=[0, 0, 1],
            **self._solid(3.0, step * 1.5),
        )
        for side in (-1, 1):
            yield tube(
                placed([[side * 10, 5, 24], [side * 30, -10, 45], [side * 55, -20, 60]]),
                np.array([9.0, 9.0]) * scale,
                across=[0, 1, 0],
                **self._solid(2.5, step * 1.6),
            )


def _blade(
    outer: Array, inner: Array, thickness: float, *, shell: float, core: float, step: float
) -> Surface:
    """Flat bone between two edges of the same number of knots."""

    def resample(edge: Array, count: int) -> Array:
        at = np.linspace(0, 1, len(edge))
        fine = np.linspace(0, 1, count)
        return np.stack([np.interp(fine, at, edge[:, k]) for k in range(3)], axis=1)

    length = np.linalg.norm(np.diff(outer, axis=0), axis=1).sum()
    breadth = np.linalg.norm(outer - inner, axis=1).max()
    count, across = int(length / step) + 2, int(breadth / step) + 2
    mix = np.linspace(0, 1, across)[None, :, None]
    sheet = resample(outer, count)[:, None] * (1 - mix) + resample(inner, count)[:, None] * mix
    lift = np.array([0, thickness / 2, 0])
    rings = np.concatenate([sheet + lift, (sheet - lift)[:, ::-1]], axis=1)  # out and back: a ring
    middle = rings.mean(axis=1, keepdims=True)
    closed = np.concatenate(
        [
            middle[:1] + (rings[:1] - middle[:1]) * 0.02,
            rings,
            middle[-1:] + (rings[-1:] - middle[-1:]) * 0.02,
        ]
    )
    return closed_grid(closed, shell, core)
