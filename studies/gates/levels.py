"""The same name for different vertebrae of two films."""

from __future__ import annotations

from collections.abc import Iterator

from languages import Message, joined, plural
from studies.findings import FindingWarning, StudyFindings
from studies.gates.words import VIEW_NAMES, levels_words


def names(study: StudyFindings) -> Iterator[FindingWarning]:
    """Warn of films that do not show the same vertebrae."""
    films = study.films
    if len({(len(film.vertebrae), film.vertebrae[-1].level) for film in films.values()}) > 1:
        ranges = joined(
            ", ",
            (
                Message("{film} {levels}", film=VIEW_NAMES[view], levels=levels_words(film))
                for view, film in films.items()
            ),
        )
        yield FindingWarning(
            "level-count-differs",
            Message(
                "The films do not show the same vertebrae: {ranges}. Levels are counted "
                "upward from the lowest vertebra found, so they agree only if that is the "
                "same one.",
                ranges=ranges,
            ),
            Message(
                "Check the lowest vertebra of each film and shift its levels where it differs."
            ),
        )


def shift(study: StudyFindings) -> Iterator[FindingWarning]:
    """Warn of names that the sizes of the bodies make doubtful."""
    for view, measured in study.level_matches.items():
        match = measured.value
        if match is None or not match.is_doubtful:
            continue
        others = {by: share for by, share in match.probabilities.items() if by}
        likeliest = max(others, key=others.__getitem__)
        yield FindingWarning(
            "levels-shifted",
            Message(
                "By the sizes of the bodies, the level names on the {view} are right with a "
                "probability of {right}; next likely is that every vertebra is named {way} "
                "({next}).",
                view=VIEW_NAMES[view],
                right=_percent(match.probabilities[0]),
                way=_way(likeliest),
                next=_percent(others[likeliest]),
            ),
            Message(
                "Check the lowest vertebra of both films and shift the levels of the one "
                "that is wrong: every angle and rate of this film follows."
            ),
        )


def _percent(share: float) -> str:
    """Write a probability; what is not certain is never 0."""
    return (
        Message("less than 1 %")
        if share < 0.01
        else Message("{percent:.0f} %", percent=100 * share)
    )


def _way(by: int) -> str:
    """Say how far names are off: a shift to the caudal side means that they are too high."""
    if by > 0:
        return plural("one level too high", "{count} levels too high", by)
    return plural("one level too low", "{count} levels too low", -by)
