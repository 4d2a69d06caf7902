"""The film with what is marked on it, to look at and to correct with mouse, fingers or keys."""

from __future__ import annotations

from typing import Any, Final

import streamlit as st

from studies.analyse import suggested_corners
from studies.findings import Corners, StudyFindings
from studies.radiograph import View
from webapp import analysis, choices, editing
from webapp.components import media
from webapp.components.browser import component
from webapp.scene import scene
from webapp.session import DraftFilm, Session

_editor: Final = component("film_editor")


def key_of(film: DraftFilm) -> str:
    """Key of a film's editor in Streamlit's session state."""
    return f"editor-{film.key}"


def take_in(session: Session, view: View) -> None:
    """Carry out what the browser asked for since the page was drawn last."""
    film = session.film(view)
    sent: Any = st.session_state.get(key_of(film), {})

    def settle(corners: Corners) -> Corners:
        return suggested_corners(film.radiograph, analysis.segmenter(), corners)

    editing.take_in(session, view, sent.get("edits"), settle)


def film_editor(session: Session, study: StudyFindings, view: View) -> None:
    """Show a film, with nothing chosen at first."""
    film = session.film(view)
    key = key_of(film)
    view_from = choices.present(session).preferences.view_from
    _editor(
        data=scene(film, study.films[view], view_from) | {"src": media.address(film.media, key)},
        key=key,
        on_edits_change=_nothing,  # `take_in` has read them before anything was drawn
    )


def _nothing() -> None:
    """Streamlit keeps the state of a component only where a callback is named."""
