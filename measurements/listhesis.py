"""Lateral listhesis: one vertebra slipped sideways on the next."""

import math
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from measurements.endplate import Endplate
from measurements.frame import Unit
from measurements.level import Level
from measurements.settings import DEFAULT_SETTINGS, MeasurementSettings
from measurements.spine import Spine
from measurements.vertebra import Vertebra

LARGEST_DISC = 1.0
"""Largest space between neighbours, in heights of the lower body; in a wider one a body fits."""


@dataclass(frozen=True)
class LateralListhesis:
    """How far a vertebra's lower edge lies to the right of the next one's upper edge."""

    upper: Level
    lower: Level

    inferior_endplate: Endplate
    """That of the upper vertebra."""

    superior_endplate: Endplate
    """That of the lower vertebra, along which the slip is measured."""

    unit: Unit

    grade_starts_mm: tuple[float, ...]
    """Slip from which each grade above 0 counts."""

    @property
    def right(self) -> float:
        """Slip of the right edge, positive towards the patient's right."""
        return self._slip(self.inferior_endplate.right, self.superior_endplate.right)

    @property
    def left(self) -> float:
        """Slip of the left edge, positive towards the patient's right."""
        return self._slip(self.inferior_endplate.left, self.superior_endplate.left)

    @property
    def mean(self) -> float:
        """Mean slip of both edges; a lower body that is wider to both sides adds nothing."""
        return (self.right + self.left) / 2

    @property
    def largest(self) -> float:
        """Slip of the edge that slipped farther, with its sign."""
        return max(self.right, self.left, key=abs)

    @property
    def grade(self) -> int | None:
        """Grade of the mean slip, 0 for none; None where lengths are in pixels.

        To a tenth of a millimetre, so that what is printed as 7.0 is graded as 7.
        """
        if self.unit is not Unit.MILLIMETRE:
            return None
        return sum(round(abs(self.mean), 1) >= start for start in self.grade_starts_mm)

    def _slip(self, upper: tuple[float, float], lower: tuple[float, float]) -> float:
        along = np.subtract(self.superior_endplate.right, self.superior_endplate.left)
        return float(np.subtract(upper, lower) @ along) / self.superior_endplate.length


def lateral_listheses(
    spine: Spine, settings: MeasurementSettings = DEFAULT_SETTINGS
) -> tuple[LateralListhesis, ...]:
    """Measure how far each vertebra has slipped sideways on the next one below.

    Parameters
    ----------
    spine : Spine
        A standing or a bending film: a slip is judged against the neighbour, not gravity.
    settings : MeasurementSettings
        From which slip each grade counts.

    Returns
    -------
    tuple of LateralListhesis
        One for each pair of neighbours, cranial first; vertebrae between which one is missing
        are no neighbours.

    Notes
    -----
    The distance of the lateral ends of the upper vertebra's inferior endplate from those of the
    lower vertebra's superior endplate, along the latter. So neither the tilt of the film nor the
    wedge of the disc counts as slip, as it does in a `CentroidOffset`. The construction is
    practice, and so are the grades, which come from adults.
    """
    return tuple(
        LateralListhesis(
            upper=upper.level,
            lower=lower.level,
            inferior_endplate=upper.inferior_endplate,
            superior_endplate=lower.superior_endplate,
            unit=spine.unit,
            grade_starts_mm=settings.listhesis_grades_mm,
        )
        for upper, lower in pairwise(spine.vertebrae)
        if _are_neighbours(upper, lower)
    )


def _are_neighbours(upper: Vertebra, lower: Vertebra) -> bool:
    disc = math.dist(upper.inferior_endplate.midpoint, lower.superior_endplate.midpoint)
    return upper.level.may_lie_on(lower.level) and disc <= LARGEST_DISC * lower.height
