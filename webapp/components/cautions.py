"""Warnings with their remedies: on top of a page, before any number."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from languages import begun, plural, say, within_sentence
from studies.findings import FindingWarning, StudyFindings
from studies.radiograph import View
from webapp.components import other_settings
from webapp.session import Session
from webapp.words import VIEW_NAMES

SWAPPED = "bends-swapped"
GRAVE = ("metal-over-spine", "vertebra-doubled", "vertebra-missing")
"""Warnings of a film that are not folded away: they touch levels or every rate."""

CHECKLIST = ":material/checklist:"


def study_cautions(session: Session, study: StudyFindings) -> None:
    """Show what makes the study as a whole doubtful, and fold away what concerns one film."""
    other_settings.other_settings(session, study)
    for warning in study.warnings:
        _study_caution(session, warning)
    _grave_cautions(study)
    _film_cautions(study)


def film_cautions(session: Session, study: StudyFindings, view: View) -> None:
    """Show beside one film what makes the study doubtful, and fold away what concerns this film."""
    other_settings.other_settings(session, study)
    for warning in study.warnings:
        _study_caution(session, warning)
    warnings = study.films[view].warnings
    if warnings:
        with st.expander(
            say("{things} to check on this film", things=_things(len(warnings))), icon=CHECKLIST
        ):
            _list(warnings)


def _study_caution(session: Session, warning: FindingWarning) -> None:
    _caution(warning)
    if warning.code == SWAPPED:
        _offer_swap(session)


def _grave_cautions(study: StudyFindings) -> None:
    """Show what concerns single films and yet every number, once for all films that have it."""
    for code in GRAVE:
        found = {
            view: warning
            for view, film in study.films.items()
            for warning in film.warnings
            if warning.code == code
        }
        if found:
            names = ", ".join(within_sentence(say(VIEW_NAMES[view])) for view in found)
            first = next(iter(found.values()))
            st.warning(
                f"**{begun(names)}: {within_sentence(say(first.message))}**  \n{say(first.remedy)}",
                icon=":material/warning:",
            )


def _film_cautions(study: StudyFindings) -> None:
    count = sum(len(film.warnings) for film in study.films.values())
    if not count:
        return
    with st.expander(say("{things} to check on the films", things=_things(count)), icon=CHECKLIST):
        for column, (view, film) in zip(
            st.columns(len(study.films)), study.films.items(), strict=True
        ):
            with column:
                st.markdown(f"**{say(VIEW_NAMES[view])}**")
                _list(film.warnings)


def _things(count: int) -> str:
    return say(plural("1 thing", "{count} things", count))


def _list(warnings: Iterable[FindingWarning]) -> None:
    for warning in warnings:
        st.markdown(f"- {say(warning.message)} *{say(warning.remedy)}*")


def _caution(warning: FindingWarning) -> None:
    st.warning(f"**{say(warning.message)}**  \n{say(warning.remedy)}", icon=":material/warning:")


def _offer_swap(session: Session) -> None:
    if st.button(say("Swap the two bending films"), icon=":material/swap_horiz:"):
        session.swap_bends()
        st.rerun()
