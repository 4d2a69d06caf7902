"""Which film, and which of its curves: a sample, one made to order, or one's own study."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import streamlit as st

from languages import Message, begun, say, saying
from sample_data import PhantomError
from teaching import Case
from webapp import lesson_film, session
from webapp.classroom import Lesson
from webapp.film_order import PATTERNS, Making, Order
from webapp.language import spoken
from webapp.lesson_film import LessonFilm

WATCH_SECONDS: Final = 1.0


class Source(StrEnum):
    """Where films to practise on come from."""

    SAMPLE = Message("Sample film")
    MADE = Message("Film made to order")
    OWN = Message("My own study")


@dataclass(frozen=True)
class Choice:
    """What was chosen, as far as there is any."""

    source: Source
    film: LessonFilm | None
    case: Case | None


def choose(lesson: Lesson) -> Choice:
    """Ask for a film and one of its curves behind a button, and name the choice beside it."""
    with st.popover(say("Choose a case"), icon=":material/radiology:"):
        source = st.segmented_control(
            say("Film from"),
            list(Source),
            format_func=saying({each: each for each in Source}),
            default=Source.SAMPLE,
            required=True,
            key="film-source",
            persist_state="session",
        )
        film = _film(lesson, Source(source))
        case = _case(film) if film else None
    if case:
        st.markdown(f"**{say(case.name)}**")
    elif film:
        st.markdown(f"**{say(film.name)}**")
    return Choice(Source(source), film, case)


def without_case(lesson: Lesson, choice: Choice) -> None:
    """Say why there is nothing to measure, and what to do."""
    if choice.film:
        st.info(
            say(
                "{name} shows no curve of 10° or more: such a spine is called straight "
                "(Scoliosis Research Society), and there is no Cobb angle to report. Choose "
                "another case.",
                name=choice.film.name,
            )
        )
    elif choice.source is Source.OWN:
        st.info(
            say(
                "To measure against your own outlines, analyse a study on the Study page, "
                "correct its standing film and confirm it there. Outlines that nobody "
                "confirmed are no truth."
            )
        )
        st.page_link(
            "webapp/pages/study.py", label=say("Go to the study"), icon=":material/arrow_back:"
        )
    elif lesson.making:
        _wait(lesson)
    else:
        _order(lesson)


def _film(lesson: Lesson, source: Source) -> LessonFilm | None:
    if source is Source.SAMPLE:
        return lesson_film.sample_film(_choose(say("Film"), lesson_film.sample_names(), "sample"))
    if source is Source.OWN:
        return lesson_film.own_film(session.current())
    if lesson.making or not lesson.made:
        return None
    names = tuple(reversed(lesson.made))
    chosen = lesson.made[_choose(say("Film"), names, f"made-{len(names)}")]
    return None if st.toggle(say("Make another film"), key=f"another-{len(names)}") else chosen


def _case(film: LessonFilm) -> Case | None:
    if film.largest is None:
        return None
    cases = {case.name: case for case in film.cases}
    largest = list(cases.values()).index(film.largest)
    return cases[
        st.selectbox(
            say("Curve"),
            list(cases),
            index=largest,
            format_func={name: begun(say(name).partition(", ")[2]) for name in cases}.__getitem__,
            key=f"choose-curve-{film.key}",
            persist_state="session",
        )
    ]


def _choose(label: str, options: tuple[str, ...], key: str) -> str:
    return st.selectbox(
        label,
        options,
        format_func=saying({each: each for each in options}),
        key=f"choose-{key}",
        persist_state="session",
    )


def _order(lesson: Lesson) -> None:
    """Ask between which bounds a film is to be made."""
    st.subheader(say("Make a film to order"), anchor=False)
    st.caption(
        say(
            "The patient is drawn between these bounds, so it can still be measured blind. "
            "The same bounds with the same number give the same film."
        )
    )
    left, right = st.columns(2, gap="large")
    with left:
        pattern = st.selectbox(
            say("Pattern"),
            list(PATTERNS),
            format_func=saying(PATTERNS),
            key="order-pattern",
        )
        number = st.number_input(say("Number of the patient"), 1, 9999, 1, key="order-number")
    with right:
        cobb = st.slider(
            say("Angle of the largest curve, degrees"), 20, 110, (35, 65), 5, key="order-cobb"
        )
        flexibility = st.slider(
            say("Its flexibility, percent"), 10, 100, (30, 70), 5, key="order-flexibility"
        )
    if st.button(
        say("Make the film"), type="primary", icon=":material/radiology:", key="make-film"
    ):
        lesson.making = Making.begin(Order(int(number), pattern, cobb, flexibility))
        st.rerun()


@st.fragment(run_every=WATCH_SECONDS)
@spoken
def _wait(lesson: Lesson) -> None:
    """Show how far the film is, and draw the page anew once it is there."""
    making = lesson.making
    if making is None:
        st.rerun()
    elif not making.done:
        st.progress(making.share, text=say("Taking the film in the background, about 8 seconds"))
        _give_up(lesson, say("Do not wait for it"))
    elif refusal := making.film.exception():
        st.error(_reason(refusal), icon=":material/block:")
        _give_up(lesson, say("Change the order"))
    else:
        film = making.film.result()
        lesson.made[film.name] = film
        lesson.making = None
        st.rerun()


def _reason(refusal: BaseException) -> str:
    if isinstance(refusal, PhantomError):
        return say(
            "This film cannot be made: {refusal}. Widen the bounds or take another pattern.",
            refusal=refusal,
        )
    raise refusal


def _give_up(lesson: Lesson, label: str) -> None:
    if st.button(label, key="forget-film"):
        if lesson.making:
            lesson.making.film.cancel()
        lesson.making = None
        st.rerun()
