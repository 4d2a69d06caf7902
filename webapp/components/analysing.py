"""The wait between films and findings, with the name of each step."""

from __future__ import annotations

import streamlit as st

from languages import say
from webapp import analysis
from webapp.session import Session


def analyse(session: Session) -> None:
    """Analyse the session's films under a progress bar, then draw the page anew."""
    bar = st.progress(0.0)
    analysis.analyse(session, lambda step, share: bar.progress(share, text=say(step)))
    st.rerun()
