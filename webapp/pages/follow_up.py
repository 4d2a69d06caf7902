"""Follow-up page: what became of each curve from study to study of one patient, at fixed levels."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import streamlit as st

from languages import Message, joined, plural, say
from measurements import Progression
from studies.follow_up import (
    UNCONFIRMED,
    Caution,
    DatedFilm,
    FollowUp,
    FollowUpError,
    follow_up,
)
from webapp import exports, follow_up_tables, session
from webapp.compare_scene import compare_scene
from webapp.components import empty, keep, skeleton
from webapp.components.cautions import GRAVE
from webapp.components.film_compare import film_compare
from webapp.components.visit_list import visit_list
from webapp.exports import Export
from webapp.session import Session
from webapp.trend_plot import trend_plot
from webapp.visits import Comparison, Visit, comparison, film_picture, hand_cautions, visits
from webapp.words import verbatim

Compared = Sequence[tuple[Visit, date]]


def follow_up_page() -> None:
    """Draw the page from top to bottom."""
    here = session.current()
    if here.findings is None:
        empty.no_study(here)
        return
    place = here.keeping.place
    if place is None or here.keeping.trouble:
        _not_kept(here)
        return
    chosen = comparison(place.id)
    compared = visit_list(chosen, visits(here, chosen))
    if len(compared) < 2:
        st.info(
            say(
                "Choose two studies or more, each with the day of its standing film, to see "
                "what became of the curves between them."
            )
        )
        return
    found = _follow(compared)
    if found:
        _cautions([*hand_cautions(compared), *found.cautions])
        _numbers(found)
        _compare(here, chosen, compared, found)
        _exports(found)


def _not_kept(here: Session) -> None:
    if here.keeping.trouble:
        return  # said on top of the page, with what to do
    st.info(
        say(
            "This study is not kept, so no other can be found beside it. Turn this on, and "
            "keep the earlier and later studies of the patient too: their curves are then "
            "compared here."
        )
    )
    keep.switch(here)


def _follow(compared: Compared) -> FollowUp | None:
    """Follow the curves, or say why these films cannot be compared."""
    try:
        films = [DatedFilm(day, each.film) for each, day in compared if each.film]
        return follow_up(films, reference=_ask_reference([each.taken for each in films]))
    except FollowUpError as refusal:
        st.error(say(str(refusal)), icon=":material/block:")
        return None


def _ask_reference(days: list[date]) -> date | None:
    """Ask whose curves are followed; days that are given twice are refused later."""
    if len(set(days)) < len(days):
        return None
    chosen: date = st.segmented_control(
        say("Follow the curves and levels found on"),
        sorted(days),
        default=min(days),
        required=True,
        format_func=date.isoformat,
        key=f"reference-{'-'.join(map(str, sorted(days)))}",
        persist_state="session",
        help=say("Each curve keeps the end vertebrae it has on this film, on all other films too."),
    )
    return chosen


def _cautions(given: Sequence[Caution]) -> None:
    """Show what concerns the comparison or every number, and fold away the rest."""
    open_ones = [each for each in given if each.taken is None or each.code in GRAVE]
    unconfirmed = [each for each in given if each.code == UNCONFIRMED]
    folded = [each for each in given if each not in (*open_ones, *unconfirmed)]
    *first, last = open_ones  # whose films they are comes last, as it comes each time
    for each in first:
        _warn(each.message, each.remedy)
    if unconfirmed:
        _warn(joined(" ", (each.message for each in unconfirmed)), unconfirmed[0].remedy)
    st.caption(f":material/info: {say(last.message)} {say(last.remedy)}")
    if folded:
        with st.expander(
            say("{things} to check on single films", things=_things(len(folded))),
            icon=":material/checklist:",
        ):
            for each in folded:
                st.markdown(f"- {verbatim(say(each.message))} *{say(each.remedy)}*")


def _warn(message: str, remedy: str) -> None:
    st.warning(f"**{verbatim(say(message))}**  \n{say(remedy)}", icon=":material/warning:")


def _things(count: int) -> str:
    return say(plural("1 thing", "{count} things", count))


def _numbers(found: FollowUp) -> None:
    if not found.curves:
        least = found.settings.minimum_curve_deg
        st.info(
            say(
                "No curve of {least:g}° or more was found on the film of {taken}. Follow the "
                "curves of another film.",
                least=least,
                taken=found.reference.taken,
            )
        )
        return
    for column, followed in zip(st.columns(len(found.curves)), found.curves, strict=True):
        with column:
            _headline(followed)
    st.subheader(say("Angle by date, at the same levels"), anchor=False)
    st.plotly_chart(
        trend_plot(found),
        theme=None,
        key="trend",
        config={"displayModeBar": False},
        alt=say(
            "Each curve's angle from day to day with its 95 % interval and line of least squares"
        ),
    )
    st.caption(
        say(
            "Degrees towards the convexity that the curve has on the film of {taken}, whose "
            "curves and levels are followed. Bars are 95 % intervals of an angle; the line "
            "is that of least squares, its slope the rate, its band what measurement error "
            "makes of it. From the dotted line on, growth since the first film is called "
            "progression by convention.",
            taken=found.reference.taken,
        )
    )
    st.table(follow_up_tables.angle_table(found), hide_index=True, border="horizontal")
    for reason in follow_up_tables.reasons(found):
        st.markdown(f"- {reason}")
    st.subheader(say("From film to film"), anchor=False)
    st.table(follow_up_tables.change_table(found), hide_index=True, border="horizontal")
    st.caption(
        say(
            "Changes are given to a tenth of a degree because they are judged so; no film "
            "can be read so finely. The two columns on the right answer two questions: a "
            "curve can grow by what is called progression and still be within measurement "
            "error. The Method page has formulas and sources under Progression."
        )
    )


def _headline(followed: Progression) -> None:
    curve, change = followed.curve, followed.overall
    title = say(
        "{name}, {convexity} convex",
        name=follow_up_tables.name(followed),
        convexity=curve.convexity,
    )
    with st.container(border=True, height="stretch"):
        if change is None:
            st.metric(title, say("one angle only"))
            st.caption(say("No change can be told: only one film shows both end vertebrae."))
            return
        angles = {each.taken: each for each in followed.angles}
        first, last = (
            follow_up_tables.towards_convexity(angles[day], followed)
            for day in (change.since, change.until)
        )
        assert first is not None  # a change is between measured angles
        assert last is not None
        words = follow_up_tables.angle_words
        st.metric(
            title,
            f"{words(first)} → {words(last)}",
            say(
                "{change} in {years:.1f} years",
                change=follow_up_tables.fine_degrees(change.change_deg),
                years=change.years,
            ),
            delta_color="off",
            delta_arrow="off",
        )
        st.markdown(
            say(
                "**{progression_deg:g} degrees by convention:** {convention}  \n"
                "**Measurement error:** {error}  \n**Rate a year (95 %):** {rate}",
                progression_deg=change.progression_deg,
                convention=follow_up_tables.convention_words(change),
                error=follow_up_tables.error_words(change),
                rate=follow_up_tables.rate_words(followed),
            )
        )


def _compare(here: Session, chosen: Comparison, compared: Compared, found: FollowUp) -> None:
    st.subheader(say("Compare two dates"), anchor=False)
    by_day = {day: each for each, day in compared}
    days = sorted(by_day)
    pair = _ask_pair(days) if len(days) > 2 else (days[0], days[1])
    if pair[0] == pair[1]:
        st.info(say("Choose two different days."))
        return
    dated = {each.taken: each for each in found.films}
    with st.spinner(say("Reading the films")):
        first, second = (film_picture(here, chosen, by_day[day]) for day in pair)
    scene = compare_scene(
        (dated[pair[0]], dated[pair[1]]), [followed.curve for followed in found.curves]
    )
    film_compare(scene, (first, second))


def _ask_pair(days: list[date]) -> tuple[date, date]:
    key = "-".join(map(str, days))
    with st.container(horizontal=True):
        first, second = (
            st.selectbox(
                say(title),
                days,
                index=index,
                format_func=date.isoformat,
                key=f"{title}-{key}",
                width=180,
                persist_state="session",
            )
            for title, index in ((Message("Film of"), 0), (Message("with film of"), len(days) - 1))
        )
    return first, second


def _exports(found: FollowUp) -> None:
    st.subheader(say("Take away"), anchor=False)
    with st.container(horizontal=True):
        _download(say("CSV of the angles"), exports.follow_up_csv(found))
        _download(say("JSON of everything"), exports.follow_up_json(found))
    st.caption(say("Both hold the days of the films, without which no rate can be understood."))


def _download(label: str, export: Export) -> None:
    st.download_button(
        label,
        export.data,
        file_name=export.name,
        mime=export.mime,
        icon=":material/download:",
        on_click="ignore",
        key=f"download-{export.name}",
    )


skeleton.show_results(
    Message("Follow-up"),
    Message(
        "Studies of one patient from different days: what became of each curve, at the same levels."
    ),
    follow_up_page,
)
