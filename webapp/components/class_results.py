"""What a class did: figures, the plot of agreement with the truth, every reading, and CSV."""

from __future__ import annotations

import streamlit as st

from teaching import Agreement, ClassResults, TooFewError, class_figures
from webapp import class_tables as tables
from webapp import exports
from webapp.agreement_plot import agreement_plot
from webapp.classroom import Lesson

METHOD = """\
- **Error** is read minus true, in degrees towards the true convexity; **bias** is its mean,
  **spread** its standard deviation.
- **Limits of agreement** are bias ± 1.96 SD (Bland and Altman 1986, Lancet 1:307); their intervals
  follow Bland and Altman 1999 (Stat Methods Med Res 8:135), with the number of cases for n, since
  readings of one case are alike. They assume errors that are normal and no larger on larger curves:
  look at the plot.
- **SEM** is the standard deviation of readings of one case between learners (within-subject
  standard deviation, Bland and Altman 1996, BMJ 313:744), **MDC95** is 1.96 √2 SEM: two readings
  that differ by less may be of the same curve.
- **ICC(2,1)** (Shrout and Fleiss 1979, Psychol Bull 86:420): the share of variance that lies
  between cases, learners drawn at random. It grows with the range of the cases, so it does not
  compare classes that read other sets.
"""


def class_results(lesson: Lesson) -> None:
    """Show the results of the class as they are now."""
    results = lesson.classroom.results
    if not results.attempts:
        st.info(
            "Nobody has read a case yet. Enter a nickname under Class and measure the first one."
        )
        return
    agreement = _agreement(results)
    st.markdown(
        f"{len(results.learners)} learners, {len(results.cases)} cases, "
        f"{len(results.attempts)} blind readings."
    )
    plot, figures = st.columns([3, 2], gap="medium")
    with plot:
        st.subheader("Agreement with the truth", anchor=False)
        st.plotly_chart(
            agreement_plot(results, agreement),
            theme=None,
            key="agreement-plot",
            config={"displayModeBar": False},
            alt="Error of every reading over the true angle, with bias and limits of agreement",
        )
        if agreement and agreement.few:
            st.caption(
                f"From {agreement.independent} cases: with fewer than 40 these intervals are too "
                "narrow (Carkeet and Goh 2018)."
            )
        _exports(results)
    with figures:
        st.subheader("The class in figures", anchor=False)
        st.table(tables.figure_table(class_figures(results)), hide_index=True, border="horizontal")
    st.subheader("Learners", anchor=False)
    st.table(tables.learner_table(results), hide_index=True, border="horizontal")
    st.subheader("Readings", anchor=False)
    st.dataframe(tables.reading_table(results), hide_index=True)
    with st.expander("How these figures come about", icon=":material/functions:"):
        st.markdown(METHOD)
    _housekeeping(lesson)


def _agreement(results: ClassResults) -> Agreement | None:
    try:
        return results.agreement
    except TooFewError:
        return None


def _exports(results: ClassResults) -> None:
    with st.container(horizontal=True):
        for label, export in (
            ("Readings as CSV", exports.readings(results)),
            ("Figures as CSV", exports.class_figures(results)),
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
        st.button("Refresh", icon=":material/refresh:", key="refresh-results")
        if lesson.code:
            return
        if st.button("Forget these results", icon=":material/delete:", key="forget-results"):
            lesson.own_class.clear()
            lesson.desks.clear()
            lesson.told = None
            st.rerun()
