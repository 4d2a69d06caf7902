"""Where films and sample studies come in."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence

import streamlit as st

from languages import say
from sample_data import SampleStudy, sample_studies
from webapp import upload
from webapp.components import analysing, keep, uploaded
from webapp.session import Session
from webapp.words import verbatim

SAMPLES_A_ROW = 4

MOST_NAMES = 4
"""Of files with one reason that are named; the folder of a disc has hundreds."""

WORDS = """<style>
/* Streamlit writes its own words on a field in English, whatever the page speaks. */
[class*=st-key-{field}] [data-testid=stFileUploaderDropzone] button p,
[class*=st-key-{field}] [data-testid=stFileUploaderDropzoneInstructions] span {{display: none}}
[class*=st-key-{field}] [data-testid=stFileUploaderDropzone] button
  [data-testid=stMarkdownContainer]::after {{content: {choose}}}
[class*=st-key-{field}] [data-testid=stFileUploaderDropzoneInstructions]::after {{
  content: {limit}; font-size: .875rem; opacity: .75}}
</style>"""


def drop_zone(session: Session) -> None:
    """Offer to drop films, or to open a sample study while there are none."""
    if session.films:
        _files(session, say("Drop more films here"))
        return
    _files(
        session,
        say("Drop the standing and both bending films of a patient, or a ZIP archive of them"),
    )
    keep.switch(session)
    st.subheader(say("Or open a sample study"), anchor=False)
    _samples(session)


def refusals(session: Session) -> None:
    """Say why files were turned away, a sentence for all that have the same reason."""
    if session.refusals:
        names: dict[str, list[str]] = {}
        for file in session.refusals:
            names.setdefault(file.reason, []).append(f"**{verbatim(file.name)}**")
        lines = [f"- {_listed(some)}: {say(reason)}" for reason, some in names.items()]
        st.error("\n".join(lines), icon=":material/block:")
    if session.ignored:
        counts = Counter(session.ignored)
        some = [verbatim(name) + (f" ({n})" if n > 1 else "") for name, n in counts.items()]
        left = say("Left aside, as these are never films: {names}.", names=_listed(some))
        st.caption(f":material/info: {left}")


def _listed(names: Sequence[str]) -> str:
    """Write names in a row, and how many more there are."""
    shown = ", ".join(names[:MOST_NAMES])
    more = len(names) - MOST_NAMES
    return say("{names} and {count} more", names=shown, count=more) if more > 0 else shown


def _files(session: Session, label: str) -> None:
    """Take in what is dropped on either of two fields: a browser picks files or folders, not both.

    Films are taken by their content, as DICOM files often have no extension.
    """
    megabytes = st.get_option("server.maxUploadSize")
    limit = say("or drop them here, up to {megabytes} MB each", megabytes=megabytes)
    for field, choose in (("films-", say("Choose files")), ("folder-", say("Choose a folder"))):
        st.html(WORDS.format(field=field, choose=_css_string(choose), limit=_css_string(limit)))
    films, folder = st.columns([3, 2])
    with films:
        files = st.file_uploader(
            label,
            type=None,
            accept_multiple_files=True,
            key=f"films-{session.uploads}",
            help=say(
                "DICOM with or without extension, PNG, JPEG, TIFF or BMP, or a ZIP archive of "
                "them. The files stay on this computer."
            ),
        )
    with folder:
        inside = st.file_uploader(
            say("Or a folder, or a hospital's disc"),
            type=None,
            accept_multiple_files="directory",
            key=f"folder-{session.uploads}",
            help=say(
                "Films are sorted by patient and study; what is no film is named and left aside."
            ),
        )
    if files or inside:
        session.refusals.clear()
        with st.spinner(say("Reading the films")):
            upload.take_in(session, [*files, *inside])
        uploaded.let_go([*files, *inside])
        session.uploads += 1
        st.rerun()


def _css_string(words: str) -> str:
    return json.dumps(words, ensure_ascii=False)


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
