"""One film before analysis: its picture, its view and its side, each with where it came from."""

from __future__ import annotations

import streamlit as st

from languages import Message, begun, say, saying, within_sentence
from measurements import ImageEdge
from studies.radiograph import View
from webapp.session import DraftFilm, Session
from webapp.words import SIDE_NAMES, VIEW_NAMES, size_words, spacing_words, verbatim

CONFIRMED = Message("Confirmed.")


def film_card(session: Session, film: DraftFilm) -> None:
    """Show a film and ask which view it is and where the patient's right is."""
    with st.container(border=True):
        st.markdown(f"**{verbatim(film.as_read.name)}**")
        thumbnail, questions = st.columns([2, 3])
        with thumbnail:
            st.image(
                film.thumbnail, width="stretch", alt=say("Film {name}", name=film.as_read.name)
            )
        with questions:
            _view(session, film)
            _side(film)
        st.caption(f"{size_words(film.as_read)}. {spacing_words(film.as_read.spacing)}")
        for note in film.as_read.notes:
            st.caption(f":material/info: {say(note)}")
        if st.button(say("Leave out"), key=f"leave-out-{film.key}", icon=":material/close:"):
            session.remove(film)
            st.rerun()


def _view(session: Session, film: DraftFilm) -> None:
    key = f"view-{film.key}"
    st.session_state[key] = film.view  # the film has the last word, wherever it was changed
    st.selectbox(
        say("View"),
        list(View),
        format_func=saying(VIEW_NAMES),
        placeholder=say("Choose the view"),
        key=key,
        on_change=_take_view,
        args=(film, key),
    )
    st.caption(_view_source(film))
    if film.view in session.repeated_views:
        st.error(
            say("Another film claims this view; each view is one film."), icon=":material/error:"
        )


def _take_view(film: DraftFilm, key: str) -> None:
    film.view = st.session_state[key]


def _view_source(film: DraftFilm) -> str:
    guess = film.as_read.view_guess
    if film.is_confirmed and guess.view in (None, film.view):
        return say(CONFIRMED)
    if guess.view is None:
        return say("No guess: {source}.", source=verbatim(say(guess.source)))
    if guess.view is film.view:
        return say("Guessed from {source}. Please check.", source=verbatim(say(guess.source)))
    suggestion = within_sentence(say(VIEW_NAMES[guess.view]))
    return say(
        "Chosen by you; the file suggests {suggestion} ({source}).",
        suggestion=suggestion,
        source=verbatim(say(guess.source)),
    )


def _side(film: DraftFilm) -> None:
    key = f"side-{film.key}"
    st.session_state[key] = film.patient_right
    st.selectbox(
        say("Side"),
        [ImageEdge.LEFT, ImageEdge.RIGHT, None],
        format_func=saying(SIDE_NAMES),
        placeholder=say(SIDE_NAMES[None]),
        key=key,
        on_change=_take_side,
        args=(film, key),
        help=say(
            "Read it from the R or L marker on the film. Without it, right and left "
            "convexity, and with them flexibility, cannot be told."
        ),
    )
    st.caption(_side_source(film))


def _take_side(film: DraftFilm, key: str) -> None:
    film.patient_right = st.session_state[key]


def _side_source(film: DraftFilm) -> str:
    side = film.radiograph.side
    if film.is_confirmed and side is film.as_read.side and side.patient_right:
        return say("Confirmed. From {source}.", source=verbatim(say(side.source)))
    if side.patient_right is None:
        return say(
            "{source}. Read the R or L marker on the film.",
            source=verbatim(begun(say(side.source))),
        )
    if film.as_read.side.patient_right is None or side is not film.as_read.side:
        return say("Declared by you.")
    return say("From {source}. Please check the marker.", source=verbatim(say(side.source)))
