"""Method page: how each number is obtained, its source and its limits."""

from __future__ import annotations

import streamlit as st

from languages import Message, say
from webapp.components import skeleton
from webapp.methods import METHODS, Method

READING_WIDTH = 820
"""Pixels: about ninety letters a line."""


def method() -> None:
    """Draw the page from top to bottom."""
    with st.container(width=READING_WIDTH):
        for entry in METHODS:
            _entry(entry)


def _entry(entry: Method) -> None:
    st.subheader(say(entry.title))
    st.markdown(say(entry.words))
    for formula in entry.formulas:
        st.latex(formula)
    st.markdown(say("**Limits.** {limits}", limits=entry.limits))
    st.caption(say("Source: {source}", source=entry.source))


skeleton.show(
    Message("Method"),
    Message("What each number is, where its definition comes from, and what it cannot tell."),
    method,
)
