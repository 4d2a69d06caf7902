"""The pelvis with the hips: sacrum, hip bones, and the upper ends of the femurs."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sample_data.phantom.anatomy import CANCELLOUS_EXCESS, Physique
from sample_data.phantom.kinematics import Chain, Pose
from sample_data.phantom.surface import Surface, blade, closed_grid, ellipsoid, tube

Array = NDArray[np.float64]

# Places are round figures in mm from the middle of S1, (right, forward, up), of a woman of average
# size; a man's pelvis is narrower and its pubic arch more pointed.
_CREST = ((40, -50, 10), (56, -46, 38), (88, -20, 58), (118, 22, 46), (132, 54, 12), (124, 62, -26))
_CREST_INNER = (
    (38, -42, -24), (50, -28, -36), (62, -8, -48), (76, 8, -62), (94, 22, -72), (112, 36, -74),
)  # fmt: skip
_BRIM = ((42, -38, -12), (58, -8, -34), (64, 20, -62), (50, 48, -92), (22, 66, -110), (5, 68, -116))
_ISCHIUM = ((78, 4, -104), (70, -4, -136), (58, 6, -162), (44, 26, -160))
_PUBIC_RAMUS = ((7, 66, -122), (24, 54, -142), (44, 26, -160))
_HIP = (90, 14, -96)
_FEMUR = ((92, 14, -96), (112, 8, -110), (128, 4, -128), (132, 4, -165), (128, 6, -340))
MALE_BREADTH = 0.93
MALE_ARCH = 0.72


def pelvic_girdle(chain: Chain, pose: Pose, step: float) -> Iterator[Surface]:
    """Every bone of it, elements `step` mm apart."""
    yield from _sacrum(chain.physique, pose, step)
    for side in (1, -1):
        yield iliac_crest(chain, side, step * 1.3)
        yield from _hip_bone(chain, side, step)
        yield from _femur(chain, side, step)


def iliac_crest(chain: Chain, side: int, step: float) -> Surface:
    """Crest of one side (1 is the patient's right, -1 the left)."""
    person = chain.physique
    return tube(
        _placed(chain, side, _CREST),
        np.array([4.5, 5.0]) * person.size,
        across=[0, 1, 0],
        **person.bony(0.6, step, 1.1),
    )


def _placed(chain: Chain, side: int, points: ArrayLike) -> Array:
    """Places of one side in patient's axes, tilted with the pelvis."""
    person = chain.physique
    breadth = (0.85 + 0.15 * person.chest) * (MALE_BREADTH if person.sex == "male" else 1.0)
    tilt = np.radians(chain.pelvis_deg)
    turn = np.array([[np.cos(tilt), 0, -np.sin(tilt)], [0, 1, 0], [np.sin(tilt), 0, np.cos(tilt)]])
    return np.asarray(points, float) * person.size * [side * breadth, 1, 1] @ turn.T


def _hip_bone(chain: Chain, side: int, step: float) -> Iterator[Surface]:
    person = chain.physique
    scale = person.size
    crest, inner = _placed(chain, side, _CREST), _placed(chain, side, _CREST_INNER)
    yield blade(crest, inner, 9.0 * scale, **person.bony(1.3, step * 1.8, 0.9))
    brim = _placed(chain, side, _BRIM)
    yield tube(brim, np.array([6.0, 7.0]) * scale, across=[0, 0, 1], **person.bony(1.1, step * 1.3))
    arch = [MALE_ARCH if person.sex == "male" else 1.0, 1, 1]
    ischium = _placed(chain, side, _ISCHIUM)
    ramus = _placed(chain, side, _PUBIC_RAMUS * np.array([arch, arch, [1, 1, 1]]))
    for path, halves in ((ischium, [[11, 12], [10, 12], [11, 12], [7, 8]]), (ramus, [[8, 6]] * 3)):
        yield tube(path, np.array(halves) * scale, across=[1, 0, 0], **person.bony(0.8, step * 1.5))
    # the socket's roof, a dense cap above the head
    socket = np.array([[66, 16, -82], [76, 14, -68], [92, 12, -66], [108, 12, -76]])
    yield tube(
        _placed(chain, side, socket),
        np.array([[4, 8], [6, 12], [6, 12], [3, 8]]) * scale,
        across=[0, 0, 1],
        **person.bony(1.2, step * 1.5),
    )


def _femur(chain: Chain, side: int, step: float) -> Iterator[Surface]:
    person = chain.physique
    scale = person.size
    yield ellipsoid(
        _placed(chain, side, _HIP), np.full(3, 23.0) * scale, **person.bony(0.6, step * 1.5)
    )
    yield tube(
        _placed(chain, side, _FEMUR),
        np.array([[15, 13], [15, 13], [19, 16], [16, 14], [13, 12]]) * scale,
        across=[1, 0, 0],
        **person.bony(1.5, step * 1.6, 0.25),
    )
    for place, halves in (((140, 2, -112), (10, 13, 18)), ((120, -10, -150), (8, 9, 12))):
        yield ellipsoid(
            _placed(chain, side, place), np.array(halves) * scale, **person.bony(0.5, step * 1.6)
        )


def _sacrum(person: Physique, pose: Pose, step: float) -> Iterator[Surface]:
    """Sacrum from the endplate of S1 down, in the axes of S1, with its foramina."""
    frame, centre = pose.frames[-1], pose.centres[-1]
    # half widths, half depths, forward, up: the top is the endplate, the wings begin below it
    rows = np.array(
        [
            (0.5, 0.3, 0, 13.5), (24, 15, 0, 13.5), (25, 15.5, -1, 11), (40, 17, -4, 4),
            (50, 17, -8, -8), (46, 15, -11, -22), (37, 13, -13, -40), (28, 11, -12, -58),
            (20, 9, -8, -76), (9, 6, 2, -98), (4, 4, 8, -112), (0.3, 0.3, 9, -114),
        ]
    ) * person.size  # fmt: skip
    levels = np.linspace(0, len(rows) - 1, int(150 * person.size / (step * 1.3)))
    wide, deep, forward, up = (np.interp(levels, np.arange(len(rows)), row) for row in rows.T)
    around = np.linspace(0, 2 * np.pi, int(300 * person.size / (step * 1.3)), endpoint=False)
    x = wide[:, None] * np.cos(around)
    y = forward[:, None] + deep[:, None] * np.sin(around)
    z = np.broadcast_to(up[:, None], x.shape)
    solid = person.bony(0.7, step)
    yield closed_grid(np.stack([x, y, z], axis=-1), solid["shell"], solid["core"]).moved(
        frame, centre
    )
    for row, (right, height) in enumerate(((20, -14), (18, -36), (15, -56), (12, -74))):
        hole = np.array([5.5, 8.0, 5.5]) * person.size * (1 - 0.1 * row)
        for side in (-1, 1):
            yield ellipsoid(
                np.array([side * right, -10.0, height]) * person.size,
                hole,
                shell=0.0,
                core=-CANCELLOUS_EXCESS * person.bone,
                step=step * 1.5,
            ).moved(frame, centre)
            # the arched upper rim of each foramen
            rim = np.array([[-7, 2, -1], [0, 2, 5], [7, 2, -1]])
            rim = rim + np.array([side * right, 0.0, height])
            yield tube(
                rim * person.size,
                np.array([1.6, 1.6]) * person.size,
                across=[0, 1, 0],
                **person.bony(0.8, step * 1.3),
            ).moved(frame, centre)
