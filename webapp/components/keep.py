"""Whether a study is kept: its label, the switch, and what keeps it from being kept."""

from __future__ import annotations

import streamlit as st

from languages import Message, plural, say
from studies.store.errors import StudyChangedError, StudyGoneError
from webapp import keeping
from webapp.components.empty import WORKLIST_PAGE
from webapp.session import Session

LABEL_WIDTH = 260

LABEL_HELP = Message(
    "What you call this study in the worklist. Do not enter a patient's name or number "
    "unless your installation allows it."
)

SWITCH_HELP = Message(
    "On: films, outlines, corrections and confirmations are kept in the data folder of "
    "this computer until you delete the study in the worklist. Off: they stay in memory "
    "and are gone when the page is closed."
)


def label(session: Session) -> None:
    """Ask what to call the study, and say whether it is kept."""
    key = "label"
    st.session_state[key] = session.label  # the session has the last word
    st.text_input(
        say("Label"),
        key=key,
        on_change=_take_label,
        args=(session, key),
        max_chars=keeping.LONGEST_LABEL,
        placeholder=say("Label (no patient names)"),
        label_visibility="collapsed",
        help=say(LABEL_HELP),
        width=LABEL_WIDTH,
    )
    if session.keeping.trouble:
        st.markdown(say(":orange-badge[:material/save: Not saved]"), width="content")
    elif session.keeping.place:
        st.markdown(say(":green-badge[:material/save: Kept]"), width="content")
    else:
        switch(session)


def switch(session: Session) -> None:
    """Ask whether studies are to be kept, as long as this one is not."""
    key = "keep"
    st.session_state[key] = session.keeping.wanted
    st.toggle(
        say("Keep studies on this computer"),
        key=key,
        on_change=_take_switch,
        args=(session, key),
        help=say(SWITCH_HELP),
    )


def same_patient(session: Session) -> None:
    """Say whether the worklist has other studies of this patient."""
    count = keeping.visits(session)
    if count:
        st.caption(
            say(
                plural(
                    ":material/history: One other study in the worklist is of the same patient, "
                    "by what the headers of the films say.",
                    ":material/history: {count} other studies in the worklist are of the same "
                    "patient, by what the headers of the films say.",
                    count,
                )
            )
        )


def troubles(session: Session) -> None:
    """Say why the study could not be kept or opened, and offer what helps."""
    for sentence in session.keeping.lost:
        st.warning(say(sentence), icon=":material/history:")
    trouble = session.keeping.trouble
    if trouble is None:
        return
    st.error(say(str(trouble)), icon=":material/save:")
    if isinstance(trouble, StudyChangedError):
        _decide(session)
    elif isinstance(trouble, StudyGoneError):
        _let_go(session)


def _decide(session: Session) -> None:
    place = session.keeping.place
    assert place  # what was changed elsewhere is kept
    with st.container(horizontal=True):
        if st.button(
            say("Keep mine as another study"), type="primary", icon=":material/file_copy:"
        ):
            keeping.keep_as_another(session)
            st.rerun()
        if st.button(say("Open what was saved there"), icon=":material/folder_open:"):
            keeping.open_study(session, place.id)
            st.rerun()


def _let_go(session: Session) -> None:
    if session.films:
        st.caption(
            say(
                "What you see is in the memory of this tab only. Take its report or data "
                "files with you if you need them."
            )
        )
        if st.button(say("Close it"), icon=":material/close:"):
            session.clear()
            st.rerun()
    else:
        st.page_link(WORKLIST_PAGE, label=say("Go to the worklist"), icon=":material/list_alt:")


def _take_label(session: Session, key: str) -> None:
    session.label = keeping.clean_label(st.session_state[key])


def _take_switch(session: Session, key: str) -> None:
    session.keeping.wanted = st.session_state[key]
