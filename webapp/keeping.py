"""The study of a session kept between sessions: saved when it has changed, opened by its address.

A study's address is the ``study`` parameter of the page: an id drawn by chance that says nothing
about it. What has changed is saved at the beginning of a run, before anything is drawn, so that
closing the page loses nothing; what has not is not written again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from languages import Message, say
from studies.errors import StudyError
from studies.read import read_film
from studies.store.errors import StoreError, StudyChangedError, StudyGoneError
from studies.store.installation import Installation
from webapp import analysis
from webapp.session import Session

if TYPE_CHECKING:  # a database takes half a second to load, and an empty page needs none
    from studies.store.store import Store

ADDRESS: Final = "study"
"""Parameter of a page's address."""

REFUSED: Final = (StudyChangedError, StudyGoneError)
"""Troubles that saving again does not mend: a person has to decide."""

NOT_HERE: Final = Message(
    "Studies are not kept in this tab, so none is opened by its address; turn on *Keep "
    "studies on this computer* first, then load the address again."
)

LONGEST_LABEL: Final = 80


def store() -> Store:
    """Return the store of the installation, opened at first need and shared by all sessions.

    Raises
    ------
    StoreError
        If it cannot be opened.
    """
    return _opened(Installation.from_environment())


@st.cache_resource(show_spinner=False)
def _opened(installation: Installation) -> Store:
    from studies.store.store import Store

    return Store(installation)


def follow(session: Session) -> None:
    """Open the study that the browser's address asks for, save what has changed, set the address.

    Called at the beginning of a run of a page.
    """
    keeping = session.keeping
    asked = st.query_params.get(ADDRESS, "")
    if asked and asked not in (_id(session), keeping.address):
        _open_asked(session, asked)
    elif not asked and not keeping.place:
        keeping.trouble = None  # of an address that was left since
    save(session)
    session.keeping.address = _id(session) or asked
    if _id(session):
        _set_address(_id(session))
    elif asked and not session.keeping.trouble:
        del st.query_params[ADDRESS]


def save(session: Session) -> None:
    """Keep what has changed since it was saved last; what keeps from it is the session's trouble.

    A study none of whose films is left is deleted: it holds nothing any more.
    """
    keeping = session.keeping
    if not keeping.wanted or isinstance(keeping.trouble, REFUSED):
        return
    study = session.kept
    if study == keeping.saved or not (keeping.place or study.films):
        return
    known = {film.sha256 for film in keeping.saved.films} if keeping.saved else set()
    files = {film.as_read.sha256: film.file for film in session.films if film.file is not None}
    if any(film.sha256 not in known | files.keys() for film in study.films):
        return  # came in without its file
    try:
        if not study.films and keeping.place:
            store().delete(keeping.place.id)
            session.clear()
            return
        if keeping.place:
            keeping.place = store().save(keeping.place, study, files)
        else:
            keeping.place = store().add(study, files)
    except StoreError as trouble:
        keeping.trouble = trouble
        return
    keeping.saved, keeping.trouble = study, None
    for film in session.films:
        film.file = None


def open_study(session: Session, study_id: str) -> None:
    """Open a kept study in place of the present one.

    Raises
    ------
    StudyError
        If it or one of its films cannot be read; the session stays as it was then.
    """
    opened = store().open(study_id)
    films = [read_film(store().film(film), film.name) for film in opened.study.films]
    session.open(opened, films)


def delete(session: Session, study_id: str) -> None:
    """Delete a kept study, which leaves the session if it is open there.

    Raises
    ------
    StoreError
        If it cannot be deleted.
    """
    if study_id == _id(session):
        session.clear()
    analysis.forget(study_id)
    store().delete(study_id)


def keep_as_another(session: Session) -> None:
    """Keep the study of a session beside the one that somebody else has changed."""
    keeping = session.keeping
    session.label = say("{label} (copy)", label=session.label).strip()[:LONGEST_LABEL]
    keeping.place, keeping.trouble = None, None
    save(session)


def visits(session: Session) -> int:
    """Count the other studies of the same patient, as far as headers tell."""
    keeping = session.keeping
    if keeping.place is None or keeping.trouble:
        return 0
    return len(store().of_same_patient(keeping.place.id))


def clean_label(entered: str) -> str:
    r"""Take what a person typed as a label: one line, and not too long.

    Examples
    --------
    >>> clean_label("  Case\t12\x00 ")
    'Case 12'
    """
    words = "".join(letter if letter.isprintable() else " " for letter in entered).split()
    return " ".join(words)[:LONGEST_LABEL]


def _open_asked(session: Session, study_id: str) -> None:
    if not session.keeping.wanted:
        session.keeping.trouble = StoreError(NOT_HERE)
        return
    try:
        open_study(session, study_id)
    except StudyError as trouble:
        session.clear()  # never shown under the address of another
        session.keeping.trouble = (
            trouble if isinstance(trouble, StoreError) else StoreError(str(trouble))
        )


def _id(session: Session) -> str:
    place = session.keeping.place
    return place.id if place else ""


def _set_address(study_id: str) -> None:
    if st.query_params.get(ADDRESS) != study_id:
        st.query_params[ADDRESS] = study_id
