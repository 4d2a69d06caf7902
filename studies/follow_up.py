"""Standing films of one patient from different days: what became of each curve.

Findings keep neither patient nor day. The days are given by whoever knows them, and that the films
are of one patient nobody but a person can say.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from languages import Message
from measurements import (
    Curve,
    DatedSpine,
    MeasurementError,
    MeasurementSettings,
    Posture,
    Progression,
    match_levels,
    measure_progression,
)
from studies.errors import StudyError
from studies.findings import FilmFindings, StudyFindings
from studies.gates.words import VIEW_NAMES, curve_words, levels_words
from studies.measured import Measured
from studies.radiograph import View

BENDS: Final = (View.LEFT_BENDING, View.RIGHT_BENDING)


class FollowUpError(StudyError, ValueError):
    """Films that cannot be compared; the message says why and what to do."""


@dataclass(frozen=True)
class DatedFilm:
    """A standing film as it was found, and the day it was taken.

    Raises
    ------
    FollowUpError
        If it is a bending film.
    """

    taken: date
    film: FilmFindings

    def __post_init__(self) -> None:
        film = self.film
        if film.posture is not Posture.STANDING or film.view_hint in BENDS:
            view = film.view if film.view in BENDS else film.view_hint
            name = VIEW_NAMES[view] if view else Message("film")
            raise FollowUpError(
                Message(
                    "The film of {taken} is a {name}: curves are compared standing only. "
                    "Choose the standing film of that day.",
                    taken=self.taken,
                    name=name,
                )
            )

    @classmethod
    def of(cls, taken: date, findings: FilmFindings | StudyFindings) -> DatedFilm:
        """Take the standing film of what was found on a day.

        Raises
        ------
        FollowUpError
            If there is no standing film among the findings.
        """
        film = findings.standing if isinstance(findings, StudyFindings) else findings
        if film is None:
            raise FollowUpError(
                Message(
                    "The study of {taken} has no measured standing film; choose one that has.",
                    taken=taken,
                )
            )
        return cls(taken, film)


UNCONFIRMED: Final = "unconfirmed"
"""Code of the caution that nobody has confirmed a film."""


@dataclass(frozen=True)
class Caution:
    """What a reader has to check before trusting a change, and what to do about it."""

    message: str
    remedy: str
    taken: date | None = None
    """Day of the film that it is about; None where it is about films together."""

    code: str = ""
    """Of the film's warning that it passes on, or `UNCONFIRMED`; empty where it is neither."""

    def __str__(self) -> str:
        return f"{self.message} {self.remedy}"


SAME_PATIENT: Final = Caution(
    Message("Findings do not say whose films these are."),
    Message(
        "Check that all are of one patient, taken standing and at the same time of day, as a "
        "curve grows by some 5° from morning to evening."
    ),
)


@dataclass(frozen=True)
class FollowUp:
    """What became of each curve of one film on the others."""

    films: tuple[DatedFilm, ...]
    """The oldest first."""

    reference: DatedFilm
    """Whose curves are followed, at its levels."""

    curves: tuple[Progression, ...]
    """Cranial first."""

    cautions: tuple[Caution, ...]
    """What a reader has to check before trusting a change."""

    @property
    def settings(self) -> MeasurementSettings:
        """Conventions and thresholds of all films."""
        return self.reference.film.settings


def follow_up(films: Sequence[DatedFilm], *, reference: date | None = None) -> FollowUp:
    """Follow every curve of one film over all films, at fixed levels.

    Parameters
    ----------
    films : sequence of DatedFilm
        Two or more standing films of one patient from different days, in any order.
    reference : date, optional
        Day of the film whose curves and levels are followed; the oldest film when None.

    Returns
    -------
    FollowUp
        A curve whose levels a film does not show has the reason there.

    Raises
    ------
    FollowUpError
        If the films cannot be compared: fewer than two, two of one day or one film twice, none of
        the reference day, measured by different settings, or the patient's side unknown on one.

    Notes
    -----
    The error of an angle is that of its film (`FilmFindings.angle_error`), never less than a
    reader's; so a change is called beyond measurement error only if the outlines of both films are
    sure enough.
    """
    ordered = tuple(sorted(films, key=lambda each: each.taken))
    _check(ordered)
    spines = [DatedSpine(each.taken, each.film.used, each.film.angle_error) for each in ordered]
    try:
        curves = measure_progression(spines, reference=reference, settings=ordered[0].film.settings)
    except MeasurementError as refusal:
        raise FollowUpError(
            Message("These films cannot be compared: {refusal}.", refusal=refusal)
        ) from refusal
    chosen = next(each for each in ordered if reference in (None, each.taken))
    return FollowUp(ordered, chosen, curves, tuple(_cautions(ordered, chosen, curves)))


def _check(films: Sequence[DatedFilm]) -> None:
    prints = [each.film.sha256 for each in films]
    if len(set(prints)) < len(prints):
        raise FollowUpError(
            Message("The same film is given twice; choose the film of another day.")
        )
    if len({each.film.settings for each in films}) > 1:
        raise FollowUpError(
            Message(
                "The films are measured by different settings, so their errors and "
                "thresholds differ; analyse all by the same."
            )
        )


def _cautions(
    films: Sequence[DatedFilm], reference: DatedFilm, curves: Sequence[Progression]
) -> Iterator[Caution]:
    for each in films:
        yield from _levels(each, reference)
    for each in films:
        yield from _new_curves(each, reference, [followed.curve for followed in curves])
    for each in films:
        for warning in each.film.warnings:
            yield Caution(
                Message("Film of {taken}: {message}", taken=each.taken, message=warning.message),
                warning.remedy,
                each.taken,
                warning.code,
            )
        if each.film.review is None:
            yield Caution(
                Message(
                    "Film of {taken}: {review_state}.",
                    taken=each.taken,
                    review_state=each.film.review_state,
                ),
                Message("Check outlines and level names, correct and confirm them."),
                each.taken,
                UNCONFIRMED,
            )
    yield SAME_PATIENT


def _levels(each: DatedFilm, reference: DatedFilm) -> Iterator[Caution]:
    """Doubt that the same name is the same vertebra."""
    if each is reference:
        return
    shown, expected = levels_words(each.film), levels_words(reference.film)
    if shown != expected:
        yield Caution(
            Message(
                "The film of {taken} shows {shown}, that of {followed} {expected}.",
                taken=each.taken,
                shown=shown,
                followed=reference.taken,
                expected=expected,
            ),
            Message("Check that the lowest vertebra is the same one."),
        )
    match = Measured.by(lambda: match_levels(reference.film.used, each.film.used)).value
    if match is not None and match.is_doubtful:
        yield Caution(
            Message(
                "The sizes of the bodies on the films of {taken} and {followed} speak against "
                "their names.",
                taken=reference.taken,
                followed=each.taken,
            ),
            Message("Check the level names of both."),
        )


def _new_curves(
    each: DatedFilm, reference: DatedFilm, followed: Sequence[Curve]
) -> Iterator[Caution]:
    """Name curves that nothing follows, as the reference film does not show them."""
    for curve in each.film.curves:
        if not any(_overlap(curve, other) for other in followed):
            yield Caution(
                Message(
                    "The film of {taken} also shows {curve_words} of {angle:.0f}°, which is "
                    "no curve on that of {followed}.",
                    taken=each.taken,
                    curve_words=curve_words(curve),
                    angle=curve.magnitude_deg,
                    followed=reference.taken,
                ),
                Message("Follow the curves of {taken} to see what became of it.", taken=each.taken),
            )


def _overlap(curve: Curve, other: Curve) -> bool:
    """Whether two curves of one side share more than an end vertebra."""
    (upper, lower), (first, last) = curve.levels, other.levels
    return curve.convexity is other.convexity and upper.is_above(last) and first.is_above(lower)
