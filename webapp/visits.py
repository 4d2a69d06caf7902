"""The studies of one patient that are compared: which there are, and what each of them gives.

What a person chose for the study that is open stays in the memory of the tab: studies added by
hand, days entered, and pictures that were looked at. Another study begins anew.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Final

import streamlit as st

from languages import Message
from studies.findings import FilmFindings
from studies.follow_up import Caution
from studies.radiograph import View
from studies.read import read_film
from studies.store.kept import KeptFilm, KeptStudy, Status, Summary
from webapp import keeping, picture
from webapp.session import Session

KEY: Final = "follow-up"

NOT_ANALYSED: Final = Message(
    "Not analysed, or changed since: open it from the worklist and analyse it."
)
NO_STANDING: Final = Message(
    "No standing film was measured: open it, add one or see why it was refused."
)


class Word(StrEnum):
    """Who says that a study is of this patient."""

    OPEN = Message("the study that is open")
    HEADERS = Message("the headers of its films")
    PERSON = Message("you, in this tab")


@dataclass(frozen=True)
class Visit:
    """A study of the patient, and its standing film."""

    summary: Summary
    word: Word
    film: FilmFindings | None
    """What was found on the standing film; None where there is nothing to compare."""

    kept: KeptFilm | None
    """The standing film as it is kept."""

    stated: date | None
    """Day of the standing film by its header."""

    reason: str
    """Why it cannot be compared; empty if it can."""

    @property
    def id(self) -> str:
        """The study's id."""
        return self.summary.id


@dataclass(frozen=True)
class Standing:
    """The standing film of a kept study."""

    film: FilmFindings | None = None
    kept: KeptFilm | None = None
    stated: date | None = None


@dataclass
class Comparison:
    """What a person chose for the study that is open in this tab."""

    study_id: str
    added: list[str] = field(default_factory=list)
    """Studies that the person says are of this patient."""

    read: dict[tuple[str, datetime], Standing] = field(default_factory=dict)
    """Standing films of other studies as they were last changed."""

    pictures: dict[str, bytes] = field(default_factory=dict)
    """Films that were looked at, by SHA-256."""


def comparison(study_id: str) -> Comparison:
    """Return what was chosen for a study, nothing at first."""
    kept: Comparison | None = st.session_state.get(KEY)
    if kept is None or kept.study_id != study_id:
        kept = st.session_state[KEY] = Comparison(study_id)
    return kept


def visits(session: Session, chosen: Comparison) -> tuple[Visit, ...]:
    """Return the studies of the open study's patient, oldest film first.

    Parameters
    ----------
    session : Session
        Holds a study that is kept and analysed.
    chosen : Comparison
        Names the studies that a person added.

    Raises
    ------
    StoreError
        If the kept studies cannot be read.
    """
    store, here = keeping.store(), chosen.study_id
    alike = store.of_same_patient(here)
    lines = store.summaries({here, *alike, *chosen.added})
    known = {line.id for line in lines}
    chosen.added = [each for each in chosen.added if each in known - alike]
    _forget_others(chosen, lines)
    return tuple(_visit(session, chosen, line, alike) for line in lines)


def hand_cautions(compared: Collection[tuple[Visit, date]]) -> Iterator[Caution]:
    """Say which studies and which days are here on a person's word alone."""
    for each, day in compared:
        if each.stated is None:
            yield Caution(
                Message(
                    "The day of {name}, {day}, was entered by hand.",
                    name=each.summary.label or Message("a study without a label"),
                    day=day,
                ),
                Message("Check it: the rate a year depends on it."),
            )
        if each.word is Word.PERSON:
            yield Caution(
                Message(
                    "{name} was added by hand: the headers of its films do not say that it "
                    "is of this patient.",
                    name=each.summary.label or Message("A study without a label"),
                ),
                Message("Compare name, number and day of birth on both before you trust a change."),
            )


def film_picture(session: Session, chosen: Comparison, each: Visit) -> bytes:
    """Return the standing film of a study as the browser is sent it.

    Raises
    ------
    StudyError
        If its file is missing or damaged.
    """
    kept = each.kept
    assert kept  # what is compared has a film
    if each.word is Word.OPEN:
        return session.film(View.CORONAL).media
    if kept.sha256 not in chosen.pictures:
        film = read_film(keeping.store().film(kept), kept.name)
        chosen.pictures[kept.sha256] = picture.to_media(film.pixels)
    return chosen.pictures[kept.sha256]


def _visit(session: Session, chosen: Comparison, line: Summary, alike: Collection[str]) -> Visit:
    if line.id == chosen.study_id:
        word, found = Word.OPEN, _standing(line.id, session.kept)
    else:
        word = Word.HEADERS if line.id in alike else Word.PERSON
        found = chosen.read.get((line.id, line.changed_at)) or _read(line.id)
        chosen.read[line.id, line.changed_at] = found
    reason = "" if found.film else NOT_ANALYSED if line.status is Status.NEW else NO_STANDING
    return Visit(line, word, found.film, found.kept, found.stated, reason)


def _read(study_id: str) -> Standing:
    return _standing(study_id, keeping.store().open(study_id).study)


def _standing(study_id: str, study: KeptStudy) -> Standing:
    film = study.current.standing if study.current else None
    if film is None:
        return Standing()
    kept = next(each for each in study.films if each.sha256 == film.sha256)
    return Standing(film, kept, keeping.store().days(study_id).get(film.sha256))


def _forget_others(chosen: Comparison, lines: Collection[Summary]) -> None:
    """Let go of what is of a study that was changed or deleted."""
    now = {(line.id, line.changed_at) for line in lines}
    chosen.read = {key: found for key, found in chosen.read.items() if key in now}
    shown = {found.kept.sha256 for found in chosen.read.values() if found.kept}
    chosen.pictures = {key: jpeg for key, jpeg in chosen.pictures.items() if key in shown}
