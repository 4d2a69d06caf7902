"""Study page: films in, view and side confirmed, analysed, each shown with what was found."""

from __future__ import annotations

from typing import Final

import streamlit as st

from languages import Message, say, saying
from studies.findings import FilmFindings, StudyFindings
from studies.radiograph import View
from webapp import keeping, session, tables
from webapp.components import (
    analysing,
    cautions,
    drop_zone,
    film_card,
    film_editor,
    keep,
    lowest_level,
    patient_right,
    review,
    skeleton,
    study_choice,
)
from webapp.language import spoken
from webapp.session import Session
from webapp.words import VIEW_NAMES

CARDS_A_ROW = 3

STEPS: Final = {
    "locate": Message("finding the spine"),
    "outline": Message("outlining it"),
    "vertebrae": Message("telling vertebrae apart"),
    "measurement": Message("measuring"),
}
"""What took the seconds of `FilmFindings.seconds`; another version's steps go by their names."""


def study() -> None:
    """Draw the page from top to bottom."""
    here = session.current()
    study_choice.study_choice(here)
    drop_zone.refusals(here)
    if here.findings is None:
        _prepare(here)
        return
    with st.expander(say("Films, views and sides"), icon=":material/radiology:"):
        _cards(here)
        drop_zone.drop_zone(here)
    _results(here)


def _prepare(here: Session) -> None:
    if not here.films:
        drop_zone.drop_zone(here)
        return
    _cards(here)
    if here.outdated and not here.run:
        st.warning(say("A film, view or side has changed since the analysis: analyse again."))
    patient_right.patient_right(here)
    if not here.is_ready:
        st.info(say("Choose a different view for each film, then analyse."))
    with st.container(horizontal=True, vertical_alignment="center"):
        confirmed = st.button(
            say("Analyse") if here.is_confirmed else say("Views and sides are right: analyse"),
            type="primary",
            icon=":material/play_arrow:",
            disabled=not here.is_ready or here.run is not None,
            key="analyse",
        )
        _new_study(here)
        keep.label(here)
    if confirmed:
        analysing.analyse(here)
    drop_zone.drop_zone(here)


def _cards(here: Session) -> None:
    keep.same_patient(here)
    columns = st.columns(CARDS_A_ROW)
    for place, film in enumerate(here.films):
        with columns[place % CARDS_A_ROW]:
            film_card.film_card(here, film)


def _new_study(here: Session) -> None:
    if st.button(say("New study"), icon=":material/restart_alt:", key="new-study"):
        here.clear()
        st.rerun()


@st.fragment
@spoken
@skeleton.explained
def _results(here: Session) -> None:
    """Show a film, its numbers and its warnings; a correction draws nothing else anew."""
    found = here.findings
    if found is None:
        st.rerun()
    if not found.films:
        cautions.study_cautions(here, found)
        _new_study(here)
        return
    with st.container(horizontal=True, horizontal_alignment="distribute"):
        view = _choose_film(here, found)
        with st.container(horizontal=True, vertical_alignment="center", width="content"):
            keep.label(here)
            _new_study(here)
    film_editor.take_in(here, view)
    _save(here)
    if found.review and not here.findings.review:
        st.rerun()  # the notice below the page said that it was reviewed
    picture, numbers = st.columns([3, 2], gap="medium")
    with picture:
        film_editor.film_editor(here, here.findings, view)
    with numbers:
        cautions.film_cautions(here, here.findings, view)
        patient_right.patient_right(here)
        _numbers(here, view, here.findings.films[view])


def _save(here: Session) -> None:
    """Keep a correction before it is drawn; why it cannot be kept is said on top of the page."""
    before = here.keeping.trouble
    keeping.save(here)
    if here.keeping.trouble is not before:
        st.rerun()


def _choose_film(here: Session, found: StudyFindings) -> View:
    return st.segmented_control(
        say("Film"),
        list(found.films),
        format_func=saying(VIEW_NAMES),
        default=next(iter(found.films)),
        required=True,
        key=f"shown-{here.films[0].key}",
        persist_state="session",
        label_visibility="collapsed",
    )


def _numbers(here: Session, view: View, film: FilmFindings) -> None:
    st.subheader(say("Curves on this film"), anchor=False)
    if film.curves:
        st.table(tables.curve_table(film), hide_index=True, border="horizontal")
    else:
        st.info(
            say(
                "No curve of {minimum_curve_deg:g}° or more on this film.",
                minimum_curve_deg=film.settings.minimum_curve_deg,
            )
        )
    review.review(here, view, film)
    lowest_level.lowest_level(here, view, film)
    with st.expander(say("Sideways step between neighbours")):
        st.table(tables.step_table(film), hide_index=True, border="horizontal")
    steps = ", ".join(
        f"{say(STEPS.get(step, step))} {took:.1f} s" for step, took in film.seconds.items()
    )
    st.caption(say("Weights {weights}: {steps}.", weights=film.provenance.weights, steps=steps))


skeleton.show_results(
    Message("Study"),
    Message("Add the films, check what each one is, and correct and confirm what was outlined."),
    study,
)
