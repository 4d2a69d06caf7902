"""What a class did: figures, the plot of agreement with the truth, every reading, and CSV."""

from __future__ import annotations

import streamlit as st

from languages import Message, say
from teaching import Agreement, ClassResults, TooFewError, class_figures
from webapp import class_tables as tables
from webapp import exports
from webapp.agreement_plot import agreement_plot
from webapp.classroom import Lesson

METHOD = Message(
    "- **Error** is read minus true, in degrees towards the true convexity; **bias** is its "
    "mean,\n  **spread** its standard deviation.\n- **Limits of agreement** are bias ± 1.96 "
    "SD (Bland and Altman 1986, Lancet 1:307); their intervals\n  follow Bland and Altman "
    "1999 (Stat Methods Med Res 8:135), with the number of cases for n, since\n  readings of "
    "one case are alike. They assume errors that are normal and no larger on larger "
    "curves:\n  look at the plot.\n- **SEM** is the standard deviation of readings of one "
    "case between learners (within-subject\n  standard deviation, Bland and Altman 1996, BMJ "
    "313:744), **MDC95** is 1.96 √2 SEM: two readings\n  that differ by less may be of the "
    "same curve.\n- **ICC(2,1)** (Shrout and Fleiss 1979, Psychol Bull 86:420): the share of "
    "variance that lies\n  between cases, learners drawn at random. It grows with the range "
    "of the cases, so it does not\n  compare classes that read other sets.\n"
)


def class_results(lesson: Lesson) -> None:
    """Show the results of the class as they are now."""
    results = lesson.classroom.results
    if not results.attempts:
        st.info(
            say(
                "Nobody has read a case yet. Enter a nickname under Class and measure the "
                "first one."
            )
        )
        return
    agreement = _agreement(results)
    st.markdown(
        say(
            "{count} learners, {cases} cases, {readings} blind readings.",
            count=len(results.learners),
            cases=len(results.cases),
            readings=len(results.attempts),
        )
    )
    plot, figures = st.columns([3, 2], gap="medium")
    with plot:
        st.subheader(say("Agreement with the truth"), anchor=False)
        st.plotly_chart(
            agreement_plot(results, agreement),
            theme=None,
            key="agreement-plot",
            config={"displayModeBar": False},
            alt=say(
                "Error of every reading over the true angle, with bias and limits of agreement"
            ),
        )
        if agreement and agreement.few:
            st.caption(
                say(
                    "From {independent} cases: with fewer than 40 these intervals are too "
                    "narrow (Carkeet and Goh 2018).",
                    independent=agreement.independent,
                )
            )
        _exports(results)
    with figures:
        st.subheader(say("The class in figures"), anchor=False)
        st.table(tables.figure_table(class_figures(results)), hide_index=True, border="horizontal")
    st.subheader(say("Learners"), anchor=False)
    st.table(tables.learner_table(results), hide_index=True, border="horizontal")
    st.subheader(say("Readings"), anchor=False)
    st.dataframe(tables.reading_table(results), hide_index=True)
    with st.expander(say("How these figures come about"), icon=":material/functions:"):
        st.markdown(say(METHOD))
    _housekeeping(lesson)


def _agreement(results: ClassResults) -> Agreement | None:
    try:
        return results.agreement
    except TooFewError:
        return None


def _exports(results: ClassResults) -> None:
    with st.container(horizontal=True):
        for label, export in (
            (say("Readings as CSV"), exports.readings(results)),
            (say("Figures as CSV"), exports.class_figures(results)),
        ):
            st.download_button(
                label,
                export.data,
                export.name,
                export.mime,
                key=f"take-{export.name.split('-')[2]}",
                icon=":material/download:",
                on_click="ignore",
            )


def _housekeeping(lesson: Lesson) -> None:
    with st.container(horizontal=True):
        st.button(say("Refresh"), icon=":material/refresh:", key="refresh-results")
        if lesson.code:
            return
        if st.button(say("Forget these results"), icon=":material/delete:", key="forget-results"):
            lesson.own_class.clear()
            lesson.desks.clear()
            lesson.told = None
            st.rerun()
