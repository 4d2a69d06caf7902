"""In which language a session is spoken to.

Streamlit runs the script of a session in a thread of its own, and a fragment or a dialog in a later
one, without what stands around it. So `app.py` speaks the language of its session around the whole
page, and every fragment and dialog speaks it again.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import ParamSpec, TypeVar

import streamlit as st

from languages import best_language, speaking
from studies.preferences_file import BROWSER
from studies.store.errors import InstallationError
from webapp import choices, session

P = ParamSpec("P")
T = TypeVar("T")


def of_session() -> str:
    """Return the language that was chosen, or the one nearest to the browser's.

    Where the environment names no usable place for a choice there is none; the page says why.
    """
    try:
        chosen = choices.present(session.current()).preferences.language
    except InstallationError:
        chosen = BROWSER
    return best_language(browser_locale()) if chosen == BROWSER else chosen


def browser_locale() -> str | None:
    """Return the locale that the browser states, None where it states none."""
    return st.context.locale


def spoken(draw: Callable[P, T]) -> Callable[P, T]:
    """Speak the language of the session while drawing."""

    @functools.wraps(draw)
    def in_language(*args: P.args, **kwargs: P.kwargs) -> T:
        with speaking(of_session()):
            return draw(*args, **kwargs)

    return in_language
