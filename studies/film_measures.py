"""What one film shows beside its angles: balance, translation, tilts, slips and named vertebrae.

Everything is derived from the outlines and landmarks and holds a reason where it has no value.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from measurements import (
    CSVL,
    AngleError,
    ApicalTranslation,
    CoronalBalance,
    Curve,
    Film,
    HorizontalTilt,
    LateralListhesis,
    LineCrossing,
    MeasurementSettings,
    NeutralVertebra,
    Numbering,
    Screening,
    apical_translation,
    check_numbering,
    coronal_balance,
    l4_tilt,
    lateral_listheses,
    lower_neutral_vertebra,
    pelvic_obliquity,
    stable_vertebra,
    t1_tilt,
    touched_vertebra,
    upper_neutral_vertebra,
)
from studies.measured import Measured


@dataclass(frozen=True)
class CurveMeasures:
    """What a film shows of one of its curves."""

    film: Film
    curve: Curve

    error: AngleError
    """Error of the Cobb angle."""

    settings: MeasurementSettings
    """Conventions it is measured by."""

    @cached_property
    def translation(self) -> Measured[ApicalTranslation]:
        """Apical vertebral translation."""
        return Measured.by(lambda: apical_translation(self.film, self.curve, self.settings))

    @cached_property
    def stable_vertebra(self) -> Measured[LineCrossing]:
        """Vertebra that the central sacral line bisects, or most nearly."""
        return Measured.by(lambda: stable_vertebra(self.film, self.curve, self.settings))

    @cached_property
    def touched_vertebra(self) -> Measured[LineCrossing]:
        """Most cranial vertebra below the apex that the central sacral line touches."""
        return Measured.by(lambda: touched_vertebra(self.film, self.curve, self.settings))

    @cached_property
    def upper_neutral_vertebra(self) -> Measured[NeutralVertebra]:
        """First vertebra without rotation, going up from the upper end."""
        return Measured.by(lambda: upper_neutral_vertebra(self.film, self.curve))

    @cached_property
    def lower_neutral_vertebra(self) -> Measured[NeutralVertebra]:
        """First vertebra without rotation, going down from the lower end."""
        return Measured.by(lambda: lower_neutral_vertebra(self.film, self.curve))


@dataclass(frozen=True)
class FilmMeasures:
    """What one film shows beside its angles."""

    film: Film

    screening: Measured[Screening]
    """Vertebrae that do not fit into their spine; those a person placed are used all the same."""

    curves: tuple[CurveMeasures, ...]
    """What it shows of each curve found on it, cranial first."""

    settings: MeasurementSettings
    """Conventions it is measured by."""

    @cached_property
    def numbering(self) -> Measured[Numbering]:
        """Whether C7 and S1, where marked, bear out the names of the vertebrae."""
        return Measured.by(lambda: check_numbering(self.film))

    @cached_property
    def csvl(self) -> Measured[CSVL]:
        """Central sacral vertical line."""
        return Measured.by(lambda: CSVL.of(self.film, self.settings.csvl_convention))

    @cached_property
    def balance(self) -> Measured[CoronalBalance]:
        """C7 over the sacrum."""
        return Measured.by(lambda: coronal_balance(self.film, self.settings))

    @cached_property
    def t1_tilt(self) -> Measured[HorizontalTilt]:
        """T1 against the horizontal."""
        return Measured.by(lambda: t1_tilt(self.film))

    @cached_property
    def l4_tilt(self) -> Measured[HorizontalTilt]:
        """L4 against the horizontal."""
        return Measured.by(lambda: l4_tilt(self.film))

    @cached_property
    def pelvic_obliquity(self) -> Measured[HorizontalTilt]:
        """Iliac crests against the horizontal."""
        return Measured.by(lambda: pelvic_obliquity(self.film))

    @cached_property
    def listheses(self) -> tuple[LateralListhesis, ...]:
        """Slip of each vertebra on the next, cranial first."""
        return lateral_listheses(self.film.spine, self.settings)
