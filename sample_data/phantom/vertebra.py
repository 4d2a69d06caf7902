"""One vertebra in its own axes: body, pedicles, laminae, facets and processes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sample_data.phantom.anatomy import (
    CANCELLOUS_EXCESS,
    CORTICAL_EXCESS,
    Physique,
    VertebraSize,
)
from sample_data.phantom.arch import Arch
from sample_data.phantom.surface import Surface, closed_grid

Array = NDArray[np.float64]

# Cortex in mm: a thin shell at the side, a bony endplate and a thicker ring at its rim.
SIDE_CORTEX = 0.75
ENDPLATE_CORTEX = 0.6
RIM_CORTEX = 1.0
# A thoracic body is less dished and waisted than a lumbar one: shares of what `Physique` says.
THORACIC_SHARE, LUMBAR_SHARE = 0.6, 1.4
# A body seen from above is squarer than an ellipse, and hollow behind.
OUTLINE_POWER = 2.5
HOLLOW_BACK = 0.14
# The dished part of an endplate ends here; outside is the flat ring.
DISH_RADIUS = 0.86
RIM_SAMPLES = 360
# Along the rings of a body elements may be this much sparser: there they only fill faces, while the
# contour is drawn by the rings themselves.
FACE_STEP = 1.5


@dataclass(frozen=True)
class VertebraShape:
    """Shape of one vertebra of one person.

    Attributes
    ----------
    size : VertebraSize
        The average at this level.
    physique : Physique
    wedge_deg : float
        Superior against inferior endplate; above zero is taller on the patient's right.
    """

    size: VertebraSize
    physique: Physique
    wedge_deg: float = 0.0

    @property
    def height(self) -> float:
        """Height at the middle of the body, mm."""
        return self.size.height * self.physique.size

    @property
    def depth(self) -> float:
        """Front to back, mm."""
        return self.size.depth * self.physique.size

    @property
    def _hollow(self) -> float:
        return LUMBAR_SHARE if self.size.level[0] == "L" else THORACIC_SHARE

    def half_width(self, upward: ArrayLike) -> Array:
        """Half the width at `upward` in [-1 (inferior endplate), 1 (superior endplate)], mm."""
        at = np.asarray(upward, float)
        person = self.physique
        ends = (
            self.size.lower_width + (self.size.upper_width - self.size.lower_width) * (at + 1) / 2
        )
        return (
            ends
            / 2
            * person.size
            * person.slenderness
            * (1 - person.waist * self._hollow * (1 - at**2))
        )

    def endplate_rim(self, end: int) -> Array:
        """Rim (RIM_SAMPLES, 3) of the superior (`end` = 1) or inferior (-1) endplate, mm."""
        return _endplate_rim(self, end)

    def parts(self, step: float) -> Iterator[Surface]:
        """Body and arch, elements `step` mm apart."""
        yield self.body(step)
        yield from Arch(self.size, self.physique, step).parts()

    def _rings(self, radius: ArrayLike, upward: ArrayLike, count: int) -> Array:
        """Rings of the body at shares of its radius and height, (R, count, 3) mm."""
        sideward, forward = _outline(count)
        radius, upward = np.atleast_1d(radius)[:, None], np.atleast_1d(upward)[:, None]
        x = radius * self.half_width(upward) * sideward
        lean = np.tan(np.radians(self.wedge_deg / 2))
        z = upward * (self.height / 2 + x * lean)
        return np.stack([x, radius * forward * (self.depth / 2), z], axis=-1)

    def body(self, step: float) -> Surface:
        """Body alone, as one closed surface from the middle of one endplate to the other's."""
        width = float(self.half_width(1.0))
        count = max(24, int(2 * np.pi * width / (FACE_STEP * step)))
        radii = np.linspace(0.02, 1, max(8, int(width / step)))
        sides = np.linspace(1, -1, max(8, int(self.height / step)))[1:-1]
        dish = self.physique.dish * self._hollow * self.height
        depth = dish * np.cos(np.pi / 2 * np.clip(radii / DISH_RADIUS, 0, 1)) ** 2
        rings = self._rings(
            np.concatenate([radii, np.ones(len(sides)), radii[::-1]]),
            np.concatenate([np.ones(len(radii)), sides, -np.ones(len(radii))]),
            count,
        )
        rings[: len(radii), :, 2] -= depth[:, None]
        rings[-len(radii) :, :, 2] += depth[::-1, None]
        plate = np.where(radii[1:] > DISH_RADIUS, RIM_CORTEX, ENDPLATE_CORTEX)
        cortex = np.concatenate([plate, np.full(len(sides) + 1, SIDE_CORTEX), plate[::-1]])
        bone = self.physique.bone
        return closed_grid(rings, cortex * CORTICAL_EXCESS * bone, CANCELLOUS_EXCESS * bone)


@lru_cache(maxsize=128)
def _endplate_rim(shape: VertebraShape, end: int) -> Array:
    """Keep the rims of the last few people: all films of one, however bent, have the same."""
    rim = shape._rings(1.0, float(end), RIM_SAMPLES)[0]
    rim.flags.writeable = False
    return rim


@lru_cache(maxsize=64)
def _outline(count: int) -> tuple[Array, Array]:
    """Sideward and forward shares (count,) round a body seen from above, from its right."""
    around = np.linspace(0, 2 * np.pi, count, endpoint=False)
    cosine, sine = np.cos(around), np.sin(around)
    power = 2 / OUTLINE_POWER
    forward = np.sign(sine) * np.abs(sine) ** power
    forward = np.where(sine < 0, forward * (1 - HOLLOW_BACK * 2 * (1 - np.abs(cosine))), forward)
    sideward = np.sign(cosine) * np.abs(cosine) ** power
    sideward.flags.writeable = forward.flags.writeable = False
    return sideward, forward
