"""Naming the lowest vertebra of a film: it is not always L5, and every level follows from it."""

from __future__ import annotations

import streamlit as st

from languages import Message, say, within_sentence
from measurements import Level, SpineError, levels_upward_from
from studies.findings import FilmFindings
from studies.radiograph import View
from webapp.session import Session
from webapp.words import VIEW_NAMES

CANDIDATES = (Level.T11, Level.T12, Level.L1, Level.L2, Level.L3, Level.L4, Level.L5, Level.L6)

UNCHECKED = Message("Mark C7 and S1 to have the names checked.")


def lowest_level(session: Session, view: View, film: FilmFindings) -> None:
    """Ask for the lowest outlined vertebra; a change measures the whole study again."""
    present = film.vertebrae[-1].level
    count = len(film.vertebrae)
    key = f"lowest-{film.sha256[:12]}"
    st.session_state[key] = present
    st.selectbox(
        say(
            "Lowest outlined vertebra, {film}",
            film=within_sentence(say(VIEW_NAMES[view])),
        ),
        [level for level in CANDIDATES if level is present or _can_end(level, count)],
        key=key,
        on_change=_take,
        args=(session, view, key),
        help=say(
            "Vertebrae are named upward from this one. About one patient in ten has one more "
            "or one fewer than 17 from T1 to L5."
        ),
    )
    numbering = film.measures.numbering.value
    st.caption(
        say(
            "{count} vertebrae, {level} to {present}. {checked}",
            count=count,
            level=film.vertebrae[0].level,
            present=present,
            checked=numbering.reason if numbering else UNCHECKED,
        )
    )


def _take(session: Session, view: View, key: str) -> None:
    session.name_lowest(view, st.session_state[key])


def _can_end(level: Level, count: int) -> bool:
    try:
        levels_upward_from(level, count)
    except SpineError:
        return False
    return True
