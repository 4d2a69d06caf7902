"""Films beside each other on one vertebra and in one scale, and the way from one to the next."""

from __future__ import annotations

from typing import Final

from studies.findings import StudyFindings
from webapp.aligned_scene import aligned_scene
from webapp.components import media
from webapp.components.browser import component
from webapp.session import Session

_viewer: Final = component("film_viewer")


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
