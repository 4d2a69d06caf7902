"""The shoulder girdle: clavicles, shoulder blades and the upper ends of the arms."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sample_data.phantom.anatomy import Physique
from sample_data.phantom.surface import Surface, blade, ellipsoid, tube

if TYPE_CHECKING:
    from sample_data.phantom.skeleton import Skeleton

Array = NDArray[np.float64]

# Places are round figures in mm above T2, to the side, and forward of S1's middle.
_CLAVICLE = ((-24, 16), (-14, 36), (2, 72), (16, 108), (24, 140), (24, 160))
_CLAVICLE_FORWARD = (72.0, 74.0, 62.0, 38.0, 12.0, 0.0)
_CLAVICLE_HALVES = ((9, 9), (6.5, 6.5), (5.5, 5.5), (5.5, 5.5), (7, 4.5), (7.5, 4))
# The blade: its medial border from the upper angle down, its lateral border up to the socket.
_MEDIAL = ((18, 84), (-6, 82), (-60, 88), (-122, 104))
_LATERAL = ((4, 128), (-20, 148), (-70, 136), (-126, 108))
_SPINE = ((-6, 84), (12, 116), (26, 146), (28, 168))
_ACROMION_HALVES = ((2.5, 3), (4, 4), (5, 5), (8, 5))
BLADE_BEHIND = -62.0
BLADE_THICKNESS = 2.6
_HUMERUS = ((-8, 174), (-38, 182))
HUMERUS_MM = 280.0
MALE_BREADTH = 1.07


def shoulder_girdle(skeleton: Skeleton, step: float) -> Iterator[Surface]:
    """Every bone of it, elements `step` mm apart."""
    person = skeleton.chain.physique
    for side in (1, -1):
        yield tube(
            _placed(skeleton, side, _CLAVICLE, _CLAVICLE_FORWARD),
            np.array(_CLAVICLE_HALVES) * person.size,
            across=[0, 0, 1],
            **person.bony(1.7, step * 1.3, 0.7),
        )
        yield from _shoulder_blade(skeleton, person, side, step)
        spread = HUMERUS_MM * np.tan(np.radians(person.arm_deg)) / person.size
        shaft = (*_HUMERUS, (_HUMERUS[-1][0] - HUMERUS_MM, _HUMERUS[-1][1] + spread))
        arm = _placed(skeleton, side, shaft, (0.0, 0.0, 10.0))
        yield ellipsoid(arm[0], np.full(3, 23.0) * person.size, **person.bony(0.6, step * 1.6))
        yield tube(
            arm,
            np.array([[17, 17], [12, 12], [10, 10]]) * person.size,
            across=[1, 0, 0],
            **person.bony(1.3, step * 1.7, 0.2),
        )


def _placed(skeleton: Skeleton, side: int, places: ArrayLike, forward: ArrayLike) -> Array:
    """Points (K, 3) of one side from pairs of (mm above T2, mm aside) and forward, mm."""
    person, trunk = skeleton.chain.physique, skeleton.trunk
    up, aside = np.array(places, float).T * person.size
    breadth = MALE_BREADTH if person.sex == "male" else 1.0
    x, z = trunk.to_patient(trunk.height_of("T2") + up, side * aside * breadth)
    return np.stack([x, np.broadcast_to(np.asarray(forward) * person.size, x.shape), z], axis=1)


def _shoulder_blade(
    skeleton: Skeleton, person: Physique, side: int, step: float
) -> Iterator[Surface]:
    medial, lateral, spine = (
        _placed(skeleton, side, line, BLADE_BEHIND) for line in (_MEDIAL, _LATERAL, _SPINE)
    )
    scale = person.size
    yield blade(medial, lateral, BLADE_THICKNESS * scale, **person.bony(0.45, step * 1.8, 0.6))
    spine[:, 1] -= np.array([0, 8, 6, -18]) * scale  # stands off behind, and ends over the joint
    for path, halves, across, cortex in (
        (medial, [[1.6, 2.0]] * 4, [1, 0, 0], 0.7),
        (lateral, [[5, 6], [5, 5.5], [3.2, 4], [2.5, 2.5]], [1, 0, 0], 0.9),
        (spine, _ACROMION_HALVES, [0, 0, 1], 0.9),
    ):
        yield tube(path, np.array(halves) * scale, across=across, **person.bony(cortex, step * 1.4))
    coracoid = _placed(skeleton, side, ((2, 138), (8, 146), (0, 152)), (-40.0, -10.0, 12.0))
    yield tube(coracoid, np.full(2, 5.0) * scale, across=[1, 0, 0], **person.bony(0.9, step * 1.5))
