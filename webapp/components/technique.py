"""How the bending films were taken: asked once, and kept with every number."""

from __future__ import annotations

import streamlit as st

from languages import Message, say, saying
from measurements import BendingTechnique
from webapp.session import Session

NAMES = {
    BendingTechnique.UNKNOWN: Message("Not recorded"),
    BendingTechnique.SUPINE_BENDING: Message("Lying, bending actively"),
    BendingTechnique.STANDING_BENDING: Message("Standing, bending actively"),
    BendingTechnique.FULCRUM: Message("Over a fulcrum"),
    BendingTechnique.TRACTION: Message("Under traction"),
}


def technique(session: Session) -> None:
    """Ask how the patient was bent."""
    key = "technique"
    st.session_state[key] = session.technique  # the session has the last word
    st.selectbox(
        say("How the bending films were taken"),
        list(NAMES),
        format_func=saying(NAMES),
        key=key,
        on_change=_take,
        args=(session, key),
        help=say(
            "Fulcrum films show more of a main thoracic curve, traction more beyond 60°: a "
            "change of technique is not a change of flexibility. It stands in the report and "
            "data files."
        ),
    )


def _take(session: Session, key: str) -> None:
    session.record_technique(st.session_state[key])
