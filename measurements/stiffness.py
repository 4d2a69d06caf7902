"""Whether a curve is called stiff or flexible, where its error allows a name at all."""

from dataclasses import dataclass
from enum import StrEnum

from measurements.settings import DEFAULT_SETTINGS
from measurements.uncertainty import Interval


class Stiffness(StrEnum):
    """Name of a range of flexibility rates."""

    STIFF = "stiff"
    FLEXIBLE = "flexible"


@dataclass(frozen=True)
class StiffnessLabel:
    """The name of a rate, or why it has none."""

    stiffness: Stiffness | None
    """None where the interval of the rate holds the threshold."""

    reason: str


def label_stiffness(
    interval: Interval, *, flexible_percent: float = DEFAULT_SETTINGS.flexible_percent
) -> StiffnessLabel:
    """Name a flexibility rate by its 95 % interval.

    Parameters
    ----------
    interval : Interval
        95 % interval of the rate in percent.
    flexible_percent : float
        Rate from which a curve is called flexible.

    Returns
    -------
    StiffnessLabel
        No name where the interval holds the threshold.

    Examples
    --------
    >>> label_stiffness(Interval(30.0, 45.0)).stiffness
    <Stiffness.STIFF: 'stiff'>
    """
    shown = f"the rate is {interval.low:.0f} to {interval.high:.0f} % (95 %)"
    split = (
        f"{flexible_percent:.0f} %, the split between stiff and flexible on fulcrum films "
        "(Luk 1998)"
    )
    if flexible_percent in interval:
        return StiffnessLabel(
            None, f"No name is given: {shown}, which holds {split}. Read the angles instead."
        )
    above = interval.low > flexible_percent
    return StiffnessLabel(
        Stiffness.FLEXIBLE if above else Stiffness.STIFF,
        f"{shown.capitalize()}, all of it {'above' if above else 'below'} {split}.",
    )
