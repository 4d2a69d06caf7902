"""The same name for different vertebrae of two films."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from studies.findings import FindingWarning, StudyFindings
from studies.gates.words import VIEW_NAMES, levels_words

LIKELY: Final = 0.8
"""How sure a shift must be to be said: three chances in four are given to agreement beforehand, so
the sizes of the bodies must speak clearly."""


def names(study: StudyFindings) -> Iterator[FindingWarning]:
    """Warn of films that do not show the same vertebrae."""
    films = study.films
    if len({(len(film.vertebrae), film.vertebrae[-1].level) for film in films.values()}) > 1:
        ranges = ", ".join(f"{VIEW_NAMES[view]} {levels_words(f)}" for view, f in films.items())
        yield FindingWarning(
            "level-count-differs",
            f"The films do not show the same vertebrae: {ranges}. Levels are counted upward from "
            "the lowest vertebra found, so they agree only if that is the same one.",
            "Check the lowest vertebra of each film and shift its levels where it differs.",
        )


def shift(study: StudyFindings) -> Iterator[FindingWarning]:
    """Warn of bodies whose sizes fit better one or two names away."""
    for view, match in study.level_matches.items():
        if match.value is None or match.value.agrees or match.value.probability < LIKELY:
            continue
        yield FindingWarning(
            "levels-shifted",
            f"On the {VIEW_NAMES[view]}: {match.value.reason.partition(';')[0]}.",
            "Check the lowest vertebra of both films and shift the levels of the one that is "
            "wrong: every angle and rate of this film follows.",
        )
