"""How far a curve straightens when the patient bends towards its convexity."""

from dataclasses import dataclass
from enum import StrEnum

from languages import Message
from measurements.curve import Convexity, Curve, signed_cobb_deg
from measurements.errors import LevelMissingError
from measurements.rate import rate_percent
from measurements.spine import Spine
from measurements.structural import lenke_residual_deg
from measurements.technique import BendingTechnique

DECLARE_SIDE = Message("declare which image edge is the patient's right")
"""Remedy wherever a side is unknown."""


class BendingFilm(StrEnum):
    """A film on which the patient bends to one side, named by that side."""

    LEFT = "left_bending"
    RIGHT = "right_bending"

    @property
    def label(self) -> str:
        """The film's name in a sentence."""
        return {"left": Message("left-bending film"), "right": Message("right-bending film")}[
            self.side
        ]

    @property
    def side(self) -> str:
        """The side to which the patient bends."""
        return {"left_bending": Message("left"), "right_bending": Message("right")}[self]


@dataclass(frozen=True)
class BendMeasurement:
    """A standing curve's Cobb angle on one bending film."""

    film: BendingFilm

    cobb_deg: float | None
    """Signed Cobb angle between the standing levels in degrees, None if not measurable."""

    reason: str
    """Why there is no angle; empty if there is one."""


@dataclass(frozen=True)
class Flexibility:
    """A standing curve measured again on both bending films."""

    curve: Curve
    """The curve as found standing."""

    left: BendMeasurement
    right: BendMeasurement

    film: BendingFilm | None
    """Film the rate is taken from, None if none could be used."""

    rate_percent: float | None
    """Flexibility rate; above 100 when over-corrected, below 0 when the curve grew."""

    residual_deg: float | None
    """What is left of the curve in degrees, positive towards the standing convexity."""

    overcorrected: bool
    """Whether the curve reversed its side on the film used."""

    reason: str
    """Which film was used and why, or why none could be and what to do."""

    technique: BendingTechnique = BendingTechnique.UNKNOWN
    """How the bending films were taken: rates of different techniques are not comparable."""

    @property
    def correction_deg(self) -> float | None:
        """How many degrees of the standing curve went away, None without the film."""
        if self.residual_deg is None:
            return None
        return self.curve.magnitude_deg - self.residual_deg

    @property
    def lenke_residual_deg(self) -> float | None:
        """What Lenke's criterion compares with 25 degrees: 0 for an over-corrected curve."""
        if self.residual_deg is None:
            return None
        return lenke_residual_deg(self.curve.magnitude_deg, self.residual_deg)


def measure_flexibility(
    curve: Curve,
    *,
    left_bending: Spine | None,
    right_bending: Spine | None,
    technique: BendingTechnique = BendingTechnique.UNKNOWN,
) -> Flexibility:
    """Measure the flexibility of a standing curve.

    Parameters
    ----------
    curve : Curve
        The curve as found on the standing film.
    left_bending, right_bending : Spine or None
        The spine while the patient bends to the left and to the right, None if there is no
        such film.
    technique : BendingTechnique
        How the bending films were taken; it is kept with the result.

    Returns
    -------
    Flexibility
        The curve on both films and its rate from the convex-side one, or no rate and the reason.

    Notes
    -----
    ``rate = (S - B) / S * 100`` with the signed standing angle *S* and the signed angle *B*
    between the same end vertebrae on the film that bends towards the convexity: the right one for
    a right-convex curve (Cheung and Luk 1997, J Bone Joint Surg Am 79:1144, for the rate; Klepps et
    al. 2001, Spine 26:E74, for side-bending films by convexity). Signs are kept: when bending turns
    a curve to its other side, *B* has the opposite sign and the rate exceeds 100 %.

    The rate divides by *S*: an error of 3 degrees in each angle makes one of about 7 points at 50
    degrees and 13 at 25 (propagation of errors, ``100 / S * s * sqrt(1 + (B / S) ** 2)``).
    """
    left = _measure(curve, BendingFilm.LEFT, left_bending)
    right = _measure(curve, BendingFilm.RIGHT, right_bending)
    if not curve.convexity.side_known:
        return _refused(
            curve,
            left,
            right,
            Message(
                "The curve is convex to the {convexity}, but which side of the patient that "
                "is was not stated, so the film that bends towards the convexity is unknown; "
                "{remedy} on the standing film.",
                convexity=curve.convexity,
                remedy=DECLARE_SIDE,
            ),
            technique,
        )
    bend = right if curve.convexity is Convexity.RIGHT else left
    if bend.cobb_deg is None:
        return _refused(
            curve,
            left,
            right,
            Message(
                "A {convexity}-convex curve is judged on the {film}. {reason}",
                convexity=curve.convexity,
                film=bend.film.label,
                reason=bend.reason,
            ),
            technique,
        )
    residual = bend.cobb_deg * curve.convexity.sign
    return Flexibility(
        curve=curve,
        left=left,
        right=right,
        film=bend.film,
        rate_percent=rate_percent(curve.cobb_deg, bend.cobb_deg),
        residual_deg=residual,
        overcorrected=residual < 0,
        reason=Message(
            "The {film} is used: it bends towards the convexity of this {convexity}-convex curve.",
            film=bend.film.label,
            convexity=curve.convexity,
        ),
        technique=technique,
    )


def _measure(curve: Curve, film: BendingFilm, spine: Spine | None) -> BendMeasurement:
    """Measure the standing levels on one bending film, or say why they cannot be."""
    if spine is None:
        return BendMeasurement(
            film, None, Message("There is no {film}; add it to the study.", film=film.label)
        )
    if not spine.side_known:
        return BendMeasurement(
            film,
            None,
            Message(
                "The patient's side is unknown on the {film}; {remedy}.",
                film=film.label,
                remedy=DECLARE_SIDE,
            ),
        )
    try:
        return BendMeasurement(film, signed_cobb_deg(spine, *curve.levels), "")
    except LevelMissingError as missing:
        return BendMeasurement(
            film, None, Message("On the {film}, {missing}.", film=film.label, missing=missing)
        )


def _refused(
    curve: Curve,
    left: BendMeasurement,
    right: BendMeasurement,
    reason: str,
    technique: BendingTechnique,
) -> Flexibility:
    return Flexibility(
        curve=curve,
        left=left,
        right=right,
        film=None,
        rate_percent=None,
        residual_deg=None,
        overcorrected=False,
        reason=reason,
        technique=technique,
    )
