"""Which studies of a patient are compared: recognised by their headers, or added by hand."""

from __future__ import annotations

from datetime import date

import streamlit as st

from languages import Message, say
from studies.store.kept import Search, Summary
from webapp import keeping
from webapp.visits import Comparison, Visit, Word
from webapp.words import STATUS_NAMES, curves_line, day_words, label_words

COLUMNS = {
    Message("Compare"): 7,
    Message("Day of the film"): 4,
    Message("Standing curves"): 12,
    Message("Whose it is"): 7,
}
"""Headings and widths."""

OFFERED = 50
"""Studies of the worklist that are offered at once; more are found by words of their label."""

ALONE = Message(
    "No other study is recognised as this patient's: there is none in the worklist, or "
    "the headers of the films name no patient. Keep an earlier or a later study, or add "
    "one by hand below."
)

OATH = Message(
    "Only you can say that a study is of this patient. Compare name, number and day of "
    "birth before you do; nothing is guessed from curves or labels. What you say holds "
    "in this tab only."
)


def visit_list(chosen: Comparison, listed: tuple[Visit, ...]) -> list[tuple[Visit, date]]:
    """Ask which studies to compare, and for the days that no header states.

    Returns
    -------
    list of (Visit, date)
        What was chosen and can be compared.
    """
    if len(listed) == 1:
        st.info(say(ALONE))
    for column, heading in zip(st.columns(tuple(COLUMNS.values())), COLUMNS, strict=True):
        column.caption(say(heading))
    compared = []
    for each in listed:
        with st.container(key=f"row-{each.id}"):
            day = _row(chosen, each)
        if day:
            compared.append((each, day))
    _add_by_hand(chosen, listed)
    return compared


def _row(chosen: Comparison, each: Visit) -> date | None:
    """Show a study; its day if it is to be compared."""
    label, day, curves, word = st.columns(tuple(COLUMNS.values()), vertical_alignment="center")
    with label:
        wanted = st.checkbox(
            label_words(each.summary.label),
            value=not each.reason,
            disabled=bool(each.reason),
            key=f"compare-{each.id}",
            persist_state="session",
        )
    with day:
        taken = _day(each)
    with curves:
        if each.reason:
            st.caption(f":material/block: {say(each.reason)}")
        else:
            st.html(curves_line(each.summary))
    with word, st.container(horizontal=True, vertical_alignment="center"):
        _say_whose(chosen, each)
    return taken if wanted and not each.reason else None


def _day(each: Visit) -> date | None:
    """Show the day of a standing film, or ask for it where its header states none."""
    if each.stated or each.reason:
        st.markdown(day_words(each.stated or each.summary.taken))
        return each.stated
    day: date | None = st.date_input(
        say("Day of {name}", name=each.summary.label or Message("this film")),
        value=None,
        max_value="today",
        min_value=date(1950, 1, 1),
        format="YYYY-MM-DD",
        key=f"day-{each.id}",
        label_visibility="collapsed",
        persist_state="session",
        help=say("The header of the film states no day. What you enter is kept in this tab only."),
    )
    if day is None:
        st.caption(say("The film states no day: enter it"))
    return day


def _say_whose(chosen: Comparison, each: Visit) -> None:
    if each.word is Word.OPEN:
        st.markdown(say(":blue-badge[The open study]"))
    elif each.word is Word.HEADERS:
        st.markdown(say(":green-badge[Same patient by its headers]"))
    else:
        st.markdown(say(":orange-badge[Same patient because you say so]"))
        name = each.summary.label or say("the study without a label")
        if st.button(
            "",
            key=f"drop-{each.id}",
            icon=":material/close:",
            help=say("Take {name} out", name=name),
        ):
            chosen.added.remove(each.id)
            st.rerun()


def _add_by_hand(chosen: Comparison, listed: tuple[Visit, ...]) -> None:
    with st.expander(say("Add a study by hand"), icon=":material/person_add:"):
        st.markdown(say(OATH))
        words = st.text_input(
            say("Search the worklist"),
            key="hand-words",
            placeholder=say("Words of the label"),
            icon=":material/search:",
        )
        hits = keeping.store().search(Search(words, most=OFFERED))
        shown = {each.id for each in listed}
        offered = {line.id: line for line in hits.summaries if line.id not in shown}
        if not offered:
            st.caption(say("The worklist has no other study of these words."))
            return
        picked = st.selectbox(
            say("Study"),
            list(offered),
            index=None,
            format_func={line.id: _line_words(line) for line in offered.values()}.__getitem__,
            placeholder=say("Choose a study"),
            key="hand-study",
        )
        if st.button(
            say("I say that this study is of the same patient: add it"),
            disabled=picked is None,
            icon=":material/add:",
            key="hand-add",
        ):
            chosen.added.append(picked)
            st.rerun()


def _line_words(line: Summary) -> str:
    curves = ", ".join(
        f"{curve.upper}–{curve.lower} {curve.magnitude_deg:.0f}° {say(curve.convexity)}"
        for curve in line.curves
    )
    label = line.label or say("No label")
    return f"{label}, {day_words(line.taken)}, {curves or say(STATUS_NAMES[line.status])}"
