"""Films with their overlay: layers to switch, grey to window, zoom and pan in the picture."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import streamlit as st

from studies.findings import StudyFindings
from studies.radiograph import View
from webapp import overlay, picture
from webapp.components.skeleton import explained
from webapp.overlay import CobbMark, Layer
from webapp.picture import Window
from webapp.session import Session
from webapp.words import VIEW_NAMES

TALL, SIDE_BY_SIDE = 860, 640
"""Heights in pixels: a whole spine alone, and three beside each other."""

PLOTLY = {
    "scrollZoom": True,
    "displaylogo": False,
    # a picture saved from here would carry no notice; the report does
    "modeBarButtonsToRemove": ["toImage", "select2d", "lasso2d", "autoScale2d"],
}


@st.fragment
@explained
def one_film(session: Session, study: StudyFindings, view: View) -> None:
    """Show one film large, with its own curves."""
    film, findings = session.film(view), study.films[view]
    tools = st.container(horizontal=True, vertical_alignment="bottom", gap="large")
    with tools:
        layers = _layers("one", list(Layer))
        window = _window(film.key, picture.auto_window(film.screen))
    figure = overlay.film_figure(
        film.radiograph, film.screen, window, findings, overlay.own_marks(findings), layers
    )
    _plot(figure, TALL, f"film-{film.key}", view)


@st.fragment
@explained
def films_side_by_side(session: Session, study: StudyFindings) -> None:
    """Show the films of a study beside each other, each with the standing curves' levels."""
    layers = _layers("all", [Layer.ENDPLATES, Layer.COBB])
    for column, view in zip(st.columns(len(study.films)), study.films, strict=True):
        with column:
            _beside(session, study, view, overlay.standing_marks(study, view), layers)


def _beside(
    session: Session,
    study: StudyFindings,
    view: View,
    marks: Sequence[CobbMark],
    layers: Collection[Layer],
) -> None:
    film = session.film(view)
    st.markdown(f"**{VIEW_NAMES[view]}**")
    figure = overlay.film_figure(
        film.radiograph,
        film.screen,
        picture.auto_window(film.screen),
        study.films[view],
        marks,
        layers,
    )
    _plot(figure, SIDE_BY_SIDE, f"beside-{film.key}", view)


def _layers(key: str, shown: list[Layer]) -> list[Layer]:
    return st.pills(
        "Show",
        list(Layer),
        selection_mode="multi",
        default=shown,
        key=f"layers-{key}",
        persist_state="session",
    )


def _window(key: str, auto: Window) -> Window:
    darkest, brightest = st.slider(
        "Window (darkest and brightest grey shown)",
        min_value=0,
        max_value=100,
        value=(round(100 * auto.darkest), round(100 * auto.brightest)),
        format="%d %%",
        key=f"window-{key}",
        persist_state="session",
        width=320,
    )
    if darkest == brightest:  # both handles at one place: keep a hair between them
        darkest, brightest = (darkest, darkest + 1) if darkest < 100 else (99, 100)
    return Window(darkest / 100, brightest / 100)


def _plot(figure: object, height: int, key: str, view: View) -> None:
    st.plotly_chart(
        figure,
        theme=None,
        height=height,
        key=key,
        config=PLOTLY,
        alt=f"{VIEW_NAMES[view]} film with its measurements",
    )
