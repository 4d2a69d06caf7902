"""Report page: what was found, to take away as PDF, CSV and JSON."""

from __future__ import annotations

import streamlit as st

from languages import Message, say, spoken_language
from studies.findings import StudyFindings
from webapp import exports, session
from webapp.components import empty, other_settings, skeleton
from webapp.exports import Export
from webapp.session import Session

PREVIEW_HEIGHT = 900


def report() -> None:
    """Draw the page from top to bottom."""
    here = session.current()
    found = here.findings
    if found is None:
        empty.no_study(here)
        return
    other_settings.other_settings(here, found)
    pdf, csv, json = _pdf(here, found), exports.csv(found), exports.json(found)
    with st.container(horizontal=True):
        _download(say("PDF report"), pdf, primary=True)
        _download(say("CSV of the curves"), csv)
        _download(say("JSON of everything"), json)
    as_pdf, as_csv, as_json = st.tabs([say("PDF"), say("CSV"), say("JSON")])
    with as_pdf:
        st.pdf(pdf.data, height=PREVIEW_HEIGHT, key=pdf.name, alt=say("The report"))
    with as_csv:
        st.code(csv.data.decode(), language=None)
    with as_json:
        st.json(json.data.decode(), expanded=1)


def _pdf(here: Session, found: StudyFindings) -> Export:
    language = spoken_language()
    if language not in here.reports:
        with st.spinner(say("Typesetting the report")):
            here.reports[language] = exports.pdf(found, here.by_view)
    return here.reports[language]


def _download(label: str, export: Export, *, primary: bool = False) -> None:
    st.download_button(
        label,
        export.data,
        file_name=export.name,
        mime=export.mime,
        type="primary" if primary else "secondary",
        icon=":material/download:",
        on_click="ignore",
        key=f"download-{export.name}",
    )


skeleton.show_results(
    Message("Report"),
    Message("Figures, angles, levels, warnings and where each number came from, to take away."),
    report,
)
