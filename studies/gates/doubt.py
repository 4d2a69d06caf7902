"""What the network itself is unsure of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from languages import Message
from measurements import Level
from r2mf.calibration import DOUBTFUL_CHANCE
from studies.findings import FilmFindings, FindingWarning, LevelledVertebra

LOWEST_SCORE: Final = 0.35
"""The score from which the network itself calls a vertebra unsure."""

LARGEST_TILT_SD_DEG: Final = 3.0
"""A vertebra less certain than fourteen in fifteen on the AASCE validation films. Their tilts were
off by 5.0 degrees in the root mean square and those of the others by 2.2."""

WRONG_BY_DEG: Final = 5.0
"""Two readings of one film differ by this much; less is no error (Morrissy 1990: 4.9)."""


def is_doubtful(vertebra: LevelledVertebra) -> bool:
    """Whether the network is unsure that a vertebra is there, or how it is tilted."""
    unsure = vertebra.score is not None and vertebra.score < LOWEST_SCORE
    return unsure or _tilt_sd_deg(vertebra) > LARGEST_TILT_SD_DEG


def angle(film: FilmFindings) -> Iterator[FindingWarning]:
    """Warn of a film whose largest angle is likely wrong."""
    chance = film.off_probability
    # the network judged its own outlines, not those of a person
    if chance is not None and chance >= DOUBTFUL_CHANCE and not film.outlines_edited:
        yield FindingWarning(
            "angle-doubtful",
            Message(
                "By the network's own signs the largest angle is off by more than "
                "{error:g}° with a chance of {chance:.0%}.",
                error=WRONG_BY_DEG,
                chance=chance,
            ),
            Message(
                "Check the outlines of the end vertebrae and of the steepest part of the "
                "spine before using an angle of this film."
            ),
        )


def score(film: FilmFindings) -> Iterator[FindingWarning]:
    """Warn of vertebrae that may not be there."""
    scores = {
        found.level: f"{found.level} ({found.score:.2f})"
        for found in film.vertebrae
        if found.score is not None and found.score < LOWEST_SCORE
    }
    if scores:
        yield FindingWarning(
            "low-score",
            Message(
                "Found with a score under {least:g}: {listed}.",
                least=LOWEST_SCORE,
                listed=_listed(scores, film),
            ),
            Message("Check that a vertebra is there; if not, the levels above it are off by one."),
        )


def spread(film: FilmFindings) -> Iterator[FindingWarning]:
    """Warn of endplates whose tilt is uncertain."""
    spreads = {
        found.level: f"{found.level} (±{tilt_sd:.0f}°)"
        for found in film.vertebrae
        if (tilt_sd := _tilt_sd_deg(found)) > LARGEST_TILT_SD_DEG
    }
    if spreads:
        yield FindingWarning(
            "corner-spread",
            Message(
                "The endplates are uncertain by more than {most:g}° of tilt: {listed}.",
                most=LARGEST_TILT_SD_DEG,
                listed=_listed(spreads, film),
            ),
            Message("Check the outlines of these vertebrae against the film."),
        )


def _listed(doubtful: Mapping[Level, str], film: FilmFindings) -> str:
    """Name the doubtful vertebrae of a film, or say that all are."""
    if len(doubtful) == len(film.vertebrae):
        return Message("all {count} vertebrae", count=len(doubtful))
    return ", ".join(doubtful.values())


def _tilt_sd_deg(vertebra: LevelledVertebra) -> float:
    """Tilt error to expect of an endplate; zero where nobody knows it or a person placed it."""
    return vertebra.tilt_sd_deg or 0.0
