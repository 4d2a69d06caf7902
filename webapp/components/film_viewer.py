"""Films beside each other on one vertebra and in one scale, and the way from one to the next."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import streamlit as st

from studies.findings import StudyFindings
from webapp.aligned_scene import aligned_scene
from webapp.components import media
from webapp.session import Session

_HERE: Final = Path(__file__)

_viewer: Final = st.components.v2.component(
    "r2mf.film_viewer",
    html=_HERE.with_suffix(".html").read_text(),
    css=_HERE.with_suffix(".css").read_text(),
    js=_HERE.with_suffix(".js").read_text(),
)


def film_viewer(session: Session, study: StudyFindings) -> None:
    """Show the films of a study, each with the standing curves' levels."""
    films = {view: session.film(view) for view in study.films}
    pictures = {
        view: media.address(film.media, f"beside-{film.key}") for view, film in films.items()
    }
    _viewer(
        data=aligned_scene(study)
        | {"pictures": pictures, "key": "-".join(film.key for film in films.values())},
        key="films-beside",
    )
