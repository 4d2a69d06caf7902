"""Which part of a patient a film shows."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sample_data.phantom.projection import Beam, Geometry
from sample_data.phantom.skeleton import Skeleton
from sample_data.phantom.truth import true_corners_px


class Margins(NamedTuple):
    """How far a film reaches beyond the vertebrae from T1 to the lowest lumbar one, mm."""

    above: float
    below: float
    right: float
    left: float


class Field(NamedTuple):
    """Edges of a film in the plane of the spine, patient's axes, mm."""

    top: float
    bottom: float
    right: float
    left: float

    def geometry(self, spacing_mm: float, beam: Beam) -> Geometry:
        """Film of this field with pixels of `spacing_mm`."""
        rows = round((self.top - self.bottom) / spacing_mm)
        columns = round((self.right - self.left) / spacing_mm)
        centre = (self.right + self.left) / 2, (self.top + self.bottom) / 2
        return Geometry((rows, columns), spacing_mm, centre, beam)


def field_around(skeleton: Skeleton, margins: Margins, beam: Beam) -> Field:
    """Field that holds all vertebrae from T1 to the lowest lumbar one with these margins."""
    unit = Geometry((1, 1), 1.0, (0.0, 0.0), beam)
    ends = -true_corners_px(skeleton, unit).reshape(-1, 2)  # (z, x): rows run down, columns left
    (bottom, left), (top, right) = np.min(ends, axis=0), np.max(ends, axis=0)
    return Field(
        float(top + margins.above),
        float(bottom - margins.below),
        float(right + margins.right),
        float(left - margins.left),
    )
