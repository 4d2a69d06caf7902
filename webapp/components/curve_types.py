"""The curve types of Lenke and King that the films leave open."""

from __future__ import annotations

import streamlit as st

from languages import begun, say
from measurements import KingClassification, LenkeClassification
from studies.findings import StudyFindings
from webapp import curve_type_tables as tables
from webapp.words import percent, signed_degrees

LEAST_SHOWN = 0.005
"""Of a probability: less is rounding."""


def curve_types(study: StudyFindings) -> None:
    """Show the open types with their reasons, and what a lateral film would settle."""
    st.subheader(say("Curve type"), anchor=False)
    if study.lenke.value is None:
        st.info(say("Lenke: {reason}", reason=study.lenke.reason))
    else:
        _lenke(study.lenke.value)
    with st.expander(say("King's types"), icon=":material/category:"):
        if study.king.value is None:
            st.markdown(say(study.king.reason))
        else:
            _king(study.king.value)


def _lenke(found: LenkeClassification) -> None:
    st.table(tables.lenke_table(found), hide_index=True, border="horizontal")
    unread = (
        say(
            " {percent} of the readings cannot be named without the missing film.",
            percent=percent(found.undetermined_probability),
        )
        if found.undetermined_probability >= LEAST_SHOWN
        else ""
    )
    st.caption(
        say(
            "Lenke et al. 2001, from frontal films: candidates, never one type. "
            "Probabilities are shares of readings within the error of the angles.{unread}",
            unread=unread,
        )
    )
    with st.expander(
        say("Margins, lumbar modifier, and what a lateral film would settle"),
        icon=":material/rule:",
    ):
        st.table(tables.lenke_curve_table(found), hide_index=True, border="horizontal")
        st.markdown(
            say(
                "**Lumbar modifier {modifier}.** {sentence}",
                modifier=found.modifier.modifier,
                sentence=_sentence(found.modifier.reason),
            )
        )
        st.markdown(
            say(
                "**Type 6 rather than 3** from a thoracolumbar or lumbar curve 5° larger "
                "than the main thoracic one: measured {margin} beyond that.",
                margin=signed_degrees(found.lead_margin_deg),
            )
        )
        st.markdown(say("**A lateral film would settle:**"))
        st.markdown("\n".join(f"- {say(question)}" for question in found.lateral_film))


def _king(found: KingClassification) -> None:
    if found.not_applicable:
        st.markdown(say(found.not_applicable))
    elif found.candidates:
        st.table(tables.king_table(found), hide_index=True, border="horizontal")
    else:
        st.markdown(say("None of King's types fits these curves."))
    if found.index:
        low, high = found.index.interval_points.low, found.index.interval_points.high
        st.markdown(
            say(
                "**King's flexibility index** {points:+.0f} points ({low:+.0f} to "
                "{high:+.0f}): rate of the lumbar less that of the thoracic curve. It is not "
                "a flexibility rate.",
                points=found.index.points,
                low=low,
                high=high,
            )
        )


def _sentence(reason: str) -> str:
    return begun(say(reason)).rstrip(".") + "."
