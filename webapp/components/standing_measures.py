"""Balance, translation, tilts and slips of the standing film."""

from __future__ import annotations

import streamlit as st

from languages import say, within_sentence
from studies.film_measures import FilmMeasures
from webapp import standing_tables as tables


def standing_measures(measures: FilmMeasures) -> None:
    """Show what stands against gravity, or which landmark it needs and where to mark it."""
    with st.expander(say("Balance, translation and tilts, standing"), icon=":material/balance:"):
        st.table(tables.balance_table(measures), hide_index=True, border="horizontal")
        if tables.any_named(measures):
            st.table(tables.translation_table(measures), hide_index=True, border="horizontal")
        for reason in tables.needs(measures):
            st.markdown(
                say(
                    "Translation and stable vertebra: {reason}",
                    reason=within_sentence(reason),
                )
            )
        slips = tables.slip_table(measures)
        if len(slips):
            st.table(slips, hide_index=True, border="horizontal")
        st.caption(
            say(
                "C7, S1, the iliac crests and pedicles are marked on the Study page, with "
                "the standing film shown. Neutral vertebrae, above and below a curve, need "
                "the pedicles of every vertebra from its ends to them. + is the patient's "
                "right, and a tilt with the right side up. Translation of thoracic apexes is "
                "from the C7 plumb line, of others from the central sacral line. Sideways "
                "slips are listed from grade 2, 7 mm: less is within the error of outlines."
            )
        )
