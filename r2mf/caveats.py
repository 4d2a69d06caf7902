"""What a person should check before using the vertebrae that were found, one sentence each."""

from __future__ import annotations

from typing import Final

from languages import Message, ordinal
from r2mf.segmentation import SegmentationWarning
from r2mf.votes import USUAL_COUNT, Candidate, gaps

UNSURE_SCORE: Final = 0.35
"""A vertebra with a lower score is named."""


def caveats(chain: list[Candidate], left_out: list[Candidate]) -> list[SegmentationWarning]:
    """Say what to check of a chain, cranial first, and of what was left out at its ends."""
    warnings = [
        SegmentationWarning(
            "gap",
            Message(
                "A vertebra seems to be missing between the {upper} and the {lower} "
                "found from the top; levels above it may be wrong. Add it by hand.",
                upper=ordinal(i + 1),
                lower=ordinal(i + 2),
            ),
        )
        for i in gaps(chain)
    ]
    warnings += [
        SegmentationWarning(
            "unsure-vertebra",
            Message(
                "The {place} vertebra from the top is unsure (score {score:.2f}); check "
                "its corners.",
                place=ordinal(i + 1),
                score=candidate.score,
            ),
        )
        for i, candidate in enumerate(chain)
        if candidate.score < UNSURE_SCORE
    ]
    if left_out:
        warnings.append(SegmentationWarning("ends-left-out", _left_out(chain, left_out)))
    if len(chain) != USUAL_COUNT:
        warnings.append(
            SegmentationWarning(
                "vertebra-count",
                Message(
                    "{count} vertebrae were found where {usual} (T1 to L5) are usual; "
                    "check which one is the lowest, every level follows from it.",
                    count=len(chain),
                    usual=USUAL_COUNT,
                ),
            )
        )
    return warnings


def _left_out(chain: list[Candidate], left_out: list[Candidate]) -> Message:
    """Say where candidates were left out: beyond which end of the chain, or beyond both."""
    above, below = (
        any(side * (candidate.centre[0] - end.centre[0]) > 0 for candidate in left_out)
        for side, end in ((-1, chain[0]), (1, chain[-1]))
    )
    count = len(chain)
    if above and below:
        return Message(
            "Something like a vertebra above and below the {count} outlined ones was left out as "
            "too unsure: a neck vertebra and the sacrum, or the patient has more vertebrae. Check.",
            count=count,
        )
    if above:
        return Message(
            "Something like a vertebra above the {count} outlined ones was left out as too "
            "unsure: C7, or the patient has more vertebrae. Check the lowest one.",
            count=count,
        )
    return Message(
        "Something like a vertebra below the {count} outlined ones was left out as too unsure: "
        "the sacrum, or the patient has more vertebrae. Check the lowest one.",
        count=count,
    )
