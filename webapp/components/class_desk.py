"""A learner's place in a class: who reads, which films, and one case after another."""

from __future__ import annotations

from functools import partial

import streamlit as st

from languages import say, saying, sentence
from teaching import Attempt, LearnerError, checked_nickname
from webapp import lesson_film
from webapp.classroom import Lesson, checked_code
from webapp.components import measurement, skeleton
from webapp.components.teacher import Teacher
from webapp.language import spoken
from webapp.lesson_film import LessonFilm
from webapp.words import verbatim


def sit_down(lesson: Lesson) -> tuple[str, ...]:
    """Ask who reads and which films, behind a button; return the names of the films."""
    with st.popover(say("Learner and set"), icon=":material/group:"):
        refusals = [*_learner(lesson), *_code(lesson)]
        names = _films(lesson)
    for refusal in refusals:
        st.markdown(f":orange[{refusal}]")
    if lesson.nickname and not refusals:
        joined = f", class {lesson.code}" if lesson.code else ""
        st.markdown(f"**{verbatim(lesson.nickname)}**{joined}")
    return () if refusals else names


def class_desk(lesson: Lesson, names: tuple[str, ...], teacher: Teacher) -> None:
    """Let one case of the set be read after another."""
    if not lesson.nickname:
        _first(lesson)
    elif teacher.shows_first:
        st.info(
            say(
                "The teacher shows layers before a case is measured, so nothing can be read "
                "blind. Switch that off under Teacher to go on with the class."
            )
        )
    elif names:
        _cases(lesson, names, teacher)


def _first(lesson: Lesson) -> None:
    """Say how a class works, while nobody has sat down."""
    st.info(
        say(
            "A class reads one set of films, each case blind and once: enter a nickname "
            "under *Learner and set* to begin. Take turns at this browser, or agree on a "
            "class code to read at several computers of this server. The results show bias, "
            "spread and agreement."
        )
    )


def _learner(lesson: Lesson) -> list[str]:
    """Take the nickname, or say why it is none."""
    entered = st.text_input(
        say("Nickname"),
        lesson.nickname,
        max_chars=40,
        key="nickname",
        help=say("No real name is needed. Whoever takes the next turn enters another one."),
    )
    if not entered.strip():
        return []
    try:
        nickname = checked_nickname(entered)
    except LearnerError as refusal:
        return [_sentence(refusal)]
    if nickname != lesson.nickname:
        lesson.nickname, lesson.told = nickname, None
    return []


def _code(lesson: Lesson) -> list[str]:
    """Take the class code, or say why it is none."""
    entered = st.text_input(
        say("Class code (only for several computers)"),
        lesson.code,
        max_chars=40,
        key="class-code",
        help=say(
            "All who enter the same code on this server share one table of results, which is "
            "kept in memory for some hours. Without a code the class takes turns at this "
            "browser."
        ),
    )
    try:
        code = checked_code(entered)
    except LearnerError as refusal:
        return [_sentence(refusal)]
    if code != lesson.code:
        lesson.code, lesson.told = code, None
    return []


def _films(lesson: Lesson) -> tuple[str, ...]:
    offered = [*lesson_film.measurable_names(), *lesson.made]
    names = st.multiselect(
        say("Films of the set: the largest curve of each, in this order"),
        offered,
        format_func=saying({each: each for each in offered}),
        default=list(lesson_film.measurable_names()),
        key=f"set-{len(lesson.made)}",
        persist_state="session",
    )
    return tuple(names)


def _sentence(refusal: LearnerError) -> str:
    return say(sentence(str(refusal)))


@st.fragment
@spoken
@skeleton.explained
def _cases(lesson: Lesson, names: tuple[str, ...], teacher: Teacher) -> None:
    learner, classroom = lesson.nickname, lesson.classroom
    films = {
        case.name: (film, case)
        for film in (_film(lesson, name) for name in names)
        if (case := film.largest)
    }
    asked = lesson.told or _next(lesson, tuple(films))
    if asked in films and not lesson.told:
        score = measurement.take_in(lesson, films[asked][1], learner)
        if score:
            classroom.take(Attempt(learner, score))
            lesson.told = asked
    done = sum(classroom.attempt(learner, own) is not None for own in films)
    count = say(
        "{learner}: {done} of {count} cases read",
        learner=verbatim(learner),
        done=done,
        count=len(films),
    )
    if asked is None:
        st.success(
            say("{count}: the set is done. The results show how close you came.", count=count)
        )
        return
    film, case = films.get(asked, (None, None))
    attempt = classroom.attempt(learner, asked)
    if film is None or case is None:
        lesson.told = None
        st.rerun()
    elif attempt:
        measurement.reveal(film, attempt.score, teacher, partial(_go_on, lesson, count), learner)
    else:
        if case.name in lesson.shown:
            count += say(". The truth of this case was shown at this browser before")
        measurement.measure(lesson, film, case, teacher, learner, count)


def _film(lesson: Lesson, name: str) -> LessonFilm:
    return lesson.made.get(name) or lesson_film.sample_film(name)


def _next(lesson: Lesson, cases: tuple[str, ...]) -> str | None:
    """Name the first case that this learner has not read, None after the last one."""
    unread = (own for own in cases if not lesson.classroom.attempt(lesson.nickname, own))
    return next(unread, None)


def _go_on(lesson: Lesson, count: str) -> None:
    st.caption(count)
    st.button(
        say("Next case"),
        type="primary",
        icon=":material/arrow_forward:",
        key="next-case",
        on_click=_forget_told,
        args=(lesson,),
    )


def _forget_told(lesson: Lesson) -> None:
    lesson.told = None
