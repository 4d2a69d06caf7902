"""Teaching page: measure blind, then see the truth and where the error comes from."""

from __future__ import annotations

from enum import StrEnum

import streamlit as st

from languages import Message, say, saying
from webapp import classroom
from webapp.components import film_choice, skeleton
from webapp.components.class_desk import class_desk, sit_down
from webapp.components.class_results import class_results
from webapp.components.practice import practice
from webapp.components.teacher import teacher


class Part(StrEnum):
    """What to do on this page."""

    PRACTICE = Message("Practise")
    CLASS = Message("Class")
    RESULTS = Message("Results")


def teaching() -> None:
    """Draw the page from top to bottom."""
    lesson = classroom.current()
    with st.container(horizontal=True, vertical_alignment="center"):
        part = _part()
        choice = film_choice.choose(lesson) if part is Part.PRACTICE else None
        names = sit_down(lesson) if part is Part.CLASS else ()
        shown = teacher() if part is not Part.RESULTS else None
    if choice and shown:
        practice(lesson, choice, shown)
    elif shown:
        class_desk(lesson, names, shown)
    else:
        class_results(lesson)


def _part() -> Part:
    chosen = st.segmented_control(
        say("What to do"),
        list(Part),
        format_func=saying({each: each for each in Part}),
        default=Part.PRACTICE,
        required=True,
        key="teaching-part",
        persist_state="session",
        label_visibility="collapsed",
    )
    return Part(chosen)


skeleton.show(
    Message("Teaching"),
    Message(
        "Measure a curve blind, then see the truth, and whether the levels or the lines were off."
    ),
    teaching,
)
