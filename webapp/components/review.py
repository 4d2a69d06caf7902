"""Who corrected a film and who confirms it: a name, a button, and the list of corrections."""

from __future__ import annotations

import streamlit as st

from languages import plural, say
from studies.edit import Edit, EditError
from studies.findings import FilmFindings
from studies.radiograph import View
from webapp.session import Session
from webapp.words import verbatim


def review(session: Session, view: View, film: FilmFindings) -> None:
    """Show how far the review of a film is, and take a name and a confirmation."""
    with st.container(border=True):
        _state(film)
        if film.review is None:
            _confirm(session, view)
        _edits(film)


def _state(film: FilmFindings) -> None:
    colour, icon = (
        ("green", ":material/verified:") if film.review else ("orange", ":material/pending:")
    )
    st.markdown(f"{icon} :{colour}[**{verbatim(say(film.review_state))}**]")


def _confirm(session: Session, view: View) -> None:
    key = "reader"
    st.session_state[key] = session.reader  # the session has the last word, on every page
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.text_input(
            say("Your name"),
            key=key,
            on_change=_take_name,
            args=(session, key),
            help=say(
                "Stands beside your corrections and your confirmation in the report and the "
                "data files, and nowhere else."
            ),
        )
        confirmed = st.button(
            say("Confirm as reviewed"),
            type="primary",
            icon=":material/check:",
            key=f"confirm-{view}",
            help=say(
                "Outlines and levels of this film are right. A later correction withdraws it."
            ),
        )
    if confirmed:
        try:
            session.confirm(view)
        except EditError as error:
            st.error(say(str(error)), icon=":material/edit:")
        else:
            st.rerun()


def _take_name(session: Session, key: str) -> None:
    session.reader = st.session_state[key].strip()


def _edits(film: FilmFindings) -> None:
    if not film.edits:
        return
    count = say(plural("1 correction", "{count} corrections", len(film.edits)))
    with st.expander(count, icon=":material/edit:"):
        st.markdown("\n".join(f"1. {_line(edit)}" for edit in film.edits))


def _line(edit: Edit) -> str:
    return f"{verbatim(say(edit.words))} :small[{verbatim(say(edit.signed.words))}]"
