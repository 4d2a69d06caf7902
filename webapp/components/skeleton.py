"""The frame of every page: a title, a body, errors turned into advice, and the notice."""

from __future__ import annotations

import functools
from collections.abc import Callable
from pathlib import Path
from typing import Final, ParamSpec

import streamlit as st

from languages import say
from studies.notice import RESEARCH_NOTICE, UNREVIEWED
from webapp import analysis, keeping, session
from webapp.components import analysing, keep
from webapp.errors import advice
from webapp.words import verbatim

P = ParamSpec("P")

STYLE = """<style>
/* Streamlit leaves a hand's breadth above the title and beside it, which the films need. */
.stMainBlockContainer {padding: 4.5rem clamp(1rem, 4vw, 5rem) 2rem}
/* White on the bright primary colour cannot be read by everybody. */
[data-testid="stBaseButton-primary"]:enabled {color: #06181c}
/* Room to drop three films at once. */
[data-testid="stFileUploaderDropzone"] {min-height: 7rem; align-items: center}
/* One line of the worklist from the next. */
[class*="st-key-row-"] {border-top: 1px solid #2a333c; padding-top: .6rem}
/* What only runs a script takes no room. */
[data-testid="stElementContainer"]:has(> .stHtml > script) {display: none}
</style>"""

HISTORY: Final = f"<script>{Path(__file__).with_name('history.js').read_text()}</script>"


def explained(draw: Callable[P, None]) -> Callable[P, None]:
    """Show advice where drawing fails, instead of a traceback.

    Streamlit's own signals to stop or run again are no `Exception` and pass through.
    """

    @functools.wraps(draw)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            draw(*args, **kwargs)
        except Exception as error:
            st.error(say(advice(error)))

    return guarded


def show(title: str, lead: str, body: Callable[[], None]) -> None:
    """Draw a page.

    Parameters
    ----------
    title : str
        The page's name, in English.
    lead : str
        What it is for, in a sentence, in English.
    body : callable
        Draws what lies between the title and the notice.
    """
    _page(title, lead, body, lambda: "")


def show_results(title: str, lead: str, body: Callable[[], None]) -> None:
    """Draw a page of what was found in the study, as `show`; its notice says who reviewed it.

    Parameters
    ----------
    title, lead : str
    body : callable
    """
    _page(title, lead, body, _badge)


def _page(title: str, lead: str, body: Callable[[], None], badge: Callable[[], str]) -> None:
    st.html(STYLE)
    st.title(say(title), anchor=False)
    st.caption(say(lead))
    st.html(HISTORY, unsafe_allow_javascript=True)
    _study_page(body, badge)


@explained
def _study_page(body: Callable[[], None], badge: Callable[[], str]) -> None:
    """Draw what depends on the study of the session."""
    here = session.current()
    keeping.follow(here)
    if analysis.follow(here):
        keeping.save(here)
    with st.container():  # there even while empty: what follows stays the same nodes, with its zoom
        keep.troubles(here)
        analysing.progress(here)
    explained(body)()
    st.divider()
    st.markdown(f"{badge()}:small[{say(RESEARCH_NOTICE)}]")


def _badge() -> str:
    """Say whether what the page shows was reviewed, and by whom; nothing without a result."""
    found = session.current().findings
    if not found:
        return ""
    if found.review:
        return f":green-badge[{verbatim(say(found.review_state))}] "
    return f":orange-badge[{say(UNREVIEWED)}] "
