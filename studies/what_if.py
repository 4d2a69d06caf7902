"""A curve of a study between end vertebrae that a reader chose, on every film."""

from __future__ import annotations

from dataclasses import dataclass

from languages import Message
from measurements import (
    Curve,
    EndVertebraChoice,
    Flexibility,
    Level,
    MeasurementError,
    Spine,
    curve_between,
    measure_flexibility,
    with_end_vertebrae,
)
from studies.findings import StudyFindings
from studies.measured import Measured
from studies.radiograph import View


@dataclass(frozen=True)
class WhatIf:
    """A standing curve between other end vertebrae: a comparison, never a finding.

    The curve's own levels stay what they were, in every export too.
    """

    curve: Curve
    """The curve as it was found."""

    standing: EndVertebraChoice
    left: Measured[EndVertebraChoice]
    right: Measured[EndVertebraChoice]

    flexibility: Measured[Flexibility]
    """Between the vertebrae chosen."""


def what_if(study: StudyFindings, curve: Curve, upper: Level, lower: Level) -> WhatIf:
    """Measure a curve between other end vertebrae on every film of a study.

    Parameters
    ----------
    study : StudyFindings
        The study.
    curve : measurements.Curve
        One of its standing curves.
    upper, lower : Level
        Levels of the end vertebrae to try.

    Raises
    ------
    measurements.MeasurementError
        If the standing film does not show both, or `upper` is not above `lower`.
    """
    spines = {view: film.used for view, film in study.films.items()}
    standing = with_end_vertebrae(spines[View.CORONAL], curve, upper, lower)
    left, right = (spines.get(view) for view in (View.LEFT_BENDING, View.RIGHT_BENDING))
    return WhatIf(
        curve=curve,
        standing=standing,
        left=_choice(left, curve, upper, lower),
        right=_choice(right, curve, upper, lower),
        flexibility=Measured.by(
            lambda: measure_flexibility(
                curve_between(spines[View.CORONAL], upper, lower),
                left_bending=left,
                right_bending=right,
                technique=study.technique,
            )
        ),
    )


def _choice(
    spine: Spine | None, curve: Curve, upper: Level, lower: Level
) -> Measured[EndVertebraChoice]:
    def measure() -> EndVertebraChoice:
        if spine is None:
            raise MeasurementError(Message("the study has no such film; add it"))
        return with_end_vertebrae(spine, curve, upper, lower)

    return Measured.by(measure)
