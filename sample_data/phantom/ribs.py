"""The rib cage: ribs that turn with their vertebrae, and the breastbone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sample_data.phantom.surface import Surface, blade, tube

if TYPE_CHECKING:
    from sample_data.phantom.skeleton import Skeleton

Array = NDArray[np.float64]

# Of the first to the last rib: half the width of the cage at its side (mm), how far its front end
# lies below its head (mm), and how far round it reaches (degrees; 180 is the breastbone). Round
# figures for twelve pairs; those between fewer or more are interpolated.
_HALF_WIDTH = (48, 72, 90, 102, 110, 116, 120, 122, 122, 118, 106, 84)
_DROP = (30, 52, 72, 86, 96, 104, 110, 116, 118, 112, 84, 52)
_REACH_DEG = (140, 143, 146, 147, 146, 144, 140, 134, 127, 116, 88, 52)
# A rib begins to leave the plane of the transverse processes here, and falls by a power of its way
# round: almost level behind, steep at the side.
START_DEG = 26.0
FALL_POWER = 1.6
# The front-to-back depth of the chest against its half width, and of the free ribs.
CHEST_DEPTH, FREE_DEPTH = 0.78, 0.55
FREE_RIBS = 2
# How much of its vertebra's tilt a pair of ribs follows: they spread on the convex side.
TILT_SHARE = 0.5
# Half-axes of a rib's section, mm: through the wall of the chest, and high.
RIB_HALVES = (3.0, 5.6)
FIRST_RIB_HALVES = (3.0, 7.5)
RIB_CORTEX = 1.5
KNOTS = 12


def rib_cage(skeleton: Skeleton, step: float) -> Iterator[Surface]:
    """Every rib and the breastbone, elements `step` mm apart."""
    for rib in range(skeleton.anatomy.thoracic):
        for side in (1, -1):
            yield _rib(skeleton, rib, side, step)
    yield from _breastbone(skeleton, step)


def _rib(skeleton: Skeleton, rib: int, side: int, step: float) -> Surface:
    person, trunk = skeleton.chain.physique, skeleton.trunk
    count = skeleton.anatomy.thoracic
    place = np.linspace(0, len(_DROP) - 1, count)[rib]
    half_width, drop, reach = (
        float(np.interp(place, np.arange(len(row)), row))
        for row in (_HALF_WIDTH, _DROP, _REACH_DEG)
    )
    half_width *= person.size * person.chest
    free = rib >= count - FREE_RIBS
    k = skeleton.anatomy.measured.start + rib
    frame, centre, shape = skeleton.pose.frames[k], skeleton.pose.centres[k], skeleton.shapes[k]
    angle = np.radians(np.linspace(START_DEG, reach, KNOTS))
    outward = side * half_width * np.sin(angle)
    depth = half_width * (FREE_DEPTH if free else CHEST_DEPTH)
    back = -shape.depth / 2 - 22 * person.size  # of the inside of the chest behind the spine
    forward = back + depth * (1 - np.cos(angle))
    # the ring of a pair turns with its vertebra, less and less towards the front
    turn = skeleton.turns_rad[k] * person.rib_hump * (1 - angle / np.pi)
    outward, forward = (
        outward * np.cos(turn) - forward * np.sin(turn),
        outward * np.sin(turn) + forward * np.cos(turn),
    )
    tilt = np.radians(skeleton.chain.tilts_deg()[k])
    fall = drop * person.size * (angle / np.radians(145)) ** FALL_POWER
    height = trunk.height_of(skeleton.anatomy.levels[k], 3.0) - fall
    height = height + TILT_SHARE * np.sin(tilt) * outward
    # heads lie at the spine; the side of the chest lies around the trunk's axis
    nearness = np.exp(-((np.abs(outward) / (45 * person.size)) ** 2))
    right = outward + nearness * trunk.spine_right[k]
    x, z = trunk.to_patient(height, right)
    arc = np.stack([x, centre[1] + forward, z], axis=1)
    head = np.array(
        [
            [side * float(shape.half_width(0.9)) * 0.95, -shape.depth * 0.3, 0.42 * shape.height],
            [side * 20 * person.size, -shape.depth / 2 - 11, 0.34 * shape.height],
        ]
    )
    path = np.concatenate([head @ frame.T + centre, arc])
    # outward of the wall, along the path
    wall = np.stack([side * np.sin(angle), -np.cos(angle), 0.25 + 0 * angle], axis=1)
    wall = np.concatenate([[[0.2 * side, -1.0, 0.2]] * 2, wall])
    halves = np.tile(RIB_HALVES if rib else FIRST_RIB_HALVES, (len(path), 1)) * person.size
    halves[:2] *= 0.8
    halves[-5:] *= 0.85
    return tube(path, halves, across=wall, **person.bony(RIB_CORTEX, step * 1.4, 0.9))


def _breastbone(skeleton: Skeleton, step: float) -> Iterator[Surface]:
    """Manubrium and body, faint in front of the spine."""
    person, trunk = skeleton.chain.physique, skeleton.trunk
    chest = person.size * person.chest
    top = trunk.height_of("T3", -4.0)
    pieces = (
        ([0, -20, -48], [26, 30, 15], [76, 84, 92]),
        ([-51, -100, -150], [14, 18, 15], [93, 100, 104]),
    )
    for down, half, forward in pieces:
        right, left = (
            np.stack(
                [
                    *trunk.to_patient(
                        top + np.array(down) * person.size, sign * np.array(half) * person.size
                    ),
                    np.array(forward) * chest,
                ],
                axis=1,
            )[:, [0, 2, 1]]
            for sign in (1, -1)
        )
        yield blade(right, left, 9 * person.size, **person.bony(0.45, step * 1.8, 0.5))
