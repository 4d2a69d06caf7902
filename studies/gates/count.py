"""Vertebrae too many, too few, doubled or missing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from languages import Message, sentence
from measurements import UnusedVertebra
from studies.findings import FilmFindings, FindingWarning

USUAL_COUNT: Final = 17
"""T1 to L5. About one patient in ten has one more or one fewer (Ibrahim 2013; Hu 2016)."""

CORRECT_OUTLINE: Final = Message(
    "Correct the outline on the Study page, and it is used as you place it; or delete it "
    "if it is no vertebra."
)

CHECK_OUTLINES: Final = Message(
    "Check all outlines on the Study page; the numbers still use every one."
)


def number(film: FilmFindings) -> Iterator[FindingWarning]:
    """Warn of another count than most patients have."""
    count = len(film.vertebrae)
    if count != USUAL_COUNT:
        highest, lowest = film.vertebrae[0].level, film.vertebrae[-1].level
        yield FindingWarning(
            "vertebra-count",
            Message(
                "{count} vertebrae were found ({highest} to {lowest}, counted upward from "
                "{lowest}); T1 to L5 are {usual}.",
                count=count,
                highest=highest,
                lowest=lowest,
                usual=USUAL_COUNT,
            ),
            Message(
                "Check the lowest vertebra and shift the levels if it is another one; a "
                "cropped film or a patient with 11 or 13 thoracic or 4 or 6 lumbar vertebrae "
                "also explains it."
            ),
        )


def fit(film: FilmFindings) -> Iterator[FindingWarning]:
    """Warn of outlines that do not fit: doubled, odd, or with one missing between."""
    screening = film.screening
    if screening.value is None:
        yield FindingWarning("outlines-unfit", screening.reason, CHECK_OUTLINES)
        return
    for unused in screening.value.unused:
        used = unused.vertebra.level in film.used
        seen = _seen_though_used(unused) if used else unused.reason
        yield FindingWarning(f"vertebra-{unused.fault}", sentence(seen), CORRECT_OUTLINE)
    for space in screening.value.wide_spaces:
        yield FindingWarning(
            "vertebra-missing",
            sentence(space.reason),
            Message(
                "Add the vertebra on the Study page if one is there; the levels above it are "
                "then off by one."
            ),
        )


def _seen_though_used(unused: UnusedVertebra) -> str:
    return Message(
        "{misfit}. {subject} was used all the same, as a person placed it; {remedy}",
        misfit=unused.misfit,
        subject=unused.subject,
        remedy=unused.remedy,
    )
