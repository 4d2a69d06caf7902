"""How curves change from study to study, at fixed levels."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import numpy as np

from languages import Message
from measurements.curve import Curve, find_curves
from measurements.endplate import tilt_difference_deg
from measurements.errors import CannotMeasureError, LevelMissingError
from measurements.level import Level
from measurements.settings import DEFAULT_SETTINGS, MeasurementSettings
from measurements.spine import Spine
from measurements.uncertainty import AngleError, minimal_detectable_change_deg, reader_error
from measurements.vertebra import Vertebra

DAYS_A_YEAR = 365.25


@dataclass(frozen=True)
class DatedSpine:
    """A standing film and the day it was taken."""

    taken: date
    spine: Spine

    angle_error: Callable[[Level, Level], AngleError] | None = None
    """Error of a Cobb angle between two levels of this film; None takes a reader's."""


@dataclass(frozen=True)
class DatedCobb:
    """A curve's Cobb angle on one of the films."""

    taken: date

    end_vertebrae: tuple[Vertebra, Vertebra] | None
    """Upper and lower end vertebra on this film, None if one is not visible."""

    error: AngleError | None
    """Error of the angle, None without one."""

    reason: str
    """Why there is no angle; empty if there is one."""

    @property
    def cobb_deg(self) -> float | None:
        """Signed Cobb angle between the curve's levels, None if not measurable."""
        if self.end_vertebrae is None:
            return None
        upper, lower = self.end_vertebrae
        return tilt_difference_deg(upper.superior_endplate, lower.inferior_endplate)


@dataclass(frozen=True)
class CurveChange:
    """What became of a curve between two films.

    The two statements differ: a change may be called progression by convention and still lie
    within what two readings of one film differ by.
    """

    since: date
    until: date

    change_deg: float
    """Growth towards the convexity of the curve in degrees; negative where it straightened."""

    progression_deg: float
    """Smallest growth that is called progression."""

    detectable_deg: float
    """Smallest change beyond the measurement error of both angles, MDC95."""

    @property
    def years(self) -> float:
        """Time between the two films."""
        return (self.until - self.since).days / DAYS_A_YEAR

    @property
    def progressed_by_convention(self) -> bool:
        """Whether the curve grew by as much as is called progression, to a tenth of a degree.

        So what is printed as 5.0 degrees is judged as 5.
        """
        return round(self.change_deg, 1) >= self.progression_deg

    @property
    def beyond_error(self) -> bool:
        """Whether it changed, either way, by more than measurement error explains."""
        return abs(self.change_deg) > self.detectable_deg

    @property
    def statement(self) -> str:
        """Both statements in words."""
        grown = "Grown" if self.change_deg >= 0 else "Straightened"
        convention = "" if self.progressed_by_convention else "no "
        error = "beyond" if self.beyond_error else "within"
        return (
            f"{grown} by {abs(self.change_deg):.1f}°: {convention}progression by convention (from "
            f"{self.progression_deg:g}°), and {error} measurement error "
            f"({self.detectable_deg:.1f}°)."
        )


@dataclass(frozen=True)
class Progression:
    """One curve followed over two or more films at its own levels."""

    curve: Curve
    """The curve as found on the reference film; its levels are kept on all others."""

    angles: tuple[DatedCobb, ...]
    """Its angle on every film, oldest first."""

    changes: tuple[CurveChange, ...]
    """From each measured film to the next one measured."""

    overall: CurveChange | None
    """From the first measured film to the last, None with fewer than two."""

    rate_deg_per_year: float | None
    """Growth towards the convexity a year: the line of least squares through all angles."""

    rate_sd_deg_per_year: float | None
    """Standard deviation of the rate that measurement error alone makes."""


def measure_progression(
    films: Sequence[DatedSpine],
    *,
    reference: date | None = None,
    settings: MeasurementSettings = DEFAULT_SETTINGS,
) -> tuple[Progression, ...]:
    """Follow every curve of one film over all films.

    Parameters
    ----------
    films : sequence of DatedSpine
        Two or more standing films of one patient, taken on different days, in any order.
    reference : date or None
        Day of the film whose curves are followed at its levels; None takes the oldest.
    settings : MeasurementSettings
        Smallest curve, standard error of an angle, and what is called progression.

    Returns
    -------
    tuple of Progression
        One for each curve of the reference film, cranial first.

    Raises
    ------
    CannotMeasureError
        If there are fewer than two films, two of one day, none of the reference day, or a film
        on which the patient's side is unknown: mirrored, a curve would seem to have turned over.

    Notes
    -----
    Angles are compared between the same end vertebrae. Growth of 5 degrees is called progression
    by convention (PMC7000074), but with standard errors *s1* and *s2* an angle must change by more
    than ``MDC95 = 1.96 * sqrt(s1**2 + s2**2)``, 8.3 degrees where both are 3, before measurement
    error is excluded (Carman et al. 1990, J Bone Joint Surg Am: 10 degrees). A curve also grows by
    some 5 degrees from morning to evening (Beauchamp et al. 1993, Spine): note the time of day and
    the posture.

    The rate is the slope of the least squares line through all angles; with independent errors
    its standard deviation is ``sqrt(sum((t - mean(t))**2 * s**2)) / sum((t - mean(t))**2)``.
    """
    ordered = sorted(films, key=lambda film: film.taken)
    _check(ordered)
    days = {film.taken: film.spine for film in ordered}
    chosen = ordered[0].taken if reference is None else reference
    if chosen not in days:
        raise CannotMeasureError(
            Message(
                "no film was taken on {chosen}; choose one of {days}",
                chosen=chosen,
                days=", ".join(map(str, days)),
            )
        )
    curves = find_curves(days[chosen], minimum_deg=settings.minimum_curve_deg)
    return tuple(_follow(curve, ordered, settings) for curve in curves)


def trend_deg(followed: Progression, day: date) -> tuple[float, float]:
    """Angle towards the convexity on the line of least squares that gives the rate.

    Parameters
    ----------
    followed : Progression
        A curve that was measured on two films or more.
    day : date
        Any day.

    Returns
    -------
    tuple of float
        Degrees, and the standard deviation that measurement error alone makes.

    Raises
    ------
    CannotMeasureError
        If the curve was measured on fewer than two films.

    Notes
    -----
    The line is linear in the angles: each counts
    ``1 / n + (t - mean(t)) * (t_i - mean(t)) / sum((t_j - mean(t))**2)``.
    """
    grown = _grown(followed.angles, followed.curve)
    if len(grown) < 2:
        raise CannotMeasureError(
            Message(
                "a line needs two angles, {count} was measured; add a film that shows the levels",
                count=len(grown),
            )
        )
    days = np.array([each.taken.toordinal() for each in grown], dtype=float)
    spread = days - days.mean()
    counts = 1 / len(days) + (day.toordinal() - days.mean()) * spread / float(spread @ spread)
    angle = float(counts @ np.array([each.angle_deg for each in grown]))
    return angle, float(np.linalg.norm(counts * [each.error.sd_deg for each in grown]))


def _check(ordered: Sequence[DatedSpine]) -> None:
    if len(ordered) < 2:
        raise CannotMeasureError(
            Message(
                "{count} film given, at least two are needed to see a change; add an earlier "
                "or a later one",
                count=len(ordered),
            )
        )
    days = [film.taken for film in ordered]
    if twice := {str(day) for day in days if days.count(day) > 1}:
        raise CannotMeasureError(
            Message(
                "two films were taken on {days}; keep one, or correct its date",
                days=", ".join(sorted(twice)),
            )
        )
    for film in ordered:
        if not film.spine.side_known:
            raise CannotMeasureError(
                Message(
                    "the patient's side is unknown on the film of {taken}, so its curves "
                    "have no side; declare which image edge is the patient's right",
                    taken=film.taken,
                )
            )


def _follow(
    curve: Curve, films: Sequence[DatedSpine], settings: MeasurementSettings
) -> Progression:
    angles = tuple(_angle(curve, film, settings) for film in films)
    grown = _grown(angles, curve)

    def change(first: _Grown, second: _Grown) -> CurveChange:
        return CurveChange(
            first.taken,
            second.taken,
            second.angle_deg - first.angle_deg,
            settings.progression_deg,
            minimal_detectable_change_deg(first.error, second.error),
        )

    rate, rate_sd = _rate(grown) if len(grown) > 1 else (None, None)
    return Progression(
        curve=curve,
        angles=angles,
        changes=tuple(change(*pair) for pair in pairwise(grown)),
        overall=change(grown[0], grown[-1]) if len(grown) > 1 else None,
        rate_deg_per_year=rate,
        rate_sd_deg_per_year=rate_sd,
    )


@dataclass(frozen=True)
class _Grown:
    """An angle towards the convexity that the curve has on the reference film."""

    taken: date
    angle_deg: float
    error: AngleError


def _grown(angles: Sequence[DatedCobb], curve: Curve) -> list[_Grown]:
    """Take the angles that were measured, towards the convexity."""
    return [
        _Grown(angle.taken, angle.cobb_deg * curve.convexity.sign, angle.error)
        for angle in angles
        if angle.cobb_deg is not None and angle.error is not None
    ]


def _angle(curve: Curve, film: DatedSpine, settings: MeasurementSettings) -> DatedCobb:
    try:
        upper, lower = (film.spine[level] for level in curve.levels)
    except LevelMissingError as missing:
        return DatedCobb(
            film.taken,
            None,
            None,
            Message("On the film of {taken}, {missing}.", taken=film.taken, missing=missing),
        )
    error = (
        reader_error(settings.sem_deg)
        if film.angle_error is None
        else film.angle_error(*curve.levels)
    )
    return DatedCobb(film.taken, (upper, lower), error, "")


def _rate(grown: Sequence[_Grown]) -> tuple[float, float]:
    """Slope of the least squares line in degrees a year, and its standard deviation."""
    years = np.array([(each.taken - grown[0].taken).days for each in grown]) / DAYS_A_YEAR
    years -= years.mean()
    spread = float(years @ years)
    slope = float(years @ np.array([each.angle_deg for each in grown])) / spread
    sd = float(np.linalg.norm(years * [each.error.sd_deg for each in grown])) / spread
    return slope, sd
