"""What lies behind the rates: certainty, discs, motion, effort and levels chosen anew."""

from __future__ import annotations

import streamlit as st

from languages import say
from measurements import BendVerdict
from studies.findings import StudyFindings
from webapp import bend_tables as tables
from webapp.disc_plot import disc_plot
from webapp.words import REGION_NAMES


def bend_details(study: StudyFindings) -> None:
    """Show each in a fold of its own, the most asked for first."""
    with st.expander(
        say("How sure each number is, and why each film"), icon=":material/straighten:"
    ):
        _certainty(study)
    with st.expander(say("Disc by disc"), icon=":material/stacked_bar_chart:"):
        _discs(study)
    with st.expander(say("Effort of the bends and range of motion"), icon=":material/sync_alt:"):
        _effort(study)
    with st.expander(say("Levels chosen anew on the bending film"), icon=":material/unfold_more:"):
        _free_levels(study)


def _certainty(study: StudyFindings) -> None:
    st.table(tables.certainty_table(study), hide_index=True, border="horizontal")
    st.caption(
        say(
            "95 % intervals. Structural by bending: the probability that {structural_deg:g}° "
            "or more are left, by Lenke's coronal criterion. The error of an angle is that "
            "of its outlines, but no smaller than a reader's.",
            structural_deg=study.settings.structural_deg,
        )
    )
    for bend in study.bends:
        curve = bend.flexibility.curve
        note = f" {say(curve.region_note)}" if curve.region_note else ""
        st.markdown(
            f"- **{say(REGION_NAMES[curve.region])} {'–'.join(curve.levels)}.** "
            f"{say(bend.flexibility.reason)} {say(bend.stiffness.reason)}{note}"
        )


def _discs(study: StudyFindings) -> None:
    discs = study.discs.value
    if discs is None:
        st.markdown(say(study.discs.reason))
        return
    figure, numbers = st.columns([3, 2], gap="medium")
    with figure:
        st.plotly_chart(
            disc_plot(discs),
            theme=None,
            key="disc-plot",
            config={"displayModeBar": False},
            alt=say("The angle of every disc standing and on both bending films"),
        )
    with numbers:
        st.table(tables.disc_table(discs), hide_index=True, border="horizontal")
    st.caption(
        say(
            "Angle between the endplates that bound a disc: + open on the patient's right. "
            "Motion is from the right to the left bend, + with the trunk. A rate is given "
            "from 5° standing, on the film that closes the disc; one disc's angle is little "
            "more than reading error."
        )
    )


def _effort(study: StudyFindings) -> None:
    if study.adequacy:
        st.table(tables.effort_table(study), hide_index=True, border="horizontal")
        for bend in study.adequacy.values():
            if bend.verdict is not BendVerdict.SUFFICIENT:
                st.markdown(f"- {say(bend.reason)}")
    st.table(tables.motion_table(study), hide_index=True, border="horizontal")
    st.caption(
        say(
            "Trunk bend: how the angle between the uppermost and the lowest vertebra changed "
            "from standing, + towards the side the film is named by. Range of motion: "
            "between the standing end vertebrae, from one bend to the other."
        )
    )


def _free_levels(study: StudyFindings) -> None:
    st.table(tables.free_levels_table(study), hide_index=True, border="horizontal")
    st.caption(
        say(
            "To teach what the choice of levels does: the most tilted vertebrae within two "
            "of the standing ones, on the film that bends towards the convexity. No rate is "
            "ever taken from the free angle. Angles are positive towards the standing "
            "convexity."
        )
    )
