"""Worklist page: the studies that are kept, found, opened and deleted."""

from __future__ import annotations

import streamlit as st

from languages import Message, plural, say, saying
from studies.store.kept import Hits, Order, Search, Status, Summary
from webapp import analysis, keeping, session
from webapp.components import empty, keep, skeleton
from webapp.language import spoken
from webapp.session import Session
from webapp.words import (
    ORDER_NAMES,
    STATUS_BADGES,
    STATUS_NAMES,
    curve_lines,
    day_words,
    label_words,
    moment_words,
)

COLUMNS = {
    Message("Study"): 9,
    Message("Film date"): 3,
    Message("Standing curves"): 11,
    Message("Status"): 4,
    "": 5,
}
"""Headings and widths; the last holds the buttons."""

PAGE = 30
"""Studies listed at first, and more with every request."""

MOST = "worklist-most"

ALL = Message("All")


def worklist() -> None:
    """Draw the page from top to bottom."""
    here = session.current()
    if not here.keeping.wanted:
        st.info(
            say(
                "Studies are not kept in this tab, so there is no list of them. Turn this on "
                "to see those that were kept on this computer."
            )
        )
        keep.switch(here)
        return
    if not keeping.store().search(Search(most=1)).count:
        empty.no_kept_study()
        return
    hits = keeping.store().search(_ask())
    _list(here, hits)
    if hits.count > len(hits.summaries):
        _offer_more(hits)


def _ask() -> Search:
    """Ask which studies to list."""
    with st.container(horizontal=True, vertical_alignment="top"):
        words = st.text_input(
            say("Search"),
            key="worklist-words",
            placeholder=say("Words of the label"),
            icon=":material/search:",
            persist_state="session",
            width=320,
        )
        status = st.segmented_control(
            say("Status"),
            [ALL, *STATUS_NAMES],
            format_func=saying({ALL: ALL, **STATUS_NAMES}),
            default=ALL,
            required=True,
            key="worklist-status",
            persist_state="session",
        )
        order = st.selectbox(
            say("Sort by"),
            list(Order),
            format_func=saying(ORDER_NAMES),
            key="worklist-order",
            persist_state="session",
            width=220,
        )
    most = st.session_state.get(MOST, PAGE)
    return Search(words, None if status == ALL else Status(status), order, most)


def _list(here: Session, hits: Hits) -> None:
    count = say(plural("1 study", "{count} studies", hits.count))
    of = (
        ""
        if hits.count == hits.kept_count
        else say(" of {kept_count} kept", kept_count=hits.kept_count)
    )
    st.caption(f"{count}{of}")
    if not hits.summaries:
        st.info(say("No study matches. Use fewer words, or another status."))
        return
    for column, heading in zip(st.columns(tuple(COLUMNS.values())), COLUMNS, strict=True):
        column.caption(say(heading))
    for summary in hits.summaries:
        with st.container(key=f"row-{summary.id}"):
            _row(here, summary)


def _row(here: Session, summary: Summary) -> None:
    label, day, curves, status, buttons = st.columns(
        tuple(COLUMNS.values()), vertical_alignment="center"
    )
    with label:
        st.markdown(f"{label_words(summary.label)}  \n:small[{_details(here, summary)}]")
    with day:
        st.markdown(day_words(summary.taken))
    with curves:
        st.html(curve_lines(summary))
    with status:
        st.markdown(STATUS_BADGES[summary.status].format(say(STATUS_NAMES[summary.status])))
    with buttons, st.container(horizontal=True, horizontal_alignment="right", gap="small"):
        opened = st.button(say("Open"), key=f"open-{summary.id}")
        name = summary.label or say("the study without a label")
        deleted = st.button(
            "",
            key=f"delete-{summary.id}",
            icon=":material/delete:",
            help=say("Delete {name}", name=name),
        )
    if opened:
        _open(here, summary)
    if deleted:
        _confirm(here, summary)


def _details(here: Session, summary: Summary) -> str:
    details = [
        say(plural("1 film", "{count} films", summary.film_count)),
        say("changed {moment}", moment=moment_words(summary.changed_at, st.context.timezone)),
    ]
    if analysis.is_running(summary.id):
        details.append(say("being analysed"))
    if here.keeping.place and here.keeping.place.id == summary.id:
        details.append(say("open in this tab"))
    return ", ".join(details)


def _open(here: Session, summary: Summary) -> None:
    with st.spinner(say("Reading the films")):
        keeping.open_study(here, summary.id)
    st.switch_page(empty.STUDY_PAGE)


@st.dialog(say("Delete this study?"))
@spoken
def _confirm(here: Session, summary: Summary) -> None:
    st.markdown(label_words(summary.label))
    st.markdown(
        say(
            "Its films, outlines, corrections and confirmations are removed from this "
            "computer. This cannot be undone. Copies that you have exported stay."
        )
    )
    with st.container(horizontal=True):
        if st.button(
            say("Delete for good"), key="delete", type="primary", icon=":material/delete:"
        ):
            keeping.delete(here, summary.id)
            st.rerun()
        if st.button(say("Keep it"), key="keep-it"):
            st.rerun()


def _offer_more(hits: Hits) -> None:
    if st.button(
        say("Show more ({count} of {found} shown)", count=len(hits.summaries), found=hits.count),
        key="more",
    ):
        st.session_state[MOST] = len(hits.summaries) + PAGE
        st.rerun()


skeleton.show(
    Message("Worklist"),
    Message("The studies kept on this computer: find, open or delete them."),
    worklist,
)
