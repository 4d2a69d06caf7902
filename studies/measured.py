"""A value that was measured, or why it could not be."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

from languages import Message, sentence
from measurements import MeasurementError

Value = TypeVar("Value", covariant=True)
Found = TypeVar("Found")

NOT_AVAILABLE: Final = Message("not available")


@dataclass(frozen=True)
class Measured(Generic[Value]):
    """A value, or the reason why there is none: never both, never neither.

    Raises
    ------
    ValueError
        If there are both or neither.

    Examples
    --------
    >>> Measured(None, "Not available: needs S1.").value is None
    True
    """

    value: Value | None

    reason: str = ""
    """One sentence with what to do; empty where there is a value."""

    def __post_init__(self) -> None:
        if (self.value is None) is not bool(self.reason):
            raise ValueError(f"a value of {self.value} and a reason of {self.reason!r}; give one")

    @staticmethod
    def by(measure: Callable[[], Found]) -> Measured[Found]:
        """Measure, and keep the reason where measuring is refused."""
        try:
            return Measured(measure())
        except MeasurementError as refusal:
            return Measured(None, _sentence(str(refusal)))


def _sentence(reason: str) -> str:
    """Write a refusal as a sentence that begins with what it means."""
    if NOT_AVAILABLE not in reason.lower():
        reason = Message("not available: {reason}", reason=reason)
    return sentence(reason)
