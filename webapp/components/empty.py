"""What a page says while there is nothing to show."""

from __future__ import annotations

import streamlit as st

from languages import say
from webapp.session import Session

STUDY_PAGE = "webapp/pages/study.py"
WORKLIST_PAGE = "webapp/pages/worklist.py"


def no_study(session: Session) -> None:
    """Point to the pages where a study begins, or say that one is being analysed."""
    if session.run:
        st.info(say("The study is being analysed. Its numbers appear here once it is done."))
        return
    st.info(
        say("No study has been analysed yet. Add films, or open a sample study, and analyse it.")
    )
    st.page_link(STUDY_PAGE, label=say("Go to the study"), icon=":material/arrow_back:")
    st.page_link(WORKLIST_PAGE, label=say("Go to the worklist"), icon=":material/list_alt:")


def no_kept_study() -> None:
    """Say how a study comes into the worklist."""
    st.info(
        say(
            "No study is kept yet. Drop films on the Study page, or open a sample study "
            "there: it is kept from then on, with all that is found and corrected, until you "
            "delete it here."
        )
    )
    st.page_link(STUDY_PAGE, label=say("Go to the study"), icon=":material/arrow_back:")
