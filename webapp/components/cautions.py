"""Warnings with their remedies: on top of a page, before any number."""

from __future__ import annotations

import streamlit as st

from studies.findings import FindingWarning, StudyFindings
from webapp.session import Session
from webapp.words import VIEW_NAMES

SWAPPED = "bends-swapped"


def study_cautions(session: Session, study: StudyFindings) -> None:
    """Show what makes the study as a whole doubtful, and fold away what concerns one film."""
    for warning in study.warnings:
        _caution(warning)
        if warning.code == SWAPPED:
            _offer_swap(session)
    _film_cautions(study)


def _film_cautions(study: StudyFindings) -> None:
    count = sum(len(film.warnings) for film in study.films.values())
    if not count:
        return
    things = "1 thing" if count == 1 else f"{count} things"
    with st.expander(f"{things} to check on the films", icon=":material/checklist:"):
        for column, (view, film) in zip(
            st.columns(len(study.films)), study.films.items(), strict=True
        ):
            with column:
                st.markdown(f"**{VIEW_NAMES[view]}**")
                for warning in film.warnings:
                    st.markdown(f"- {warning.message} *{warning.remedy}*")


def _caution(warning: FindingWarning) -> None:
    st.warning(f"**{warning.message}**  \n{warning.remedy}", icon=":material/warning:")


def _offer_swap(session: Session) -> None:
    if st.button("Swap the two bending films", icon=":material/swap_horiz:"):
        session.swap_bends()
        st.rerun()
