"""The same film twice; films of another patient or another day."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Final

import numpy as np

from languages import Message, joined
from studies.findings import FilmFindings, FindingWarning, StudyFindings
from studies.gates.words import VIEW_NAMES

SAME_CORNERS_PX: Final = 0.5
"""Corners that all agree within half a pixel are of one exposure: nobody stands alike twice."""


STATED: Final = {
    "patient": Message("{films} of one patient"),
    "day": Message("{films} of one day"),
}
UNSTATED: Final = {
    "patient": Message("{films} of an unstated patient"),
    "day": Message("{films} of an unstated day"),
}
"""What films have in common."""


def same_film(study: StudyFindings) -> Iterator[FindingWarning]:
    """Warn of one exposure filed as two films, be it the same file or another copy of it."""
    for (first, a), (second, b) in itertools.combinations(study.films.items(), 2):
        names = {"first": VIEW_NAMES[first], "second": VIEW_NAMES[second]}
        if a.sha256 == b.sha256:
            seen = Message("The {first} and the {second} are the same file.", **names)
        elif _same_outlines(a, b):
            seen = Message(
                "The {first} and the {second} show the spine in exactly the same place: one film, "
                "stored twice.",
                **names,
            )
        else:
            continue
        yield FindingWarning(
            "same-film-twice", seen, Message("Choose the right file for one of them.")
        )


def patient(study: StudyFindings) -> Iterator[FindingWarning]:
    """Warn of films whose headers name different patients."""
    if len({film.origin.patient for film in study.films.values()} - {None}) > 1:
        yield FindingWarning(
            "patients-differ",
            Message(
                "The files are not all of one patient: {groups}.", groups=_groups(study, "patient")
            ),
            Message("Check whose films these are before using any number of this study."),
        )


def day(study: StudyFindings) -> Iterator[FindingWarning]:
    """Warn of films whose headers give different days."""
    if len({film.origin.day for film in study.films.values()} - {None}) > 1:
        yield FindingWarning(
            "days-differ",
            Message(
                "The films were taken on different days: {groups}.", groups=_groups(study, "day")
            ),
            Message(
                "Check that nothing happened between them, such as growth, bracing or an operation."
            ),
        )


def _groups(study: StudyFindings, what: str) -> str:
    """Say which films belong together, without saying to whom or when."""
    names: dict[int | None, list[str]] = {}
    for view, film in study.films.items():
        names.setdefault(getattr(film.origin, what), []).append(VIEW_NAMES[view])
    return joined(
        "; ",
        (
            Message(
                UNSTATED[what] if place is None else STATED[what],
                films=joined(Message(" and "), films),
            )
            for place, films in names.items()
        ),
    )


def _same_outlines(a: FilmFindings, b: FilmFindings) -> bool:
    if a.shape != b.shape or len(a.vertebrae) != len(b.vertebrae):
        return False
    one, other = (np.array([v.corners for v in film.vertebrae]) for film in (a, b))
    return bool(np.abs(one - other).max() <= SAME_CORNERS_PX)
