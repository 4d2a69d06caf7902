"""The same name for different vertebrae of two films."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from measurements.level_match import NAMES_AGREE
from studies.findings import FindingWarning, StudyFindings
from studies.gates.words import VIEW_NAMES, levels_words

LEAST_AGREEMENT: Final = NAMES_AGREE
"""Below what is believed beforehand, the sizes of the bodies speak against the names: on phantoms
agreement is 0.97 or more with the right names, and 0.66 or less with names off by one."""


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
    """Warn of bodies whose sizes speak against their names."""
    for view, measured in study.level_matches.items():
        match = measured.value
        if match is None or match.probabilities[0] >= LEAST_AGREEMENT:
            continue
        others = {by: share for by, share in match.probabilities.items() if by}
        likeliest = max(others, key=others.__getitem__)
        yield FindingWarning(
            "levels-shifted",
            f"On the {VIEW_NAMES[view]} the sizes of the bodies speak against their names "
            f"({_likely(match.probabilities[0])}); next likely is that every "
            f"vertebra is named {_way(likeliest)} ({_likely(others[likeliest])}).",
            "Check the lowest vertebra of both films and shift the levels of the one that is "
            "wrong: every angle and rate of this film follows.",
        )


def _likely(share: float) -> str:
    """Write a probability; what is not certain is never 0."""
    return "less than 1 % likely" if share < 0.01 else f"{100 * share:.0f} % likely"


def _way(by: int) -> str:
    """Say how far names are off: a shift to the caudal side means that they are too high."""
    levels = "one level" if abs(by) == 1 else f"{abs(by)} levels"
    return f"{levels} too {'high' if by > 0 else 'low'}"
