"""Where the patient's right is, asked once for all films that do not say it."""

from __future__ import annotations

import streamlit as st

from languages import say, within_sentence
from measurements import ImageEdge
from webapp.session import DraftFilm, Session
from webapp.words import SIDE_NAMES, VIEW_NAMES, verbatim


def patient_right(session: Session) -> None:
    """Ask a person who has read the markers; everything measured follows, without the network."""
    films = session.sideless
    if not films:
        return
    with st.container(border=True):
        question = say("Where is the patient's right?")
        st.markdown(f"**{question}**")
        st.caption(
            say(
                "Not stated: {films}. Read the R or L marker on each of them; on films seen from "
                "the front the right is at the image's left. Without it flexibility cannot be "
                "told.",
                films=", ".join(map(_name, films)),
            )
        )
        with st.container(horizontal=True):
            pressed = [edge for edge in ImageEdge if _pressed(edge)]
    if pressed:
        session.declare_right(pressed[0])
        st.rerun()


def _pressed(edge: ImageEdge) -> bool:
    return st.button(say(SIDE_NAMES[edge]), key=f"patient-right-{edge}")


def _name(film: DraftFilm) -> str:
    """Name a film by its view, or by its file while it has none."""
    if film.view:
        return within_sentence(say(VIEW_NAMES[film.view]))
    return verbatim(film.as_read.name)
