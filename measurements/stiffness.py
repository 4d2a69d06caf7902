"""Whether a curve is called stiff or flexible, where its error allows a name at all."""

from dataclasses import dataclass
from enum import StrEnum

from languages import Message, sentence
from measurements.settings import DEFAULT_SETTINGS
from measurements.uncertainty import Interval


class Stiffness(StrEnum):
    """Name of a range of flexibility rates."""

    STIFF = Message("stiff")
    FLEXIBLE = Message("flexible")


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
    shown = Message(
        "the rate is {low:.0f} to {high:.0f} % (95 %)", low=interval.low, high=interval.high
    )
    split = Message(
        "{flexible_percent:.0f} %, the split between stiff and flexible on fulcrum films "
        "(Luk 1998)",
        flexible_percent=flexible_percent,
    )
    if flexible_percent in interval:
        return StiffnessLabel(
            None,
            Message(
                "No name is given: {shown}, which holds {split}. Read the angles instead.",
                shown=shown,
                split=split,
            ),
        )
    if interval.low > flexible_percent:
        name, words = Stiffness.FLEXIBLE, Message("{shown}, all of it above {split}")
    else:
        name, words = Stiffness.STIFF, Message("{shown}, all of it below {split}")
    return StiffnessLabel(name, sentence(Message(words.template, shown=shown, split=split)))
