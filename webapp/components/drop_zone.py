"""Where films and sample studies come in."""

from __future__ import annotations

import streamlit as st

from languages import say
from sample_data import SampleStudy, sample_studies
from webapp import upload
from webapp.components import analysing, keep
from webapp.session import Session
from webapp.words import verbatim

SAMPLES_A_ROW = 4


def drop_zone(session: Session) -> None:
    """Offer to drop films, or to open a sample study while there are none."""
    if session.films:
        _films(session, say("Drop more films here"))
        return
    _films(
        session, say("Drop the standing, the left-bending and the right-bending film of a patient")
    )
    keep.switch(session)
    st.subheader(say("Or open a sample study"), anchor=False)
    _samples(session)


def refusals(session: Session) -> None:
    """Say why files were turned away, one sentence each."""
    if session.refusals:
        lines = [f"- **{verbatim(file.name)}** {say(file.reason)}" for file in session.refusals]
        st.error("\n".join(lines), icon=":material/block:")


def _films(session: Session, label: str) -> None:
    files = st.file_uploader(
        label,
        type=None,  # DICOM files often have no extension: the content decides
        accept_multiple_files=True,
        key=f"films-{session.uploads}",
        help=say(
            "DICOM with or without extension, PNG, JPEG, TIFF or BMP. The files stay on this "
            "computer."
        ),
    )
    if files:
        session.refusals.clear()
        with st.spinner(say("Reading the films")):
            upload.take_in(session, files)
        session.uploads += 1
        st.rerun()


def _samples(session: Session) -> None:
    samples = sample_studies()
    for first in range(0, len(samples), SAMPLES_A_ROW):
        row = samples[first : first + SAMPLES_A_ROW]
        for column, sample in zip(st.columns(SAMPLES_A_ROW), row, strict=False):
            with column.container(border=True, height="stretch"):
                _sample(session, sample)


def _sample(session: Session, sample: SampleStudy) -> None:
    st.markdown(f"**{say(sample.title)}**")
    st.markdown(f":small[{say(sample.description)}]")
    with st.container(horizontal=True):
        measured = st.button(say("Analyse"), key=f"analyse-{sample.name}", type="primary")
        opened = st.button(say("Open"), key=f"sample-{sample.name}", icon=":material/folder_open:")
    if opened or measured:
        with st.spinner(say("Reading the films")):
            upload.open_sample(session, sample)
    if measured:  # the views and sides of our own phantoms need no confirming
        analysing.analyse(session)
    if opened:
        st.rerun()
