"""Where the error comes from, and the rules of measuring with the figure drawn on the film."""

from __future__ import annotations

from typing import Final

import streamlit as st

from languages import Message, say, saying
from teaching import Score
from webapp import rule_words
from webapp.components.score_card import error_words
from webapp.lesson_scene import Rule
from webapp.tilt_plot import tilt_plot

ERROR: Final = Message("Your error")


def _key(score: Score) -> str:
    return f"explain-{score.case.name}"


def chosen_rule(score: Score) -> Rule | None:
    """Return the rule that is explained now, to be drawn on the film beside."""
    chosen = st.session_state.get(_key(score), ERROR)
    return None if chosen in (None, ERROR) else Rule(chosen)


def rules(score: Score) -> None:
    """Offer the error and the rules, and explain what is chosen; all of the truth is in them."""
    parts = [ERROR, *Rule]
    chosen = st.pills(
        say("Explain"),
        parts,
        format_func=saying({each: each for each in parts}),
        default=ERROR,
        required=True,
        key=_key(score),
    )
    if chosen == ERROR:
        error_words(score)
        return
    rule = Rule(chosen)
    st.markdown(rule_words.rule_words(score.case, rule))
    if rule is Rule.END_VERTEBRAE:
        st.plotly_chart(
            tilt_plot(score),
            theme=None,
            key=f"tilts-{score.case.name}",
            config={"displayModeBar": False},
            alt=say("Tilt of each vertebra with the true end vertebrae and those chosen"),
        )
    if rule is Rule.OTHER_LEVELS:
        st.table(rule_words.choice_table(score.case), hide_index=True, border="horizontal")
