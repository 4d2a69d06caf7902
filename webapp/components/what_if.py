"""Other end vertebrae tried out: what they would do to an angle and a rate."""

from __future__ import annotations

import streamlit as st

from languages import begun, say
from measurements import Curve, Level, MeasurementError
from studies.findings import StudyFindings
from studies.what_if import what_if as try_out
from webapp import bend_tables as tables
from webapp.language import spoken
from webapp.words import REGION_NAMES


@st.fragment
@spoken
def what_if(study: StudyFindings) -> None:
    """Ask for a curve and two vertebrae, and show the difference; nothing is kept."""
    with st.expander(
        say("What if other end vertebrae were chosen"), icon=":material/compare_arrows:"
    ):
        curve_column, upper_column, lower_column = st.columns([2, 1, 1])
        with curve_column:
            curve = _choose_curve(study)
        with upper_column:
            upper = _choose_level(study, curve, 0, say("Upper end vertebra"))
        with lower_column:
            lower = _choose_level(study, curve, 1, say("Lower end vertebra"))
        try:
            tried = try_out(study, curve, upper, lower)
        except MeasurementError as refusal:
            st.info(f"{begun(say(str(refusal)))}.")
            return
        st.table(tables.what_if_table(study, tried), hide_index=True, border="horizontal")
        if tried.flexibility.reason:
            st.caption(say(tried.flexibility.reason))
        st.caption(
            say(
                "A comparison only: findings and exports keep the levels found. Free readers "
                "choose other levels in about four of ten curves (Keenan et al. 2014)."
            )
        )


def _choose_curve(study: StudyFindings) -> Curve:
    place: int = st.selectbox(
        say("Curve"),
        range(len(study.curves)),
        format_func=[_name(curve) for curve in study.curves].__getitem__,
        key="what-if-curve",
    )
    return study.curves[min(place, len(study.curves) - 1)]


def _choose_level(study: StudyFindings, curve: Curve, end: int, label: str) -> Level:
    levels = study.films["coronal"].spine.levels
    return st.selectbox(
        label,
        levels,
        index=levels.index(curve.levels[end]),
        key=f"what-if-{'–'.join(curve.levels)}-{end}",
    )


def _name(curve: Curve) -> str:
    return f"{say(REGION_NAMES[curve.region])} {'–'.join(curve.levels)}"
