"""The wait between films and findings: how far it is, and the way out of it."""

from __future__ import annotations

import streamlit as st

from languages import say
from webapp import analysis
from webapp.language import spoken
from webapp.session import Session

WATCH_SECONDS = 1.0
"""Between two looks at how far an analysis is."""


def analyse(session: Session) -> None:
    """Have films whose views and sides are right analysed, and draw the page anew."""
    analysis.begin(session)
    session.confirm_roles()
    st.rerun()


def progress(session: Session) -> None:
    """Show how far the analysis is, or why it came to nothing."""
    if session.run:
        _watch(session)
    elif session.setback:
        st.error(say(session.setback), icon=":material/error:")


@st.fragment(run_every=WATCH_SECONDS)
@spoken
def _watch(session: Session) -> None:
    """Look again and again, and draw the page anew once it is done."""
    run = session.run
    if run is None or run.done:
        st.rerun()
    how_far = run.progress
    with st.container(horizontal=True, vertical_alignment="center", key="analysing"):
        st.progress(how_far.share, text=f"{say(how_far.step)} …")
        if st.button(say("Cancel"), key="cancel", icon=":material/stop_circle:"):
            analysis.stop(session)
            st.rerun()
    st.caption(
        say(
            "You can go on working on any page. A change of a film, view or side stops the "
            "analysis."
        )
    )
