"""A film to measure: two lines drawn with mouse, fingers or keys, then the truth over them."""

from __future__ import annotations

from typing import Any, Final

import streamlit as st

from webapp.components import media
from webapp.components.browser import component
from webapp.lesson_film import LessonFilm
from webapp.lesson_scene import Scene

_film: Final = component("measuring_film")


def sent(key: str) -> Any:
    """Return what the browser sent last, None before it ever did."""
    return st.session_state.get(key, {}).get("measured")


def measuring_film(film: LessonFilm, scene: Scene, key: str) -> None:
    """Show a film to be measured, or what was measured on it."""
    _film(
        data=scene | {"src": media.address(film.media, key)},
        key=key,
        on_measured_change=_nothing,  # `sent` has told it before anything was drawn
    )


def _nothing() -> None:
    """Streamlit keeps the state of a component only where a callback is named."""
