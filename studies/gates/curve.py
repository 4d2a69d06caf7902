"""Curves too small for a rate."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from languages import Message
from studies.findings import FindingWarning, StudyFindings
from studies.gates.words import curve_words

SMALL_CURVE_DEG: Final = 20.0
"""Below it an error of 3 degrees in each angle is more than 15 points of flexibility rate."""


def small(study: StudyFindings) -> Iterator[FindingWarning]:
    """Warn of curves whose rate is mostly error."""
    for item in study.flexibility:
        if item.rate_percent is not None and item.curve.magnitude_deg < SMALL_CURVE_DEG:
            yield FindingWarning(
                "small-curve",
                Message(
                    "The {curve} curve measures {angle:.0f}° standing; under "
                    "{least:g}° its flexibility rate is mostly error.",
                    curve=curve_words(item.curve),
                    angle=item.curve.magnitude_deg,
                    least=SMALL_CURVE_DEG,
                ),
                Message("Read the residual angle rather than the rate."),
            )
