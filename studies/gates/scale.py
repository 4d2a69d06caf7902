"""Millimetres that differ between two films."""

from __future__ import annotations

import statistics
from collections.abc import Iterator
from typing import Final

from languages import Message
from measurements import Unit
from studies.findings import FilmFindings, FindingWarning, StudyFindings
from studies.gates.words import VIEW_NAMES
from studies.radiograph import View

LARGEST_SIZE_RATIO: Final = 1.15
"""Three times the 5 % by which magnification differs from film to film (`level_match`)."""


def spacing(study: StudyFindings) -> Iterator[FindingWarning]:
    """Warn of the same bodies in another size, or lengths in another unit."""
    standing = study.standing
    if standing is None:
        return
    for view, film in study.films.items():
        if view is View.CORONAL:
            continue
        if film.spine.unit is not standing.spine.unit:
            yield FindingWarning(
                "spacing-differs",
                Message(
                    "Lengths on the {film} are in {unit}, on the standing film in {standing_unit}.",
                    film=VIEW_NAMES[view],
                    unit=film.spine.unit,
                    standing_unit=standing.spine.unit,
                ),
                Message("Compare angles only, or enter the pixel size of both."),
            )
        elif (ratio := _size_ratio(standing, film)) and not (
            1 / LARGEST_SIZE_RATIO <= ratio <= LARGEST_SIZE_RATIO
        ):
            unit = "" if film.spine.unit is Unit.MILLIMETRE else Message(" in pixels")
            yield FindingWarning(
                "spacing-differs",
                Message(
                    "The vertebrae of the {film} measure {ratio:.2f} times{unit} what they "
                    "measure on the standing film.",
                    film=VIEW_NAMES[view],
                    ratio=ratio,
                    unit=unit,
                ),
                Message(
                    "Check the pixel size of both films; lengths cannot be compared, angles can."
                ),
            )


def _size_ratio(standing: FilmFindings, film: FilmFindings) -> float | None:
    """Size of the bodies against those of the same name standing; None without any."""
    ratios = [
        vertebra.midline.length / standing.spine[vertebra.level].midline.length
        for vertebra in film.spine.vertebrae
        if vertebra.level in standing.spine
    ]
    return statistics.median(ratios) if ratios else None
