"""What a film shows of the head: skull, base and jaws."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sample_data.phantom.anatomy import Physique
from sample_data.phantom.kinematics import Pose
from sample_data.phantom.surface import Surface, ellipsoid, tube

Array = NDArray[np.float64]

# Half of the lower jaw from its joint to the chin, mm from the middle of C3.
_JAW = ((-52, -8, 52), (-49, 4, 18), (-40, 30, -2), (-22, 62, -15), (0, 74, -18))


def head(person: Physique, pose: Pose, step: float) -> Iterator[Surface]:
    """Every bone of it, elements `step` mm apart."""
    scale = person.size
    frame, centre = pose.frames[0], pose.centres[0]

    def placed(points: ArrayLike) -> Array:
        return np.asarray(points, float) * scale @ frame.T + centre

    jaw = [*_JAW, *((-x, y, z) for x, y, z in _JAW[-2::-1])]
    yield tube(
        placed(jaw),
        np.array([5.0, 11.0]) * scale,
        across=[1, 0, 0],
        **person.bony(1.6, step * 1.5),
    )
    yield ellipsoid(
        placed([0, 20, 110]), np.array([70, 88, 75]) * scale, **person.bony(4.5, step * 1.5)
    )
    yield tube(
        placed([[-38, 40, 22], [-20, 72, 16], [0, 80, 15], [20, 72, 16], [38, 40, 22]]),
        np.array([9.0, 8.0]) * scale,
        across=[0, 0, 1],
        **person.bony(3.0, step * 1.5),
    )
    for side in (-1, 1):
        yield tube(
            placed([[side * 10, 5, 24], [side * 30, -10, 45], [side * 55, -20, 60]]),
            np.array([9.0, 9.0]) * scale,
            across=[0, 1, 0],
            **person.bony(2.5, step * 1.6),
        )
