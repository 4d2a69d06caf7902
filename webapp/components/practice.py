"""Practice: any case, as often as one likes; nothing counts."""

from __future__ import annotations

from functools import partial

import streamlit as st

from languages import say
from teaching import Case
from webapp.classroom import Lesson
from webapp.components import measurement, skeleton
from webapp.components.film_choice import Choice, without_case
from webapp.components.teacher import Teacher
from webapp.language import spoken
from webapp.lesson_film import LessonFilm


def practice(lesson: Lesson, choice: Choice, teacher: Teacher) -> None:
    """Let the case that was chosen be measured."""
    if choice.film and choice.case:
        _measured(lesson, choice.film, choice.case, teacher)
    else:
        without_case(lesson, choice)


@st.fragment
@spoken
@skeleton.explained
def _measured(lesson: Lesson, film: LessonFilm, case: Case, teacher: Teacher) -> None:
    score = measurement.take_in(lesson, case, "")
    if score:
        lesson.practised[case.name] = score
        lesson.shown.add(case.name)
    known = lesson.practised.get(case.name)
    if known and known.case == case:
        measurement.reveal(film, known, teacher, partial(_again, lesson, case))
    else:
        measurement.measure(lesson, film, case, teacher)


def _again(lesson: Lesson, case: Case) -> None:
    st.button(
        say("Measure it again"),
        icon=":material/restart_alt:",
        key="again",
        on_click=_begin_anew,
        args=(lesson, case),
    )


def _begin_anew(lesson: Lesson, case: Case) -> None:
    del lesson.practised[case.name]
    lesson.desk(measurement.editor_key(case, "")).clear()
