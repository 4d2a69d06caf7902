"""A curve on a film whose truth is known."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from languages import Message
from measurements import Curve, Frame, Spine
from teaching.errors import CaseError


@dataclass(frozen=True)
class Case:
    """What a learner is asked to measure, with what is true about it.

    Raises
    ------
    CaseError
        If the curve does not end on vertebrae of the spine.
    """

    name: str
    """What the learner is told: it gives nothing of the truth away."""

    film: str
    """SHA-256 of the film's file: the pixels are kept elsewhere."""

    shape: tuple[int, int]
    """Height and width of the film in pixels."""

    spacing: tuple[float, float] | None
    """Millimetres a row and a column, None where nobody stated them."""

    spine: Spine
    """The true outlines in patient axes."""

    curve: Curve
    """The curve that is asked for, as it is."""

    source: str
    """Where the truth comes from: "the computed trunk itself", or whose outlines it rests on."""

    def __post_init__(self) -> None:
        for vertebra in (self.curve.upper_end_vertebra, self.curve.lower_end_vertebra):
            if vertebra not in self.spine.vertebrae:
                raise CaseError(
                    Message(
                        "the curve of {name} ends on {level}, which does not lie there on "
                        "its spine; measure the curve on the spine of the case",
                        name=self.name,
                        level=vertebra.level,
                    )
                )

    @cached_property
    def frame(self) -> Frame:
        """How patient axes lie on the film."""
        return Frame(self.spacing, self.spine.patient_right)

    @property
    def true_deg(self) -> float:
        """The true Cobb angle without its sign, in degrees."""
        return self.curve.magnitude_deg
