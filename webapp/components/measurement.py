"""A case to measure blind, then the truth with the score beside it."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from languages import Message, say
from teaching import Case, Score
from webapp import measuring
from webapp.classroom import Lesson
from webapp.components import measuring_film as browser
from webapp.components.rules import chosen_rule, rules
from webapp.components.score_card import error_words, score_card
from webapp.components.teacher import Teacher
from webapp.lesson_film import LessonFilm, question
from webapp.lesson_scene import Layer, blind_scene, open_scene, told_scene
from webapp.words import REGION_NAMES, degrees, verbatim

STEPS = Message(
    "1. Find the most tilted vertebra above and below the apex. Count upward from the lowest "
    "lumbar\n   vertebra, and name both.\n2. Draw a line along the **superior** endplate of "
    "the upper one, another along the **inferior**\n   endplate of the lower one.\n3. Name "
    "the side to which the curve bulges.\n4. Commit. What is true is not on this page before "
    "that.\n"
)


STICKY = """<style>
/* The film stays in view while the words beside it are read. */
.stColumn:has(.st-key-lesson-film) {position: sticky; top: 4rem; align-self: flex-start}
.stColumn:has(.st-key-lesson-film) + .stColumn .stButtonGroup [role=radiogroup] {flex-wrap: wrap}
</style>"""


def editor_key(case: Case, learner: str) -> str:
    """Key of the editor in which a learner measures a case."""
    return f"measure-{case.name}-{learner}"


def take_in(lesson: Lesson, case: Case, learner: str) -> Score | None:
    """Read what the browser sent; a score once the learner has committed."""
    key = editor_key(case, learner)
    return measuring.take_in(lesson.desk(key), case, browser.sent(key))


def measure(
    lesson: Lesson,
    film: LessonFilm,
    case: Case,
    teacher: Teacher,
    learner: str = "",
    note: str = "",
) -> None:
    """Show a film that is still to be measured, with what is asked and a note above it."""
    key = editor_key(case, learner)
    desk = lesson.desk(key)
    scene = (
        open_scene(film, case, teacher.layers, desk)
        if teacher.shows_first
        else blind_scene(film, case, desk)
    )
    if teacher.shows_first:
        lesson.shown.add(case.name)
    picture, panel = _columns()
    with picture:
        browser.measuring_film(film, scene, key)
    with panel:
        if note:
            st.caption(note)
        st.markdown(say("Measure {question}.", question=question(case)))
        st.markdown(say(STEPS))
        if teacher.shows_first:
            st.info(say("The teacher shows layers of the truth: this reading will not count."))


def reveal(
    film: LessonFilm, score: Score, teacher: Teacher, after: Callable[[], None], learner: str = ""
) -> None:
    """Show the truth over what was drawn, with score and rules; `after` draws what comes next."""
    picture, panel = _columns()
    with picture:
        scene = told_scene(film, score, teacher.layers, chosen_rule(score))
        browser.measuring_film(film, scene, editor_key(score.case, learner))
    with panel:
        score_card(score, teacher.layers)
        if teacher.layers == frozenset(Layer):
            rules(score)
            st.markdown(_told(film, score.case))
        elif {Layer.ANGLE, Layer.LEVELS} <= teacher.layers:
            error_words(score)
        after()


def _columns() -> tuple[DeltaGenerator, DeltaGenerator]:
    st.html(STICKY)
    picture, panel = st.columns([3, 2], gap="medium")
    return picture.container(key="lesson-film"), panel


def _told(film: LessonFilm, case: Case) -> str:
    """Say what a case is, once it was measured."""
    curve = case.curve
    return say(
        "**{title}.** {region} curve {levels}, {angle}, convex to the {side}, apex {apex}. "
        "The truth is taken from {source}. {bends}",
        title=film.title,
        region=REGION_NAMES[curve.region],
        levels="–".join(curve.levels),
        angle=degrees(case.true_deg),
        side=curve.convexity,
        apex=curve.apex.name,
        source=verbatim(say(case.source)),
        bends=film.bends.get(case.name, ""),
    )
