"""Which study is meant, where several were dropped together."""

from __future__ import annotations

import streamlit as st

from languages import say
from studies.intake import StudyFiles
from webapp import upload
from webapp.session import Session
from webapp.words import study_files_words


def study_choice(session: Session) -> None:
    """Ask which of the studies that were dropped is to be opened, as long as none was chosen."""
    if not session.offered:
        return
    with st.container(border=True, key="study-choice"):
        st.subheader(say("Which study is it?"), anchor=False)
        st.caption(
            say(
                "{count} studies were dropped together. Tick more than one only where films of "
                "one patient were filed as several studies. What is not ticked is let go.",
                count=len(session.offered),
            )
        )
        chosen = [study for place, study in enumerate(session.offered) if _tick(session, place)]
        patients = {study.patient for study in chosen} - {None}
        if len(patients) > 1:
            st.error(
                say(
                    "By what their headers say these films are of different patients: tick those "
                    "of one patient."
                ),
                icon=":material/error:",
            )
        _open(session, chosen, ready=bool(chosen) and len(patients) < 2)


def _tick(session: Session, place: int) -> bool:
    study = session.offered[place]
    patients = {other.patient for other in session.offered}
    words = study_files_words(study, name_patient=len(patients) > 1)
    return st.checkbox(words, key=f"offered-{session.uploads}-{place}")


def _open(session: Session, chosen: list[StudyFiles], *, ready: bool) -> None:
    with st.container(horizontal=True):
        opened = st.button(
            say("Open"),
            type="primary",
            icon=":material/folder_open:",
            disabled=not ready,
            key="open-offered",
        )
        if st.button(say("None of them"), icon=":material/close:", key="drop-offered"):
            session.offered = ()
            st.rerun()
    if opened:
        with st.spinner(say("Reading the films")):
            upload.open_files(session, [film for study in chosen for film in study.films])
        st.rerun()
