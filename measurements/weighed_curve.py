"""A curve on its films together with the error of its angles."""

from dataclasses import dataclass
from typing import Self

from languages import Message
from measurements.curve import Curve
from measurements.errors import CannotMeasureError, SpineError
from measurements.flexibility import BendingFilm, Flexibility
from measurements.rate import rate_interval_percent, rate_sd_percent
from measurements.settings import DEFAULT_SETTINGS, MeasurementSettings
from measurements.spine import Spine
from measurements.stiffness import StiffnessLabel, label_stiffness
from measurements.structural import structural_probability
from measurements.uncertainty import AngleError, ErrorBasis, Interval, angle_error


@dataclass(frozen=True)
class WeighedCurve:
    """A standing curve, what is left of it on its convex-side film, and the error of both.

    Raises
    ------
    SpineError
        If there is an angle left without an error, or an error without an angle.
    """

    flexibility: Flexibility

    standing_error: AngleError
    """Error of the standing Cobb angle."""

    bending_error: AngleError | None
    """Error of the angle on the film that bends towards the convexity, None without such."""

    settings: MeasurementSettings = DEFAULT_SETTINGS
    """Thresholds the curve is judged by."""

    def __post_init__(self) -> None:
        if (self.bending_error is None) != (self.flexibility.residual_deg is None):
            raise SpineError(
                Message(
                    "the angle left is {residual_deg} and its error {bending_error}; give "
                    "both or neither",
                    residual_deg=self.flexibility.residual_deg,
                    bending_error=self.bending_error,
                )
            )

    @classmethod
    def weigh(
        cls,
        flexibility: Flexibility,
        *,
        left_bending: Spine | None,
        right_bending: Spine | None,
        basis: ErrorBasis = ErrorBasis.LARGER,
        settings: MeasurementSettings = DEFAULT_SETTINGS,
    ) -> Self:
        """Find the errors of a curve's angles from the vertebrae they lie between.

        Parameters
        ----------
        flexibility : Flexibility
            The curve as measured on these films.
        left_bending, right_bending : Spine or None
            The bending films.
        basis : ErrorBasis
            Which error counts.
        settings : MeasurementSettings
            The error of a reader, and the thresholds the curve is judged by.

        Raises
        ------
        CannotMeasureError
            If the error of corners is asked for and their spread is not known.
        SpineError
            If the film the rate was taken from is not given.
        """
        curve, sem_deg = flexibility.curve, settings.sem_deg
        ends = curve.upper_end_vertebra, curve.lower_end_vertebra
        standing_error = angle_error(*ends, basis, sem_deg=sem_deg)
        if flexibility.film is None:
            return cls(flexibility, standing_error, None, settings)
        film = left_bending if flexibility.film is BendingFilm.LEFT else right_bending
        if film is None:
            raise SpineError(
                Message(
                    "the curve was measured on the {label}, which is not given; give the "
                    "films it was measured on",
                    label=flexibility.film.label,
                )
            )
        upper, lower = (film[level] for level in curve.levels)
        bending_error = angle_error(upper, lower, basis, sem_deg=sem_deg)
        return cls(flexibility, standing_error, bending_error, settings)

    @property
    def curve(self) -> Curve:
        """The curve as found standing."""
        return self.flexibility.curve

    @property
    def standing_interval_deg(self) -> Interval:
        """95 % interval of the standing angle, without its sign, in degrees."""
        return self.standing_error.interval_deg(self.curve.magnitude_deg)

    @property
    def residual_interval_deg(self) -> Interval | None:
        """95 % interval of the angle left, positive towards the standing convexity."""
        if self.bending_error is None or self.flexibility.residual_deg is None:
            return None
        return self.bending_error.interval_deg(self.flexibility.residual_deg)

    @property
    def rate_sd_percent(self) -> float | None:
        """Error of the flexibility rate in percentage points, to first order."""
        if self.bending_error is None or self.flexibility.residual_deg is None:
            return None
        return rate_sd_percent(
            self.curve.magnitude_deg,
            self.flexibility.residual_deg,
            standing_error=self.standing_error,
            bending_error=self.bending_error,
        )

    @property
    def rate_interval_percent(self) -> Interval | None:
        """95 % interval of the flexibility rate.

        None without a rate, or where the standing angle may be 0 so that any rate is possible.
        """
        if self.bending_error is None or self.flexibility.residual_deg is None:
            return None
        try:
            return rate_interval_percent(
                self.curve.magnitude_deg,
                self.flexibility.residual_deg,
                standing_error=self.standing_error,
                bending_error=self.bending_error,
            )
        except CannotMeasureError:
            return None

    @property
    def stiffness(self) -> StiffnessLabel:
        """Stiff or flexible, or why neither is said."""
        if self.flexibility.rate_percent is None:
            return StiffnessLabel(None, self.flexibility.reason)
        interval = self.rate_interval_percent
        if interval is None:
            return StiffnessLabel(
                None,
                Message(
                    "No name is given: the standing angle of {angle:.1f} degrees is 0 within "
                    "its error, so any rate is possible. Read the angles instead.",
                    angle=self.curve.magnitude_deg,
                ),
            )
        return label_stiffness(interval, flexible_percent=self.settings.flexible_percent)

    @property
    def structural_probability(self) -> float | None:
        """Probability that enough is left to be structural; None without the convex-side film."""
        if self.bending_error is None or self.flexibility.residual_deg is None:
            return None
        return structural_probability(
            self.flexibility.residual_deg,
            self.bending_error.sd_deg,
            structural_deg=self.settings.structural_deg,
        )
