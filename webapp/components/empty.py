"""What a page says while there is nothing to show."""

from __future__ import annotations

import streamlit as st

STUDY_PAGE = "webapp/pages/study.py"


def no_study() -> None:
    """Point to the page where a study begins."""
    st.info("No study has been analysed yet. Add films, or open a sample study, and analyse it.")
    st.page_link(STUDY_PAGE, label="Go to the study", icon=":material/arrow_back:")
