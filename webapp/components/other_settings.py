"""By which settings a study is measured: said where they are not the default or not the present."""

from __future__ import annotations

import streamlit as st

from languages import say
from measurements import DEFAULT_SETTINGS
from studies.findings import StudyFindings
from studies.store.choices import Choices
from webapp import choices
from webapp.session import Session
from webapp.setting_words import difference_words

ICON = ":material/tune:"


def other_settings(session: Session, study: StudyFindings) -> None:
    """Say so, and offer to measure the study again by the present settings."""
    present = choices.present(session)
    troubles(present)
    if not study.films:
        return
    if other := difference_words(study.settings, present.settings):
        st.warning(
            say("**This study is measured by other settings: {other}.**", other=other), icon=ICON
        )
        _offer(session, study)
    elif unusual := difference_words(study.settings, DEFAULT_SETTINGS):
        st.caption(
            say(
                "{icon} Measured by this installation’s settings: {unusual} by default.",
                icon=ICON,
                unusual=unusual,
            )
        )


def troubles(present: Choices) -> None:
    """Say which settings could not be read, and what is used instead."""
    for trouble in present.troubles:
        st.warning(say(trouble), icon=ICON)


def _offer(session: Session, study: StudyFindings) -> None:
    confirmed = any(film.review for film in study.films.values())
    if st.button(
        say("Measure again by the present settings"),
        icon=":material/refresh:",
        key="measure-again",
        help=say("From the same outlines, corrections included.")
        + (say(" Every film then needs to be confirmed again.") if confirmed else ""),
    ):
        session.measure_by(choices.present(session).settings)
        st.rerun()
