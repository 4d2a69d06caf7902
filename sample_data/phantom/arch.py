"""What a vertebra carries behind its body: pedicles, laminae, facets and processes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sample_data.phantom.anatomy import (
    CANCELLOUS_EXCESS,
    CORTICAL_EXCESS,
    Physique,
    VertebraSize,
)
from sample_data.phantom.surface import Surface, ellipsoid, tube

Array = NDArray[np.float64]

# Dense walls make a pedicle a bright ring end-on, mm.
ARCH_CORTEX = 0.75

OUTLINE_SAMPLES = 72


class _Form(NamedTuple):
    """Form of an arch; lengths in mm, heights in shares of the body's height."""

    transverse_reach: float
    transverse_lift: float
    spinous_drop: float
    spinous_half_height: float
    spinous_half_width: float
    lamina_half_thickness: float
    facet_half_width: float
    facet_half_height: float


_CERVICAL = _Form(24, -0.1, 0.5, 4.5, 2.2, 2.0, 4.5, 0.34)
_THORACIC = _Form(31, 0.3, 1.25, 6.0, 2.1, 2.4, 3.6, 0.30)
_TRANSITIONAL = _Form(25, 0.1, 0.7, 7.5, 2.4, 2.9, 4.2, 0.32)
_LUMBAR = _Form(40, 0.05, 0.5, 9.5, 3.0, 3.6, 5.2, 0.36)


@dataclass(frozen=True)
class Arch:
    """Arch of one vertebra in the vertebra's own axes.

    Attributes
    ----------
    size : VertebraSize
    physique : Physique
    step : float
        Spacing of the surface elements, mm.
    """

    size: VertebraSize
    physique: Physique
    step: float

    def pedicle_outline(self, side: int) -> Array:
        """Contour (3, M, 3) of the pedicle of one side, mm: rings from front to back.

        `side` is 1 for the patient's right, -1 for the left.
        """
        half_width, half_height = self._pedicle_halves * self.physique.size
        around = np.linspace(0, 2 * np.pi, OUTLINE_SAMPLES, endpoint=False)
        ring = np.stack([half_width * np.cos(around), 0 * around, half_height * np.sin(around)], 1)
        return np.stack([middle + ring for middle in self._pedicle_path(side)])

    def parts(self) -> Iterator[Surface]:
        """Every part, each closed."""
        yield self._spinous_process()
        for side in (-1, 1):
            yield self._pedicle(side)
            yield self._lamina(side)
            yield self._transverse_process(side)
            yield self._facet(side, 1.06, -13.0, 0.58)
            yield self._facet(side, 0.8, -17.0, -0.6)

    @property
    def _form(self) -> _Form:
        if self.size.level in ("T11", "T12", "T13"):
            return _TRANSITIONAL
        return {"C": _CERVICAL, "T": _THORACIC, "L": _LUMBAR}[self.size.level[0]]

    @property
    def _pedicle_x(self) -> float:
        return (self.size.canal_width + self.size.pedicle_width) / 2

    def _at(self, x: float, behind: float, up: float) -> Array:
        """Place `x` mm aside, `behind` (< 0) the body's back wall, `up` in body heights."""
        y = -self.size.depth / 2 + behind
        return np.array([x, y, up * self.size.height]) * self.physique.size

    def _solid(self) -> dict[str, float]:
        bone = self.physique.bone
        return {
            "shell": ARCH_CORTEX * CORTICAL_EXCESS * bone,
            "core": CANCELLOUS_EXCESS * bone,
            "step": self.step,
        }

    def _tube(
        self, path: list[Array], halves: list[tuple[float, float]], across: tuple[int, int, int]
    ) -> Surface:
        sections = np.array(halves) * self.physique.size
        return tube(path, sections, across=across, **self._solid())

    def _spinous_process(self) -> Surface:
        form = self._form
        wide, high = form.spinous_half_width, form.spinous_half_height
        root = -0.22
        path = [
            self._at(0, -17, root),
            self._at(0, -30, root - form.spinous_drop / 2),
            self._at(0, -44, root - form.spinous_drop * 0.9),
        ]
        return self._tube(
            path, [(wide, high), (wide * 0.8, high * 0.9), (wide * 1.4, high * 0.8)], (1, 0, 0)
        )

    def _pedicle(self, side: int) -> Surface:
        halves = tuple(self._pedicle_halves)
        return self._tube(self._pedicle_path(side), [halves] * 3, (1, 0, 0))

    @property
    def _pedicle_halves(self) -> Array:
        return np.array([self.size.pedicle_width, self.size.pedicle_height]) / 2

    def _pedicle_path(self, side: int) -> list[Array]:
        x = side * self._pedicle_x
        return [self._at(x * 0.97, 4, 0.15), self._at(x, -3, 0.17), self._at(x * 1.03, -10, 0.15)]

    def _lamina(self, side: int) -> Surface:
        x, height = side * self._pedicle_x, self.size.height
        thick = self._form.lamina_half_thickness
        path = [self._at(x, -11, 0.05), self._at(x * 0.62, -15, -0.14), self._at(side, -20, -0.3)]
        high = (0.34 * height, 0.42 * height, 0.34 * height)
        return self._tube(path, [(h, thick) for h in high], (0, 0, 1))

    def _transverse_process(self, side: int) -> Surface:
        form = self._form
        path = [
            self._at(side * self._pedicle_x * 1.05, -12, 0.1),
            self._at(side * form.transverse_reach, -17, form.transverse_lift),
        ]
        return self._tube(path, [(4.8, 3.2), (2.8, 2.4)], (0, 0, 1))

    def _facet(self, side: int, share: float, behind: float, up: float) -> Surface:
        form = self._form
        halves = np.array([form.facet_half_width, 3.2, form.facet_half_height * self.size.height])
        return ellipsoid(
            self._at(side * self._pedicle_x * share, behind, up),
            halves * self.physique.size,
            **self._solid(),
        )
