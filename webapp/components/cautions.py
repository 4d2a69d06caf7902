"""Warnings with their remedies: on top of a page, before any number."""

from __future__ import annotations

from collections.abc import Iterable

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
    for view, film in study.films.items():
        film_cautions(VIEW_NAMES[view], film.warnings)


def film_cautions(film: str, warnings: Iterable[FindingWarning]) -> None:
    """Fold the warnings of one film under their number."""
    listed = list(warnings)
    if not listed:
        return
    count = "1 thing" if len(listed) == 1 else f"{len(listed)} things"
    with st.expander(f"{film} film: {count} to check", icon=":material/warning:"):
        for warning in listed:
            st.markdown(f"**{warning.message}**  \n{warning.remedy}")


def _caution(warning: FindingWarning) -> None:
    st.warning(f"**{warning.message}**  \n{warning.remedy}", icon=":material/warning:")


def _offer_swap(session: Session) -> None:
    if st.button("Swap the two bending films", icon=":material/swap_horiz:"):
        session.swap_bends()
        st.rerun()
