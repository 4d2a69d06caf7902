"""How good a reading is: the error split, in words and numbers."""

from __future__ import annotations

import streamlit as st

from languages import say
from teaching import Score
from webapp import score_words as words
from webapp.lesson_scene import Layer
from webapp.score_words import Split, signed_tenths, tenths
from webapp.split_plot import split_plot


def score_card(score: Score, layers: frozenset[Layer]) -> None:
    """Show what the layers allow: the angle and its error, then the side."""
    if Layer.ANGLE in layers:
        _angle(score)
    if Layer.SIDE in layers:
        st.markdown(_side(score))
    if not {Layer.ANGLE, Layer.LEVELS, Layer.SIDE} <= layers:
        st.caption(say("Your reading is kept. The teacher shows the truth step by step."))


def error_words(score: Score) -> None:
    """Say of each end and of each line what it did to the angle."""
    st.table(words.end_table(score), hide_index=True, border="horizontal")
    st.markdown(say("**Choice of level.** {words}", words=words.level_words(score)))
    st.markdown(say("**Placing of lines.** {words}", words=words.line_words(score)))
    if said := words.naming_words(score):
        st.warning(said, icon=":material/rule:")


def _angle(score: Score) -> None:
    split = Split.of(score)
    read, true, error = st.columns(3)
    read.metric(say("You read"), tenths(split.read))
    true.metric(say("Truth"), tenths(split.true))
    error.metric(say("Error"), signed_tenths(split.error), help=say("Read minus true"))
    st.plotly_chart(
        split_plot(score),
        theme=None,
        key=f"split-{score.case.name}",
        config={"displayModeBar": False},
        alt=say(
            "Truth {true}, choice of level {levels}, placing of lines {lines}, read {read}",
            true=tenths(split.true),
            levels=signed_tenths(split.level),
            lines=signed_tenths(split.line),
            read=tenths(split.read),
        ),
    )
    st.markdown(words.verdict(score))


def _side(score: Score) -> str:
    icon = ":green[:material/check:]" if score.side_right else ":orange[:material/close:]"
    return f"{icon} {words.side_words(score)}"
