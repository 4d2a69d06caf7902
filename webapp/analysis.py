"""The network behind the app: loaded once for everybody, used by one study at a time.

Only the network is shared between browser sessions. Films and findings stay in the session that
brought them.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Final

import streamlit as st

from languages import Message
from studies.analyse import FilmSegmenter, analyse_study, with_marks, with_technique
from webapp import choices
from webapp.session import Session

_queue: Final = threading.Semaphore(1)
"""Two analyses at once would each take more than twice as long, and twice the memory."""


@st.cache_resource(show_spinner=False)
def segmenter() -> FilmSegmenter:
    """Load the shipped weights, once for all sessions."""
    from r2mf.segmenter import Segmenter  # here, so that pages open without loading PyTorch

    return Segmenter.load()


def analyse(session: Session, on_step: Callable[[str, float], None]) -> None:
    """Find and measure the spine on every film of a session.

    It is measured by the settings as they are chosen now. Corrections made before, say while a side
    was still wrong, are made again.

    Parameters
    ----------
    session : Session
        Its films each have a view; it gains the findings.
    on_step : callable
        Told the name of the step that begins and the share of the work done before it.

    Raises
    ------
    StudyError
        If the study holds no film.
    r2mf.SegmentationError
        If the weights cannot be loaded.
    """
    on_step(Message("Waiting for another study to finish"), 0.0)
    with _queue:
        on_step(Message("Loading the network"), 0.0)
        network = segmenter()
        settings = choices.present(session).settings
        findings = analyse_study(session.by_view, network, settings=settings, on_step=on_step)
    for film in session.films:
        if film.history and film.view in findings.films:
            findings = with_marks(findings, film.history.present, view=film.view)
    session.findings = with_technique(findings, session.technique)
