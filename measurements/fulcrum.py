"""What an operation made of the flexibility a fulcrum film showed."""

from dataclasses import dataclass

from languages import Message
from measurements.curve import Curve, signed_cobb_deg
from measurements.errors import CannotMeasureError
from measurements.rate import rate_percent
from measurements.spine import Spine

LEAST_FULCRUM_CORRECTION_DEG = 5.0
"""Smallest straightening over the fulcrum an index is taken of.

One reader repeats an angle within 4.9 degrees (95 %, Morrissy et al. 1990): under it the index
would be the error of its denominator.
"""


@dataclass(frozen=True)
class FulcrumCorrection:
    """A standing curve over a fulcrum and after operation, between the same levels."""

    curve: Curve
    """The curve as found standing before operation."""

    fulcrum_deg: float
    """Signed Cobb angle on the fulcrum-bending film."""

    postoperative_deg: float
    """Signed Cobb angle after operation."""

    index_percent: float | None
    """Fulcrum-bending correction index, None where the fulcrum moved too little."""

    reason: str
    """Why there is no index; empty if there is one."""

    @property
    def fulcrum_flexibility_percent(self) -> float:
        """Share of the standing curve that went away over the fulcrum."""
        return rate_percent(self.curve.cobb_deg, self.fulcrum_deg)

    @property
    def correction_percent(self) -> float:
        """Share of the standing curve that went away by the operation."""
        return rate_percent(self.curve.cobb_deg, self.postoperative_deg)


def measure_fulcrum_correction(
    curve: Curve, *, fulcrum: Spine, postoperative: Spine
) -> FulcrumCorrection:
    """Compare what an operation corrected with what a fulcrum film promised.

    Parameters
    ----------
    curve : Curve
        The curve as found standing before operation.
    fulcrum : Spine
        The fulcrum-bending film. Another kind of bending film gives another number.
    postoperative : Spine
        The standing film after operation.

    Returns
    -------
    FulcrumCorrection
        ``FBCI = correction rate / fulcrum flexibility * 100``; about 100 % means that the
        operation used all the flexibility the fulcrum film showed (Luk et al. 1998).

    Raises
    ------
    LevelMissingError
        If an end vertebra is not visible on one of the films.
    CannotMeasureError
        If the patient's side is unknown on one of the films.
    """
    sides = (curve.convexity.side_known, fulcrum.side_known, postoperative.side_known)
    if not all(sides):
        raise CannotMeasureError(
            Message(
                "the patient's side is not stated on every film, so angles have no sign to "
                "compare; declare which image edge is the patient's right"
            )
        )
    over_fulcrum = signed_cobb_deg(fulcrum, *curve.levels)
    after = signed_cobb_deg(postoperative, *curve.levels)
    straightened = (curve.cobb_deg - over_fulcrum) * curve.convexity.sign
    if straightened < LEAST_FULCRUM_CORRECTION_DEG:
        return FulcrumCorrection(
            curve,
            over_fulcrum,
            after,
            None,
            Message(
                "The fulcrum straightened the curve by {straightened:.1f} degrees; under "
                "{least:g} the index would be mostly error.",
                straightened=straightened,
                least=LEAST_FULCRUM_CORRECTION_DEG,
            ),
        )
    index = (curve.cobb_deg - after) / (curve.cobb_deg - over_fulcrum) * 100
    return FulcrumCorrection(curve, over_fulcrum, after, index, "")
