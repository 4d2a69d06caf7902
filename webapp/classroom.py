"""Who learns here: the lesson of a browser tab, and the class that several tabs share.

A tab holds its own films and readings in Streamlit's session state, as `webapp.session` holds a
study. Only a class that was joined by its code is shared between tabs: nicknames, the cases read,
and what was read. It holds no film, is kept in memory only, and is gone with the app.
"""

from __future__ import annotations

import re
import threading
from dataclasses import dataclass, field
from typing import Final

import streamlit as st

from languages import Message
from teaching import Attempt, ClassResults, LearnerError, Score
from webapp.film_order import Making
from webapp.lesson_film import LessonFilm
from webapp.measuring import Desk

KEY: Final = "lesson"

CODE: Final = re.compile(r"\w[\w-]{2,19}")
"""What a class code looks like."""

MOST_ATTEMPTS: Final = 5000
"""Of one class: fifty learners on a hundred cases. Keeps a class from filling the memory."""

MOST_CLASSES: Final = 50
CLASS_LASTS: Final = "12h"


class Classroom:
    """The blind readings of a class, from one browser tab or from several at once."""

    def __init__(self) -> None:
        self._attempts: dict[tuple[str, str], Attempt] = {}
        self._lock = threading.Lock()

    def take(self, attempt: Attempt) -> None:
        """Count a reading.

        Raises
        ------
        LearnerError
            If this learner has read the case before, or the class is full.
        """
        with self._lock:
            if (attempt.learner, attempt.case) in self._attempts:
                raise LearnerError(
                    Message(
                        "{learner} has read {case} already; only the first, blind reading "
                        "counts. Is somebody else using this nickname?",
                        learner=attempt.learner,
                        case=attempt.case,
                    )
                )
            if len(self._attempts) >= MOST_ATTEMPTS:
                raise LearnerError(
                    Message("this class is full; take its results away and begin another")
                )
            self._attempts[attempt.learner, attempt.case] = attempt

    def attempt(self, learner: str, case: str) -> Attempt | None:
        """Return what a learner read on a case, None before they did."""
        with self._lock:
            return self._attempts.get((learner, case))

    def clear(self) -> None:
        """Forget every reading."""
        with self._lock:
            self._attempts.clear()

    @property
    def results(self) -> ClassResults:
        """All readings so far."""
        with self._lock:
            return ClassResults(tuple(self._attempts.values()))


@dataclass
class Lesson:
    """What one browser tab learns and teaches."""

    made: dict[str, LessonFilm] = field(default_factory=dict)
    """Films made to order, by name."""

    making: Making | None = None
    """The one being made."""

    desks: dict[str, Desk] = field(default_factory=dict)
    """Where browser and page stand with each measurement, by the key of its editor."""

    practised: dict[str, Score] = field(default_factory=dict)
    """Readings outside the class, by case."""

    shown: set[str] = field(default_factory=set)
    """Cases whose truth was shown outside the class, in practice or by a teacher."""

    own_class: Classroom = field(default_factory=Classroom)
    """The class of those who take turns at this tab."""

    nickname: str = ""
    code: str = ""
    """Of the class that was joined; empty for the tab's own."""

    told: str | None = None
    """Name of the case that was just read for the class, until the next one is asked for."""

    @property
    def classroom(self) -> Classroom:
        """The class whose readings count."""
        return _shared(self.code) if self.code else self.own_class

    def desk(self, key: str) -> Desk:
        """Return where a measurement stands, a fresh desk at first."""
        return self.desks.setdefault(key, Desk())


def checked_code(entered: str) -> str:
    """Return a class code as it is compared, empty for none.

    Raises
    ------
    LearnerError
        If it is no code.

    Examples
    --------
    >>> checked_code(" Spine-7 ")
    'spine-7'
    """
    code = entered.strip().lower()
    if code and not CODE.fullmatch(code):
        raise LearnerError(
            Message(
                "a class code has 3 to 20 letters, digits or dashes, such as spine-7; agree on one"
            )
        )
    return code


def current() -> Lesson:
    """Return the lesson of this browser tab, a fresh one at first."""
    return st.session_state.setdefault(KEY, Lesson())


@st.cache_resource(show_spinner=False, max_entries=MOST_CLASSES, ttl=CLASS_LASTS)
def _shared(code: str) -> Classroom:
    return Classroom()
