"""Flexibility page: the standing curves on the three films, and how far each one straightens."""

from __future__ import annotations

import streamlit as st

from languages import Message, say
from measurements import Flexibility
from studies.curve_bend import CurveBend
from studies.findings import StudyFindings
from webapp import session, tables
from webapp.bend_plot import bend_plot
from webapp.components import (
    bend_details,
    cautions,
    curve_types,
    empty,
    film_viewer,
    lowest_level,
    patient_right,
    skeleton,
    standing_measures,
    technique,
    what_if,
)
from webapp.session import Session
from webapp.words import REGION_NAMES, signed_degrees


def flexibility() -> None:
    """Draw the page from top to bottom."""
    here = session.current()
    found = here.findings
    if found is None:
        empty.no_study(here)
        return
    cautions.study_cautions(here, found)
    patient_right.patient_right(here)
    if found.films:
        film_viewer.film_viewer(here, found)
        _levels(here, found)
    _headlines(found)
    if found.flexibility:
        _curves(here, found)
        curve_types.curve_types(found)
        st.subheader(say("Behind the numbers"), anchor=False)
        bend_details.bend_details(found)
        what_if.what_if(found)
    if found.standing:
        standing_measures.standing_measures(found.standing.measures)


def _headlines(found: StudyFindings) -> None:
    if not found.flexibility:
        least = f"{found.settings.minimum_curve_deg:g}°"
        st.info(
            say(
                "No curve of {least} or more was found on a standing film, so there is none "
                "to judge.",
                least=least,
            )
        )
        return
    for column, bend in zip(st.columns(len(found.bends)), found.bends, strict=True):
        with column:
            _headline(bend)


def _headline(bend: CurveBend) -> None:
    item, curve = bend.flexibility, bend.flexibility.curve
    with st.container(border=True, height="stretch"):
        st.metric(
            say(
                "{region} {levels}, {convexity} convex",
                region=REGION_NAMES[curve.region],
                levels="–".join(curve.levels),
                convexity=curve.convexity,
            ),
            tables.rate_words(item),
            _change(item),
            delta_color="off",
            delta_arrow="off",
            help=say(item.reason),
        )
        st.caption(_certainty(bend))


def _change(item: Flexibility) -> str:
    if item.residual_deg is None:
        return say("{angle:.0f}° standing", angle=item.curve.magnitude_deg)
    left = signed_degrees(item.residual_deg).removeprefix("+")
    over = say(", over-corrected") if item.overcorrected else ""
    return f"{item.curve.magnitude_deg:.0f}° → {left}{over}"


def _certainty(bend: CurveBend) -> str:
    """Say between which values the rate lies, on which film, and what it is called."""
    item = bend.flexibility
    if item.film is None:
        return say(item.reason)
    if bend.has_doubtful_levels:
        return say(
            "{interval} (95 %) if the levels of the {film} are right, which the sizes of its "
            "bodies make doubtful: check them first",
            interval=tables.rate_interval_words(bend),
            film=item.film.label,
        )
    stiffness = bend.stiffness.stiffness
    name = say(stiffness) if stiffness else say("neither stiff nor flexible for sure")
    return f"{tables.rate_interval_words(bend)} (95 %), {say(item.film.label)}; {name}"


def _levels(here: Session, found: StudyFindings) -> None:
    for column, (view, film) in zip(st.columns(len(found.films)), found.films.items(), strict=True):
        with column:
            lowest_level.lowest_level(here, view, film)


def _curves(here: Session, found: StudyFindings) -> None:
    st.subheader(say("Curves of the standing film on every film"), anchor=False)
    st.table(tables.flexibility_table(found), hide_index=True, border="horizontal")
    st.caption(
        say(
            "Signed Cobb angles between the end vertebrae found standing: + is convex to the "
            "patient's right, − to the left. Flexibility is read on the film that bends "
            "toward the convexity."
        )
    )
    plot, question = st.columns([3, 1], gap="medium")
    with plot:
        st.plotly_chart(
            bend_plot(found.flexibility),
            theme=None,
            key="bend-plot",
            config={"displayModeBar": False},
            alt=say("Each curve's signed Cobb angle on the three films"),
        )
    with question:
        technique.technique(here)


skeleton.show_results(
    Message("Flexibility"),
    Message("The curves found standing, measured between the same vertebrae on the bending films."),
    flexibility,
)
