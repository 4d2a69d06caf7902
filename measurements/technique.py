"""How a bending film was taken: by which technique the curve was made to straighten."""

from enum import StrEnum

from languages import Message


class BendingTechnique(StrEnum):
    """What straightened the curve.

    Each shows another amount of flexibility: fulcrum bending most in main thoracic curves, side
    bending most in proximal thoracic ones (Klepps et al. 2001, Spine 26:E74); traction more than
    side bending beyond 60 degrees and less below 50 (Polly and Sturm 1998).
    """

    SUPINE_BENDING = Message("supine bending")
    STANDING_BENDING = Message("standing bending")
    TRACTION = Message("traction")
    FULCRUM = Message("fulcrum")
    UNKNOWN = Message("unknown")


def comparison_caution(first: BendingTechnique, second: BendingTechnique) -> str:
    """Say why two flexibility rates may not be compared.

    Parameters
    ----------
    first, second : BendingTechnique
        How the two films were taken.

    Returns
    -------
    str
        The caution, empty if both were taken by the same known technique.

    Examples
    --------
    >>> comparison_caution(BendingTechnique.FULCRUM, BendingTechnique.FULCRUM)
    ''
    """
    if BendingTechnique.UNKNOWN in (first, second):
        return Message(
            "How a bending film was taken is not recorded, and a change of technique is "
            "not a change of flexibility; record the technique before comparing."
        )
    if first is not second:
        return Message(
            "One film was taken by {first}, the other by {second}: a change of technique "
            "is not a change of flexibility, so the two are not comparable.",
            first=first,
            second=second,
        )
    return ""
